import Foundation
import GRDB
import Monitoring
import Store

/// What a problem becomes as a task of a plan.
public struct ProblemTaskDetails: Hashable, Sendable {
    /// The open plan that gets the task.
    public var plan: Int64
    /// The task's title, not empty.
    public var title: String
    /// The office that leads it, by name; empty for none yet.
    public var owner: String
    /// The day it is due.
    public var due: Day?

    /// A task of a plan.
    public init(plan: Int64, title: String, owner: String, due: Day?) {
        self.plan = plan
        self.title = title
        self.owner = owner
        self.due = due
    }
}

extension PlanLedger {
    /// Makes a problem a task of an open plan, in one transaction with the review move that adds it.
    ///
    /// The task counts as accepted at once; the problem keeps its key. A task of the problem that was taken away or
    /// found to be no task may be followed by another.
    /// - Returns: the task's row.
    /// - Throws: `ResearchError.isTask`, `.planNotOpen`; `LedgerError` for a title, owner or part that the plan refuses.
    @discardableResult
    public func makeTask(
        ofProblem id: Int64, _ details: ProblemTaskDetails, by principal: Principal
    ) throws -> Int64 {
        try store.change(by: principal) { change in
            let problem = try Self.problem(id, change.db)
            guard problem.task?.isInLedger != true else { throw ResearchError.isTask }
            guard try PlanRows.plan(details.plan, change.db).state == .open else { throw ResearchError.planNotOpen }
            var fields = TaskChange()
            let owner = details.owner.keepable
            if !owner.isEmpty { fields.leads = [owner] }
            if let due = details.due { fields.due = .on(due.text) }
            fields.measures = problem.details.text
            let title = try ResearchRows.words(details.title, .title, limit: 200, isNeeded: true)
            let result = try apply(
                .add(NewTask(title: title, fields: fields, isAccepted: true)), to: details.plan, versions: [:], change)
            // Tasks that only moved up to make room are told beside the new one.
            guard let task = result.tasks.max(by: { $0.id < $1.id }) else { throw LedgerError.noTask }
            try change.db.execute(
                sql: "UPDATE research_problem SET task_key = ?, updated_at = ?, updated_by = ? WHERE id = ?",
                arguments: [task.key, change.at, change.by, id])
            try change.audit("problem.task", "research_problem", id, ["task": "\(task.id)"])
            return task.id
        }
    }

    /// Takes the task of a problem back: it leaves the ledger, and the problem is none again.
    ///
    /// - Throws: `WorkError.atWork` where the task was handed over or worked on; `ResearchError.isNoTask`.
    public func undoTask(ofProblem id: Int64, by principal: Principal) throws {
        try store.change(by: principal) { change in
            let problem = try Self.problem(id, change.db)
            guard let task = problem.task else { throw ResearchError.isNoTask }
            if let row = task.id, let plan = task.plan, task.isInLedger {
                _ = try apply(.reject([row]), to: plan, versions: [:], change)
            }
            try change.db.execute(
                sql: "UPDATE research_problem SET task_key = NULL, updated_at = ?, updated_by = ? WHERE id = ?",
                arguments: [change.at, change.by, id])
            try change.audit("problem.undoTask", "research_problem", id)
        }
    }
}
