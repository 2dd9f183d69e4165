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

// A backup is one SQLite file: the database as `VACUUM INTO` copies it from one snapshot, and in it, as further
// tables, the stored files and a list of digests. SQLite writes and checks it, any SQLite tool opens it, and there is
// no archive format whose cut or damaged file would have to be recognised.
extension Store {
    /// Takes a consistent backup of database and files into one file, while others go on reading and writing.
    ///
    /// Sessions are left out: nobody is signed in after a restore.
    /// - Throws: `StoreError.exists` for a file of that name, `.damagedFile`, `.database`.
    public func backUp(to file: URL, by principal: Principal) throws -> BackupReport {
        let file = file.absoluteURL.standardizedFileURL
        guard !FileManager.default.fileExists(atPath: file.path) else { throw StoreError.exists(path: file.path) }
        let temporary = file.deletingLastPathComponent().appending(
            path: ".\(file.lastPathComponent).\(UUID().uuidString)")
        defer { unlink(temporary.path) }
        try change(by: principal) { try $0.audit("store.backUp", "store") }
        let report = try Self.mapErrors(path: file.path) {
            try pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [temporary.path]) }
            try PrivateFiles.restrict(temporary)
            // Files come in before the rows that name them and never go, so all that the snapshot names are there.
            return try complete(temporary)
        }
        try PrivateFiles.synchronise(file: temporary)
        // A hard link does not replace a file that somebody made in the meantime.
        guard link(temporary.path, file.path) == 0 else {
            throw errno == EEXIST ? StoreError.exists(path: file.path) : PrivateFiles.failure(file)
        }
        try PrivateFiles.synchronise(directory: file.deletingLastPathComponent())
        let size = (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
        return BackupReport(path: file.path, rows: report.rows, files: report.files, size: size, previous: nil)
    }

    private func complete(_ copy: URL) throws -> (rows: Int, files: Int) {
        let queue = try DatabaseQueue(path: copy.path)
        return try queue.write { db in
            try db.execute(
                sql: """
                    DELETE FROM session;
                    DELETE FROM sign_in_failure;
                    CREATE TABLE backup_file (digest TEXT NOT NULL PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
                    CREATE TABLE backup_table (
                        name TEXT NOT NULL PRIMARY KEY, row_count INTEGER NOT NULL, digest TEXT NOT NULL
                    ) STRICT;
                    """)
            let digests = try files.digests()
            for digest in digests {
                try db.execute(
                    sql: "INSERT INTO backup_file (digest, bytes) VALUES (?, ?)",
                    arguments: [digest, try files.data(digest)])
            }
            try BackupPieces.put(from: directory, into: db)
            var rows = 0
            for table in try ContentDigest.tables(db) {
                let content = try ContentDigest(ofTable: table, db)
                rows += content.rows
                try db.execute(
                    sql: "INSERT INTO backup_table (name, row_count, digest) VALUES (?, ?, ?)",
                    arguments: [table, content.rows, content.digest])
            }
            return (rows, digests.count)
        }
    }
}
