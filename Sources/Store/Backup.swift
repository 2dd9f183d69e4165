import Foundation
import GRDB

/// What went into a backup, or came out of it.
public struct BackupReport: Hashable, Sendable {
    /// The backup file, or the directory that was restored.
    public let path: String
    /// Rows of the database.
    public let rows: Int
    /// Stored files.
    public let files: Int
    /// Size of the backup in bytes.
    public let size: Int
    /// Where the directory that was there before went, when it was replaced.
    public let previous: String?
}

extension Store {
    /// Takes a consistent backup of database and files into one file, while others go on reading and writing.
    ///
    /// - Throws: `StoreError.exists` for a file of that name, `.damagedFile`, `.database`.
    public func backUp(to file: URL, by principal: Principal) throws -> BackupReport { throw StoreError.noAccount }

    /// Restores a backup into a directory after checking every table and file against its digest.
    ///
    /// - Throws: `StoreError.notEmpty` unless `replacing` (what was there is then moved aside), `.inUse` while a
    ///   server runs on it, `.noBackup`, `.damagedBackup`.
    public static func restore(
        from file: URL, to directory: URL, replacing: Bool = false, environment: StoreEnvironment = .live
    ) throws -> BackupReport { throw StoreError.noAccount }
}
