import Foundation
import PlanModel
import Store

extension ReviewDesk {
    /// Positions for new tasks, and other tasks' new ones where there was no room.
    struct Positions {
        var new: [Int]
        var renumbered: [Int64: Int] = [:]
    }

    /// Positions for `count` tasks after a task; nil is before all.
    func positions(after id: Int64?, count: Int, taken: [Int] = []) throws -> Positions {
        var low = 0
        if let id {
            guard let place = order.first(where: { $0.id == id }) else { throw LedgerError.noTask }
            low = place.position
        }
        // Tasks added by the same move come after those added before them.
        let following = order.lazy.map(\.position).filter { $0 > low }.min()
        low = max(low, taken.filter { $0 < following ?? .max }.max() ?? low)
        let high = following ?? low + (count + 1) * TaskDraft.step
        // Small steps leave room for many to follow one another in the same gap.
        let room = min((high - low) / (count + 1), 1 << 16)
        if room > 0 { return Positions(new: (1...count).map { low + $0 * room }) }
        return renumbered(after: id, count: count)
    }

    /// Gives all tasks of the plan new positions with room between them.
    private func renumbered(after id: Int64?, count: Int) -> Positions {
        var positions = Positions(new: [])
        var next = TaskDraft.step
        func leaveRoom() {
            positions.new = (0..<count).map { next + $0 * TaskDraft.step }
            next += count * TaskDraft.step
        }
        if id == nil { leaveRoom() }
        for place in order {
            positions.renumbered[place.id] = next
            next += TaskDraft.step
            if place.id == id { leaveRoom() }
        }
        return positions
    }

    /// The tasks that only move.
    func moved(_ positions: [Int64: Int], except changed: [LedgerTask]) -> [LedgerTask] {
        let others = Set(changed.map(\.id))
        return tasks.compactMap { task in
            guard let position = positions[task.id], !others.contains(task.id) else { return nil }
            var task = task
            task.position = position
            return task
        }
    }
}
