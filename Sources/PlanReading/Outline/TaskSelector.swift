import PlanModel

/// Finds the tasks of an outline: its leaves, where they carry a heading or lead sentence of their own and do not stand
/// in a section without tasks.
struct TaskSelector {
    let text: CleanText
    let nodes: [OutlineNode]
    let parts: [DocumentPart]
    let fields: FieldReader
    let closings: ClosingWords
    let tables: TaskTables
    /// The nodes at the top of each part.
    private let tops: [[Int]]
    /// The place of each node among its siblings.
    private let order: [Int]

    init(
        text: CleanText, nodes: [OutlineNode], parts: [DocumentPart], fields: FieldReader, closings: ClosingWords,
        tables: TaskTables
    ) {
        self.text = text
        self.nodes = nodes
        self.parts = parts
        self.fields = fields
        self.closings = closings
        self.tables = tables
        var tops = [[Int]](repeating: [], count: parts.count)
        var order = [Int](repeating: 0, count: nodes.count)
        for (index, node) in nodes.enumerated() {
            if node.parent == nil {
                order[index] = tops[node.part].count
                tops[node.part].append(index)
            }
            for (place, child) in node.children.enumerated() { order[child] = place }
        }
        self.tops = tops
        self.order = order
    }

    /// The tasks found, and headings without body.
    struct Selection {
        var tasks: [TaskDraft] = []
        var emptyHeadings: [Int] = []
        /// Paragraphs that belong to a task.
        var taken: [Bool] = []
    }

    /// What the leaves below a heading are.
    private enum Mode {
        /// Tasks.
        case work
        /// Tasks, if they are points below this heading and not the heading itself.
        case points
        /// No tasks.
        case none
    }

    /// Reads all nodes in reading order. Linear in nodes and text.
    func select() -> Selection {
        var selection = Selection(taken: [Bool](repeating: false, count: text.paragraphs.count))
        let modes = self.modes()
        var part = -1
        for index in nodes.indices {
            while part < nodes[index].part {
                part += 1
                addOpeningRows(part, to: &selection)
            }
            guard modes[index] != .none, !isInlinePoint(index) else { continue }
            let node = nodes[index]
            let rows = tables.rows(in: node.body)
            if !rows.isEmpty {
                add(rows, below: index, to: &selection)
            } else if isLeaf(index), !node.title.isEmpty, modes[index] == .work || nodes[index].kind == .work {
                if isEmptyHeading(index) {
                    selection.emptyHeadings.append(index)
                } else {
                    add(index, looksBack: looksBack(index), to: &selection)
                }
            }
        }
        while part + 1 < parts.count {
            part += 1
            addOpeningRows(part, to: &selection)
        }
        inherit(&selection)
        return selection
    }

    // MARK: Sections

    private func modes() -> [Mode] {
        var modes: [Mode] = []
        modes.reserveCapacity(nodes.count)
        for node in nodes {
            let above = node.parent.map { modes[$0] }
            modes.append(mode(node, above: above))
        }
        return modes
    }

    private func mode(_ node: OutlineNode, above: Mode?) -> Mode {
        let part = parts[node.part]
        if part.isSupplement { return .none }
        switch node.kind {
        case .work, .support: return above ?? .work
        case .opening, .problems, .supplement: return .none
        case .goals: return part.role == .outlook ? .points : part.isLongTerm ? above ?? .work : .none
        case .achievements: return part.role == .outlook ? .points : part.role == .summary ? above ?? .work : .none
        }
    }

    /// Whether a node stands below a heading that names results of the last period, in a long-term plan.
    private func looksBack(_ index: Int) -> Bool {
        guard parts[nodes[index].part].role == .outlook else { return false }
        var above: Int? = index
        while let node = above {
            if nodes[node].kind == .achievements { return true }
            above = nodes[node].parent
        }
        return false
    }

    // MARK: Leaves

    /// Whether nothing below a node is a task of its own.
    private func isLeaf(_ index: Int) -> Bool {
        let children = nodes[index].children
        return children.isEmpty || (children.count == 1 && isInlinePoint(children[0]))
    }

    /// Whether a point 一是 has no sibling 二是 on a line of its own: then the others stand inside it and all of them
    /// belong to the item above.
    private func isInlinePoint(_ index: Int) -> Bool {
        let node = nodes[index]
        guard node.numbering?.style == .point, node.children.isEmpty, let parent = node.parent else { return false }
        return nodes[parent].children.count == 1
    }

    /// The paragraphs of a leaf after its first one.
    private func body(_ index: Int) -> Range<Int> {
        let node = nodes[index]
        guard let child = node.children.first else { return node.body }
        return node.body.lowerBound..<nodes[child].body.upperBound
    }

    /// Whether a leaf is a heading without anything below it, while its siblings have a body.
    private func isEmptyHeading(_ index: Int) -> Bool {
        let node = nodes[index]
        guard body(index).isEmpty, node.isHeadingOnly, !endsSentence(node.content) else { return false }
        // A long list is judged by the neighbours alone.
        let siblings = node.parent.map { nodes[$0].children } ?? tops[node.part]
        let near = siblings[max(0, order[index] - 5)..<min(siblings.count, order[index] + 6)]
        let bare = near.filter { $0 != index && isOneSentence($0) }
        return bare.count * 2 < near.count - 1 || near.count == 1
    }

    /// Whether a leaf is its title and nothing else.
    private func isOneSentence(_ index: Int) -> Bool {
        let node = nodes[index]
        let stop = "。".utf8.count
        return isLeaf(index) && body(index).isEmpty && node.content.upperBound - node.title.upperBound <= stop
    }

    private func endsSentence(_ range: Range<Int>) -> Bool {
        guard let last = Cursor.last(text.bytes, start: range.lowerBound, end: range.upperBound) else { return false }
        return "。；！;".unicodeScalars.contains(last.scalar)
    }

    private func add(_ index: Int, looksBack: Bool, to selection: inout Selection) {
        let node = nodes[index]
        let end = bodyEnd(index)
        var stretches: [Range<Int>] = []
        let rest = node.title.upperBound..<node.content.upperBound
        if !rest.isEmpty { stretches.append(rest) }
        var last = text.paragraphs[node.paragraph].range.upperBound
        for paragraph in node.paragraph..<end {
            selection.taken[paragraph] = true
            if paragraph > node.paragraph {
                stretches.append(text.paragraphs[paragraph].range)
                last = text.paragraphs[paragraph].range.upperBound
            }
        }
        var task = TaskDraft(
            part: node.part, path: path(above: index), label: node.label, title: node.title,
            range: text.paragraphs[node.paragraph].range.lowerBound..<last, text: stretches)
        task.fields = fields.fields(in: stretches)
        task.looksBack = looksBack
        task.node = index
        selection.tasks.append(task)
    }

    /// The end of a leaf's paragraphs: closing words, a signature and lists of enclosures are not its own.
    private func bodyEnd(_ index: Int) -> Int {
        let node = nodes[index]
        let next = index + 1 + node.children.count
        let isLast = next >= nodes.count || nodes[next].part != node.part
        return closings.end(of: body(index), isLast: isLast, usual: isLast ? usualBody(like: index) : nil)
    }

    /// Whether the leaves before this one of the same kind are single paragraphs; nil where there are none.
    private func usualBody(like index: Int) -> Int? {
        var place = index - 1
        var counts: [Int] = []
        while place >= 0, index - place < 40, counts.count < 5, nodes[place].part == nodes[index].part {
            if nodes[place].children.isEmpty, nodes[place].numbering?.style == nodes[index].numbering?.style {
                counts.append(nodes[place].body.count)
            }
            place -= 1
        }
        return counts.max()
    }

    private func path(above index: Int) -> [String] {
        var path: [String] = []
        var above = nodes[index].parent
        while let node = above {
            path.append(heading(nodes[node]))
            above = nodes[node].parent
        }
        return path.reversed()
    }

    /// The heading as printed: numbering and title.
    private func heading(_ node: OutlineNode) -> String {
        text.words(node.label.lowerBound..<node.title.upperBound)
    }

    // MARK: Rows

    /// The rows of tables that stand before the first heading of a part.
    private func addOpeningRows(_ part: Int, to selection: inout Selection) {
        guard !parts[part].isSupplement else { return }
        let end = tops[part].first.map { nodes[$0].paragraph } ?? parts[part].paragraphs.upperBound
        let opening = parts[part].paragraphs.lowerBound..<max(end, parts[part].paragraphs.lowerBound)
        for var row in tables.rows(in: opening) {
            row.part = part
            selection.tasks.append(row)
        }
    }

    private func add(_ rows: [TaskDraft], below index: Int, to selection: inout Selection) {
        let above = path(above: index) + [heading(nodes[index])]
        for var row in rows {
            row.part = nodes[index].part
            row.path = above + row.path
            selection.tasks.append(row)
        }
    }

    // MARK: Fields above and below

    /// Gives the fields that stand above several tasks, or once after the last of them, to all of them.
    private func inherit(_ selection: inout Selection) {
        var members: [Int: [Int]] = [:]
        for (index, task) in selection.tasks.enumerated() {
            if let node = task.node, let parent = nodes[node].parent { members[parent, default: []].append(index) }
        }
        for (parent, tasks) in members {
            let above = fields.fields(in: nodes[parent].body.map { text.paragraphs[$0].range })
            if !above.owners.isEmpty || !above.leaders.isEmpty || !above.due.isEmpty {
                for index in tasks { selection.tasks[index].fields.inherit(above) }
            } else if tasks.count > 1, let last = tasks.last, !selection.tasks[last].fields.owners.isEmpty,
                tasks.dropLast().allSatisfy({ selection.tasks[$0].fields.owners.isEmpty }),
                endsWithOwnerLine(selection.tasks[last])
            {
                for index in tasks.dropLast() { selection.tasks[index].fields.inherit(selection.tasks[last].fields) }
            }
        }
    }

    /// Whether the owners stand on lines of their own after the text.
    private func endsWithOwnerLine(_ task: TaskDraft) -> Bool {
        guard task.text.count > 1, let owner = task.fields.owners.first else { return false }
        return task.text.contains { line in
            line.lowerBound <= owner.lowerBound && owner.upperBound <= line.upperBound
                && fields.labels.startsField(text.bytes, at: line.lowerBound, end: line.upperBound)
        }
    }
}

extension TaskFields {
    /// Takes over what it lacks of who and when.
    mutating func inherit(_ other: TaskFields) {
        if owners.isEmpty { owners = other.owners }
        if coOwners.isEmpty { coOwners = other.coOwners }
        if leaders.isEmpty { leaders = other.leaders }
        if due.isEmpty { due = other.due }
    }
}
