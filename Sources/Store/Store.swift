import Foundation
import GRDB

/// Everything that an installation keeps: one SQLite database and the files, in one directory.
///
/// Every change is a transaction that is on disk when the method returns, with its entry in the audit trail.
/// Several processes may have one directory open: SQLite orders their writes.
public final class Store: Sendable {
    /// The data directory.
    public let directory: URL
    /// Clock and chance.
    public let environment: StoreEnvironment
    let pool: DatabasePool
    /// Held while the store is open, so that nobody restores over it.
    private let lock: DirectoryLock

    /// The database's name in the directory.
    package static let databaseName = "xuezheng.sqlite"

    /// Opens the store in a directory, or makes it there; brings its tables up to date, after a backup.
    ///
    /// - Parameter migrations: the tables of those who keep things in it; the store's own come first.
    /// - Throws: `StoreError.directory`, `.damagedDatabase`, `.newerDatabase`, `.inUse`.
    public static func open(
        directory: URL, migrations: [StoreMigration] = [], environment: StoreEnvironment = .live
    ) throws -> Store {
        let directory = directory.absoluteURL.standardizedFileURL
        let isNew = !FileManager.default.fileExists(atPath: directory.path)
        try PrivateFiles.makeDirectory(directory)
        if isNew { try PrivateFiles.synchronise(directory: directory.deletingLastPathComponent()) }
        let lock = try DirectoryLock(directory: directory, name: "lock", kind: .shared)
        // Only one process at a time brings the tables up to date.
        let opening = try DirectoryLock(directory: directory, name: "opening.lock", kind: .exclusiveWhenFree)
        defer { opening.unlock() }
        let file = directory.appending(path: databaseName)
        return try mapErrors(path: file.path) {
            let pool = try openPool(file)
            let schema = StoreSchema(migrations: StoreSchema.own + migrations)
            try schema.update(pool, file: file, now: environment.now())
            try PrivateFiles.synchronise(directory: directory)
            return Store(directory: directory, environment: environment, pool: pool, lock: lock)
        }
    }

    private init(directory: URL, environment: StoreEnvironment, pool: DatabasePool, lock: DirectoryLock) {
        self.directory = directory
        self.environment = environment
        self.pool = pool
        self.lock = lock
    }

    private static func openPool(_ file: URL) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            // A database that somebody doctored must not run code of his choice through views and triggers.
            try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
            // 16 MiB of pages at most, so that lists of a whole plan are not read from the file again and again.
            try db.execute(sql: "PRAGMA cache_size = -16384")
        }
        let pool = try DatabasePool(path: file.path, configuration: configuration)
        try PrivateFiles.restrict(file)
        try pool.writeWithoutTransaction { db in
            // The pool chooses NORMAL, which may lose the last transactions when the power fails.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            let findings = try String.fetchAll(db, sql: "PRAGMA quick_check(1)")
            guard findings == ["ok"] else {
                throw StoreError.damagedDatabase(path: file.path, reason: findings.first ?? "")
            }
        }
        return pool
    }

    /// The accounts, signing in, and sessions.
    public var accounts: Accounts { Accounts(store: self) }
    /// The record of every change.
    public var audit: AuditTrail { AuditTrail(store: self) }
    /// The files that came in.
    public var files: FileStore { FileStore(directory: directory.appending(path: "files")) }

    /// Checks the database file and its references. - Throws: `StoreError.damagedDatabase`.
    public func checkIntegrity() throws {
        try read { db in
            let findings = try String.fetchAll(db, sql: "PRAGMA integrity_check(5)")
            guard findings == ["ok"] else { throw self.damaged(findings.joined(separator: "; ")) }
            if let row = try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") {
                throw self.damaged("foreign key: \(row[0] as String? ?? "")")
            }
        }
    }

    private func damaged(_ reason: String) -> StoreError {
        .damagedDatabase(path: directory.appending(path: Self.databaseName).path, reason: reason)
    }

    /// Reads from one consistent snapshot.
    package func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try Self.mapErrors(path: directory.path) { try pool.read(body) }
    }

    /// Makes a change: one transaction, with its time and whoever makes it.
    package func change<Value>(by principal: Principal, _ body: (Change) throws -> Value) throws -> Value {
        let now = environment.now()
        return try Self.mapErrors(path: directory.path) {
            try pool.write { db in try body(Change(db: db, now: now, principal: principal)) }
        }
    }

    /// Turns the database's errors into the store's: code and what it means, never the values bound.
    static func mapErrors<Value>(path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            let reason = error.message ?? error.resultCode.description
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: throw StoreError.damagedDatabase(path: path, reason: reason)
            case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
                throw StoreError.directory(path: path, reason: reason)
            default: throw StoreError.database(reason: "\(error.extendedResultCode.rawValue) \(reason)")
            }
        }
    }
}

/// A change under way: its transaction, its time, and whoever makes it.
package struct Change {
    /// The transaction.
    package let db: Database
    /// The one time of everything in it.
    package let now: Date
    /// Who makes it.
    package let principal: Principal

    /// The time as it is kept.
    package var at: Int64 { now.milliseconds }
    /// The account as it is kept in `created_by` and `updated_by`.
    package var by: Int64? { principal.accountID }
}
