import GRDB
import PlanModel
import Store

extension PlanLedger {
    func keepRevision(
        _ drafts: [LedgerTask], of reading: PlanReading, _ text: DocumentText, plan: Int64, earlier: Plan,
        _ context: TaskContext, _ change: Change
    ) throws {
        for task in drafts { _ = try TaskRows.insert(task, context, change.db) }
    }

    /// How the plan compares with the one it revises; nil for one that revises none.
    public func revision(of plan: Int64) throws -> Revision? { nil }
}
