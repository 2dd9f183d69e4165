import Foundation
import PlanModel
import Store

/// The review's rules: what a move makes of the tasks. Pure: no database, clock or chance.
///
/// A right answer changes only the tasks that the move names (and positions where there is no room between two), and
/// loses no byte of any task: after every move each byte that stood in the span of a task stands in the span of one.
struct ReviewDesk {
    /// The tasks that the move may need, in the plan's order: those it names, or all of the plan.
    let tasks: [LedgerTask]
    /// All tasks of the plan with their positions, in order.
    let order: [Place]
    /// The plan's parts.
    let parts: [PlanPart]
    /// The text that was read; needed to split and to add.
    let text: DocumentText
    /// Which office a name means.
    let offices: OfficeDirectory
    /// A fresh public key.
    let newKey: () -> String

    /// Where a task stands.
    struct Place {
        var id: Int64
        var position: Int
    }

    /// What a move makes: tasks as they become, new tasks without row, and rows that go.
    struct Outcome {
        var changed: [LedgerTask] = []
        var added: [LedgerTask] = []
        var removed: [Int64] = []

        var isEmpty: Bool { changed.isEmpty && added.isEmpty && removed.isEmpty }
    }

    /// What the move makes.
    func outcome(of move: ReviewMove) throws -> Outcome {
        switch move {
        case .edit(let id, let change): return try edit(try task(id), change)
        case .split(let id, let places): return try split(try task(id), places)
        case .merge(let ids): return try merge(ids)
        case .reject(let ids): return try set(ids, to: .rejected, from: [.pending, .accepted])
        case .restore(let ids): return try set(ids, to: .pending, from: [.rejected])
        case .accept(let ids): return try set(ids, to: .accepted, from: [.pending])
        case .reopen(let ids): return try set(ids, to: .pending, from: [.accepted])
        case .acceptAllSure:
            let sure = tasks.filter { $0.state == .pending && $0.doubts.isEmpty }
            return Outcome(changed: sure.map { $0.with(state: .accepted) })
        case .add(let new): return try add(new)
        case .importEdits(let edits, let added): return try importEdits(edits, added)
        }
    }

    func task(_ id: Int64) throws -> LedgerTask {
        guard let task = tasks.first(where: { $0.id == id }) else { throw LedgerError.noTask }
        return task
    }

    /// Tasks already in the state stay as they are; one in a state that the move does not start from is an error.
    private func set(
        _ ids: [Int64], to state: LedgerTask.State, from: Set<LedgerTask.State>
    ) throws -> Outcome {
        guard !ids.isEmpty else { throw LedgerError.tooFewTasks(needed: 1) }
        var outcome = Outcome()
        for id in Set(ids).sorted() {
            let task = try task(id)
            if task.state == state { continue }
            guard from.contains(task.state) else { throw LedgerError.wrongState(title: task.title.text) }
            outcome.changed.append(task.with(state: state))
        }
        return outcome
    }

    private func edit(_ task: LedgerTask, _ change: TaskChange) throws -> Outcome {
        let edited = try task.applying(change, offices: offices)
        return edited == task ? Outcome() : Outcome(changed: [edited])
    }

    private func importEdits(_ edits: [TaskEdit], _ added: [NewTask]) throws -> Outcome {
        let byID = Dictionary(tasks.map { ($0.id, $0) }) { first, _ in first }
        var outcome = Outcome()
        for edit in edits {
            guard let task = byID[edit.task] else { throw LedgerError.noTask }
            let edited = try task.applying(edit.change, offices: offices)
            if edited != task { outcome.changed.append(edited) }
        }
        for new in added {
            let one = try add(new, origin: .imported, alreadyAdded: outcome.added)
            outcome.added += one.added
            // Renumbered tasks may be edited ones as well: only the position moves.
            for moved in one.changed {
                if let index = outcome.changed.firstIndex(where: { $0.id == moved.id }) {
                    outcome.changed[index].position = moved.position
                } else {
                    outcome.changed.append(moved)
                }
            }
        }
        return outcome
    }
}

extension LedgerTask {
    func with(state: State) -> LedgerTask {
        var task = self
        task.state = state
        return task
    }

    /// The due day that follows from milestones, unless a person set it.
    mutating func computeDue() {
        if !dueIsSet { due = milestones.map(\.due).max() }
    }
}
