/// The labels of fields such as 责任科室： as the lexicon names them.
struct FieldLabels: Sendable {
    /// What a field holds.
    enum Kind: String, Sendable {
        /// What is to be reached.
        case goal
        /// How it is done.
        case measures
        /// Who answers for it.
        case owner
        /// Who answers for it first.
        case lead
        /// Who helps.
        case co
        /// The post or person who leads.
        case leader
        /// By when.
        case due
        /// Anything else.
        case other
    }

    /// A label found in the text.
    struct Match {
        /// What its field holds.
        var kind: Kind
        /// Where the label stands, opening bracket and colon included.
        var label: Range<Int>
    }

    private let forward: WordTrie<Kind>
    private let backward: WordTrie<Kind>

    init(_ lexicon: Lexicon) {
        let words = lexicon.rows("fields").compactMap { row in
            row.count > 1 ? Kind(rawValue: row[1]).map { (row[0], $0) } : nil
        }
        forward = WordTrie(words)
        backward = WordTrie(words, reversed: true)
    }

    /// The label that starts at `start`: `责任科室：`, `【责任科室】`, `（责任科室：`.
    func label(_ bytes: [UInt8], at start: Int, end: Int) -> Match? {
        var cursor = Cursor(bytes, start, end)
        let opened = cursor.skip("【", "（", "(", "[", "〔", "［")
        guard let word = forward.match(bytes, at: cursor.place, end: end) else { return nil }
        cursor = Cursor(bytes, cursor.place + word.length, end)
        let closed = opened && cursor.skip("】", "）", ")", "]", "〕", "］")
        let colon = cursor.skip("：", ":")
        guard colon || closed else { return nil }
        return Match(kind: word.value, label: start..<cursor.place)
    }

    /// Whether a field starts at `start`.
    func startsField(_ bytes: [UInt8], at start: Int, end: Int) -> Bool { label(bytes, at: start, end: end) != nil }

    /// Whether the label at `start` is only the end of one that begins with the last words before `before`: 完成|时限：.
    func isBroken(_ bytes: [UInt8], before: Int, at start: Int, end: Int) -> Bool {
        guard let field = label(bytes, at: start, end: end) else { return false }
        let tail = bytes[max(0, before - 15)..<before]
        var words = Array(tail) + bytes[field.label]
        while let last = words.last, let word = Cursor.last(words, start: 0, end: words.count)?.scalar,
            word == "：" || word == ":" || last == 0x20
        { words.removeLast(word == "：" ? 3 : 1) }
        guard let whole = backward.match(words, endingAt: words.count, start: 0) else { return false }
        return whole.length > words.count - tail.count
    }

    /// The label that a colon at `colon` closes, if the words before it from `start` on are one and do not go on to
    /// the left as a longer word.
    func label(_ bytes: [UInt8], beforeColon colon: Int, colonLength: Int, start: Int) -> Match? {
        guard let word = backward.match(bytes, endingAt: colon, start: start) else { return nil }
        return Match(kind: word.value, label: colon - word.length..<colon + colonLength)
    }
}
