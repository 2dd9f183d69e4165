import CPQ
import Foundation

/// One connection to PostgreSQL with what it keeps between statements.
///
/// Not for two threads at once: `PostgresPool` gives it to one at a time, which is why it may be passed on.
final class PostgresSession: @unchecked Sendable {
    private let connection: OpaquePointer
    /// The prepared statements' names.
    private var statements: [Statement: String] = [:]
    private var statementCount = 0
    /// The query whose rows still come.
    private var stream: PostgresStream?
    /// The first refusal of the transaction, which ended it.
    private var failure: RegisterError?
    /// Whether the statements kept may no longer fit the tables.
    private var isStale = false
    /// The state of the tables that the statements kept were prepared for, as `PostgresPool` counts it.
    private var tableVersion = 0
    /// Whether the transaction may have changed columns.
    var changesTables = false
    /// Whether rows are being copied in, during which the connection can do nothing else.
    private var isCopying = false

    /// A statement with the types of its arguments, since one is prepared for certain types.
    private struct Statement: Hashable {
        let sql: String
        let types: [Oid]
    }

    /// As many statements as are kept prepared. Programs have few; what is above comes from texts put together.
    private static let statementLimit = 256

    /// Connects.
    ///
    /// - Throws: `RegisterError.unreachable`; `RegisterError.database` for a server that will not do.
    init(connection text: String) throws {
        // libpq quotes an unreadable text in its message, and it may hold a password.
        guard let options = PQconninfoParse(text, nil) else {
            throw RegisterError.unreachable(reason: "the connection text is not one that PostgreSQL's library can read")
        }
        PQconninfoFree(options)
        // What stands after `dbname`, which is expanded, overrides it; what stands before gives way.
        let settings = [
            ("connect_timeout", "10"), ("fallback_application_name", "xuezheng"), ("dbname", text),
            ("client_encoding", "UTF8"),
        ]
        let opened = Self.withCStrings(settings.map(\.0)) { names in
            Self.withCStrings(settings.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
        }
        guard let opened else { throw RegisterError.unreachable(reason: "no memory for a connection") }
        connection = opened
        guard PQstatus(connection) == CONNECTION_OK else { throw unreachable() }
        PQsetNoticeReceiver(connection, { _, _ in }, nil)
        // No message quotes values: those of a lost connection are passed on whole.
        PQsetErrorVerbosity(connection, PQERRORS_TERSE)
        try checkServer()
        try simple(
            """
            SET DateStyle TO ISO, YMD; SET TimeZone TO 'UTC'; SET bytea_output TO hex; SET extra_float_digits TO 1;
            SET standard_conforming_strings TO on; SET client_min_messages TO error;
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
            """)
    }

    deinit { PQfinish(connection) }

    private func checkServer() throws {
        guard PQserverVersion(connection) >= 140_000 else {
            throw RegisterError.database(reason: "PostgreSQL 14 or later is needed")
        }
        guard PQparameterStatus(connection, "server_encoding").map({ String(cString: $0) }) == "UTF8" else {
            throw RegisterError.database(reason: "the database must keep its texts in UTF-8 (ENCODING 'UTF8')")
        }
    }

    // MARK: Transactions

    /// Whether it is connected, and no transaction is open.
    var isReady: Bool { PQstatus(connection) == CONNECTION_OK && PQtransactionStatus(connection) == PQTRANS_IDLE }

    /// Begins a transaction with these statements, the tables being in this state.
    func begin(_ sql: String, _ tables: Int) throws {
        failure = nil
        changesTables = false
        do {
            if isStale || tables != tableVersion { try forgetStatements() }
            tableVersion = tables
            try simple(sql)
        } catch {
            rollback()
            throw error
        }
    }

    /// Commits. Where a statement was refused, and the caller went on regardless, its error is thrown again: the
    /// transaction was over then.
    func commit() throws {
        if let failure { throw failure }
        // The server answers ROLLBACK where it could not commit.
        guard try simple("COMMIT").command == "COMMIT" else {
            throw RegisterError.database(reason: "25P02 the transaction had ended before it was committed")
        }
    }

    /// Undoes the transaction, whatever state it is in.
    func rollback() {
        if stream != nil || isCopying, let cancel = PQgetCancel(connection) {
            var message = [CChar](repeating: 0, count: 256)
            PQcancel(cancel, &message, Int32(message.count))
            PQfreeCancel(cancel)
            drain()
        }
        guard PQstatus(connection) == CONNECTION_OK, PQtransactionStatus(connection) != PQTRANS_IDLE else { return }
        PQclear(PQexec(connection, "ROLLBACK"))
    }

    /// Undoes what came after a savepoint, so that the transaction goes on though a statement was refused.
    func goOn(from savepoint: String) throws {
        let before = failure
        failure = nil
        do {
            try simple("ROLLBACK TO SAVEPOINT \(savepoint)")
            try simple("RELEASE SAVEPOINT \(savepoint)")
        } catch {
            failure = before ?? failure
            throw error
        }
    }

    // MARK: Statements

    /// Runs statements without arguments; the result of the last.
    @discardableResult func simple(_ sql: String) throws -> PostgresResult {
        try free()
        return try accepted(PQexec(connection, sql))
    }

    /// Runs a statement that has been prepared, or is now.
    func run(_ sql: String, _ values: [SQLValue]) throws -> PostgresResult {
        let arguments = try PostgresArguments(values)
        let name = try prepared(sql, arguments.types)
        return try accepted(
            arguments.withParameters { count, values, lengths, formats in
                PQexecPrepared(connection, name, count, values, lengths, formats, 0)
            })
    }

    /// Sends a query, whose rows come one at a time.
    func stream(_ sql: String, _ values: [SQLValue]) throws -> PostgresStream {
        let arguments = try PostgresArguments(values)
        let name = try prepared(sql, arguments.types)
        let isSent = arguments.withParameters { count, values, lengths, formats in
            PQsendQueryPrepared(connection, name, count, values, lengths, formats, 0)
        }
        guard isSent == 1, PQsetSingleRowMode(connection) == 1 else { throw refusal(nil) }
        let stream = PostgresStream(session: self)
        self.stream = stream
        return stream
    }

    private func prepared(_ sql: String, _ types: [Oid]) throws -> String {
        try free()
        let statement = Statement(sql: sql, types: types)
        if let name = statements[statement] { return name }
        if statements.count >= Self.statementLimit { try forgetStatements() }
        statementCount += 1
        let name = "s\(statementCount)"
        _ = try accepted(PQprepare(connection, name, postgresPlaceholders(sql), Int32(clamping: types.count), types))
        statements[statement] = name
        return name
    }

    /// Lets go of what was prepared, as when tables have changed.
    func forgetStatements() throws {
        isStale = false
        guard !statements.isEmpty else { return }
        statements.removeAll()
        try simple("DEALLOCATE ALL")
    }

    // MARK: Copying in

    /// Begins a COPY … FROM STDIN.
    func beginCopy(_ sql: String) throws {
        try free()
        _ = try accepted(PQexec(connection, sql), PGRES_COPY_IN)
        isCopying = true
    }

    /// Sends a piece of what is copied in.
    func copy(_ bytes: UnsafeRawBufferPointer) throws {
        guard let start = bytes.baseAddress else { return }
        let isSent = PQputCopyData(connection, start.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        guard isSent == 1 else { throw refusal(nil) }
    }

    /// Ends it; `isWhole` says whether all rows were sent, and otherwise none are kept.
    func endCopy(isWhole: Bool) throws {
        isCopying = false
        guard PQputCopyEnd(connection, isWhole ? nil : "given up") == 1 else { throw refusal(nil) }
        var refused: PostgresResult?
        while let result = nextResult() { if result.isRefused { refused = result } }
        if let refused {
            // The rows were taken back as asked, which ends the transaction all the same.
            let error = refusal(refused)
            if isWhole { throw error }
        }
    }

    // MARK: Results

    /// What the server answers next to the statement sent; nil after the last.
    func nextResult() -> PostgresResult? { PQgetResult(connection).map(PostgresResult.init) }

    /// Reads to the end what the server still answers, and forgets it.
    func drain() {
        stream = nil
        isCopying = false
        while let result = nextResult() {
            // A connection within a COPY answers so for ever.
            if result.status == PGRES_COPY_IN { _ = PQputCopyEnd(connection, "given up") }
        }
    }

    /// All rows of a stream have come.
    func streamEnded(_ ended: PostgresStream) { if stream === ended { stream = nil } }

    /// Makes the connection free for a statement.
    private func free() throws {
        guard !isCopying else {
            throw RegisterError.database(reason: "no statement can run while rows are copied in")
        }
        guard let stream else { return }
        self.stream = nil
        try stream.takeRest()
    }

    private func accepted(_ pointer: OpaquePointer?, _ expected: ExecStatusType? = nil) throws -> PostgresResult {
        let result = pointer.map(PostgresResult.init)
        guard let result, !result.isRefused, expected == nil || expected == result.status else { throw refusal(result) }
        return result
    }

    /// Why a statement did not run: the server's refusal, or that the connection is gone.
    func refusal(_ result: PostgresResult?) -> RegisterError {
        let error: RegisterError =
            if PQstatus(connection) != CONNECTION_OK {
                unreachable()
            } else if let result {
                RegisterError(postgres: result.pointer)
            } else {
                .database(reason: message)
            }
        // Another program may have changed the tables, so that what was prepared no longer fits.
        if let state = result.flatMap({ pq_sqlstate($0.pointer) }).map({ String(cString: $0) }) {
            isStale = isStale || state == "0A000" || state == "26000"
        }
        if failure == nil { failure = error }
        return error
    }

    private func unreachable() -> RegisterError { .unreachable(reason: message) }

    /// The library's message, on one line.
    private var message: String {
        String(cString: PQerrorMessage(connection)).split(separator: "\n").joined(separator: " ")
    }

    /// Runs `body` with the texts as C has them: each ended by a NUL, the list by a null.
    private static func withCStrings<Value>(
        _ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = texts.map { strdup($0) }
        defer { copies.forEach { Foundation.free($0) } }
        return body(copies.map { $0.map { UnsafePointer($0) } } + [nil])
    }
}
