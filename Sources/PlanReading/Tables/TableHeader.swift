/// Knows the columns of a table of tasks by the words in its head.
struct TableHeaderWords: Sendable {
    /// What a column holds.
    enum Column: String, Sendable {
        /// 序号.
        case number
        /// A group of rows: 类别.
        case category
        /// The task: 重点任务.
        case title
        /// 目标任务: the task in its first sentence and its goal as a whole.
        case task
        /// What is to be reached.
        case goal
        /// How.
        case measures
        /// Who answers for it.
        case owner
        /// Who answers first.
        case lead
        /// Who helps.
        case co
        /// The post or person who leads.
        case leader
        /// By when.
        case due
        /// 备注 and the like.
        case other
    }

    private let columns: WordTrie<Column>

    init(_ lexicon: Lexicon) {
        columns = WordTrie(
            lexicon.rows("headers").compactMap { row in
                row.count > 1 ? Column(rawValue: row[1]).map { (row[0], $0) } : nil
            })
    }

    /// Bytes that the head of a column has at most.
    private static let longest = 60

    /// What the column under a head cell holds; nil where its words are no known head. A bracket after the word, a line
    /// break inside it and words before it (2027年工作目标) do not matter.
    func column(_ bytes: [UInt8], _ cell: Range<Int>) -> Column? {
        guard !cell.isEmpty, cell.count <= Self.longest else { return nil }
        var words = bytes[cell].filter { $0 != 0x0A && $0 != 0x20 && $0 != 0x09 }
        if let bracket = words.firstBracket, bracket > 0 { words.removeSubrange(bracket...) }
        var place = 0
        while place < words.count {
            if let match = columns.match(words, at: place, end: words.count), place + match.length == words.count {
                return match.value
            }
            // Only a year or 主要, 年度 may stand before the word.
            guard place < 24 else { return nil }
            place += Cursor.length(words[place])
        }
        return nil
    }
}

extension [UInt8] {
    /// Where the first （ or ( starts.
    fileprivate var firstBracket: Int? {
        for place in indices {
            if self[place] == UInt8(ascii: "(") { return place }
            if self[place] == 0xEF, place + 2 < count, self[place + 1] == 0xBC, self[place + 2] == 0x88 { return place }
        }
        return nil
    }
}
