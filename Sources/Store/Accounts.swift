import Foundation
import GRDB

/// The accounts, signing in, and sessions.
public struct Accounts: Sendable {
    let store: Store

    /// Makes the first administrator of an empty store; nil where there is any account.
    public func createFirstAdministrator(login: String = "admin", displayName: String) throws -> NewAccount? {
        let details = AccountDetails(login: login, displayName: displayName, roles: [.administrator])
        let password = try newPassword()
        return try store.change(by: .system("set-up")) { change in
            guard try Int.fetchOne(change.db, sql: "SELECT count(*) FROM account") == 0 else { return nil }
            return try insert(details, password, change)
        }
    }

    /// Makes an account with a one-time password.
    ///
    /// - Throws: `StoreError.loginTaken`, `.badLogin`, `.badDisplayName`, `.noRole`.
    public func create(_ details: AccountDetails, by principal: Principal) throws -> NewAccount {
        let password = try newPassword()
        return try store.change(by: principal) { try insert(details, password, $0) }
    }

    /// Changes an account. - Throws: as `create`; `StoreError.noAccount`, `.lastAdministrator`.
    @discardableResult
    public func change(_ id: Int64, to details: AccountDetails, by principal: Principal) throws -> Account {
        try store.change(by: principal) { change in
            let before = try fetch(id, change.db)
            let details = try checked(details, except: id, change.db)
            if before.roles.contains(.administrator), !details.roles.contains(.administrator) {
                try checkNotLastAdministrator(id, change.db)
            }
            try change.db.execute(
                sql: """
                    UPDATE account SET login = ?, display_name = ?, office_id = ?, roles = ?, updated_at = ?, updated_by = ?
                    WHERE id = ?
                    """,
                arguments: [
                    details.login, details.displayName, details.office, encode(details.roles), change.at, change.by, id,
                ])
            try change.audit("account.change", "account", id, ["roles": encode(details.roles)])
            return try fetch(id, change.db)
        }
    }

    /// Disables an account and ends its sessions, or enables it again.
    ///
    /// - Throws: `StoreError.noAccount`, `.lastAdministrator`.
    @discardableResult
    public func setDisabled(_ isDisabled: Bool, _ id: Int64, by principal: Principal) throws -> Account {
        try store.change(by: principal) { change in
            let before = try fetch(id, change.db)
            if isDisabled, before.roles.contains(.administrator) { try checkNotLastAdministrator(id, change.db) }
            try change.db.execute(
                sql: "UPDATE account SET is_disabled = ?, updated_at = ?, updated_by = ? WHERE id = ?",
                arguments: [isDisabled, change.at, change.by, id])
            if isDisabled { try endSessions(of: id, change.db) }
            try change.audit(isDisabled ? "account.disable" : "account.enable", "account", id)
            return try fetch(id, change.db)
        }
    }

    /// Gives an account a new one-time password and ends its sessions. - Throws: `StoreError.noAccount`.
    public func resetPassword(_ id: Int64, by principal: Principal) throws -> NewAccount {
        let password = try newPassword()
        return try store.change(by: principal) { change in
            let account = try fetch(id, change.db)
            try set(password.hash, of: id, mustChange: true, change)
            try SignInGuard.forget(.login(account.login), change.db)
            try change.audit("account.resetPassword", "account", id)
            return NewAccount(account: try fetch(id, change.db), oneTimePassword: password.words)
        }
    }

    /// Changes the own password and ends all sessions of the account, this one too: sign in again after it.
    ///
    /// - Throws: `StoreError.signInRefused` for a wrong current password, `.weakPassword`, `.lockedOut`.
    public func changePassword(_ id: Int64, current: String, new: String, address: String = "") throws {
        let account = try account(id)
        try PasswordRule.check(new, login: account.login)
        try verify(login: account.login, password: current, address: address)
        guard new != current else { throw StoreError.weakPassword(minimum: PasswordRule.minimum) }
        let hash = try hash(new)
        try store.change(by: .account(id)) { change in
            try set(hash, of: id, mustChange: false, change)
            try change.audit("account.changePassword", "account", id)
        }
    }

    /// All accounts, by sign-in name.
    public func all() throws -> [Account] {
        try store.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM account ORDER BY login").map(Account.init(row:))
        }
    }

    /// An account. - Throws: `StoreError.noAccount`.
    public func account(_ id: Int64) throws -> Account { try store.read { try fetch(id, $0) } }

    // MARK: Rows

    private struct Password {
        var words: String
        var hash: PasswordHash
    }

    /// What a new hash costs.
    var cost: PasswordHash.Cost { PasswordHash.Cost(rounds: store.environment.passwordRounds) }

    func hash(_ password: String) throws -> PasswordHash {
        try PasswordHash(of: password, salt: store.environment.randomBytes(16), cost: cost)
    }

    private func newPassword() throws -> Password {
        let words = PasswordRule.oneTime(store.environment.randomBytes)
        return Password(words: words, hash: try hash(words))
    }

    private func insert(_ details: AccountDetails, _ password: Password, _ change: Change) throws -> NewAccount {
        let details = try checked(details, except: nil, change.db)
        try change.db.execute(
            sql: """
                INSERT INTO account (login, display_name, office_id, roles, password_hash, password_salt,
                    scrypt_n, scrypt_r, scrypt_p, created_at, created_by, updated_at, updated_by)
                VALUES (?, ?, ?, ?, x'', x'', 0, 0, 0, ?, ?, ?, ?)
                """,
            arguments: [
                details.login, details.displayName, details.office, encode(details.roles), change.at, change.by,
                change.at, change.by,
            ])
        let id = change.db.lastInsertedRowID
        try set(password.hash, of: id, mustChange: true, change)
        try change.audit("account.create", "account", id, ["roles": encode(details.roles)])
        return NewAccount(account: try fetch(id, change.db), oneTimePassword: password.words)
    }

    private func set(_ hash: PasswordHash, of id: Int64, mustChange: Bool, _ change: Change) throws {
        try store(hash, of: id, change.db)
        try change.db.execute(
            sql: "UPDATE account SET must_change_password = ?, updated_at = ?, updated_by = ? WHERE id = ?",
            arguments: [mustChange, change.at, change.by, id])
        try endSessions(of: id, change.db)
    }

    func store(_ hash: PasswordHash, of id: Int64, _ db: Database) throws {
        try db.execute(
            sql: """
                UPDATE account SET password_hash = ?, password_salt = ?, scrypt_n = ?, scrypt_r = ?, scrypt_p = ?
                WHERE id = ?
                """,
            arguments: [
                Data(hash.hash), Data(hash.salt), hash.cost.rounds, hash.cost.blockSize, hash.cost.parallelism, id,
            ])
    }

    func endSessions(of id: Int64, _ db: Database) throws {
        try db.execute(sql: "DELETE FROM session WHERE account_id = ?", arguments: [id])
    }

    func fetch(_ id: Int64, _ db: Database) throws -> Account {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM account WHERE id = ?", arguments: [id]) else {
            throw StoreError.noAccount
        }
        return Account(row: row)
    }

    private func checked(_ details: AccountDetails, except id: Int64?, _ db: Database) throws -> AccountDetails {
        var details = details
        details.login = Self.normalised(login: details.login)
        details.displayName = details.displayName.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (2...64).contains(details.login.count),
            details.login.unicodeScalars.allSatisfy({
                $0.properties.isAlphabetic || "0123456789.-_".unicodeScalars.contains($0)
            })
        else { throw StoreError.badLogin }
        guard (1...100).contains(details.displayName.count) else { throw StoreError.badDisplayName }
        guard !details.roles.isEmpty else { throw StoreError.noRole }
        let owner = try Int64.fetchOne(db, sql: "SELECT id FROM account WHERE login = ?", arguments: [details.login])
        guard owner == nil || owner == id else { throw StoreError.loginTaken }
        return details
    }

    private func checkNotLastAdministrator(_ id: Int64, _ db: Database) throws {
        let others = try Row.fetchAll(
            db, sql: "SELECT * FROM account WHERE is_disabled = 0 AND id <> ?", arguments: [id]
        ).map(Account.init(row:))
        guard others.contains(where: { $0.roles.contains(.administrator) }) else { throw StoreError.lastAdministrator }
    }

    private func encode(_ roles: Set<Role>) -> String { roles.map(\.rawValue).sorted().joined(separator: ",") }

    /// Names are the same in upper and lower case and in full-width forms.
    static func normalised(login: String) -> String {
        String(login.prefix(200)).precomposedStringWithCompatibilityMapping.lowercased()
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension Account {
    init(row: Row) {
        let roles = (row["roles"] as String).split(separator: ",").compactMap { Role(rawValue: String($0)) }
        self.init(
            id: row["id"], login: row["login"], displayName: row["display_name"], office: row["office_id"],
            roles: Set(roles), isDisabled: row["is_disabled"], mustChangePassword: row["must_change_password"],
            createdAt: Date(milliseconds: row["created_at"]),
            lastSignInAt: (row["last_sign_in_at"] as Int64?).map(Date.init(milliseconds:)))
    }
}
