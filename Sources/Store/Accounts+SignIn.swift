import Foundation
import GRDB

extension Accounts {
    /// How long a session lasts without use, and at most; milliseconds.
    static let idleLimit: Int64 = 2 * 3_600_000
    static let absoluteLimit: Int64 = 12 * 3_600_000
    /// A session's last use is noted to the minute: not every request writes.
    private static let seenStep: Int64 = 60_000

    /// Signs in. Takes about 60 ms of work whether or not the name exists; bound how many run at once.
    ///
    /// - Parameter address: where the request comes from, for the lock-out; kept only as a digest.
    /// - Throws: `StoreError.signInRefused`, `.lockedOut`.
    public func signIn(login: String, password: String, address: String) throws -> SignIn {
        let id = try verify(login: login, password: password, address: address)
        let token = SessionToken(store.environment)
        return try store.change(by: .account(id)) { change in
            try change.db.execute(
                sql: "DELETE FROM session WHERE expires_at <= ? OR seen_at <= ?",
                arguments: [change.at, change.at - Self.idleLimit])
            let expires = change.at + Self.absoluteLimit
            try change.db.execute(
                sql: """
                    INSERT INTO session (token_digest, account_id, created_at, seen_at, expires_at)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [token.digest, id, change.at, change.at, expires])
            let session = change.db.lastInsertedRowID
            try change.db.execute(
                sql: "UPDATE account SET last_sign_in_at = ? WHERE id = ?", arguments: [change.at, id])
            try change.audit("session.begin", "account", id)
            let account = try fetch(id, change.db)
            return SignIn(
                session: Session(
                    id: session, account: account, csrfToken: token.csrf,
                    expiresAt: Date(milliseconds: expires)),
                token: token.text)
        }
    }

    /// The session of a cookie's token; nil if it is unknown, ended or too old. Remembers that it was used.
    public func session(token: String) throws -> Session? {
        guard let kept = SessionToken(token) else { return nil }
        let now = store.environment.now()
        let found = try store.read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM session WHERE token_digest = ? AND expires_at > ? AND seen_at > ?",
                arguments: [kept.digest, now.milliseconds, now.milliseconds - Self.idleLimit]
            ).map { row in
                (
                    account: try fetch(row["account_id"], db), id: row["id"] as Int64, seen: row["seen_at"] as Int64,
                    expires: row["expires_at"] as Int64
                )
            }
        }
        guard let found, !found.account.isDisabled else { return nil }
        if now.milliseconds - found.seen >= Self.seenStep {
            try store.change(by: found.account.principal) { change in
                try change.db.execute(
                    sql: "UPDATE session SET seen_at = ? WHERE id = ?", arguments: [change.at, found.id])
            }
        }
        return Session(
            id: found.id, account: found.account, csrfToken: kept.csrf,
            expiresAt: Date(milliseconds: found.expires))
    }

    /// Ends the session of a token.
    public func signOut(token: String) throws {
        guard let session = try session(token: token) else { return }
        try store.change(by: session.account.principal) { change in
            try change.db.execute(sql: "DELETE FROM session WHERE id = ?", arguments: [session.id])
            try change.audit("session.end", "account", session.account.id)
        }
    }

    /// Ends all sessions of an account.
    public func signOutEverywhere(_ id: Int64, by principal: Principal) throws {
        try store.change(by: principal) { change in
            try endSessions(of: id, change.db)
            try change.audit("session.endAll", "account", id)
        }
    }

    /// Checks a password under the lock-out and answers with the account's row.
    @discardableResult
    func verify(login: String, password: String, address: String) throws -> Int64 {
        let login = Self.normalised(login: login)
        let subjects: [SignInGuard.Subject] = [.login(login)] + (address.isEmpty ? [] : [.address(address)])
        try store.change(by: .system("sign-in")) { try SignInGuard.begin(subjects, $0) }
        let row = try store.read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM account WHERE login = ?", arguments: [login])
        }
        let kept = row.map(PasswordHash.init(row:)) ?? .nobody(cost: cost)
        let isRight = try kept.matches(password)
        guard let row, isRight, !Account(row: row).isDisabled else {
            if let id = row?["id"] as Int64? {
                try store.change(by: .system("sign-in")) { try $0.audit("session.refuse", "account", id) }
            }
            throw StoreError.signInRefused
        }
        let id: Int64 = row["id"]
        // A hash of an older, cheaper kind is made anew while the password is at hand.
        let renewed = kept.cost == cost ? nil : try hash(password)
        try store.change(by: .account(id)) { change in
            try SignInGuard.succeed(subjects, change.db)
            if let renewed { try store(renewed, of: id, change.db) }
        }
        return id
    }
}

extension PasswordHash {
    init(row: Row) {
        self.init(
            hash: Array(row["password_hash"] as Data), salt: Array(row["password_salt"] as Data),
            cost: Cost(rounds: row["scrypt_n"], blockSize: row["scrypt_r"], parallelism: row["scrypt_p"]))
    }
}
