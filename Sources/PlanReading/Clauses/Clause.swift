/// A stretch between two commas or stops, the unit in which a statement is read.
struct Clause: Sendable {
    /// Where it stands, punctuation left out.
    var range: Range<Int>
    /// Places where a number may start, in order.
    var numerals: [Int] = []
    /// Quotes, titles and brackets that stand side by side in it, in order. Only quotes hold numbers of the clause.
    var enclosures: [Enclosure] = []
    /// All titles in it, those inside quotes included, in order.
    var titles: [Enclosure] = []
    /// How the clause before it ended.
    var opening = Boundary.sentence
    /// How it ends.
    var closing = Boundary.sentence
    /// Whether it is the content of a bracket.
    var isBracketed = false

    /// What stands between two clauses.
    enum Boundary: Sendable {
        case comma, colon, semicolon, sentence
    }

    /// A pair of marks and what they hold.
    struct Enclosure: Sendable {
        var kind: Kind
        /// From the opening to the closing mark.
        var range: Range<Int>
        /// What the marks hold.
        var content: Range<Int>

        enum Kind: Sendable {
            case quote, title, bracket
        }
    }
}

/// Parts a stretch of text into clauses. Commas inside quotes, titles and brackets end no clause; the content of a
/// bracket makes clauses of its own. Time is linear; a mark without its partner within a sentence's length is no mark.
struct ClauseSplitter {
    private let glyphs: Glyphs
    private(set) var clauses: [Clause] = []
    private var open = Clause(range: 0..<0)
    private var opening = Clause.Boundary.sentence
    /// The content of brackets, still to be split.
    private var brackets: [Range<Int>] = []

    /// The longest quote, title or bracket in bytes.
    private static let reach = 900

    init(_ glyphs: Glyphs, _ range: Range<Int>) {
        self.glyphs = glyphs
        split(range)
        // Brackets in brackets are rare; each level is split once.
        var bracketed: [Clause] = []
        var level = 0
        while !brackets.isEmpty, level < 3 {
            let contents = brackets
            brackets = []
            let outer = clauses
            clauses = []
            for content in contents { split(content) }
            bracketed += clauses.map { clause in
                var clause = clause
                clause.isBracketed = true
                return clause
            }
            clauses = outer
            level += 1
        }
        if !bracketed.isEmpty {
            clauses += bracketed
            clauses.sort { $0.range.lowerBound < $1.range.lowerBound }
        }
    }

    private mutating func split(_ range: Range<Int>) {
        var place = range.lowerBound
        var quoteEnd = place
        var inNumber = false
        open = Clause(range: place..<place)
        opening = .sentence
        let end = range.upperBound
        while place < end {
            let scalar = Cursor.scalar(glyphs.bytes, at: place, end: end)
            let after = min(end, glyphs.next(place))
            let kind = CharacterClass.of(scalar)
            switch kind {
            case .other, .listComma: break
            case .digit, .numeral:
                if !inNumber { open.numerals.append(place) }
            case .comma:
                if place >= quoteEnd, !isThousandsSeparator(place, after: after, end: end) {
                    close(at: place, next: after, .comma)
                }
            case .colon:
                if place >= quoteEnd, !isRatioSign(place, after: after, end: end) {
                    close(at: place, next: after, .colon)
                }
            case .semicolon:
                if place >= quoteEnd { close(at: place, next: after, .semicolon) }
            case .stop:
                if place >= quoteEnd || scalar == "\n" || scalar == "\t" {
                    quoteEnd = place
                    close(at: place, next: after, .sentence)
                }
            case .openQuote, .straightQuote:
                if place >= quoteEnd, let content = content(from: after, scalar, end: end) {
                    quoteEnd = content.upperBound
                    let closed = min(end, glyphs.next(quoteEnd))
                    open.enclosures.append(
                        Clause.Enclosure(kind: .quote, range: place..<closed, content: content))
                }
            case .openTitle, .openBracket:
                if let content = content(from: after, scalar, end: end) {
                    let closed = min(end, glyphs.next(content.upperBound))
                    let title = kind == .openTitle
                    let enclosure = Clause.Enclosure(
                        kind: title ? .title : .bracket, range: place..<closed, content: content)
                    if title { open.titles.append(enclosure) } else if !content.isEmpty { brackets.append(content) }
                    if place >= quoteEnd { open.enclosures.append(enclosure) }
                    inNumber = false
                    place = closed
                    continue
                }
            }
            inNumber = kind == .digit || kind == .numeral
            place = after
        }
        close(at: end, next: end, .sentence)
    }

    private mutating func close(at place: Int, next: Int, _ boundary: Clause.Boundary) {
        open.range = open.range.lowerBound..<place
        open.opening = opening
        open.closing = boundary
        if !open.range.isEmpty { clauses.append(open) }
        // An empty clause (。」，) passes the stronger boundary on.
        if !open.range.isEmpty || boundary == .sentence { opening = boundary }
        open = Clause(range: next..<next)
    }

    /// What stands between an opening mark and its partner; nil where the partner is missing or too far off.
    private func content(from start: Int, _ mark: Unicode.Scalar, end: Int) -> Range<Int>? {
        guard let closing = CharacterClass.closing(mark) else { return nil }
        let limit = min(end, start + Self.reach)
        var depth = 0
        var place = start
        while place < limit {
            let scalar = Cursor.scalar(glyphs.bytes, at: place, end: end)
            if scalar == closing {
                if depth == 0 { return start..<place }
                depth -= 1
            } else if scalar == mark {
                // A second “ in a row is a slip of the pen; titles and brackets do nest.
                if CharacterClass.of(mark) == .openQuote { return nil }
                depth += 1
            } else if scalar == "\n" || scalar == "\t" {
                return nil
            }
            place = glyphs.next(place)
        }
        return nil
    }

    private func isThousandsSeparator(_ place: Int, after: Int, end: Int) -> Bool {
        guard place > 0, glyphs.bytes[place - 1].isASCIIDigit, after + 3 <= end else { return false }
        for offset in 0..<3 where !glyphs.bytes[after + offset].isASCIIDigit { return false }
        return after + 3 == end || !glyphs.bytes[after + 3].isASCIIDigit
    }

    private func isRatioSign(_ place: Int, after: Int, end: Int) -> Bool {
        place > 0 && glyphs.bytes[place - 1].isASCIIDigit && after < end && glyphs.bytes[after].isASCIIDigit
    }
}
