/// Knows sections by their headings: openings, goals, problems and the like hold no tasks.
struct SectionNames: Sendable {
    /// What a section holds.
    enum Kind: String, Sendable {
        /// Work to do or done: the usual case.
        case work
        /// What a plan opens with: 总体要求, 指导思想, 基本原则, 形势.
        case opening
        /// What is to be reached.
        case goals
        /// What was reached in the last period.
        case achievements
        /// What is still lacking.
        case problems
        /// 附则, 名词解释.
        case supplement
        /// 重点任务, 保障措施 and other names of sections with tasks.
        case support
    }

    private let names: WordTrie<Kind>
    private let modifiers: WordTrie<Bool>

    init(_ lexicon: Lexicon) {
        modifiers = WordTrie(lexicon.words("sections", kind: "modifier").map { ($0, true) })
        names = WordTrie(
            lexicon.rows("sections").compactMap { row in
                row.count > 1 ? Kind(rawValue: row[1]).map { (row[0], $0) } : nil
            })
    }

    /// What a heading says. Its first clause counts: it is the name of a section or ends with one; a list of names is
    /// what its first one is. Before the name only words such as 主要, 明确, 2027年 may stand; in the first section of a
    /// paper (`isFirst`), where an opening is expected, any.
    func kind(_ bytes: [UInt8], _ title: Range<Int>, isFirst: Bool) -> Kind {
        let clause = firstClause(bytes, title)
        var place = clause.lowerBound
        var isPlain = true  // only modifiers so far
        var first: Kind?
        while place < clause.upperBound {
            if let match = names.match(bytes, at: place, end: clause.upperBound) {
                if first == nil {
                    guard isPlain || isFirst else { return .work }
                    first = match.value
                }
                place += match.length
                if place >= clause.upperBound { return first ?? .work }
                if let first, isOver(bytes, place..<clause.upperBound) { return first }
            } else if let modifier = modifiers.match(bytes, at: place, end: clause.upperBound) {
                place += modifier.length
            } else {
                if !bytes[place].isASCIIDigit { isPlain = false }
                place += Cursor.length(bytes[place])
            }
        }
        return .work
    }

    /// Whether nothing but a year, a bracket or 情况 follows.
    private func isOver(_ bytes: [UInt8], _ rest: Range<Int>) -> Bool {
        var cursor = Cursor(bytes, rest.lowerBound, rest.upperBound)
        if cursor.skip("（", "(") { return true }
        return (cursor.skip(word: "情况") || cursor.skip(word: "方面")) && cursor.place == rest.upperBound
    }

    /// The words up to the first comma, colon or stop.
    private func firstClause(_ bytes: [UInt8], _ title: Range<Int>) -> Range<Int> {
        var cursor = Cursor(bytes, title.lowerBound, min(title.upperBound, title.lowerBound + 180))
        while let character = cursor.peek() {
            switch character {
            case "，", "：", "；", "。", ",", ":", ";": return title.lowerBound..<cursor.place
            default: cursor.advance()
            }
        }
        return title.lowerBound..<cursor.place
    }
}
