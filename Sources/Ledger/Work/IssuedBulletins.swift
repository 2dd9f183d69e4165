import Foundation
import GRDB
import Monitoring
import Store

/// A bulletin 通报 as it was issued: what was said on a day stays said, whatever happens later.
public struct IssuedBulletin: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The plan.
    public let plan: Int64
    /// The day at whose end it stands.
    public let day: Day
    /// SHA-256 of the file: its name among the store's files.
    public let digest: String
    /// When it was issued.
    public let at: Date
    /// The displayed name of the account that issued it; nil for a programme.
    public let byName: String?
}

extension PlanLedger {
    /// Issues a bulletin: keeps the file by its digest. The same file for the same day is issued once.
    ///
    /// - Throws: `LedgerError.noPlan`, `.wrongPlanState` for a plan that is not opened yet, `StoreError`.
    @discardableResult
    public func issueBulletin(
        _ plan: Int64, on day: Day, _ bytes: [UInt8], by principal: Principal
    ) throws -> IssuedBulletin {
        let state = try self.plan(plan).state
        guard state != .draft else { throw LedgerError.wrongPlanState(state: state.rawValue) }
        let digest = try store.files.keep(Data(bytes))
        let id = try store.change(by: principal) { change -> Int64 in
            let known = try Int64.fetchOne(
                change.db, sql: "SELECT id FROM bulletin WHERE plan_id = ? AND day = ? AND digest = ?",
                arguments: [plan, day.text, digest])
            if let known { return known }
            try change.db.execute(
                sql: "INSERT INTO bulletin (plan_id, day, digest, at, by) VALUES (?, ?, ?, ?, ?)",
                arguments: [plan, day.text, digest, change.at, change.by])
            let id = change.db.lastInsertedRowID
            try change.audit("bulletin.issue", "bulletin", id, ["day": day.text, "digest": digest])
            return id
        }
        guard let issued = try bulletin(id) else { throw LedgerError.noPlan }
        return issued
    }

    /// The bulletins of a plan that were issued, latest day first.
    public func bulletins(of plan: Int64) throws -> [IssuedBulletin] {
        try issued("bulletin.plan_id = \(plan)")
    }

    /// An issued bulletin; nil where there is none. Its bytes: `store.files.data(_:)` of its digest.
    public func bulletin(_ id: Int64) throws -> IssuedBulletin? { try issued("bulletin.id = \(id)").first }

    private func issued(_ condition: SQL) throws -> [IssuedBulletin] {
        try store.read { db in
            try SQLRequest<Row>(
                literal: """
                    SELECT bulletin.id, plan_id, day, digest, at, account.display_name FROM bulletin
                    LEFT JOIN account ON account.id = bulletin.by WHERE \(condition)
                    ORDER BY day DESC, bulletin.id DESC
                    """
            ).fetchAll(db).map { row in
                IssuedBulletin(
                    id: row[0], plan: row[1], day: WorkRows.day(row[2]) ?? Day(number: 0), digest: row[3],
                    at: Date(milliseconds: row[4]), byName: row[5])
            }
        }
    }
}
