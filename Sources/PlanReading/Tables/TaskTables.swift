/// The tables of a document whose rows are tasks.
struct TaskTables: Sendable {
    /// A row that is a task, by its paragraph.
    private(set) var drafts: [(paragraph: Int, draft: TaskDraft)] = []
    /// Rows of other tables, in order: each the indexes of its paragraphs.
    private(set) var others: [[Int]] = []

    /// Reads all tables. Linear in the rows.
    init(text: CleanText, words: TableHeaderWords, reader: TableRowReader) {
        var index = 0
        var layout: TableLayout?
        while index < text.paragraphs.count {
            guard let row = text.paragraphs[index].row else {
                index += 1
                continue
            }
            var end = index + 1
            while end < text.paragraphs.count, text.paragraphs[end].row?.table == row.table { end += 1 }
            read(index..<end, text: text, words: words, reader: reader, layout: &layout)
            index = end
        }
    }

    /// The tasks of the rows among these paragraphs.
    func rows(in paragraphs: Range<Int>) -> [TaskDraft] {
        guard !paragraphs.isEmpty, !drafts.isEmpty else { return [] }
        var low = 0
        var high = drafts.count
        while low < high {
            let middle = (low + high) / 2
            if drafts[middle].paragraph < paragraphs.lowerBound { low = middle + 1 } else { high = middle }
        }
        return drafts[low...].prefix { $0.paragraph < paragraphs.upperBound }.map(\.draft)
    }

    /// Reads one table. `layout` is that of the table before it: a table without a head of its own, of as many columns,
    /// goes on with it (tables are broken at the end of a page).
    private mutating func read(
        _ rows: Range<Int>, text: CleanText, words: TableHeaderWords, reader: TableRowReader, layout: inout TableLayout?
    ) {
        var current: TableLayout?
        var first = rows.lowerBound
        // A title or a unit may stand in the first rows.
        for index in rows.prefix(4) {
            guard let row = text.paragraphs[index].row, let found = TableLayout(row, text: text, words: words) else {
                continue
            }
            current = found
            first = index + 1
            if first < rows.upperBound, let next = text.paragraphs[first].row,
                let second = TableLayout(next, text: text, words: words), second.columns.count <= found.columns.count
            {
                current = found.refined(by: second)
                first += 1
            }
            break
        }
        let width =
            text.paragraphs[rows.lowerBound].row.map { $0.cells.map { $0.column + $0.columnSpan }.max() ?? 0 } ?? 0
        if current == nil, let before = layout, before.columns.count == width { current = before }
        guard let current else {
            others.append(Array(rows))
            layout = nil
            return
        }
        layout = current
        drafts += reader.drafts(first..<rows.upperBound, layout: current)
    }
}
