import PlanModel

/// Turns an outline into a reading: reads the clauses of each stretch once and gives everything its words and number.
struct ReadingAssembly {
    let outline: DocumentOutline
    let clauses: ClauseReader
    let isRecognised: Bool
    private var text: CleanText { outline.text }

    init(outline: DocumentOutline, clauses: ClauseReader, isRecognised: Bool) {
        self.outline = outline
        self.clauses = clauses
        self.isRecognised = isRecognised
    }

    /// The reading.
    func reading() -> PlanReading {
        var reading = PlanReading()
        fillHead(&reading)
        reading.parts = outline.parts.enumerated().map { part($1, number: $0 + 1) }
        for draft in outline.tasks { add(draft, to: &reading) }
        addLeadText(to: &reading)
        addOtherTables(to: &reading)
        reading.notes += OutlineNotes(outline: outline).notes(tasks: reading.tasks)
        if isRecognised {
            reading.notes.append(ReadingNote(span: text.span(0..<text.bytes.count), about: "recognised", says: ""))
        }
        finish(&reading)
        return reading
    }

    // MARK: Head and parts

    private func fillHead(_ reading: inout PlanReading) {
        let head = outline.head
        if let title = head.title {
            reading.title = words(title)
            reading.headSpans["title"] = text.span(title)
        }
        reading.issuer = head.issuers.map(words)
        if let first = head.issuers.first, let last = head.issuers.last {
            reading.headSpans["issuer"] = text.span(first).union(text.span(last))
        }
        if let number = head.number {
            reading.number = words(number)
            reading.headSpans["number"] = text.span(number)
        }
        if let date = head.date {
            reading.date = date.date
            reading.headSpans["date"] = text.span(date.range)
        }
    }

    private func part(_ part: DocumentPart, number: Int) -> PlanPart {
        let title = part.title ?? outline.head.title
        let paragraphs = part.paragraphs.isEmpty ? nil : text.paragraphs[part.paragraphs.lowerBound].range
        let start = part.title?.lowerBound ?? paragraphs?.lowerBound ?? text.bytes.count
        let end =
            part.paragraphs.isEmpty
            ? part.title?.upperBound : text.paragraphs[part.paragraphs.upperBound - 1].range.upperBound
        return PlanPart(
            id: "P\(number)", title: title.map(words) ?? "", role: part.role, year: part.year,
            span: text.span(min(start, end ?? start)..<max(end ?? start, start)))
    }

    // MARK: Tasks

    private func add(_ draft: TaskDraft, to reading: inout PlanReading) {
        let id = "T\(reading.tasks.count + 1)"
        var task = PlanTask(
            id: id, part: "P\(draft.part + 1)", path: draft.path, label: words(draft.label),
            title: excerpt(draft.title), span: text.span(draft.range))
        let fields = draft.fields
        task.goal = excerpt(fields.goal)
        task.measures = excerpt(fields.measures)
        task.owners = excerpts(fields.owners)
        task.coOwners = excerpts(fields.coOwners)
        task.leaders = excerpts(fields.leaders)
        let isTitleApart = !(fields.goal + fields.measures).contains { $0.contains(draft.title) }
        if isTitleApart { read([draft.title], .title, of: draft, into: &task, &reading) }
        read(fields.goal, .goal, of: draft, into: &task, &reading)
        read(fields.measures, .measures, of: draft, into: &task, &reading)
        read(fields.rest, draft.isRow ? .cell : .body, of: draft, into: &task, &reading)
        for range in fields.due {
            for milestone in clauses.dueDates(range, in: text, context: context(draft, .cell))
            where !task.milestones.contains(where: { $0.due == milestone.due }) {
                task.milestones.append(milestone)
            }
        }
        if isRecognised { task.isCertain = false }
        reading.tasks.append(task)
    }

    private func context(_ draft: TaskDraft, _ kind: ClauseContext.Kind) -> ClauseContext {
        context(of: outline.parts[draft.part], kind, looksBack: draft.looksBack)
    }

    private func context(of part: DocumentPart, _ kind: ClauseContext.Kind, looksBack: Bool) -> ClauseContext {
        ClauseContext(role: part.role, year: part.year, periodStart: part.periodStart, kind: kind, looksBack: looksBack)
    }

    private func read(
        _ ranges: [Range<Int>], _ kind: ClauseContext.Kind, of draft: TaskDraft, into task: inout PlanTask,
        _ reading: inout PlanReading
    ) {
        for range in ranges where !range.isEmpty {
            let findings = clauses.read(range, in: text, context: context(draft, kind))
            task.milestones += findings.milestones
            task.actions += findings.actions
            add(findings, task: task.id, to: &reading)
        }
    }

    private func add(_ findings: ClauseFindings, task: String?, to reading: inout PlanReading) {
        for var quantity in findings.quantities {
            quantity.task = task
            reading.quantities.append(quantity)
        }
        for var deliverable in findings.deliverables {
            deliverable.task = task
            reading.deliverables.append(deliverable)
        }
        for var note in findings.notes {
            note.task = task
            reading.notes.append(note)
        }
    }

    // MARK: Text outside tasks

    /// Headings, openings and closings: they yield quantities without a task.
    private func addLeadText(to reading: inout PlanReading) {
        addOpening(to: &reading)
        var next = 0
        for (number, part) in outline.parts.enumerated() where !part.isSupplement {
            for index in part.paragraphs where !outline.taken[index] {
                while next < outline.nodes.count, outline.nodes[next].paragraph < index { next += 1 }
                var range = text.paragraphs[index].range
                if next < outline.nodes.count, outline.nodes[next].paragraph == index {
                    range = outline.nodes[next].content
                }
                if isPastWork(before: index, next: next, part: number) {
                    addLead(range, part, looksBack: true, to: &reading)
                } else {
                    addLead(range, part, looksBack: false, to: &reading)
                }
            }
        }
    }

    /// The text between the title and the first part, unless it is a covering letter.
    private func addOpening(to reading: inout PlanReading) {
        guard !outline.head.isCover, let part = outline.parts.first, !part.isSupplement,
            part.paragraphs.lowerBound > outline.head.end
        else { return }
        for index in outline.head.end..<part.paragraphs.lowerBound where !outline.taken[index] {
            let range = text.paragraphs[index].range
            if let title = part.title, title.overlaps(range) { continue }
            addLead(range, part, looksBack: false, to: &reading)
        }
    }

    private func addLead(_ range: Range<Int>, _ part: DocumentPart, looksBack: Bool, to reading: inout PlanReading) {
        let findings = clauses.read(range, in: text, context: context(of: part, .lead, looksBack: looksBack))
        add(findings, task: nil, to: &reading)
    }

    /// Whether a paragraph stands in the section of a long-term plan that names results; `next` is the first node at or
    /// after it.
    private func isPastWork(before index: Int, next: Int, part: Int) -> Bool {
        guard outline.parts[part].role == .outlook else { return false }
        let isNode = next < outline.nodes.count && outline.nodes[next].paragraph == index
        var above: Int? = isNode ? next : next - 1
        while let node = above, node >= 0, outline.nodes[node].part == part {
            if outline.nodes[node].kind == .achievements { return true }
            above = outline.nodes[node].parent
        }
        return false
    }

    /// Tables without tasks: rows of indicators, or cells that are read one by one.
    private func addOtherTables(to reading: inout PlanReading) {
        for table in outline.otherTables {
            guard let first = table.first, let part = outline.parts.first(where: { $0.paragraphs.contains(first) }),
                !part.isSupplement
            else { continue }
            let rows = table.map { gridRow($0) }
            let cell = context(of: part, .cell, looksBack: false)
            if let indicators = IndicatorTable.read(rows, in: text, context: cell) {
                reading.indicators += indicators
            } else {
                for index in table {
                    for cell in text.paragraphs[index].row?.cells ?? []
                    where !cell.continuesAbove && !cell.range.isEmpty {
                        let lead = context(of: part, .lead, looksBack: false)
                        add(clauses.read(cell.range, in: text, context: lead), task: nil, to: &reading)
                    }
                }
            }
        }
    }

    /// A row with one range a grid column.
    private func gridRow(_ index: Int) -> [Range<Int>] {
        var columns: [Range<Int>] = []
        let row = text.paragraphs[index].range
        for cell in text.paragraphs[index].row?.cells ?? [] where cell.column < 64 {
            while columns.count < cell.column { columns.append(row.lowerBound..<row.lowerBound) }
            for _ in 0..<min(cell.columnSpan, 64 - columns.count) { columns.append(cell.range) }
        }
        return columns
    }

    // MARK: Words

    private func words(_ range: Range<Int>) -> String {
        text.words(range)
    }

    private func excerpt(_ range: Range<Int>) -> Excerpt { Excerpt(words(range), text.span(range)) }

    private func excerpt(_ ranges: [Range<Int>]) -> Excerpt? {
        guard let first = ranges.first else { return nil }
        let span = ranges.dropFirst().reduce(text.span(first)) { $0.union(text.span($1)) }
        return Excerpt(ranges.map(words).joined(), span)
    }

    private func excerpts(_ ranges: [Range<Int>]) -> [Excerpt] {
        var seen: Set<String> = []
        return ranges.map(excerpt).filter { !$0.text.isEmpty && seen.insert($0.text).inserted }
    }

    /// Numbers what was found in reading order.
    private func finish(_ reading: inout PlanReading) {
        // Things that share their words (校内校外各1小时) stay in the order in which the words name them.
        reading.quantities = reading.quantities.enumerated()
            .sorted { ($0.element.span, $0.offset) < ($1.element.span, $1.offset) }.map(\.element)
        for index in reading.quantities.indices {
            reading.quantities[index].id = "Q\(index + 1)"
            if isRecognised { reading.quantities[index].isCertain = false }
        }
        reading.deliverables.sort { $0.span < $1.span }
        reading.notes.sort { $0.span < $1.span }
        let doubtful = Set(reading.notes.compactMap(\.task))
        for index in reading.tasks.indices where doubtful.contains(reading.tasks[index].id) {
            reading.tasks[index].isCertain = false
        }
    }
}
