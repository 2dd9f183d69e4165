import Catalog
import Foundation

/// A row that an import adds or changes, as whoever imports may see it.
public struct ImportExample: Hashable, Sendable {
    /// The row as it will be.
    public let after: RegisterRow
    /// The row as it was; nil for a new one.
    public let before: RegisterRow?

    /// The fields in which the two differ, in the register's order; none for a new row.
    public func differences(in register: Register) -> [Field] {
        guard let before else { return [] }
        return register.entryFields.filter { before[$0.name] != after[$0.name] }
    }
}

/// Looks at what a change under way has written.
struct ImportExamples {
    /// Most examples of added rows, and of changed ones.
    static let limit = 5

    private let register: Register
    private let connection: any SQLConnection
    private let reader: RowReader

    init(
        _ register: Register, _ store: RegisterStore, _ access: RegisterAccess, _ connection: any SQLConnection
    ) throws {
        self.register = register
        self.connection = connection
        reader = try RowReader(register, store, access, connection)
    }

    /// The first rows that a change adds, then the first that it changes.
    func of(_ change: Int64) throws -> [ImportExample] {
        let version = TableLayout.version(register).map { "\"\($0)\"" }.joined(separator: ", ")
        let now = "\"\(register.name)\"", past = "\"\(TableLayout.past(register))\""
        func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [RegisterRow] {
            try reader.read(try connection.rows(sql, arguments))
        }
        let added = try rows(
            """
            SELECT \(version) FROM \(now) WHERE since = ? AND NOT EXISTS
            (SELECT 1 FROM \(past) WHERE \(past).id = \(now).id) ORDER BY id LIMIT \(Self.limit)
            """, [.integer(change)])
        let before = try rows(
            "SELECT \(version) FROM \(past) WHERE until = ? ORDER BY id LIMIT \(Self.limit)", [.integer(change)])
        let changed = try before.compactMap { row in
            try rows("SELECT \(version) FROM \(now) WHERE id = ?", [.integer(row.id)]).first.map {
                ImportExample(after: $0, before: row)
            }
        }
        return added.map { ImportExample(after: $0, before: nil) } + changed
    }
}

/// A transaction under way, for what is to happen together with an import or not at all.
public struct RegisterWork {
    /// The transaction.
    package let connection: any SQLConnection
    /// When it is made.
    package let now: Date
}
