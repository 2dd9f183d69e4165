import PlanModel

/// The fields of a task in words, to show and to compare them.
struct TaskWords: Hashable {
    /// Words by field; fields without words are absent.
    private(set) var words: [LedgerTask.Field: String] = [:]

    private mutating func set(_ field: LedgerTask.Field, _ text: String?) {
        if let text, !text.isEmpty { words[field] = text }
    }

    init(_ task: LedgerTask) {
        set(.title, task.title.text)
        set(.label, task.label)
        set(.path, task.path.joined(separator: " › "))
        set(.goal, task.goal?.text)
        set(.measures, task.measures?.text)
        set(.owners, Self.list(task.leads.map(\.printed.text)))
        set(.coOwners, Self.list(task.coOwners.map(\.printed.text)))
        set(.leaders, Self.list(task.leaders.map(\.text)))
        set(.due, task.due)
        set(.milestones, Self.list(task.milestones.map { "\($0.due) \($0.text)" }))
        set(.actions, Self.list(task.actions.map(\.text)))
        set(.targets, Self.list(task.targets.map(Self.target)))
        set(.deliverables, Self.list(task.deliverables.map { "\($0.verb)《\($0.name)》" }))
    }

    /// What a document says of a task; numbering and headings above it are no difference between two documents.
    init(_ task: PlanTask, targets: [Quantity], deliverables: [Deliverable]) {
        set(.title, task.title.text)
        set(.goal, task.goal?.text)
        set(.measures, task.measures?.text)
        set(.owners, Self.list(task.owners.map(\.text)))
        set(.coOwners, Self.list(task.coOwners.map(\.text)))
        set(.leaders, Self.list(task.leaders.map(\.text)))
        set(.milestones, Self.list(task.milestones.map { "\($0.due) \($0.text)" }))
        set(.actions, Self.list(task.actions.map(\.text)))
        set(.targets, Self.list(targets.map(Self.target)))
        set(.deliverables, Self.list(deliverables.map { "\($0.verb)《\($0.name)》" }))
    }

    /// The fields that differ, in the order of `Field.allCases`.
    static func differences(_ old: TaskWords, _ new: TaskWords) -> [FieldDifference] {
        LedgerTask.Field.allCases.compactMap { field in
            let (before, after) = (old.words[field] ?? "", new.words[field] ?? "")
            return before == after ? nil : FieldDifference(field: field, old: before, new: after)
        }
    }

    /// The fields that differ between two states of a task.
    static func differences(_ old: LedgerTask, _ new: LedgerTask) -> [FieldDifference] {
        differences(TaskWords(old), TaskWords(new))
    }

    private static func list(_ items: [String]) -> String { items.joined(separator: "、") }

    /// 学前三年毛入园率 ≥ 92 %.
    private static func target(_ quantity: Quantity) -> String {
        let value = quantity.value
        let number = value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
        return "\(quantity.metric) \(quantity.comparator.rawValue) \(number)\(quantity.unit)"
    }
}
