import Dispatch
import Synchronization

/// So many connections, each used by one thread at a time and kept for the next.
final class PostgresPool: Sendable {
    private let connection: String
    private let places: DispatchSemaphore
    private let idle = Mutex<[PostgresSession]>([])

    private let tables: TableVersion

    init(connection: String, limit: Int, tables: TableVersion) {
        self.connection = connection
        self.tables = tables
        places = DispatchSemaphore(value: limit)
    }

    /// Runs one transaction; waits while all connections are in use.
    func transaction<Value>(_ begin: String, _ body: (any SQLConnection) throws -> Value) throws -> Value {
        places.wait()
        defer { places.signal() }
        let session = try started(begin)
        defer { if session.isReady { idle.withLock { $0.append(session) } } }
        do {
            let value = try body(PostgresConnection(session: session))
            try session.commit()
            if session.changesTables { tables.advance() }
            return value
        } catch {
            session.rollback()
            throw error
        }
    }

    /// A connection with its transaction begun. Where a kept one has died meanwhile, the others have as well: nothing
    /// of the change was sent yet, so a new one is made.
    private func started(_ begin: String) throws -> PostgresSession {
        if let kept = idle.withLock({ $0.popLast() }) {
            do {
                try kept.begin(begin, tables.current)
                return kept
            } catch RegisterError.unreachable {
                idle.withLock { $0.removeAll() }
            }
        }
        let fresh = try PostgresSession(connection: connection)
        try fresh.begin(begin, tables.current)
        return fresh
    }
}

/// Counts the changes of tables, after which statements are prepared anew.
final class TableVersion: Sendable {
    private let number = Atomic(0)

    /// The state of the tables now.
    var current: Int { number.load(ordering: .acquiring) }
    /// Tables have changed.
    func advance() { number.add(1, ordering: .acquiringAndReleasing) }
}
