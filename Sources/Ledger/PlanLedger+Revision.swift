import GRDB
import PlanModel
import Store

extension PlanLedger {
    /// Keeps the tasks of a revised plan with what was decided before, and how the two compare.
    func keepRevision(
        _ drafts: [LedgerTask], of reading: PlanReading, _ text: DocumentText, plan: Int64, earlier: Plan,
        _ context: TaskContext, _ change: Change
    ) throws {
        let earlierReading = try Self.reading(of: earlier.id, change.db)
        let earlierText = try Self.text(of: earlier.id, change.db)
        let revision = RevisionDraft(
            drafts: drafts,
            comparison: .compare(old: earlierReading, oldText: earlierText, new: reading, newText: text),
            earlier: try TaskRows.tasks(of: earlier.id, nil, change.db), earlierReading: earlierReading,
            earlierText: earlierText.bytes, text: text.bytes, newKey: { newKey("t") })
        let rows = try revision.tasks.map { task in
            var task = task
            task.plan = plan
            // A part of the earlier plan that the new one lacks: an added task moves to the first part.
            if context.part(task.part) == nil { task.part = context.parts.first?.id ?? task.part }
            task.updatedAt = change.now
            task.updatedBy = change.by
            return try TaskRows.insert(task, context, change.db)
        }
        for (order, entry) in revision.entries.enumerated() {
            try change.db.execute(
                sql: """
                    INSERT INTO revision_entry (plan_id, ord, kind, earlier_task, earlier_title, task_id, differences)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    plan, order, entry.kind.rawValue, entry.earlierTask, entry.earlierTitle,
                    entry.task.map { rows[$0] }, try LedgerCoding.text(entry.differences),
                ])
        }
    }

    /// How the plan compares with the one it revises; nil for one that revises none.
    public func revision(of plan: Int64) throws -> Revision? {
        try store.read { db in
            guard let earlier = try PlanRows.plan(plan, db).revises else { return nil }
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT kind, earlier_task, earlier_title, task.id, task.title, differences
                    FROM revision_entry LEFT JOIN task ON task.id = revision_entry.task_id
                    WHERE revision_entry.plan_id = ? ORDER BY ord
                    """, arguments: [plan])
            let entries = try rows.map { row in
                Revision.Entry(
                    kind: TaskMatch.Kind(rawValue: row[0]) ?? .changed, earlierTask: row[1], earlierTitle: row[2],
                    task: row[3], title: row[4],
                    differences: try LedgerCoding.decode([FieldDifference].self, row[5] as String))
            }
            return Revision(plan: plan, earlier: earlier, entries: entries)
        }
    }
}
