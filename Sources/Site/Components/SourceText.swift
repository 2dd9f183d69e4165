import Ledger
import PlanModel

/// The text of a plan with its tasks and the words of one of them marked.
///
/// A block of the text is one element, so that a script can replace the few blocks that change when another task
/// comes up; a long text is sent once.
struct SourceText {
    /// Words of the current task: which field they fill.
    struct Mark: Hashable {
        /// Where they stand.
        var span: Span
        /// What they are, a class of the style sheet: `owner`, `due`, `target`, ….
        var kind: String
        /// Which one, such as `owner-0`: the field on the page of the same name lights up together with them.
        var key: String
    }

    private let text: DocumentText
    /// Tasks that stand in the text, in reading order.
    private let tasks: [LedgerTask]
    private let current: LedgerTask?
    private let marks: [Mark]

    /// - Parameters:
    ///   - tasks: those to be marked; rejected ones are left out.
    ///   - current: the one whose words are marked too.
    ///   - here: a stretch to show first.
    init(_ text: DocumentText, tasks: [LedgerTask], current: LedgerTask?, here: Span? = nil) {
        self.text = text
        self.tasks = tasks.filter { $0.state != .rejected && !$0.span.isEmpty }.sorted { $0.span < $1.span }
        self.current = current
        var marks = current.map(Self.marks) ?? []
        if let here, !here.isEmpty { marks.append(Mark(span: here, kind: "here", key: "here")) }
        self.marks = marks.filter { !$0.span.isEmpty }
    }

    /// What was read of a task, field by field.
    static func marks(of task: LedgerTask) -> [Mark] {
        var marks: [Mark] = [Mark(span: task.title.span, kind: "title", key: "title")]
        if let goal = task.goal { marks.append(Mark(span: goal.span, kind: "goal", key: "goal")) }
        if let measures = task.measures { marks.append(Mark(span: measures.span, kind: "measures", key: "measures")) }
        func add(_ kind: String, _ spans: [Span]) {
            for (index, span) in spans.enumerated() {
                marks.append(Mark(span: span, kind: kind, key: "\(kind)-\(index)"))
            }
        }
        add("owner", task.owners.map(\.printed.span))
        add("leader", task.leaders.map(\.span))
        add("due", task.milestones.map(\.span))
        add("target", task.targets.map(\.span))
        add("paper", task.deliverables.map(\.span))
        add("action", task.actions.map(\.span))
        add("doubt", task.doubts.map(\.span))
        return marks
    }

    /// All blocks.
    var html: HTML { blocks(text.blocks.indices) }

    /// The blocks that a stretch touches.
    func blocks(of span: Span) -> Range<Int> {
        // The first block that ends after the start, by halving: blocks are in order and do not overlap.
        var low = 0
        var high = text.blocks.count
        while low < high {
            let middle = (low + high) / 2
            if text.blocks[middle].span.end <= span.start { low = middle + 1 } else { high = middle }
        }
        var end = low
        while end < text.blocks.count, text.blocks[end].span.start < span.end { end += 1 }
        return low..<end
    }

    /// Some blocks, in order. `isReplacement` marks each as the new version of one that is on the page.
    func blocks(_ indices: some Sequence<Int>, isReplacement: Bool = false) -> HTML {
        var html = HTML.empty
        for index in indices { html += block(index, isReplacement) }
        return html
    }

    private func block(_ index: Int, _ isReplacement: Bool) -> HTML {
        let block = text.blocks[index]
        let kind: StaticString =
            switch block.kind {
            case .paragraph(headingLevel: .some): "heading"
            case .paragraph(headingLevel: nil): "text"
            case .tableRow: "row"
            }
        return """
            <p id="b\(index)" class="\("\(kind)")" data-start="\(block.span.start)"\
            \(flag: "hx-swap-oob=\"true\"", if: isReplacement)>\(content(block.span))</p>

            """
    }

    /// The words of a block, cut wherever a task or a mark begins or ends.
    private func content(_ span: Span) -> HTML {
        let inside = overlapping(span)
        let marked = marks.filter { $0.span.start < span.end && span.start < $0.span.end }
        var cuts: Set<Int> = [span.start, span.end]
        for stretch in inside.map(\.span) + marked.map(\.span) {
            cuts.insert(max(span.start, stretch.start))
            cuts.insert(min(span.end, stretch.end))
        }
        let places = cuts.sorted()
        var html = HTML.empty
        for (start, end) in zip(places, places.dropFirst()) {
            let piece = Span(start, end)
            let words = text.string(piece)
            // The innermost task: of those around the piece, the one that begins last.
            let task = inside.last { $0.span.contains(piece) }
            let fields = marked.filter { $0.span.contains(piece) }
            if task == nil, fields.isEmpty {
                html += "\(words)"
            } else {
                html += segment(words, piece, task, fields)
            }
        }
        return html
    }

    private func segment(_ words: String, _ piece: Span, _ task: LedgerTask?, _ fields: [Mark]) -> HTML {
        var classes: [String] = []
        if let task {
            classes.append("t")
            if task.id == current?.id { classes.append("now") }
        }
        for field in fields { classes.append("f-\(field.kind)") }
        let begins = fields.contains { $0.kind == "here" && $0.span.start == piece.start }
        let id = begins ? "here" : task.flatMap { $0.span.start == piece.start ? "t\($0.id)" : nil }
        let keys = fields.map(\.key).joined(separator: " ")
        return """
            <span\(attribute: "id", id) class="\(classes.joined(separator: " "))"\
            \(attribute: "data-t", task.map { String($0.id) })\(attribute: "data-f", keys.isEmpty ? nil : keys)>\
            \(words)</span>
            """
    }

    /// Tasks that touch a stretch. They are sorted by start, so those after its end are not looked at.
    private func overlapping(_ span: Span) -> [LedgerTask] {
        var low = 0
        var high = tasks.count
        while low < high {
            let middle = (low + high) / 2
            if tasks[middle].span.start < span.end { low = middle + 1 } else { high = middle }
        }
        // Tasks seldom hold each other; a few before the first hit are enough to find those around it.
        var found: [LedgerTask] = []
        var misses = 0
        for task in tasks[..<low].reversed() {
            if task.span.end > span.start {
                found.append(task)
                misses = 0
            } else {
                misses += 1
                if misses > 50 { break }
            }
        }
        return found.reversed()
    }
}
