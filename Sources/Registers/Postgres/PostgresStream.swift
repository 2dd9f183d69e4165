import CPQ

/// The rows of a query as they come from the server, one at a time, so that no result is held in memory whole.
///
/// While they come the connection can do nothing else. Where another statement is run meanwhile, the rows that are
/// still to come are taken in first.
final class PostgresStream {
    private let session: PostgresSession
    private var names: [String]?
    private var taken: [SQLRow] = []
    private var position = 0
    private var isOver = false
    /// Whether nobody wants the rows that are still to come.
    var isGivenUp = false

    /// The rows of the query just sent.
    init(session: PostgresSession) { self.session = session }

    /// The next row; nil after the last.
    func next() throws -> SQLRow? {
        if position < taken.count {
            defer { position += 1 }
            return taken[position]
        }
        return try receive()
    }

    /// Takes in the rows that are still to come.
    func takeRest() throws {
        while let row = try receive() { if !isGivenUp { taken.append(row) } }
    }

    private func receive() throws -> SQLRow? {
        guard !isOver else { return nil }
        while let result = session.nextResult() {
            if result.isRefused {
                isOver = true
                session.drain()
                throw session.refusal(result)
            }
            guard result.status == PGRES_SINGLE_TUPLE else { continue }
            let names = self.names ?? result.names
            self.names = names
            return SQLRow(names: names, values: result.values(row: 0))
        }
        isOver = true
        session.streamEnded(self)
        return nil
    }
}
