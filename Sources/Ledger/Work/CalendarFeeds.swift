import Foundation
import GRDB
import Store

/// The secret addresses under which calendar programmes read an account's days. Only a digest of each is kept.
extension PlanLedger {
    /// When the account's address was made; nil where it has none.
    public func calendarFeed(of account: Int64) throws -> Date? {
        try store.read { db in
            try Int64.fetchOne(db, sql: "SELECT made_at FROM calendar_feed WHERE account_id = ?", arguments: [account])
                .map(Date.init(milliseconds:))
        }
    }

    /// Makes an address, in place of the one before, which stops working. Answers with its secret: 256 random bits,
    /// base64url, shown once.
    public func makeCalendarFeed(of account: Int64) throws -> String {
        let token = Data(store.environment.randomBytes(32)).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        try store.change(by: .account(account)) { change in
            try change.db.execute(
                sql: """
                    INSERT INTO calendar_feed (account_id, digest, made_at) VALUES (?, ?, ?)
                    ON CONFLICT (account_id) DO UPDATE SET digest = excluded.digest, made_at = excluded.made_at
                    """, arguments: [account, Self.digest(token), change.at])
            try change.audit("calendarFeed.make", "account", account)
        }
        return token
    }

    /// Takes the address away; nothing where there is none.
    public func deleteCalendarFeed(of account: Int64) throws {
        try store.change(by: .account(account)) { change in
            try change.db.execute(sql: "DELETE FROM calendar_feed WHERE account_id = ?", arguments: [account])
            if change.db.changesCount > 0 { try change.audit("calendarFeed.delete", "account", account) }
        }
    }

    /// Whose address a secret belongs to; nil for an unknown one and for an account that may not see the ledger any more.
    public func account(ofCalendarFeed token: String) throws -> Account? {
        guard token.utf8.count == 43 else { return nil }
        let id = try store.read { db in
            try Int64.fetchOne(
                db, sql: "SELECT account_id FROM calendar_feed WHERE digest = ?", arguments: [Self.digest(token)])
        }
        guard let account = try id.map(store.accounts.account), may(account, .viewLedger) else { return nil }
        return account
    }

    private static func digest(_ token: String) -> String { FileStore.digest(of: Data(token.utf8)) }
}
