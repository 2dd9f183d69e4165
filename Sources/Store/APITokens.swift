import Crypto
import Foundation
import GRDB

/// The tokens of the programming interface. Only digests of their secrets are kept.
public struct APITokens: Sendable {
    let store: Store

    /// Most days that a token works: it is renewed once a year.
    public static let longestLifetime = 366
    private static let prefix = "xz_"
    /// The last use is noted to the minute: not every request writes.
    private static let usedStep: Int64 = 60_000

    /// Makes a token for an account.
    ///
    /// - Parameter days: how long it works, 1…`longestLifetime`.
    /// - Throws: `APITokenError.badName`, `.badLifetime`, `.disabledAccount`; `StoreError.noAccount`.
    public func create(
        name: String, account: Int64, days: Int, by principal: Principal
    ) throws -> NewAPIToken {
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...100).contains(name.count) else { throw APITokenError.badName }
        guard (1...Self.longestLifetime).contains(days) else {
            throw APITokenError.badLifetime(limit: Self.longestLifetime)
        }
        let secret = Self.prefix + store.environment.randomBytes(32).base64url
        let token = try store.change(by: principal) { change in
            guard try !store.accounts.fetch(account, change.db).isDisabled else { throw APITokenError.disabledAccount }
            try change.db.execute(
                sql: """
                    INSERT INTO api_token (account_id, name, digest, created_at, created_by, expires_at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    account, name, Self.digest(secret), change.at, change.by, change.at + Int64(days) * 86_400_000,
                ])
            let id = change.db.lastInsertedRowID
            try change.audit("token.create", "token", id, ["account": String(account), "days": String(days)])
            return try fetch(id, change.db)
        }
        return NewAPIToken(token: token, secret: secret)
    }

    /// All tokens, latest first; those that no longer work too.
    public func all() throws -> [APIToken] {
        try store.read { try Row.fetchAll($0, sql: "SELECT * FROM api_token ORDER BY id DESC").map(APIToken.init) }
    }

    /// Takes a token back: it no longer works from now on. - Throws: `APITokenError.noToken`.
    @discardableResult
    public func revoke(_ id: Int64, by principal: Principal) throws -> APIToken {
        try store.change(by: principal) { change in
            try change.db.execute(
                sql: "UPDATE api_token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
                arguments: [change.at, id])
            guard change.db.changesCount == 1 else { throw APITokenError.noToken(id) }
            try change.audit("token.revoke", "token", id)
            return try fetch(id, change.db)
        }
    }

    /// The account that a secret acts as. Remembers that the token was used.
    ///
    /// A right secret is never held up. Wrong ones are counted by address and slowed down as wrong passwords are, apart
    /// from them: a programme with an old token keeps nobody from signing in.
    ///
    /// - Parameter address: where the request comes from; kept only as a digest.
    /// - Throws: `APITokenError.refused`, `.lockedOut`.
    public func account(secret: String, address: String) throws -> Account {
        let now = store.environment.now()
        let found = try store.read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM api_token WHERE digest = ?", arguments: [Self.digest(secret)])
                .map { row in (token: APIToken(row), account: try store.accounts.fetch(row["account_id"], db)) }
        }
        guard let found, found.token.isValid(at: now), !found.account.isDisabled else {
            try refuse(found?.token, address)
        }
        let used = found.token.lastUsedAt?.milliseconds ?? .min
        if used < now.milliseconds - Self.usedStep {
            try store.change(by: found.account.principal) { change in
                try change.db.execute(
                    sql: "UPDATE api_token SET last_used_at = ? WHERE id = ?", arguments: [change.at, found.token.id])
            }
        }
        return found.account
    }

    private func refuse(_ token: APIToken?, _ address: String) throws -> Never {
        do {
            try store.change(by: .system("api")) { change in
                if !address.isEmpty { try SignInGuard.begin([.tokenAddress(address)], change) }
                if let token { try change.audit("token.refuse", "token", token.id) }
            }
        } catch StoreError.lockedOut(let seconds) {
            throw APITokenError.lockedOut(seconds: seconds)
        }
        throw APITokenError.refused
    }

    private func fetch(_ id: Int64, _ db: Database) throws -> APIToken {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM api_token WHERE id = ?", arguments: [id]) else {
            throw APITokenError.noToken(id)
        }
        return APIToken(row)
    }

    /// 256 random bits need no slow hash: nobody guesses them.
    private static func digest(_ secret: String) -> Data { Data(SHA256.hash(data: Data(secret.utf8))) }

    static let migration = StoreMigration("store/002 tokens of the programming interface") { db in
        try db.execute(
            sql: """
                CREATE TABLE api_token (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                    name TEXT NOT NULL,
                    digest BLOB NOT NULL UNIQUE,
                    created_at INTEGER NOT NULL,
                    created_by INTEGER,
                    expires_at INTEGER NOT NULL,
                    last_used_at INTEGER,
                    revoked_at INTEGER
                ) STRICT;
                CREATE INDEX api_token_account ON api_token (account_id);
                """)
    }
}

extension APIToken {
    init(_ row: Row) {
        self.init(
            id: row["id"], account: row["account_id"], name: row["name"],
            createdAt: Date(milliseconds: row["created_at"]), expiresAt: Date(milliseconds: row["expires_at"]),
            lastUsedAt: (row["last_used_at"] as Int64?).map(Date.init(milliseconds:)),
            revokedAt: (row["revoked_at"] as Int64?).map(Date.init(milliseconds:)))
    }
}

extension Store {
    /// The tokens of the programming interface.
    public var apiTokens: APITokens { APITokens(store: self) }
}
