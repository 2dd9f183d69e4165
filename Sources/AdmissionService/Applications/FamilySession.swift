import Foundation
import GRDB
import Store

/// A family that is signed in with its application's number.
public struct FamilySession: Hashable, Sendable {
    /// The application's row.
    public let application: Int64
    /// The secret of forms.
    public let csrfToken: String
}

extension AdmissionStore {
    /// How long a session lasts without use, and at most; milliseconds. Telephones are handed around.
    static let idleLimit: Int64 = 3_600_000
    static let absoluteLimit: Int64 = 6 * 3_600_000

    /// Signs a family in by number and passphrase. Takes about 60 ms of work; bound how many run at once.
    ///
    /// - Parameter address: where the request comes from, for the lock-out; kept only as a digest.
    /// - Returns: the token for the cookie.
    /// - Throws: `StoreError.signInRefused`, whether or not there is such a number; `.lockedOut`.
    public func signIn(number: String, passphrase: String, address: String) throws -> String {
        let number = number.filter { !$0.isWhitespace && $0 != "-" }
        // A number without the right check digit was mistyped: it never costs the family one of its attempts.
        guard ApplicationNumber.isRight(number) else { throw StoreError.signInRefused }
        var id: Int64?
        try store.passphrases.check(
            passphrase, of: number,
            kept: {
                try store.read { db in
                    let row = try Row.fetchOne(
                        db, sql: "SELECT * FROM admission_application WHERE number = ?", arguments: [number])
                    id = row?["id"]
                    return row.map(Passphrases.Kept.init(row:))
                }
            }, address: address)
        guard let id else { throw StoreError.signInRefused }
        return try beginSession(of: id)
    }

    func beginSession(of id: Int64) throws -> String {
        let token = SessionToken(store.environment)
        return try store.change(by: Self.family) { change in
            try change.db.execute(
                sql: "DELETE FROM family_session WHERE expires_at <= ? OR seen_at <= ?",
                arguments: [change.at, change.at - Self.idleLimit])
            try change.db.execute(
                sql:
                    "INSERT INTO family_session (token_digest, application_id, seen_at, expires_at) VALUES (?, ?, ?, ?)",
                arguments: [token.digest, id, change.at, change.at + Self.absoluteLimit])
            try change.audit("family.signIn", "application", id)
            return token.text
        }
    }

    /// The session of a cookie's token; nil if it is unknown, ended or too old.
    public func session(token: String) throws -> FamilySession? {
        guard let token = SessionToken(token) else { return nil }
        let now = store.environment.now().milliseconds
        let row = try store.read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM family_session WHERE token_digest = ? AND expires_at > ? AND seen_at > ?",
                arguments: [token.digest, now, now - Self.idleLimit])
        }
        guard let row else { return nil }
        // The last use is noted to the minute: not every request writes.
        if now - row["seen_at"] >= 60_000 {
            try store.change(by: Self.family) { change in
                try change.db.execute(
                    sql: "UPDATE family_session SET seen_at = ? WHERE token_digest = ?",
                    arguments: [now, token.digest])
            }
        }
        return FamilySession(application: row["application_id"], csrfToken: token.csrf)
    }

    /// Ends the session of a token.
    public func signOut(token: String) throws {
        guard let token = SessionToken(token) else { return }
        try store.change(by: Self.family) { change in
            try change.db.execute(sql: "DELETE FROM family_session WHERE token_digest = ?", arguments: [token.digest])
        }
    }
}
