import Foundation
import GRDB
import PlanModel
import Store

/// Plans read from their table.
enum PlanRows {
    /// Plans of a condition, with how far their review is: one statement.
    static func plans(_ condition: SQL, _ db: Database) throws -> [Plan] {
        let sql: SQL = """
            SELECT plan.*,
                (SELECT count(*) FROM task WHERE plan_id = plan.id AND state = 'pending') AS pending,
                (SELECT count(*) FROM task WHERE plan_id = plan.id AND state = 'pending' AND doubts > 0) AS unsure,
                (SELECT count(*) FROM task WHERE plan_id = plan.id AND state = 'accepted') AS accepted,
                (SELECT count(*) FROM task WHERE plan_id = plan.id AND state = 'rejected') AS rejected
            FROM plan WHERE \(condition)
            ORDER BY year DESC NULLS LAST, id DESC
            """
        return try SQLRequest<Row>(literal: sql).fetchAll(db).map(plan)
    }

    /// A plan. - Throws: `LedgerError.noPlan`.
    static func plan(_ id: Int64, _ db: Database) throws -> Plan {
        guard let plan = try plans("plan.id = \(id)", db).first else { throw LedgerError.noPlan }
        return plan
    }

    /// How far the review of a plan is.
    static func counts(of plan: Int64, _ db: Database) throws -> ReviewCounts {
        var counts = ReviewCounts()
        let rows = try Row.fetchAll(
            db, sql: "SELECT state, count(*), sum(doubts > 0) FROM task WHERE plan_id = ? GROUP BY state",
            arguments: [plan])
        for row in rows {
            switch LedgerTask.State(rawValue: row[0]) {
            case .pending: (counts.pending, counts.unsure) = (row[1], row[2])
            case .accepted: counts.accepted = row[1]
            case .rejected: counts.rejected = row[1]
            case nil: break
            }
        }
        return counts
    }

    /// Notes that something in the plan changed.
    static func touch(_ id: Int64, _ change: Change) throws {
        try change.db.execute(
            sql: "UPDATE plan SET updated_at = ?, updated_by = ? WHERE id = ?", arguments: [change.at, change.by, id])
    }

    private static func plan(_ row: Row) throws -> Plan {
        var counts = ReviewCounts()
        (counts.pending, counts.unsure) = (row["pending"], row["unsure"])
        (counts.accepted, counts.rejected) = (row["accepted"], row["rejected"])
        return Plan(
            id: row["id"], key: row["key"], title: row["title"],
            issuers: try LedgerCoding.strings(row["issuers"]), number: row["number"], date: row["date"],
            parts: try LedgerCoding.decode([PlanPart].self, row["parts"] as String),
            file: PlanFile(digest: row["file_digest"], name: row["file_name"], format: row["file_format"]),
            state: Plan.State(rawValue: row["state"]) ?? .draft, revises: row["revises"], counts: counts,
            createdAt: Date(milliseconds: row["created_at"]), createdBy: row["created_by"],
            updatedAt: Date(milliseconds: row["updated_at"]))
    }
}
