/// The columns of a table of tasks.
struct TableLayout: Sendable {
    /// What each grid column holds.
    var columns: [TableHeaderWords.Column?]

    /// The layout that a row gives as the head of a table; nil where it is no head: a head names the work and at least
    /// one thing besides it, and hardly anything that is not known.
    init?(_ row: CleanText.Row, text: CleanText, words: TableHeaderWords) {
        var columns: [TableHeaderWords.Column?] = []
        var known = 0
        var filled = 0
        for cell in row.cells where cell.column < 64 {
            while columns.count < min(cell.column + cell.columnSpan, 64) { columns.append(nil) }
            guard !cell.range.isEmpty else { continue }
            filled += 1
            guard let column = words.column(text.bytes, cell.range) else { continue }
            known += 1
            for place in cell.column..<min(cell.column + cell.columnSpan, columns.count) { columns[place] = column }
        }
        guard known >= 2, known * 2 > filled else { return nil }
        let kinds = Set(columns.compactMap { $0 })
        let work: Set<TableHeaderWords.Column> = [.title, .task, .goal, .measures]
        let rest: Set<TableHeaderWords.Column> = [.owner, .lead, .co, .leader, .due, .measures, .number, .category]
        guard !kinds.isDisjoint(with: work), !kinds.isDisjoint(with: rest), kinds.count >= 2 else { return nil }
        // 序号 and 项目 alone head any list; tasks have someone who answers, a date or measures.
        let telling: Set<TableHeaderWords.Column> = [.task, .measures, .owner, .lead, .co, .leader, .due, .goal]
        guard !kinds.isDisjoint(with: telling) else { return nil }
        self.columns = columns
    }

    /// The layout with the second row of a head filled in, where that row names columns more closely.
    func refined(by second: TableLayout) -> TableLayout {
        var refined = self
        for (place, column) in second.columns.enumerated() where place < refined.columns.count {
            if let column { refined.columns[place] = column }
        }
        return refined
    }
}
