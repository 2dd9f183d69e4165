import Foundation
import GRDB

extension Store {
    /// Restores a backup into a directory after checking every table and file against its digest.
    ///
    /// The directory is made beside its place and moved there whole; a failure leaves what was there untouched.
    /// - Throws: `StoreError.notEmpty` unless `replacing` (what was there is then moved aside), `.inUse` while a
    ///   server runs on it, `.noBackup`, `.damagedBackup`.
    public static func restore(
        from file: URL, to directory: URL, replacing: Bool = false, environment: StoreEnvironment = .live
    ) throws -> BackupReport {
        let directory = directory.absoluteURL.standardizedFileURL
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        guard names.isEmpty || replacing else { throw StoreError.notEmpty(path: directory.path) }
        let lock =
            names.isEmpty ? nil : try DirectoryLock(directory: directory, name: "lock", kind: .exclusive)
        defer { lock?.unlock() }

        let parent = directory.deletingLastPathComponent()
        try PrivateFiles.makeDirectory(parent)
        let fresh = parent.appending(path: ".\(directory.lastPathComponent).\(UUID().uuidString)")
        try PrivateFiles.makeDirectory(fresh)
        defer { try? FileManager.default.removeItem(at: fresh) }

        let content = try unpack(file, into: fresh)
        var previous: URL?
        if !names.isEmpty {
            let aside = parent.appending(
                path: "\(directory.lastPathComponent).before-\(environment.now().milliseconds)")
            guard rename(directory.path, aside.path) == 0 else { throw PrivateFiles.failure(directory) }
            previous = aside
        }
        // `rename` replaces an empty directory.
        guard rename(fresh.path, directory.path) == 0 else {
            let error = PrivateFiles.failure(directory)
            if let previous { rename(previous.path, directory.path) }
            throw error
        }
        try PrivateFiles.synchronise(directory: parent)
        let size = (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
        return BackupReport(
            path: directory.path, rows: content.rows, files: content.files, size: size, previous: previous?.path)
    }

    /// Copies the backup, checks the copy, takes the files out of it, and leaves the plain database.
    private static func unpack(_ backup: URL, into directory: URL) throws -> (rows: Int, files: Int) {
        let database = directory.appending(path: databaseName)
        do {
            try FileManager.default.copyItem(at: backup, to: database)
        } catch {
            throw StoreError.noBackup(path: backup.path, reason: PrivateFiles.reason(error))
        }
        try PrivateFiles.restrict(database)
        do {
            let queue = try DatabaseQueue(path: database.path)
            let content = try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
                return try unpack(db, of: backup, into: directory)
            }
            try queue.close()
            try PrivateFiles.synchronise(file: database)
            try PrivateFiles.synchronise(directory: directory)
            return content
        } catch let error as DatabaseError {
            throw StoreError.noBackup(path: backup.path, reason: error.message ?? error.resultCode.description)
        }
    }

    private static func unpack(
        _ db: Database, of backup: URL, into directory: URL
    ) throws -> (rows: Int, files: Int) {
        let findings = try String.fetchAll(db, sql: "PRAGMA integrity_check(1)")
        guard findings == ["ok"] else {
            throw StoreError.noBackup(path: backup.path, reason: findings.first ?? "")
        }
        let tables = try Row.fetchAll(db, sql: "SELECT name, row_count, digest FROM backup_table ORDER BY name")
        guard try ContentDigest.tables(db) == tables.map({ $0["name"] }) else {
            throw StoreError.damagedBackup(part: "backup_table")
        }
        var rows = 0
        for table in tables {
            let expected = ContentDigest(rows: table["row_count"], digest: table["digest"])
            guard try ContentDigest(ofTable: table["name"], db) == expected else {
                throw StoreError.damagedBackup(part: table["name"])
            }
            rows += expected.rows
        }
        let files = FileStore(directory: directory.appending(path: "files"))
        var count = 0
        let cursor = try Row.fetchCursor(db, sql: "SELECT digest, bytes FROM backup_file")
        while let row = try cursor.next() {
            let digest: String = row["digest"]
            guard try files.keep(row["bytes"]) == digest else { throw StoreError.damagedBackup(part: digest) }
            count += 1
        }
        try BackupPieces.take(from: db, into: directory)
        try db.execute(sql: "DROP TABLE backup_file; DROP TABLE backup_table; VACUUM")
        return (rows, count)
    }
}
