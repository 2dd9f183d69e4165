import Catalog

/// A connection to the database that holds the registers, within one transaction or one snapshot.
///
/// Statements are of the subset of SQL that SQLite and PostgreSQL share, with `?` for the arguments in their order.
public protocol SQLConnection {
    /// Which database it is, for the few places where the two differ.
    var dialect: SQLDialect { get }
    /// Runs a query and gives each row as it comes. `body` may run other statements.
    ///
    /// An argument takes its type from where it stands, in PostgreSQL; where nothing gives it one, as in `? IS NULL` or
    /// `SELECT ?`, write `CAST(? AS …)`.
    func each(_ sql: String, _ arguments: [SQLValue], _ body: (SQLRow) throws -> Void) throws
    /// Runs a statement; how many rows it changed.
    @discardableResult func run(_ sql: String, _ arguments: [SQLValue]) throws -> Int
    /// Runs `body`; where it throws, what it changed is undone, the change around it goes on, and the error is thrown.
    func undoingOnError<Value>(_ body: () throws -> Value) throws -> Value
    /// Adds many rows in the fastest way there is: `fill` is called for each row until it answers false, and puts in
    /// one value a column in their order. `fill` runs no statements.
    func insert(
        into table: String, columns: [(name: String, kind: TableColumn.Kind)],
        fill: (inout any RowFiller) throws -> Bool
    ) throws
    /// Gives the sums of a query's columns after the first `keys` for each combination of those: nil for a sum of nothing.
    /// The query names its columns `key_0`, … and `term_0`, ….
    func sums(
        of query: String, keys: Int, terms: Int, _ body: (_ keys: [SQLValue], _ sums: [Double?]) throws -> Void
    ) throws
    /// Keeps the distinct rows of a query in a temporary table of this connection, with their number as `counted_rows`
    /// and an index on the first column; false where they hardly repeat or the database needs no such help.
    func collect(_ query: String, into name: String) throws -> Bool
    /// Drops such a table.
    func discard(_ name: String) throws
}

/// Rows that are ready to be written: values by column with an `id` before, what is sealed and `since` behind.
///
/// The pointers are valid during the call that has it.
struct ReadyRows {
    /// The values of all rows, row after row.
    let cells: UnsafeBufferPointer<RowBatch.Cell>
    /// Values of a row.
    let width: Int
    /// The bytes of texts.
    let bytes: UnsafeRawBufferPointer
    /// The positions of the rows to be written.
    let rows: [Int]
    /// Their numbers in the register.
    let ids: [Int64]
    /// The states of cases, one a row; nil for registers without flow.
    let states: [SQLValue]?
    /// Where what is sealed stands, by position; nil for registers that seal nothing.
    let sealed: [Range<Int>]?
    /// The audit entry that makes them.
    let since: Int64

    /// Puts one of the rows in.
    @inline(__always)
    func put<Filler: RowFiller>(_ index: Int, into filler: inout Filler) {
        let row = rows[index]
        filler.integer(ids[index])
        for column in row * width..<(row + 1) * width {
            let cell = cells[column]
            switch cell.tag {
            case .null: filler.null()
            case .integer: filler.integer(cell.integer)
            case .real: filler.real(cell.real)
            case .text, .key: filler.text(UnsafeRawBufferPointer(rebasing: bytes[cell.range]))
            }
        }
        if let states { filler.put(states[index]) }
        if let sealed {
            let range = sealed[row]
            if range.isEmpty { filler.null() } else { filler.blob(UnsafeRawBufferPointer(rebasing: bytes[range])) }
        }
        filler.integer(since)
    }
}

extension SQLConnection {
    /// Adds rows that are ready.
    func insert(_ ready: ReadyRows, into table: String, columns: [(name: String, kind: TableColumn.Kind)]) throws {
        if let sqlite = self as? SQLiteConnection {
            return try sqlite.insertReady(ready, into: table, columns: columns)
        }
        var next = 0
        try insert(into: table, columns: columns) { filler in
            guard next < ready.rows.count else { return false }
            var any = AnyFiller(filler: filler)
            ready.put(next, into: &any)
            filler = any.filler
            next += 1
            return true
        }
    }

    /// Lets the database sum.
    public func sums(
        of query: String, keys: Int, terms: Int, _ body: (_ keys: [SQLValue], _ sums: [Double?]) throws -> Void
    ) throws {
        let names = (0..<keys).map { "key_\($0)" }
        let sums = (0..<terms).map { "CAST(sum(term_\($0)) AS double precision)" }
        let list = (names + sums).joined(separator: ", ")
        let sql = "SELECT \(list) FROM (\(query)) AS counted GROUP BY \(names.joined(separator: ", "))"
        try each(sql, []) { row in
            try body((0..<keys).map { row[$0] }, (keys..<keys + terms).map { row[$0].number })
        }
    }

    /// Collects nothing.
    public func collect(_ query: String, into name: String) throws -> Bool { false }

    /// Has nothing to drop.
    public func discard(_ name: String) throws {}

    /// The rows of a query.
    public func rows(_ sql: String, _ arguments: [SQLValue] = []) throws -> [SQLRow] {
        var rows: [SQLRow] = []
        try each(sql, arguments) { rows.append($0) }
        return rows
    }

    /// The first row of a query.
    public func row(_ sql: String, _ arguments: [SQLValue] = []) throws -> SQLRow? {
        try rows(sql, arguments).first
    }

    /// The first value of the first row; null where there is none.
    public func value(_ sql: String, _ arguments: [SQLValue] = []) throws -> SQLValue {
        try row(sql, arguments)?.values.first ?? .null
    }

    /// Runs a statement without arguments.
    public func run(_ sql: String) throws { try run(sql, []) }
}

/// Takes the values of one row, one a column in their order.
public protocol RowFiller {
    /// Nothing.
    mutating func null()
    /// A whole number, a day's or a row's number; 1 and 0 for yes and no.
    mutating func integer(_ value: Int64)
    /// A number.
    mutating func real(_ value: Double)
    /// A text, in UTF-8. The bytes must last until the row is filled.
    mutating func text(_ bytes: UnsafeRawBufferPointer)
    /// Bytes. They must last until the row is filled.
    mutating func blob(_ bytes: UnsafeRawBufferPointer)
    /// A text that is copied.
    mutating func copiedText(_ text: String)
    /// Bytes that are copied.
    mutating func copiedBlob(_ bytes: [UInt8])
}

extension RowFiller {
    /// Any value.
    public mutating func put(_ value: SQLValue) {
        switch value {
        case .null: null()
        case .integer(let number): integer(number)
        case .real(let number): real(number)
        case .text(let string): copiedText(string)
        case .blob(let bytes): copiedBlob(bytes)
        }
    }
}

/// Passes values on to a filler whose type is not known.
private struct AnyFiller: RowFiller {
    var filler: any RowFiller

    mutating func null() { filler.null() }
    mutating func integer(_ value: Int64) { filler.integer(value) }
    mutating func real(_ value: Double) { filler.real(value) }
    mutating func text(_ bytes: UnsafeRawBufferPointer) { filler.text(bytes) }
    mutating func blob(_ bytes: UnsafeRawBufferPointer) { filler.blob(bytes) }
    mutating func copiedText(_ text: String) { filler.copiedText(text) }
    mutating func copiedBlob(_ bytes: [UInt8]) { filler.copiedBlob(bytes) }
}

/// Where the two databases differ.
public enum SQLDialect: Hashable, Sendable {
    case sqlite, postgres

    /// The type of a column.
    public func type(_ kind: TableColumn.Kind) -> String {
        switch (self, kind) {
        case (.sqlite, .text), (.sqlite, .date): "TEXT"
        case (.sqlite, .integer), (.sqlite, .boolean): "INTEGER"
        case (.sqlite, .real): "REAL"
        case (.postgres, .text): "text COLLATE \"C\""
        case (.postgres, .integer): "bigint"
        case (.postgres, .real): "double precision"
        case (.postgres, .boolean): "boolean"
        case (.postgres, .date): "date"
        }
    }

    /// A place for an argument that the database is to take as a column of this kind, where it cannot tell by itself.
    public func argument(_ kind: TableColumn.Kind) -> String {
        switch (self, kind) {
        case (.sqlite, _): "?"
        case (.postgres, .text): "CAST(? AS text)"
        default: "CAST(? AS \(type(kind)))"
        }
    }

    /// The type of sealed bytes.
    public var bytes: String { self == .sqlite ? "BLOB" : "bytea" }
}
