import Catalog
import Foundation
import GRDB
import GRDBSQLite
import Store
import Synchronization

/// The registers in a SQLite file of their own beside the ledger's, so that a long import does not hold up the ledger.
public final class SQLiteDatabase: RegisterDatabase {
    /// SQLite.
    public let dialect = SQLDialect.sqlite
    /// Connections for reading, beside the one that writes.
    public let readersAtOnce = 4
    /// The database file.
    public let file: URL
    private let pool: DatabasePool
    private let isEmptying = Atomic(false)

    /// The file's name in the data directory.
    public static let name = "registers.sqlite"

    /// Opens the database, or makes it.
    ///
    /// - Throws: `RegisterError.database`.
    public init(file: URL, functions: SQLFunctions) throws {
        self.file = file
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        configuration.maximumReaderCount = readersAtOnce
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA page_size = 8192; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
                    PRAGMA temp_store = FILE; PRAGMA cache_size = -65536; PRAGMA threads = 2;
                    PRAGMA case_sensitive_like = ON
                    """)
            for function in functions.sqlite { db.add(function: function) }
        }
        do {
            pool = try DatabasePool(path: file.path, configuration: configuration)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            try pool.writeWithoutTransaction {
                try $0.execute(
                    sql:
                        "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = \(Self.logSize)"
                )
            }
        } catch let error as DatabaseError {
            throw RegisterError.database(reason: "\(error.extendedResultCode.rawValue) \(error.message ?? "")")
        }
    }

    /// Reads from one snapshot.
    public func read<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try Self.mapped { try pool.read { try body(SQLiteConnection(db: $0)) } }
    }

    /// Makes a change in one transaction.
    public func write<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try Self.mapped {
            let (value, changesTables) = try pool.write { db in
                let before = try Self.tableVersion(db)
                return (try body(SQLiteConnection(db: db)), try Self.tableVersion(db) != before)
            }
            // Statements that readers keep know the columns of before.
            if changesTables { pool.invalidateReadOnlyConnections() }
            emptyLog()
            return value
        }
    }

    /// The size of the write-ahead log, in bytes, from which on it is brought into the database file.
    private static let logSize = 8 << 20

    /// Brings a long write-ahead log into the database file, in a thread of its own: a change is on disk before.
    private func emptyLog() {
        let log = try? FileManager.default.attributesOfItem(atPath: file.path + "-wal")
        guard let size = log?[.size] as? Int, size > Self.logSize, !isEmptying.exchange(true, ordering: .relaxed)
        else { return }
        Thread { [self] in
            // Where readers still need an older state, the next change tries again.
            _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.passive) }
            isEmptying.store(false, ordering: .relaxed)
        }.start()
    }

    /// A number that every change of tables raises.
    private static func tableVersion(_ db: Database) throws -> Int? {
        try Int.fetchOne(db, sql: "PRAGMA schema_version")
    }

    /// SQLite's errors with code and meaning, without the values bound.
    static func mapped<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw RegisterError.database(reason: "\(error.extendedResultCode.rawValue) \(error.message ?? "")")
        }
    }
}

/// A SQLite connection in a transaction.
struct SQLiteConnection: SQLConnection {
    let db: Database

    var dialect: SQLDialect { .sqlite }

    func each(_ sql: String, _ arguments: [SQLValue], _ body: (SQLRow) throws -> Void) throws {
        let statement = try db.cachedStatement(sql: sql)
        try statement.setArguments(StatementArguments(arguments))
        let names = statement.columnNames
        try eachRow(of: statement) { row in
            let values = (0..<Int32(names.count)).map { Self.value(row, $0) }
            try body(SQLRow(names: names, values: values))
            return true
        }
    }

    private static func value(_ row: SQLiteStatement, _ column: Int32) -> SQLValue {
        switch sqlite3_column_type(row, column) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(row, column))
        case SQLITE_FLOAT: .real(sqlite3_column_double(row, column))
        case SQLITE_TEXT:
            .text(
                String(
                    decoding: UnsafeRawBufferPointer(
                        start: sqlite3_column_text(row, column), count: Int(sqlite3_column_bytes(row, column))),
                    as: UTF8.self))
        case SQLITE_BLOB:
            .blob(
                Array(
                    UnsafeRawBufferPointer(
                        start: sqlite3_column_blob(row, column), count: Int(sqlite3_column_bytes(row, column)))))
        default: .null
        }
    }

    /// Steps through a statement until `body` answers false; whether it came to the end.
    @discardableResult
    func eachRow(of statement: Statement, _ body: (SQLiteStatement) throws -> Bool) throws -> Bool {
        let row = statement.sqliteStatement
        sqlite3_reset(row)
        defer { sqlite3_reset(row) }
        while true {
            let code = sqlite3_step(row)
            switch code {
            case SQLITE_ROW: guard try body(row) else { return false }
            case SQLITE_DONE: return true
            default: throw error(code)
            }
        }
    }

    /// The error of a result code, without the values that were bound.
    func error(_ code: CInt) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: db.sqliteConnection.map { String(cString: sqlite3_errmsg($0)) })
    }

    func run(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        if arguments.isEmpty {
            try db.execute(sql: sql)
        } else {
            try db.cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
        }
        return db.changesCount
    }

    func undoingOnError<Value>(_ body: () throws -> Value) throws -> Value {
        try db.execute(sql: "SAVEPOINT attempt")
        do {
            let value = try body()
            try db.execute(sql: "RELEASE SAVEPOINT attempt")
            return value
        } catch {
            try db.execute(sql: "ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt")
            throw error
        }
    }

    func insert(
        into table: String, columns: [(name: String, kind: TableColumn.Kind)],
        fill: (inout any RowFiller) throws -> Bool
    ) throws {
        try withInsertion(into: table, columns: columns) { statement, step in
            var filler: any RowFiller = SQLiteRowFiller(statement: statement)
            while try fill(&filler) {
                try step()
                filler = SQLiteRowFiller(statement: statement)
            }
        }
    }

    /// Rows of one statement: more would make statements long, fewer let the start of each cost more than its rows.
    private static let rowsAtOnce = 50

    /// The same for rows that are ready: many of them in a statement, bound without a call through a protocol.
    func insertReady(
        _ ready: ReadyRows, into table: String, columns: [(name: String, kind: TableColumn.Kind)]
    ) throws {
        let whole = ready.rows.count / Self.rowsAtOnce * Self.rowsAtOnce
        for (range, size) in [(0..<whole, Self.rowsAtOnce), (whole..<ready.rows.count, 1)] where !range.isEmpty {
            try withInsertion(into: table, columns: columns, rows: size) { statement, step in
                for start in stride(from: range.lowerBound, to: range.upperBound, by: size) {
                    var filler = SQLiteRowFiller(statement: statement)
                    for index in start..<start + size { ready.put(index, into: &filler) }
                    try step()
                }
            }
        }
    }

    /// A refused row undoes no others of its statement: whoever called undoes them all, and SQLite need not keep what was
    /// there before each statement.
    private func withInsertion(
        into table: String, columns: [(name: String, kind: TableColumn.Kind)], rows: Int = 1,
        _ body: (_ statement: SQLiteStatement, _ step: () throws -> Void) throws -> Void
    ) throws {
        let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let marks = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        let values = repeatElement(marks, count: rows).joined(separator: ", ")
        let prepared = try db.cachedStatement(sql: "INSERT OR FAIL INTO \"\(table)\" (\(names)) VALUES \(values)")
        let statement = prepared.sqliteStatement
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        try body(statement) {
            let code = sqlite3_step(statement)
            guard code == SQLITE_DONE else { throw error(code) }
            sqlite3_reset(statement)
        }
    }
}

/// Binds the values of a row to a prepared INSERT.
private struct SQLiteRowFiller: RowFiller {
    let statement: SQLiteStatement
    private var index: Int32 = 0

    init(statement: SQLiteStatement) { self.statement = statement }

    /// SQLite is to copy the bytes: they last only during the call.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    mutating func null() {
        index += 1
        sqlite3_bind_null(statement, index)
    }

    mutating func integer(_ value: Int64) {
        index += 1
        sqlite3_bind_int64(statement, index, value)
    }

    mutating func real(_ value: Double) {
        index += 1
        sqlite3_bind_double(statement, index, value)
    }

    mutating func text(_ bytes: UnsafeRawBufferPointer) {
        index += 1
        // An empty buffer has no address; SQLite takes a missing address for NULL.
        guard let base = bytes.baseAddress else {
            sqlite3_bind_text(statement, index, "", 0, Self.transient)
            return
        }
        sqlite3_bind_text(statement, index, base.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil)
    }

    mutating func blob(_ bytes: UnsafeRawBufferPointer) {
        index += 1
        sqlite3_bind_blob(statement, index, bytes.baseAddress, Int32(bytes.count), nil)
    }

    mutating func copiedText(_ text: String) {
        index += 1
        sqlite3_bind_text(statement, index, text, Int32(text.utf8.count), Self.transient)
    }

    mutating func copiedBlob(_ bytes: [UInt8]) {
        index += 1
        sqlite3_bind_blob(statement, index, bytes, Int32(bytes.count), Self.transient)
    }
}

extension StatementArguments {
    /// Arguments in their order.
    fileprivate init(_ values: [SQLValue]) {
        self.init(
            values.map { value -> (any DatabaseValueConvertible)? in
                switch value {
                case .null: nil
                case .integer(let number): number
                case .real(let number): number
                case .text(let text): text
                case .blob(let bytes): Data(bytes)
                }
            })
    }
}
