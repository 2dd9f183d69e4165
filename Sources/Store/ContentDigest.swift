import Crypto
import Foundation
import GRDB

/// The digest of a table's rows, so that a damaged backup is found and its table named: SQLite's own integrity check
/// does not see a changed letter inside a text.
struct ContentDigest: Equatable {
    var rows: Int
    var digest: String

    /// Names of the tables that hold something of ours, sorted.
    static func tables(_ db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT name FROM sqlite_schema
                WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'backup\\_%' ESCAPE '\\'
                ORDER BY name
                """)
    }

    /// Digest of a table: each value as type, length and bytes, rows in the order of the primary key.
    init(ofTable table: String, _ db: Database) throws {
        let key = try db.primaryKey(table)
        let order = key.rowIDColumn != nil || key.columns.isEmpty ? ["rowid"] : key.columns
        let columns = order.map { $0 == "rowid" ? $0 : $0.quotedDatabaseIdentifier }.joined(separator: ", ")
        let cursor = try Row.fetchCursor(
            db, sql: "SELECT * FROM \(table.quotedDatabaseIdentifier) ORDER BY \(columns)")
        var hash = SHA256()
        rows = 0
        while let row = try cursor.next() {
            rows += 1
            for (_, value) in row {
                let (kind, bytes) = Self.bytes(value)
                hash.update(data: Data("\(kind)\(bytes.count):".utf8))
                hash.update(data: bytes)
            }
        }
        digest = hash.finalize().hexadecimal
    }

    init(rows: Int, digest: String) {
        self.rows = rows
        self.digest = digest
    }

    private static func bytes(_ value: DatabaseValue) -> (String, Data) {
        switch value.storage {
        case .null: ("n", Data())
        case .int64(let number): ("i", Data(String(number).utf8))
        case .double(let number): ("d", Data(String(number.bitPattern).utf8))
        case .string(let text): ("t", Data(text.utf8))
        case .blob(let data): ("b", data)
        }
    }
}
