import Foundation
import PlanModel
import Store

extension ReviewDesk {
    /// Makes one task of several: the first in the plan's order takes the others' words, owners and items.
    func merge(_ ids: [Int64]) throws -> Outcome {
        let chosen = Set(ids)
        let parts = tasks.filter { chosen.contains($0.id) }
        guard parts.count == chosen.count else { throw LedgerError.noTask }
        guard parts.count >= 2, let first = parts.first else { throw LedgerError.tooFewTasks(needed: 2) }
        guard parts.allSatisfy({ $0.part == first.part }) else { throw LedgerError.differentParts }
        if let rejected = parts.first(where: { $0.state == .rejected }) {
            throw LedgerError.wrongState(title: rejected.title.text)
        }
        let others = parts.dropFirst()
        var task = first
        task.goal = join(parts.map(\.goal))
        // The other titles would be lost: they become lines of the measures.
        task.measures = join([first.measures] + others.flatMap { [$0.title, $0.measures] })
        task.owners = united(parts.flatMap(\.owners))
        task.leaders = distinct(parts.flatMap(\.leaders)) { $0.text }
        task.milestones = parts.flatMap(\.milestones)
        task.actions = parts.flatMap(\.actions)
        task.targets = parts.flatMap(\.targets)
        task.deliverables = parts.flatMap(\.deliverables)
        task.doubts = parts.flatMap(\.doubts)
        task.corrected = parts.reduce(into: []) { $0.formUnion($1.corrected) }
        if let set = parts.first(where: \.dueIsSet) { (task.due, task.dueIsSet) = (set.due, true) }
        task.computeDue()
        let placed = parts.map(\.span).filter { !$0.isEmpty }
        task.span = placed.dropFirst().reduce(placed.first ?? first.span) { $0.union($1) }
        task.readFrom = distinct(parts.flatMap(\.readFrom)) { $0 }
        task.origin = .merged
        task.state = parts.allSatisfy { $0.state == .accepted } ? .accepted : .pending
        return Outcome(changed: [task], removed: others.map(\.id))
    }

    /// Texts one a line, and the stretch that holds those with a place.
    private func join(_ excerpts: [Excerpt?]) -> Excerpt? {
        let excerpts = excerpts.compactMap { $0 }.filter { !$0.text.isEmpty }
        guard !excerpts.isEmpty else { return nil }
        let placed = excerpts.map(\.span).filter { !$0.isEmpty }
        return Excerpt(
            excerpts.map(\.text).joined(separator: "\n"),
            placed.dropFirst().reduce(placed.first ?? Span(0, 0)) { $0.union($1) })
    }

    /// Each office once; one that leads any of the tasks leads.
    private func united(_ owners: [TaskOwner]) -> [TaskOwner] {
        let sorted = owners.filter { $0.role == .lead } + owners.filter { $0.role == .co }
        return distinct(sorted) { $0.office.map(String.init) ?? OfficeName.normalise($0.printed.text) }
    }

    private func distinct<Item, Key: Hashable>(_ items: [Item], by key: (Item) -> Key) -> [Item] {
        var seen: Set<Key> = []
        return items.filter { seen.insert(key($0)).inserted }
    }
}
