import GRDB

/// An empty SQLite database in memory, in which the SQL of a catalogue is tried.
public final class MemoryDatabase: RegisterDatabase {
    /// SQLite.
    public let dialect = SQLDialect.sqlite
    /// One: all share the database's only connection.
    public let readersAtOnce = 1
    private let queue: DatabaseQueue

    /// A database with the catalogue's functions. - Throws: `RegisterError.database`.
    public init(functions: SQLFunctions) throws {
        queue = try SQLiteDatabase.mapped {
            var configuration = Configuration()
            configuration.prepareDatabase { db in
                for function in functions.sqlite { db.add(function: function) }
            }
            return try DatabaseQueue(configuration: configuration)
        }
    }

    /// Reads. Temporary tables may be made meanwhile.
    public func read<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try SQLiteDatabase.mapped { try queue.unsafeRead { try body(SQLiteConnection(db: $0)) } }
    }

    /// Makes a change.
    public func write<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try SQLiteDatabase.mapped { try queue.write { try body(SQLiteConnection(db: $0)) } }
    }
}
