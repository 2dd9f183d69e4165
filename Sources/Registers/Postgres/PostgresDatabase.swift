/// The registers in PostgreSQL 14 or later, for many users at once.
///
/// Tables and functions are those of the connection's current schema, the first of its `search_path`. A statement
/// that fails ends its transaction, as PostgreSQL has it: nothing more runs in it, and nothing of it stays.
public final class PostgresDatabase: RegisterDatabase {
    /// PostgreSQL.
    public let dialect = SQLDialect.postgres
    /// How many reads may run at once.
    public let readersAtOnce: Int
    private let readers: PostgresPool
    private let writer: PostgresPool

    /// Connects, and makes the functions that are missing or differ.
    ///
    /// - Parameters:
    ///   - connection: what libpq takes: `host=… dbname=…` or `postgresql://…`. Never shown, since it may hold a password.
    ///   - functions: the functions that rules, indicators and checks may call.
    ///   - readers: how many reads may run at once, 1 or more.
    /// - Throws: `RegisterError.unreachable` without a connection; `RegisterError.database` where the server is too old,
    ///   does not keep UTF-8, or the account may not make functions.
    public init(connection: String, functions: SQLFunctions, readers: Int = 4) throws {
        let tables = TableVersion()
        readersAtOnce = max(1, readers)
        self.readers = PostgresPool(connection: connection, limit: max(1, readers), tables: tables)
        writer = PostgresPool(connection: connection, limit: 1, tables: tables)
        let definitions = functions.postgres
        let missing = try read { connection in try definitions.filter { try !$0.isMade(connection) } }
        guard !missing.isEmpty else { return }
        try write { connection in for definition in definitions { try definition.make(connection) } }
    }

    /// Reads from one snapshot, which the first statement takes. Reads do not nest: each waits for a connection of its
    /// own, and holds it.
    public func read<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try readers.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
    }

    /// Makes a change in one transaction. Changes to the same schema wait for each other, those of other programs too.
    public func write<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try writer.transaction(
            """
            BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
            SELECT pg_advisory_xact_lock(hashtextextended('xuezheng ' || current_schema(), 0))
            """, body)
    }
}
