import Crypto
import Foundation
import GRDB

/// What stands beside the database and goes into a backup with it: the registers, their key, the bureau's own catalogue.
///
/// Files of any size go in as pieces, each with its digest. The key is among them, so that a restored installation can
/// read its personal data: a backup is as secret as the installation itself.
enum BackupPieces {
    /// The database of the registers, which others may write meanwhile.
    static let registers = "registers.sqlite"
    /// Files and folders that are copied as they are.
    private static let plain = ["registers.key", "catalog"]
    private static let pieceSize = 32 << 20

    /// Puts everything of a data directory into the backup.
    static func put(from directory: URL, into db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE backup_piece (
                    name TEXT NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL, digest TEXT NOT NULL,
                    PRIMARY KEY (name, number)
                ) STRICT
                """)
        let source = directory.appending(path: registers)
        if FileManager.default.fileExists(atPath: source.path) {
            let copy = directory.appending(path: ".registers-\(UUID().uuidString)")
            defer { unlink(copy.path) }
            // Another connection than the registers' own: it sees one snapshot and holds nobody up.
            let queue = try DatabaseQueue(path: source.path)
            try queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [copy.path]) }
            try queue.close()
            try PrivateFiles.restrict(copy)
            try put(copy, as: registers, into: db)
        }
        for name in try plain.flatMap({ try files(of: $0, in: directory) }) {
            try put(directory.appending(path: name), as: name, into: db)
        }
    }

    private static func files(of name: String, in directory: URL) throws -> [String] {
        var isFolder: ObjCBool = false
        let path = directory.appending(path: name).path
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
        guard isFolder.boolValue else { return [name] }
        return try FileManager.default.subpathsOfDirectory(atPath: path).sorted().map { "\(name)/\($0)" }.filter {
            var isFolder: ObjCBool = false
            let there = FileManager.default.fileExists(
                atPath: directory.appending(path: $0).path, isDirectory: &isFolder)
            return there && !isFolder.boolValue
        }
    }

    private static func put(_ file: URL, as name: String, into db: Database) throws {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        var number = 0
        while true {
            let bytes = try handle.read(upToCount: pieceSize) ?? Data()
            guard !bytes.isEmpty || number == 0 else { return }
            try db.execute(
                sql: "INSERT INTO backup_piece (name, number, bytes, digest) VALUES (?, ?, ?, ?)",
                arguments: [name, number, bytes, SHA256.hash(data: bytes).hexadecimal])
            guard bytes.count == pieceSize else { return }
            number += 1
        }
    }

    /// Takes everything out of a backup into a directory. Backups of before have nothing beside the database.
    ///
    /// - Throws: `StoreError.damagedBackup` with the file whose piece differs from its digest.
    static func take(from db: Database, into directory: URL) throws {
        guard try db.tableExists("backup_piece") else { return }
        var open: (name: String, handle: FileHandle)?
        defer { try? open?.handle.close() }
        let pieces = try Row.fetchCursor(
            db, sql: "SELECT name, number, bytes, digest FROM backup_piece ORDER BY name, number")
        while let piece = try pieces.next() {
            let name: String = piece["name"], bytes: Data = piece["bytes"]
            guard SHA256.hash(data: bytes).hexadecimal == piece["digest"], isAllowed(name) else {
                throw StoreError.damagedBackup(part: name)
            }
            if open?.name != name {
                try open?.handle.synchronize()
                try open?.handle.close()
                let file = directory.appending(path: name)
                try PrivateFiles.makeDirectory(file.deletingLastPathComponent())
                try PrivateFiles.write(
                    Data(), to: file, temporary: directory.appending(path: ".new-\(UUID().uuidString)"))
                open = (name, try FileHandle(forWritingTo: file))
            }
            try open?.handle.write(contentsOf: bytes)
        }
        try open?.handle.synchronize()
        try db.execute(sql: "DROP TABLE backup_piece")
    }

    /// Only names that a backup gives its pieces: a doctored one must not write elsewhere.
    private static func isAllowed(_ name: String) -> Bool {
        if name == registers { return true }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return plain.contains(String(parts[0])) && !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
    }
}
