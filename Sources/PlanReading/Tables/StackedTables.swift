/// Puts tables together again whose cells came out of a file one a line: 序号, 目标任务, 责任科室 on three lines, then the
/// cells of each row the same way.
struct StackedTables {
    let words: TableHeaderWords

    /// The text with such tables as rows. Linear in the paragraphs.
    func joined(_ text: CleanText) -> CleanText {
        var paragraphs: [CleanText.Paragraph] = []
        var index = 0
        var table = 1_000_000
        var found = false
        while index < text.paragraphs.count {
            let columns = head(at: index, text)
            guard columns.count >= 3, columns[0] == .number else {
                paragraphs.append(text.paragraphs[index])
                index += 1
                continue
            }
            found = true
            table += 1
            paragraphs.append(row(Array(index..<index + columns.count), columns: columns, text, table: table))
            index = rows(from: index + columns.count, columns: columns, text, table: table, into: &paragraphs)
        }
        return found ? text.replacing(paragraphs: paragraphs) : text
    }

    /// The columns that the lines from `index` on name, one a line.
    private func head(at index: Int, _ text: CleanText) -> [TableHeaderWords.Column] {
        var columns: [TableHeaderWords.Column] = []
        while index + columns.count < text.paragraphs.count, columns.count < 16 {
            let paragraph = text.paragraphs[index + columns.count]
            guard paragraph.row == nil, let column = words.column(text.bytes, paragraph.range) else { break }
            columns.append(column)
        }
        return columns
    }

    /// Reads rows: each starts with its number, counting up. Returns the first line that belongs to no row.
    private func rows(
        from start: Int, columns: [TableHeaderWords.Column], _ text: CleanText, table: Int,
        into paragraphs: inout [CleanText.Paragraph]
    ) -> Int {
        var index = start
        var expected = 1
        while index < text.paragraphs.count {
            let repeated = head(at: index, text)
            if repeated.count == columns.count {
                index += repeated.count
                continue
            }
            guard number(at: index, text) == expected else {
                // A section between rows: 二、队伍建设.
                guard isSection(index, text), number(at: index + 1, text) == expected else { return index }
                paragraphs.append(section(index, columns: columns.count, text, table: table))
                index += 1
                continue
            }
            var end = index + 1
            while end < text.paragraphs.count, end - index < 4 * columns.count, number(at: end, text) != expected + 1,
                !(isSection(end, text) && number(at: end + 1, text) == expected + 1), head(at: end, text).count < 3
            { end += 1 }
            // The last row has no number after it: it ends with as many lines as the head has.
            let isLast = end >= text.paragraphs.count || end - index >= 4 * columns.count
            if isLast { end = min(index + columns.count, text.paragraphs.count) }
            paragraphs.append(row(Array(index..<end), columns: columns, text, table: table))
            index = end
            expected += 1
        }
        return index
    }

    private func number(at index: Int, _ text: CleanText) -> Int? {
        guard index < text.paragraphs.count, text.paragraphs[index].row == nil else { return nil }
        let range = text.paragraphs[index].range
        var cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
        guard range.count <= 4, let value = cursor.arabicNumber() else { return nil }
        cursor.skip(".", "、")
        return cursor.place == range.upperBound ? value : nil
    }

    private func isSection(_ index: Int, _ text: CleanText) -> Bool {
        let range = text.paragraphs[index].range
        guard range.count <= 150, let numbering = Numbering(text.bytes, at: range.lowerBound, end: range.upperBound)
        else { return false }
        return numbering.style <= .chineseBracketed
    }

    private func section(_ index: Int, columns: Int, _ text: CleanText, table: Int) -> CleanText.Paragraph {
        var paragraph = text.paragraphs[index]
        let cell = CleanText.Cell(range: paragraph.range, column: 0, columnSpan: columns, continuesAbove: false)
        paragraph.row = CleanText.Row(table: table, cells: [cell])
        return paragraph
    }

    /// Lines as the cells of a row. Where there are more lines than columns, the measures take the surplus, or else
    /// the task.
    private func row(
        _ lines: [Int], columns: [TableHeaderWords.Column], _ text: CleanText, table: Int
    ) -> CleanText.Paragraph {
        var paragraph = text.paragraphs[lines[0]]
        paragraph.range = paragraph.range.lowerBound..<text.paragraphs[lines[lines.count - 1]].range.upperBound
        var cells: [CleanText.Cell] = []
        let surplus = max(0, lines.count - columns.count)
        let work: Set<TableHeaderWords.Column> = [.task, .title, .goal]
        let wide = surplus > 0 ? columns.lastIndex { $0 == .measures } ?? columns.lastIndex { work.contains($0) } : nil
        var line = 0
        for column in columns.indices where line < lines.count {
            let first = line
            line += column == wide ? 1 + surplus : 1
            let end = min(line, lines.count)
            let range =
                text.paragraphs[lines[first]].range.lowerBound..<text.paragraphs[lines[end - 1]].range.upperBound
            cells.append(CleanText.Cell(range: range, column: column, columnSpan: 1, continuesAbove: false))
        }
        paragraph.row = CleanText.Row(table: table, cells: cells)
        return paragraph
    }
}
