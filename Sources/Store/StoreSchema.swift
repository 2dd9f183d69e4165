import Foundation
import GRDB

/// The tables of a database: which steps it has, and the missing ones made up.
struct StoreSchema {
    let migrations: [StoreMigration]

    /// Brings a database up to date.
    ///
    /// Where it holds something already, a copy of it goes into `backups/` first.
    func update(_ pool: DatabasePool, file: URL, now: Date) throws {
        var migrator = DatabaseMigrator()
        for migration in migrations { migrator.registerMigration(migration.name, migrate: migration.change) }
        let applied = try pool.read { try migrator.appliedIdentifiers($0) }
        // Steps of an area that is not opened now are none of our business; unknown ones of our areas are newer.
        let areas = Set(migrations.map(\.area))
        let unknown = applied.subtracting(migrations.map(\.name))
        if unknown.contains(where: { areas.contains($0.prefix { $0 != "/" }) }) {
            throw StoreError.newerDatabase(path: file.path)
        }
        let missing = migrations.filter { !applied.contains($0.name) }
        guard let first = missing.first else { return }
        if !applied.isEmpty { try copy(pool, beside: file, before: first, now: now) }
        try migrator.migrate(pool)
    }

    private func copy(_ pool: DatabasePool, beside file: URL, before step: StoreMigration, now: Date) throws {
        let folder = file.deletingLastPathComponent().appending(path: "backups")
        try PrivateFiles.makeDirectory(folder)
        let label = String(step.name.map { $0.isLetter || $0.isNumber ? $0 : "-" })
        let copy = folder.appending(path: "before-\(label)-\(now.milliseconds).sqlite")
        try pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [copy.path]) }
        try PrivateFiles.restrict(copy)
        try PrivateFiles.synchronise(file: copy)
        try PrivateFiles.synchronise(directory: folder)
    }

    /// The store's own tables.
    static let own = [
        StoreMigration("store/001 accounts, sessions, audit") { db in
            try db.execute(
                sql: """
                    CREATE TABLE account (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        login TEXT NOT NULL UNIQUE,
                        display_name TEXT NOT NULL,
                        office_id INTEGER,
                        roles TEXT NOT NULL,
                        is_disabled INTEGER NOT NULL DEFAULT 0,
                        must_change_password INTEGER NOT NULL DEFAULT 1,
                        password_hash BLOB NOT NULL,
                        password_salt BLOB NOT NULL,
                        -- The cost of each hash stands beside it, so that it can grow.
                        scrypt_n INTEGER NOT NULL,
                        scrypt_r INTEGER NOT NULL,
                        scrypt_p INTEGER NOT NULL,
                        created_at INTEGER NOT NULL,
                        created_by INTEGER,
                        updated_at INTEGER NOT NULL,
                        updated_by INTEGER,
                        last_sign_in_at INTEGER
                    ) STRICT;
                    CREATE TABLE session (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        token_digest BLOB NOT NULL UNIQUE,
                        account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                        created_at INTEGER NOT NULL,
                        seen_at INTEGER NOT NULL,
                        expires_at INTEGER NOT NULL
                    ) STRICT;
                    CREATE INDEX session_account ON session (account_id);
                    CREATE TABLE sign_in_failure (
                        -- Digest of a sign-in name or an address: neither is readable here.
                        subject BLOB NOT NULL PRIMARY KEY,
                        failures INTEGER NOT NULL,
                        locked_until INTEGER,
                        last_at INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE audit (
                        id INTEGER PRIMARY KEY,
                        at INTEGER NOT NULL,
                        who TEXT NOT NULL,
                        action TEXT NOT NULL,
                        entity TEXT NOT NULL,
                        entity_id INTEGER,
                        detail TEXT NOT NULL,
                        hash TEXT NOT NULL
                    ) STRICT;
                    CREATE INDEX audit_entity ON audit (entity, entity_id);
                    CREATE TRIGGER audit_stays BEFORE DELETE ON audit
                        BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
                    CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
                        BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
                    """)
        },
        APITokens.migration,
    ]
}
