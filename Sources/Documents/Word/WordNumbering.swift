/// The automatic numbering of a Word document: definitions, and the counters while it is read (ECMA-376 part 1, 17.9).
struct WordNumbering {
    /// What a paragraph says of its numbering.
    struct Reference: Hashable {
        /// `w:numId`; `0` takes the numbering of the style away.
        var list: String?
        /// `w:ilvl`, from 0.
        var level: Int?
    }

    /// One level of a definition.
    struct Level {
        var start = 1
        var format = "decimal"
        /// Text around the numbers, `%1` for that of level 1.
        var text = ""
        /// Whether all numbers are shown in Arabic digits.
        var isLegal = false
        /// The level after which it restarts, from 1; 0 never; nil after any lower one.
        var restart: Int?
        var style: String?
    }

    private struct List {
        var definition = ""
        var starts: [Int: Int] = [:]
        var levels: [Int: Level] = [:]
    }

    private var definitions: [String: [Int: Level]] = [:]
    private var styleLinks: [String: String] = [:]
    private var lists: [String: List] = [:]
    /// Last number of each level, by definition: lists of one definition count on together.
    private var counters: [String: [Int: Int]] = [:]
    private var started: Set<String> = []

    /// A document without numbering.
    init() {}

    /// Reads `word/numbering.xml`. - Throws: `DocumentError`.
    init(_ cursor: consuming XMLCursor) throws {
        var definition: String?, list: String?, level: Int?, current = Level()
        while let step = try cursor.next() {
            switch step {
            case .start("abstractNum", _): definition = cursor.attribute("w:abstractNumId")
            case .start("num", _):
                list = cursor.attribute("w:numId")
                if let list { lists[list] = List() }
            case .start("abstractNumId", _):
                if let list { lists[list]?.definition = cursor.attribute("w:val") ?? "" }
            case .start("numStyleLink", _):
                if let definition { styleLinks[definition] = cursor.attribute("w:val") }
            case .start("lvlOverride", _): level = cursor.attribute("w:ilvl").flatMap { Int($0) }
            case .start("startOverride", _):
                if let list, let level { lists[list]?.starts[level] = cursor.attribute("w:val").flatMap { Int($0) } }
            case .start("lvl", _):
                level = cursor.attribute("w:ilvl").flatMap { Int($0) }
                current = Level()
            case .start("start", _): current.start = cursor.attribute("w:val").flatMap { Int($0) } ?? 1
            case .start("numFmt", _): current.format = cursor.attribute("w:val") ?? "decimal"
            case .start("lvlText", _): current.text = cursor.attribute("w:val") ?? ""
            case .start("isLgl", _): current.isLegal = cursor.attribute("w:val") != "0"
            case .start("lvlRestart", _): current.restart = cursor.attribute("w:val").flatMap { Int($0) }
            case .start("pStyle", _): current.style = cursor.attribute("w:val")
            case .end("lvl"):
                guard let level, (0...8).contains(level) else { continue }
                if let list {
                    lists[list]?.levels[level] = current
                } else if let definition {
                    definitions[definition, default: [:]][level] = current
                }
            case .end("abstractNum"): definition = nil
            case .end("num"): list = nil
            default: break
            }
        }
    }

    /// The number that the next paragraph of a list shows, and counts it; empty for none.
    mutating func next(_ reference: Reference, style: String?, styles: WordStyles) -> String {
        guard let name = reference.list, name != "0", let list = lists[name] else { return "" }
        var definition = list.definition
        if let link = styleLinks[definition], let linked = styles.numbering(style: link)?.list,
            let other = lists[linked]
        {
            definition = other.definition
        }
        guard let levels = definitions[definition] else { return "" }
        let byStyle = style.flatMap { id in levels.first { $0.value.style == id }?.key }
        let place = min(max(reference.level ?? byStyle ?? 0, 0), 8)
        func level(_ index: Int) -> Level? { list.levels[index] ?? levels[index] }
        guard let own = level(place) else { return "" }
        var numbers = counters[definition] ?? [:]
        if !list.starts.isEmpty, started.insert(name).inserted {
            for (index, start) in list.starts { numbers[index] = start &- 1 }
            for index in (list.starts.keys.min() ?? 0)...8 where list.starts[index] == nil { numbers[index] = nil }
        }
        for index in 0..<place where numbers[index] == nil { numbers[index] = level(index)?.start ?? 1 }
        // A hostile start may be the largest number there is.
        let (counted, overflow) = (numbers[place] ?? own.start &- 1).addingReportingOverflow(1)
        numbers[place] = overflow ? own.start : counted
        for index in stride(from: place + 1, through: 8, by: 1) where level(index)?.restart != 0 {
            if let restart = level(index)?.restart, place >= restart { continue }
            numbers[index] = nil
        }
        counters[definition] = numbers
        if own.format == "bullet" { return Self.bullet(own.text) }
        var text = own.text
        for index in 0...place {
            guard let shown = level(index), text.contains("%\(index + 1)") else { continue }
            let number = numbers[index] ?? shown.start
            text = text.replacing(
                "%\(index + 1)", with: ListNumeral(own.isLegal ? "decimal" : shown.format).text(number))
        }
        // A number that ends in a Latin letter or digit would run into the words.
        if let last = text.unicodeScalars.last, last.isASCII, last != "." { text += " " }
        return text
    }

    /// A bullet as text: dashes stay, symbol fonts' private characters become •.
    private static func bullet(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return "" }
        return (0xE000...0xF8FF).contains(first.value) ? "• " : text
    }
}
