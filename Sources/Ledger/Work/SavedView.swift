import Foundation
import GRDB
import Store

/// A view of the ledger kept under a name.
public struct SavedView: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// Its name, unique among those of its owner.
    public let name: String
    /// The address of the list: filter, order, columns.
    public let query: String
    /// Whether everybody sees it.
    public let isShared: Bool
    /// Whether it belongs to the account that asks.
    public let isOwn: Bool
}

extension PlanLedger {
    /// The views that an account sees: its own, then those that others share.
    public func savedViews(of account: Int64) throws -> [SavedView] {
        try store.read { db in
            try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT id, name, query, is_shared, account_id = ?1 FROM saved_view
                        WHERE account_id = ?1 OR is_shared ORDER BY account_id <> ?1, name, id
                        """), arguments: [account]
            ).map { SavedView(id: $0[0], name: $0[1], query: $0[2], isShared: $0[3], isOwn: $0[4]) }
        }
    }

    /// Keeps a view; one of the same name of the same account is replaced.
    ///
    /// - Throws: `LedgerError.badName` for an empty or long name, `.tooLong` for a long address.
    @discardableResult
    public func saveView(_ name: String, query: String, isShared: Bool, of account: Int64) throws -> SavedView {
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, name.count <= 50 else { throw LedgerError.badName }
        guard query.utf8.count <= 4000 else { throw LedgerError.tooLong(field: "query", limit: 4000) }
        return try store.change(by: .account(account)) { change in
            try change.db.execute(
                sql: """
                    INSERT INTO saved_view (account_id, name, query, is_shared) VALUES (?, ?, ?, ?)
                    ON CONFLICT (account_id, name) DO UPDATE SET query = excluded.query, is_shared = excluded.is_shared
                    """, arguments: [account, name, query, isShared])
            let id = try Int64.fetchOne(
                change.db, sql: "SELECT id FROM saved_view WHERE account_id = ? AND name = ?",
                arguments: [account, name])
            return SavedView(id: id ?? 0, name: name, query: query, isShared: isShared, isOwn: true)
        }
    }

    /// Removes one of an account's own views; another's stays.
    public func removeView(_ id: Int64, of account: Int64) throws {
        try store.change(by: .account(account)) { change in
            try change.db.execute(
                sql: "DELETE FROM saved_view WHERE id = ? AND account_id = ?", arguments: [id, account])
        }
    }
}
