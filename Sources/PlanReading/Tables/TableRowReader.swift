/// Reads the rows below the head of a table of tasks.
struct TableRowReader {
    let text: CleanText
    let words: TableHeaderWords
    let labels: FieldLabels
    let owners: OwnerList

    /// What stands in a row, by the meaning of its columns.
    private struct Values {
        var cells: [TableHeaderWords.Column: [CleanText.Cell]] = [:]

        func ranges(_ column: TableHeaderWords.Column) -> [Range<Int>] {
            cells[column, default: []].map(\.range).filter { !$0.isEmpty }
        }
        func first(_ column: TableHeaderWords.Column) -> CleanText.Cell? { cells[column]?.first { !$0.range.isEmpty } }
    }

    /// The tasks in rows. Rows of one cell are sections and go into the path; merged cells carry down; rows that share
    /// their number are one task.
    func drafts(_ rows: Range<Int>, layout: TableLayout) -> [(paragraph: Int, draft: TaskDraft)] {
        var drafts: [(paragraph: Int, draft: TaskDraft)] = []
        var sections: [(style: Numbering.Style?, heading: String)] = []
        let groupsTitles = mergesTitles(rows, layout: layout)
        var lastNumber: Range<Int>?
        for index in rows {
            guard let row = text.paragraphs[index].row else { continue }
            if TableLayout(row, text: text, words: words) != nil { continue }
            if let section = section(row, layout: layout) {
                open(section, in: &sections)
                continue
            }
            let values = self.values(row, layout: layout)
            guard let draft = draft(values, row: text.paragraphs[index].range, groupsTitles: groupsTitles) else {
                continue
            }
            let number = values.first(.number)
            if let number, number.continuesAbove, number.range == lastNumber, !drafts.isEmpty {
                drafts[drafts.count - 1].draft.merge(draft)
            } else {
                var draft = draft
                draft.path = sections.map(\.heading) + draft.path
                drafts.append((index, draft))
            }
            lastNumber = number?.range
        }
        return drafts
    }

    // MARK: Sections

    /// The heading in a row that has one only; nil where it is no section.
    private func section(_ row: CleanText.Row, layout: TableLayout) -> Range<Int>? {
        let filled = row.cells.filter { !$0.range.isEmpty && !$0.continuesAbove }
        guard filled.count == 1, let cell = filled.first,
            row.cells.allSatisfy({ $0.range.isEmpty || $0.range == cell.range })
        else { return nil }
        guard cell.range.count <= 200 else { return nil }
        if cell.columnSpan * 2 > layout.columns.count { return cell.range }
        let numbering = Numbering(text.bytes, at: cell.range.lowerBound, end: cell.range.upperBound)
        if numbering.map({ $0.style <= .chineseBracketed }) ?? false { return cell.range }
        return cell.column == 0 && layout.columns.first == .number && !text.bytes[cell.range.lowerBound].isASCIIDigit
            ? cell.range : nil
    }

    private func open(_ section: Range<Int>, in sections: inout [(style: Numbering.Style?, heading: String)]) {
        if isRemark(section) { return }
        let style = Numbering(text.bytes, at: section.lowerBound, end: section.upperBound)?.style
        while let last = sections.last {
            if let style, let above = last.style, above < style { break }
            sections.removeLast()
        }
        sections.append((style, words(section)))
    }

    /// 注：, 备注：, 说明：
    private func isRemark(_ range: Range<Int>) -> Bool {
        let cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
        return ["注：", "注:", "备注", "说明", "填表", "合计", "总计"].contains(where: cursor.startsWith)
    }

    private func words(_ range: Range<Int>) -> String {
        text.words(range)
    }

    // MARK: Rows

    private func values(_ row: CleanText.Row, layout: TableLayout) -> Values {
        var values = Values()
        for cell in row.cells where cell.column < layout.columns.count {
            guard let column = layout.columns[cell.column] else { continue }
            values.cells[column, default: []].append(cell)
        }
        return values
    }

    /// Whether cells of the first title column reach over several rows: then they group tasks and are not titles.
    private func mergesTitles(_ rows: Range<Int>, layout: TableLayout) -> Bool {
        let titles = layout.columns.indices.filter { layout.columns[$0] == .title }
        guard let first = titles.first, titles.count > 1 || layout.columns.contains(.task) else { return false }
        return rows.contains { index in
            text.paragraphs[index].row?.cells.contains { $0.column == first && $0.continuesAbove } ?? false
        }
    }

    private func draft(_ values: Values, row: Range<Int>, groupsTitles: Bool) -> TaskDraft? {
        var titles = values.ranges(.title)
        var groups = values.ranges(.category)
        let tasks = values.ranges(.task)
        if groupsTitles, titles.count + tasks.count > 1, !titles.isEmpty { groups.append(titles.removeFirst()) }
        let measures = values.ranges(.measures)
        let goals = values.ranges(.goal)
        guard let cell = titles.first ?? tasks.first ?? measures.first ?? goals.first, !isRemark(cell) else {
            return nil
        }
        let numbering = Numbering(text.bytes, at: cell.lowerBound, end: cell.upperBound)
        let content = cell.lowerBound + (numbering?.length ?? 0)..<cell.upperBound
        let firstLine = content.lowerBound..<(lineEnd(content))
        let title = LeadSentence(text: text, labels: labels).range(of: firstLine)
        guard !title.isEmpty else { return nil }
        let label = values.ranges(.number).first ?? cell.lowerBound..<content.lowerBound
        var draft = TaskDraft(
            part: 0, path: groups.filter { $0 != cell }.map(words), label: label, title: title, range: row, text: [])
        draft.isRow = true
        draft.fields = fields(values)
        // 目标任务 is the goal too; without it the words after the title in its cell are the goal's or the measures'.
        draft.fields.goal = tasks + goals
        draft.fields.measures = measures
        if titles.first == cell { draft.fields.rest = [title.upperBound..<cell.upperBound] + titles.dropFirst() }
        draft.fields.rest = draft.fields.rest.filter { !$0.isEmpty }
        return draft
    }

    private func fields(_ values: Values) -> TaskFields {
        var fields = TaskFields()
        var leads: [Range<Int>] = []
        for range in values.ranges(.lead) {
            let list = owners.read(range)
            leads += list.owners
            fields.coOwners += list.coOwners
        }
        for range in values.ranges(.owner) {
            // A cell may hold labels of its own: 牵头单位：…配合单位：…
            if range.contains(where: { text.bytes[$0] == 0x9A || text.bytes[$0] == UInt8(ascii: ":") }) {
                let inner = FieldReader(text: text, labels: labels, owners: owners).fields(in: lines(range))
                if !inner.owners.isEmpty {
                    fields.owners += inner.owners
                    fields.coOwners += inner.coOwners
                    continue
                }
            }
            let list = owners.read(range)
            fields.owners += list.owners
            fields.coOwners += list.coOwners
        }
        fields.owners = leads + fields.owners
        for range in values.ranges(.co) {
            let list = owners.read(range)
            fields.coOwners += list.owners + list.coOwners
        }
        for range in values.ranges(.leader) { fields.leaders += owners.names(range) }
        fields.due = values.ranges(.due)
        return fields
    }

    private func lineEnd(_ range: Range<Int>) -> Int {
        text.bytes[range].firstIndex(of: 0x0A) ?? range.upperBound
    }

    private func lines(_ range: Range<Int>) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = range.lowerBound
        for place in range where text.bytes[place] == 0x0A {
            if place > start { lines.append(start..<place) }
            start = place + 1
        }
        if range.upperBound > start { lines.append(start..<range.upperBound) }
        return lines
    }
}

extension TaskDraft {
    /// Takes in a row that goes on with the same task.
    fileprivate mutating func merge(_ other: TaskDraft) {
        range = range.lowerBound..<max(range.upperBound, other.range.upperBound)
        func add(_ more: [Range<Int>], to list: inout [Range<Int>]) {
            // Cells that carry down repeat right away.
            for range in more where !list.suffix(32).contains(range) { list.append(range) }
        }
        add(other.fields.goal, to: &fields.goal)
        add(other.fields.measures, to: &fields.measures)
        add(other.fields.owners, to: &fields.owners)
        add(other.fields.coOwners, to: &fields.coOwners)
        add(other.fields.leaders, to: &fields.leaders)
        add(other.fields.due, to: &fields.due)
        add(other.fields.rest, to: &fields.rest)
    }
}
