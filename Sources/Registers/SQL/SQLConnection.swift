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
}

extension SQLConnection {
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
