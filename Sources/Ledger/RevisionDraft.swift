import Foundation
import PlanModel
import Store

/// Carries decisions and corrections of a plan over to its revision. Pure.
///
/// Unchanged tasks keep what people decided and corrected, also how they split and merged them; changed ones keep
/// corrections of the fields that did not change and go to review again; tasks that people added come along.
struct RevisionDraft {
    let comparison: PlanComparison
    let earlier: [LedgerTask]
    let earlierReading: PlanReading
    let earlierText: [UInt8]
    let text: [UInt8]
    let newKey: () -> String

    /// A task of the revised plan, and the entry of the comparison it belongs to.
    struct Entry {
        var kind: TaskMatch.Kind
        var earlierTask: Int64?
        var earlierTitle: String?
        /// Index into `tasks`.
        var task: Int?
        var differences: [FieldDifference]
    }

    private(set) var tasks: [LedgerTask] = []
    private(set) var entries: [Entry] = []

    init(
        drafts: [LedgerTask], comparison: PlanComparison, earlier: [LedgerTask], earlierReading: PlanReading,
        earlierText: [UInt8], text: [UInt8], newKey: @escaping () -> String
    ) {
        self.comparison = comparison
        self.earlier = earlier
        self.earlierReading = earlierReading
        self.earlierText = earlierText
        self.text = text
        self.newKey = newKey
        carry(drafts)
    }

    private mutating func carry(_ drafts: [LedgerTask]) {
        let families = Families(earlier)
        let matches = Dictionary(
            uniqueKeysWithValues: comparison.tasks.compactMap { match in match.new.map { ($0, match) } })
        let draftOfRead = Dictionary(
            uniqueKeysWithValues: comparison.tasks.compactMap { match in
                match.old.flatMap { old in match.new.map { (earlierReading.tasks[old].id, (draft: $0, match: match)) } }
            })
        var done: Set<Int> = []
        var positionAfter: [Int64: Int] = [:]
        for (index, draft) in drafts.enumerated() where !done.contains(index) {
            guard let match = matches[index], let old = match.old else {
                append(draft, Entry(kind: .new, differences: []))
                continue
            }
            let family = families.family(of: earlierReading.tasks[old].id)
            if family.tasks.count == 1, family.reads.count == 1 {
                let previous = family.tasks[0]
                append(carried(previous, to: draft, match), entry(match, previous))
                positionAfter[previous.id] = draft.position
                continue
            }
            // Split or merged tasks come over whole, if all that they were read from is the same, byte for byte.
            let members = family.reads.compactMap { draftOfRead[$0] }
            let shift = shift(from: match, to: draft)
            let isSame =
                !family.tasks.isEmpty && members.count == family.reads.count
                && members.allSatisfy {
                    $0.match.kind == .unchanged && self.shift(from: $0.match, to: drafts[$0.draft]) == shift
                }
            guard isSame, let shift else {
                append(restructured(draft, family.tasks), entry(match, family.tasks.first))
                continue
            }
            done.formUnion(members.map(\.draft))
            for (order, previous) in family.tasks.enumerated() {
                var task = moved(previous, by: shift)
                task.part = draft.part
                let read = earlierReading.tasks[old]
                // The numbering before the words may have another length now.
                if previous.span.start == read.span.start { task.span = Span(draft.span.start, task.span.end) }
                if previous.label == read.label { task.label = draft.label }
                task.position = draft.position + order << 16
                append(
                    task,
                    Entry(
                        kind: .unchanged, earlierTask: previous.id, earlierTitle: previous.title.text, differences: []))
                positionAfter[previous.id] = task.position
            }
        }
        carryAdded(positionAfter)
        for match in comparison.tasks where match.kind == .gone {
            guard let old = match.old else { continue }
            let read = earlierReading.tasks[old]
            let previous = families.family(of: read.id).tasks.first
            entries.append(
                Entry(
                    kind: .gone, earlierTask: previous?.id, earlierTitle: previous?.title.text ?? read.title.text,
                    differences: []))
        }
    }

    private mutating func append(_ task: LedgerTask, _ entry: Entry) {
        var entry = entry
        entry.task = tasks.count
        tasks.append(task)
        entries.append(entry)
    }

    private func entry(_ match: TaskMatch, _ previous: LedgerTask?) -> Entry {
        Entry(
            kind: match.kind, earlierTask: previous?.id,
            earlierTitle: previous?.title.text ?? match.old.map { earlierReading.tasks[$0].title.text },
            differences: match.differences)
    }

    /// How far a task's words moved in the text, its numbering aside; nil where they are not the same bytes.
    private func shift(from match: TaskMatch, to draft: LedgerTask) -> Int? {
        guard let old = match.old else { return nil }
        let before = earlierReading.tasks[old]
        let words = Span(before.title.span.start, before.span.end)
        let now = Span(draft.title.span.start, draft.span.end)
        guard before.span.contains(words), draft.span.contains(now), words.end <= earlierText.count,
            now.end <= text.count, earlierText[words.range] == text[now.range]
        else { return nil }
        return now.start - words.start
    }

    private func carried(_ previous: LedgerTask, to draft: LedgerTask, _ match: TaskMatch) -> LedgerTask {
        var task = draft
        let changed = Set(match.differences.map(\.field))
        let kept = previous.corrected.subtracting(changed)
        let by = shift(from: match, to: draft)
        func place(_ span: Span) -> Span { by.map { span.moved(by: $0) } ?? Span(0, 0) }
        if kept.contains(.title) { task.title.text = previous.title.text }
        if kept.contains(.label) { task.label = previous.label }
        if kept.contains(.path) { task.path = previous.path }
        if kept.contains(.goal) {
            task.goal = previous.goal.map { Excerpt($0.text, draft.goal?.span ?? place($0.span)) }
        }
        if kept.contains(.measures) {
            task.measures = previous.measures.map { Excerpt($0.text, draft.measures?.span ?? place($0.span)) }
        }
        func owners(_ role: TaskOwner.Role, _ field: LedgerTask.Field) -> [TaskOwner] {
            let source = kept.contains(field) ? previous : draft
            return source.owners.filter { $0.role == role }.map { owner in
                var owner = owner
                if kept.contains(field) { owner.printed.span = place(owner.printed.span) }
                return owner
            }
        }
        task.owners = owners(.lead, .owners) + owners(.co, .coOwners)
        if kept.contains(.leaders) { task.leaders = previous.leaders.map { Excerpt($0.text, place($0.span)) } }
        if kept.contains(.milestones) { task.milestones = previous.milestones.placed(\.span, place) }
        if kept.contains(.actions) { task.actions = previous.actions.placed(\.span, place) }
        if kept.contains(.targets) { task.targets = previous.targets.placed(\.span, place) }
        if kept.contains(.deliverables) { task.deliverables = previous.deliverables.placed(\.span, place) }
        if previous.dueIsSet, !changed.contains(.milestones) { (task.due, task.dueIsSet) = (previous.due, true) }
        task.computeDue()
        task.corrected = kept
        if match.kind == .unchanged {
            task.state = previous.state
        } else {
            let words = match.differences.map { "\($0.old) → \($0.new)" }.joined(separator: "；")
            task.doubts.append(
                Doubt(about: "revision-changed", says: String(words.prefix(400)), span: draft.title.span))
        }
        return task
    }

    /// A task whose earlier one was split or merged, in words that changed: a person has to do it again.
    private func restructured(_ draft: LedgerTask, _ family: [LedgerTask]) -> LedgerTask {
        guard !family.isEmpty else { return draft }
        var task = draft
        let titles = family.map(\.title.text).joined(separator: "；")
        task.doubts.append(
            Doubt(about: "revision-restructured", says: String(titles.prefix(400)), span: draft.title.span))
        return task
    }

    /// The task with all places moved, under a new key.
    private func moved(_ previous: LedgerTask, by shift: Int) -> LedgerTask {
        var task = previous
        func place(_ span: Span) -> Span { span.moved(by: shift) }
        task.id = 0
        task.key = newKey()
        task.version = 1
        task.span = place(task.span)
        task.title.span = place(task.title.span)
        task.goal = task.goal.map { Excerpt($0.text, place($0.span)) }
        task.measures = task.measures.map { Excerpt($0.text, place($0.span)) }
        task.owners = task.owners.map {
            TaskOwner(role: $0.role, printed: Excerpt($0.printed.text, place($0.printed.span)), office: $0.office)
        }
        task.leaders = task.leaders.map { Excerpt($0.text, place($0.span)) }
        task.milestones = task.milestones.placed(\.span, place)
        task.actions = task.actions.placed(\.span, place)
        task.targets = task.targets.placed(\.span, place)
        task.deliverables = task.deliverables.placed(\.span, place)
        task.doubts = task.doubts.placed(\.span, place)
        return task
    }

    /// Tasks that people added come along, behind the task that they stood behind; their words are looked for in the
    /// new text.
    private mutating func carryAdded(_ positionAfter: [Int64: Int]) {
        var position = 0
        var following = 0
        for previous in earlier {
            if let place = positionAfter[previous.id] { (position, following) = (place, 0) }
            guard previous.readFrom.isEmpty else { continue }
            following += 1
            let words = previous.span.isEmpty ? [] : Array(earlierText[previous.span.range])
            let start = words.isEmpty ? nil : text.firstRange(of: words)?.lowerBound
            var task = moved(previous, by: (start ?? 0) - previous.span.start)
            if start == nil { task = task.withoutPlaces }
            task.position = position + 1 << 24 + following << 16
            append(
                task,
                Entry(kind: .unchanged, earlierTask: previous.id, earlierTitle: previous.title.text, differences: []))
        }
    }
}

/// Tasks of a ledger that hang together through what they were read from: `T3` split in two, `T5` and `T6` merged.
private struct Families {
    private var tasksOfRead: [String: [LedgerTask]] = [:]

    init(_ tasks: [LedgerTask]) {
        for task in tasks {
            for read in task.readFrom { tasksOfRead[read, default: []].append(task) }
        }
    }

    func family(of read: String) -> (reads: Set<String>, tasks: [LedgerTask]) {
        var reads: Set<String> = []
        var tasks: [Int64: LedgerTask] = [:]
        var waiting = [read]
        while let next = waiting.popLast() {
            guard reads.insert(next).inserted else { continue }
            for task in tasksOfRead[next] ?? [] where tasks.updateValue(task, forKey: task.id) == nil {
                waiting += task.readFrom
            }
        }
        return (reads, tasks.values.sorted { $0.position < $1.position })
    }
}

extension Span {
    /// The stretch so many bytes further on; a missing place stays missing.
    fileprivate func moved(by shift: Int) -> Span { isEmpty ? Span(0, 0) : Span(start + shift, end + shift) }
}

extension Array {
    fileprivate func placed(_ span: WritableKeyPath<Element, Span>, _ place: (Span) -> Span) -> [Element] {
        map { item in
            var item = item
            item[keyPath: span] = place(item[keyPath: span])
            return item
        }
    }
}

extension LedgerTask {
    /// The task without places in the text.
    fileprivate var withoutPlaces: LedgerTask {
        var task = self
        let none = { (_: Span) in Span(0, 0) }
        task.span = Span(0, 0)
        task.title.span = Span(0, 0)
        task.goal?.span = Span(0, 0)
        task.measures?.span = Span(0, 0)
        for index in task.owners.indices { task.owners[index].printed.span = Span(0, 0) }
        task.leaders = task.leaders.placed(\.span, none)
        task.milestones = task.milestones.placed(\.span, none)
        task.actions = task.actions.placed(\.span, none)
        task.targets = task.targets.placed(\.span, none)
        task.deliverables = task.deliverables.placed(\.span, none)
        task.doubts = task.doubts.placed(\.span, none)
        return task
    }
}
