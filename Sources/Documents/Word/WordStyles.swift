/// The paragraph styles of a Word document, as far as outline and numbering need them (ECMA-376 part 1, 17.7).
struct WordStyles {
    /// What a style says itself.
    struct Style {
        var name = ""
        var basedOn: String?
        var outlineLevel: Int?
        var numbering: WordNumbering.Reference?
    }

    private(set) var styles: [String: Style] = [:]
    private(set) var defaultStyle: String?

    /// A document without styles.
    init() {}

    /// Reads `word/styles.xml`. - Throws: `DocumentError`.
    init(_ cursor: consuming XMLCursor) throws {
        var id: String?, style = Style(), reference = WordNumbering.Reference(), hasReference = false
        while let step = try cursor.next() {
            switch step {
            case .start("style", let isEmpty):
                guard cursor.attribute("w:type") == "paragraph", let styleID = cursor.attribute("w:styleId") else {
                    if !isEmpty { try cursor.skip() }
                    continue
                }
                (id, style, reference, hasReference) = (styleID, Style(), .init(), false)
                if cursor.attribute("w:default") == "1" { defaultStyle = styleID }
            case .start("name", _): style.name = cursor.attribute("w:val") ?? ""
            case .start("basedOn", _): style.basedOn = cursor.attribute("w:val")
            case .start("outlineLvl", _): style.outlineLevel = cursor.attribute("w:val").flatMap { Int($0) }
            case .start("numId", _):
                reference.list = cursor.attribute("w:val")
                hasReference = true
            case .start("ilvl", _): reference.level = cursor.attribute("w:val").flatMap { Int($0) }
            case .end("style"):
                if hasReference { style.numbering = reference }
                if let id { styles[id] = style }
                id = nil
            default: break
            }
        }
    }

    /// The heading level of a paragraph, 1–9; nil for body text.
    func headingLevel(style id: String?, own: Int?) -> Int? {
        if let own { return (0...8).contains(own) ? own + 1 : nil }
        for style in chain(id) {
            if let level = style.outlineLevel { return (0...8).contains(level) ? level + 1 : nil }
            if let level = Self.headingLevel(ofName: style.name) { return level }
        }
        return nil
    }

    /// The numbering that a style brings along.
    func numbering(style id: String?) -> WordNumbering.Reference? {
        var found: WordNumbering.Reference?
        for style in chain(id) {
            guard let own = style.numbering else { continue }
            found = WordNumbering.Reference(list: found?.list ?? own.list, level: found?.level ?? own.level)
            if found?.list != nil { break }
        }
        return found
    }

    /// The style and those that it is based on; a circle ends it.
    private func chain(_ id: String?) -> [Style] {
        var chain: [Style] = [], next = id ?? defaultStyle, seen = Set<String>()
        while let current = next, seen.insert(current).inserted, let style = styles[current] {
            chain.append(style)
            next = style.basedOn
        }
        return chain
    }

    /// `heading 2`, `标题 2`, `标题2`.
    private static func headingLevel(ofName name: String) -> Int? {
        let plain = name.lowercased().filter { !$0.isWhitespace }
        for prefix in ["heading", "标题"] where plain.hasPrefix(prefix) {
            if let level = Int(plain.dropFirst(prefix.count)), (1...9).contains(level) { return level }
        }
        return nil
    }
}
