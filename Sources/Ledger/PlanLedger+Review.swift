import Foundation
import GRDB
import Monitoring
import PlanModel
import Store

extension PlanLedger {
    /// Makes a review move, in one transaction.
    ///
    /// - Parameter versions: the version of each task that the page showed; tasks left out are not checked.
    /// - Throws: `LedgerError.conflict` where a task is newer than its version here; `.wrongPlanState` for an archived
    ///   plan; the move's own errors.
    @discardableResult
    public func apply(
        _ move: ReviewMove, to plan: Int64, versions: [Int64: Int] = [:], by principal: Principal
    ) throws -> MoveResult {
        try store.change(by: principal) { change in try apply(move, to: plan, versions: versions, change) }
    }

    /// Takes the plan's last move back.
    ///
    /// - Parameter event: the move that the page meant; nil for whatever was last.
    /// - Throws: `LedgerError.nothingToUndo` if there is none, or `event` is no longer the last.
    @discardableResult
    public func undo(in plan: Int64, event: Int64? = nil, by principal: Principal) throws -> MoveResult {
        try store.change(by: principal) { change in
            let row = try ReviewRows.nextUndo(in: plan, change.db)
            return try swap(row, expected: event, isUndo: true, plan: plan, change)
        }
    }

    /// Makes the plan's last undone move again. - Throws: as `undo`.
    @discardableResult
    public func redo(in plan: Int64, event: Int64? = nil, by principal: Principal) throws -> MoveResult {
        try store.change(by: principal) { change in
            let row = try ReviewRows.nextRedo(in: plan, change.db)
            return try swap(row, expected: event, isUndo: false, plan: plan, change)
        }
    }

    /// What undo and redo would do.
    public func undoState(of plan: Int64) throws -> UndoState {
        try store.read { db in
            UndoState(
                undo: try ReviewRows.nextUndo(in: plan, db).map { try ReviewRows.event($0, db) },
                redo: try ReviewRows.nextRedo(in: plan, db).map { try ReviewRows.event($0, db) })
        }
    }

    /// The moves of a plan, latest first, at most `limit`.
    public func history(ofPlan plan: Int64, limit: Int = 200) throws -> [ReviewEvent] {
        try store.read { db in
            try ReviewRows.events("plan_id = \(plan)", limit: limit, db).map { try ReviewRows.event($0, db) }
        }
    }

    /// The moves that touched a task, latest first, with what each changed in it.
    public func history(ofTask task: Int64) throws -> [ReviewEvent] {
        try store.read { db in
            try ReviewRows.events(
                "id IN (SELECT event_id FROM review_event_task WHERE task_id = \(task))", limit: 200, db
            ).map { try ReviewRows.event($0, differencesOf: task, db) }
        }
    }

    // MARK: In a transaction

    func apply(
        _ move: ReviewMove, to plan: Int64, versions: [Int64: Int], _ change: Change
    ) throws -> MoveResult {
        let desk = try desk(for: move, in: plan, change.db)
        for task in desk.tasks {
            if let shown = versions[task.id], shown != task.version {
                throw LedgerError.conflict(title: task.title.text)
            }
        }
        // A version of a task that is gone by now is a conflict as well, not a riddle.
        let there = Set(desk.order.map(\.id))
        if !versions.keys.allSatisfy(there.contains) { throw LedgerError.noTask }
        try checkNotAtWork(move.dividedTasks, plan: plan, change.db)
        let outcome = try desk.outcome(of: move)
        guard !outcome.isEmpty else {
            return MoveResult(event: nil, tasks: [], removed: [], counts: try PlanRows.counts(of: plan, change.db))
        }
        let touched = Set(outcome.changed.map(\.id) + outcome.removed)
        let before = desk.tasks.filter { touched.contains($0.id) }
        let after = try write(outcome, plan: plan, context: desk.context, change)
        let event = try ReviewRows.insert(
            move.name, plan: plan, before: before, after: after, change)
        try PlanRows.touch(plan, change)
        try change.audit(
            "review.\(move.name)", "plan", plan,
            [
                "event": String(event), "tasks": TaskRows.json(after.map(\.id)),
                "removed": TaskRows.json(outcome.removed),
            ])
        return MoveResult(
            event: event, tasks: after, removed: outcome.removed,
            counts: try PlanRows.counts(of: plan, change.db))
    }

    /// - Throws: `LedgerError.wrongPlanState` for an archived plan: it stays as it was put away.
    private static func reviewable(_ plan: Int64, _ db: Database) throws -> Plan {
        let plan = try PlanRows.plan(plan, db)
        guard plan.state != .archived else { throw LedgerError.wrongPlanState(state: plan.state.rawValue) }
        return plan
    }

    /// The tasks that a move needs: those it names where that is enough, since a plan may have thousands.
    private func desk(for move: ReviewMove, in plan: Int64, _ db: Database) throws -> ReviewDesk {
        let head = try Self.reviewable(plan, db)
        let order = try Row.fetchAll(
            db, sql: "SELECT id, position FROM task WHERE plan_id = ? ORDER BY position, id", arguments: [plan]
        ).map { ReviewDesk.Place(id: $0[0], position: $0[1]) }
        let tasks = try TaskRows.tasks(of: plan, move.namedTasks, db)
        return ReviewDesk(
            tasks: tasks, order: order, parts: head.parts,
            text: move.needsText ? try Self.text(of: plan, db) : DocumentText(bytes: [], blocks: []),
            offices: try OfficeRows.directory(db), newKey: { newKey("t") })
    }

    private func write(
        _ outcome: ReviewDesk.Outcome, plan: Int64, context: TaskContext, _ change: Change
    ) throws -> [LedgerTask] {
        func stamped(_ task: LedgerTask) -> LedgerTask {
            var task = task
            task.plan = plan
            task.version += 1
            task.updatedAt = Date(milliseconds: change.at)
            task.updatedBy = change.by
            return task
        }
        try checkNotAtWork(changed: outcome.changed, removed: outcome.removed, plan: plan, change.db)
        for id in outcome.removed { try TaskRows.delete(id, change.db) }
        let changed = outcome.changed.map(stamped)
        for task in changed { try update(task, context, change) }
        let added = try outcome.added.map { task in
            var task = stamped(task)
            task.id = try TaskRows.insert(task, context, change.db)
            return task
        }
        return changed + added
    }

    /// Writes a corrected task, and brings its checklist and targets up to date where it is at work.
    private func update(_ task: LedgerTask, _ context: TaskContext, _ change: Change) throws {
        try TaskRows.update(task, context, change.db)
        if try WorkRows.hasWork(task.id, change.db) {
            try WorkRows.synchronise(task, on: Day(of: change.now), change.db)
        }
    }

    /// - Throws: `WorkError.atWork` for a move that would take a task away that something has happened to.
    private func checkNotAtWork(
        changed: [LedgerTask], removed: [Int64], plan: Int64, _ db: Database
    ) throws {
        try checkNotAtWork(changed.filter { $0.state != .accepted }.map(\.id) + removed, plan: plan, db)
    }

    private func checkNotAtWork(_ tasks: [Int64], plan: Int64, _ db: Database) throws {
        for id in tasks where try WorkRows.hasWork(id, db) {
            throw WorkError.atWork(title: try TaskRows.tasks(of: plan, [id], db).first?.title.text ?? "")
        }
    }

    /// Puts one side of an event in the place of the other.
    private func swap(
        _ row: Row?, expected: Int64?, isUndo: Bool, plan: Int64, _ change: Change
    ) throws -> MoveResult {
        let head = try Self.reviewable(plan, change.db)
        guard let row, expected == nil || expected == row["id"] else { throw LedgerError.nothingToUndo }
        let event: Int64 = row["id"]
        let (before, after) = (try ReviewRows.tasks(row, "before"), try ReviewRows.tasks(row, "after"))
        let (old, new) = isUndo ? (after, before) : (before, after)
        let context = TaskContext(parts: head.parts, offices: try OfficeRows.directory(change.db))
        let there = Dictionary(
            try TaskRows.tasks(of: plan, old.map(\.id), change.db).map { ($0.id, $0.version) }
        ) { first, _ in first }
        let kept = Set(new.map(\.id))
        let removed = old.map(\.id).filter { !kept.contains($0) }
        // A split or merge is neither taken back nor made again once one of its tasks is at work.
        let isDivision = ["split", "merge"].contains(row["move"] as String)
        try checkNotAtWork(isDivision ? old.map(\.id) : [], plan: plan, change.db)
        try checkNotAtWork(changed: new, removed: removed, plan: plan, change.db)
        for id in removed { try TaskRows.delete(id, change.db) }
        let tasks = try new.map { task in
            var task = task
            task.owners = task.owners.map(context.offices.repaired)
            // Newer than any version that a page may still show.
            task.version = max(task.version, there[task.id] ?? 0) + 1
            task.updatedAt = Date(milliseconds: change.at)
            task.updatedBy = change.by
            if there[task.id] != nil {
                try update(task, context, change)
            } else {
                _ = try TaskRows.insert(task, context, change.db)
            }
            return task
        }
        try ReviewRows.set(event, isUndo ? .undone : .done, change.db)
        try PlanRows.touch(plan, change)
        try change.audit(isUndo ? "review.undo" : "review.redo", "plan", plan, ["event": String(event)])
        return MoveResult(
            event: event, tasks: tasks, removed: removed, counts: try PlanRows.counts(of: plan, change.db))
    }
}

extension ReviewMove {
    /// The tasks that the move needs; nil for all of the plan.
    var namedTasks: [Int64]? {
        switch self {
        case .edit(let id, _): [id]
        case .merge(let ids), .reject(let ids), .restore(let ids), .accept(let ids), .reopen(let ids): ids
        case .split, .add, .acceptAllSure, .importEdits: nil
        }
    }

    /// The tasks that the move takes apart or puts together: what was reported of them would belong to no task.
    var dividedTasks: [Int64] {
        switch self {
        case .split(let id, _): [id]
        case .merge(let ids): ids
        default: []
        }
    }

    /// Whether the move looks at the plan's text.
    var needsText: Bool {
        switch self {
        case .split: true
        case .add(let new): new.span != nil
        case .importEdits(_, let added): added.contains { $0.span != nil }
        default: false
        }
    }
}

extension ReviewDesk {
    var context: TaskContext { TaskContext(parts: parts, offices: offices) }
}
