import PlanModel

/// What a person should look at in an outline: numbers that repeat or skip, headings without body, tasks without owner
/// where the others have one.
struct OutlineNotes {
    let outline: DocumentOutline
    private var text: CleanText { outline.text }

    init(outline: DocumentOutline) { self.outline = outline }

    /// The notes; `tasks` are the tasks of the outline in the same order.
    func notes(tasks: [PlanTask]) -> [ReadingNote] {
        var notes = numberingNotes(tasks)
        for index in outline.emptyHeadings {
            let node = outline.nodes[index]
            let range = node.label.lowerBound..<node.content.upperBound
            notes.append(ReadingNote(span: text.span(range), about: "empty-heading", says: text.string(range)))
        }
        return notes + ownerNotes(tasks)
    }

    /// A number that comes twice or leaves one out, compared with the sibling before it; the first below a new heading
    /// starts again from 1 or goes on counting.
    private func numberingNotes(_ tasks: [PlanTask]) -> [ReadingNote] {
        var notes: [ReadingNote] = []
        var lastOfParent: [Int: [Numbering.Style: Int]] = [:]
        var lastOfPart: [Numbering.Style: Int] = [:]
        var part = -1
        var taskOfNode: [Int: String] = [:]
        for (draft, task) in zip(outline.tasks, tasks) { if let node = draft.node { taskOfNode[node] = task.id } }
        for (index, node) in outline.nodes.enumerated() {
            if node.part != part {
                // The parts of a long-term plan count on.
                if part < 0 || !outline.parts[node.part].isLongTerm {
                    lastOfPart = [:]
                    lastOfParent[-1] = nil
                }
                part = node.part
                // A section that became a part, such as 三、2027年工作打算, counts on too.
                if let title = outline.parts[part].title,
                    let numbering = Numbering(text.bytes, at: title.lowerBound, end: title.upperBound)
                {
                    lastOfParent[-1, default: [:]][numbering.style] = numbering.value
                }
            }
            guard let numbering = node.numbering, numbering.value > 0, numbering.style != .decimal,
                numbering.style != .deepDecimal
            else { continue }
            let parent = node.parent ?? -1
            let sibling = lastOfParent[parent]?[numbering.style]
            let before = sibling ?? (numbering.value == 1 ? nil : lastOfPart[numbering.style])
            var code: String?
            if let before {
                if numbering.value == before { code = "duplicate-number" }
                if numbering.value > before + 1 { code = "skipped-number" }
                if numbering.value < before { code = sibling == nil ? nil : "restarted-number" }
            } else if numbering.value > 1 {
                code = "skipped-number"
            }
            if let code {
                let range = node.label.lowerBound..<node.title.upperBound
                notes.append(
                    ReadingNote(
                        span: text.span(range), task: taskOfNode[index], about: code, says: text.string(node.label)))
            }
            lastOfParent[parent, default: [:]][numbering.style] = numbering.value
            lastOfPart[numbering.style] = numbering.value
        }
        return notes
    }

    /// Tasks without owner in parts where most have one.
    private func ownerNotes(_ tasks: [PlanTask]) -> [ReadingNote] {
        var counts: [String: (with: Int, all: Int)] = [:]
        for task in tasks {
            counts[task.part, default: (0, 0)].all += 1
            if !task.owners.isEmpty { counts[task.part, default: (0, 0)].with += 1 }
        }
        return tasks.compactMap { task in
            guard task.owners.isEmpty, let count = counts[task.part], count.with * 2 >= count.all else { return nil }
            return ReadingNote(span: task.title.span, task: task.id, about: "no-owner", says: task.title.text)
        }
    }
}
