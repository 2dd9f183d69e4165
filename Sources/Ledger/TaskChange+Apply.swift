import Foundation
import PlanModel
import Store

/// The longest texts and lists that a person's correction may hold. What a document says may be longer.
enum TaskLimits {
    /// Characters of a title.
    static let title = 2000
    /// Characters of goal, measures and other texts.
    static let text = 100_000
    /// Characters of a name or a heading.
    static let name = 500
    /// Items of a list.
    static let items = 500
}

extension LedgerTask {
    /// The task with corrections; the same task where nothing differs.
    ///
    /// - Throws: `LedgerError.emptyTitle`, `.tooLong`, `.badDate`.
    func applying(_ change: TaskChange, offices: OfficeDirectory) throws -> LedgerTask {
        try change.checkLimits()
        var task = self
        func correct<Value: Equatable>(
            _ field: Field, _ path: WritableKeyPath<LedgerTask, Value>, _ value: Value
        ) {
            guard task[keyPath: path] != value else { return }
            task[keyPath: path] = value
            task.corrected.insert(field)
        }
        if let title = change.title?.trimmed {
            guard !title.isEmpty else { throw LedgerError.emptyTitle }
            correct(.title, \.title.text, title)
        }
        if let goal = change.goal { correct(.goal, \.goal, task.goal.edited(goal)) }
        if let measures = change.measures { correct(.measures, \.measures, task.measures.edited(measures)) }
        if let label = change.label { correct(.label, \.label, label.trimmed) }
        if let path = change.path { correct(.path, \.path, path.map(\.trimmed).filter { !$0.isEmpty }) }
        if let leaders = change.leaders { correct(.leaders, \.leaders, task.leaders.edited(leaders)) }
        if let names = change.leads {
            correct(.owners, \.owners, owners(.lead, names, offices) + task.coOwners)
        }
        if let names = change.coOwners {
            correct(.coOwners, \.owners, task.leads + owners(.co, names, offices))
        }
        if let milestones = change.milestones {
            correct(.milestones, \.milestones, milestones.keepingPlaces(of: task.milestones, \.span) { $0.span = $1 })
        }
        if let actions = change.actions {
            correct(.actions, \.actions, actions.keepingPlaces(of: task.actions, \.span) { $0.span = $1 })
        }
        if let targets = change.targets {
            correct(
                .targets, \.targets,
                targets.keepingPlaces(of: task.targets, \.span) { target, span in
                    target.span = span
                    target.task = nil
                })
        }
        if let deliverables = change.deliverables {
            correct(
                .deliverables, \.deliverables,
                deliverables.keepingPlaces(of: task.deliverables, \.span) { deliverable, span in
                    deliverable.span = span
                    deliverable.task = nil
                })
        }
        if let due = change.due { try task.set(due) }
        task.computeDue()
        return task
    }

    private mutating func set(_ new: TaskChange.Due) throws {
        let before = (due, dueIsSet)
        switch new {
        case .fromMilestones:
            dueIsSet = false
            computeDue()
        case .on(let day):
            guard CalendarDay.isValid(day) else { throw LedgerError.badDate }
            // A day that is there already is not a correction.
            if due != day { (due, dueIsSet) = (day, true) }
        case .never: if due != nil { (due, dueIsSet) = (nil, true) }
        }
        if before != (due, dueIsSet) {
            if dueIsSet { corrected.insert(.due) } else { corrected.remove(.due) }
        }
    }

    /// Owners of the names; a name that was there keeps its place in the text and its office.
    private func owners(_ role: TaskOwner.Role, _ names: [String], _ offices: OfficeDirectory) -> [TaskOwner] {
        var seen: Set<String> = []
        return names.map(\.trimmed).filter { !$0.isEmpty && seen.insert($0).inserted }.map { name in
            if var kept = owners.first(where: { $0.printed.text == name && $0.role == role })
                ?? owners.first(where: { $0.printed.text == name })
                ?? owners.first(where: { $0.role == role && offices.name(of: $0) == name })
            {
                kept.role = role
                return kept
            }
            return TaskOwner(role: role, printed: Excerpt(name, Span(0, 0)), office: offices.office(of: name))
        }
    }
}

extension TaskChange {
    /// - Throws: `LedgerError.tooLong`, `.badDate`.
    func checkLimits() throws {
        func check(_ field: LedgerTask.Field, _ texts: [String?], limit: Int) throws {
            // Bytes first: counting the characters of a hostile text of megabytes takes long.
            for case let text? in texts where text.utf8.count > limit * 4 || text.count > limit {
                throw LedgerError.tooLong(field: field.rawValue, limit: limit)
            }
            if texts.count > TaskLimits.items {
                throw LedgerError.tooLong(field: field.rawValue, limit: TaskLimits.items)
            }
        }
        try check(.title, [title], limit: TaskLimits.title)
        try check(.goal, [goal], limit: TaskLimits.text)
        try check(.measures, [measures], limit: TaskLimits.text)
        try check(.label, [label], limit: TaskLimits.name)
        try check(.path, path ?? [], limit: TaskLimits.name)
        try check(.owners, leads ?? [], limit: OfficeName.limit)
        try check(.coOwners, coOwners ?? [], limit: OfficeName.limit)
        try check(.leaders, leaders ?? [], limit: TaskLimits.name)
        try check(.milestones, (milestones ?? []).map(\.text), limit: TaskLimits.text)
        try check(.actions, (actions ?? []).map { $0.text + $0.verb + $0.object }, limit: TaskLimits.text)
        try check(.targets, (targets ?? []).map { $0.text + $0.metric + $0.unit }, limit: TaskLimits.text)
        try check(.deliverables, (deliverables ?? []).map { $0.verb + $0.name }, limit: TaskLimits.text)
        guard (milestones ?? []).allSatisfy({ CalendarDay.isValid($0.due) }) else { throw LedgerError.badDate }
    }
}

extension Excerpt? {
    /// The text a person typed at the place of the words before; nil for an empty one.
    fileprivate func edited(_ text: String) -> Excerpt? {
        let text = text.trimmed
        return text.isEmpty ? nil : Excerpt(text, self?.span ?? Span(0, 0))
    }
}

extension [Excerpt] {
    /// Texts that were there keep their places.
    fileprivate func edited(_ texts: [String]) -> [Excerpt] {
        texts.map(\.trimmed).filter { !$0.isEmpty }.map { text in
            first { $0.text == text } ?? Excerpt(text, Span(0, 0))
        }
    }
}

extension Array where Element: Equatable {
    /// Items without a place (typed, or from a spreadsheet) that are otherwise the same as one that was there, are it.
    fileprivate func keepingPlaces(
        of old: [Element], _ span: KeyPath<Element, Span>, place: (inout Element, Span) -> Void
    ) -> [Element] {
        map { item in
            var item = item
            place(&item, item[keyPath: span])
            guard item[keyPath: span].isEmpty else { return item }
            return old.first { candidate in
                var moved = item
                place(&moved, candidate[keyPath: span])
                return moved == candidate
            } ?? item
        }
    }
}

extension String {
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
