/// Knows the words that end titles (要点, 总结, 通知) and the bodies that issue papers.
struct TitleWords: Sendable {
    /// What a paper of such a title holds.
    enum Role: String, Sendable {
        /// Things to do.
        case plan
        /// Things done.
        case summary
        /// It only sends another paper.
        case cover
    }

    private let genres: WordTrie<Role>
    private let anywhere: WordTrie<Role>
    private let offices: WordTrie<Bool>
    private let lasting: WordTrie<Bool>
    private let marks: WordTrie<Bool>

    init(_ lexicon: Lexicon) {
        let words = lexicon.rows("genres").compactMap { row in
            row.count > 1 ? Role(rawValue: row[1]).map { (row[0], $0) } : nil
        }
        genres = WordTrie(words, reversed: true)
        anywhere = WordTrie(words)
        offices = WordTrie(lexicon.words("offices").map { ($0, true) }, reversed: true)
        marks = WordTrie(lexicon.words("marks").map { ($0, true) })
        lasting = WordTrie(["规划", "纲要"].map { ($0, true) })
    }

    /// The role of a paper whose title ends with these words, closing brackets, quotation marks and remarks such as
    /// （试行） left aside; nil where no word of a genre ends it.
    func role(_ bytes: [UInt8], _ title: Range<Int>) -> Role? {
        var end = title.upperBound
        while let (character, length) = Cursor.last(bytes, start: title.lowerBound, end: end) {
            switch character {
            case "》", "”", "〉", "」", ":", "：": end -= length
            case "）", ")":
                guard let open = openingBracket(bytes, title.lowerBound..<end) else { return nil }
                end = open
            default: return genres.match(bytes, endingAt: end, start: title.lowerBound)?.value
            }
        }
        return nil
    }

    /// The roles of all words of a genre in a title, in order.
    func roles(_ bytes: [UInt8], _ title: Range<Int>) -> [Role] {
        var roles: [Role] = []
        var place = title.lowerBound
        while place < title.upperBound {
            if let match = anywhere.match(bytes, at: place, end: title.upperBound) {
                roles.append(match.value)
                place += match.length
            } else {
                place += Cursor.length(bytes[place])
            }
        }
        return roles
    }

    /// Whether a line starts with a word that neither titles nor texts start with: 索引号, 签发人.
    func isMark(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
        marks.match(bytes, at: line.lowerBound, end: line.upperBound) != nil
    }

    /// Whether words name a long-term plan: 规划, 纲要.
    func isLongTerm(_ bytes: [UInt8], _ title: Range<Int>) -> Bool {
        var place = title.lowerBound
        while place < title.upperBound {
            if lasting.match(bytes, at: place, end: title.upperBound) != nil { return true }
            place += Cursor.length(bytes[place])
        }
        return false
    }

    /// Whether words end like the name of an office or an authority, a bracket at the end left aside.
    func isOffice(_ bytes: [UInt8], _ name: Range<Int>) -> Bool {
        var end = name.upperBound
        if let (character, _) = Cursor.last(bytes, start: name.lowerBound, end: end),
            character == "）" || character == ")",
            let open = openingBracket(bytes, name)
        {
            end = open
        }
        guard let match = offices.match(bytes, endingAt: end, start: name.lowerBound) else { return false }
        return match.length < end - name.lowerBound
    }

    /// Where the bracket opens that closes at the end of a range; nil where it is longer than any remark.
    private func openingBracket(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
        let start = max(range.lowerBound, range.upperBound - 240)
        var end = range.upperBound
        var depth = 0
        while let (character, length) = Cursor.last(bytes, start: start, end: end) {
            end -= length
            if character == "）" || character == ")" { depth += 1 }
            if character == "（" || character == "(" {
                depth -= 1
                if depth == 0 { return end }
            }
        }
        return nil
    }
}
