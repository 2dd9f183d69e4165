import Catalog

/// A PostgreSQL connection in a transaction.
struct PostgresConnection: SQLConnection {
    let session: PostgresSession

    var dialect: SQLDialect { .postgres }

    func each(_ sql: String, _ arguments: [SQLValue], _ body: (SQLRow) throws -> Void) throws {
        let stream = try session.stream(sql, arguments)
        do {
            while let row = try stream.next() { try body(row) }
        } catch {
            stream.isGivenUp = true
            throw error
        }
    }

    func run(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        guard arguments.isEmpty else { return try session.run(sql, arguments).changedRows }
        let changed = try session.simple(sql).changedRows
        let words = sql.uppercased()
        if words.contains("ALTER") || words.contains("DROP") {
            session.changesTables = true
            try session.forgetStatements()
        }
        return changed
    }

    func undoingOnError<Value>(_ body: () throws -> Value) throws -> Value {
        try session.simple("SAVEPOINT attempt")
        do {
            let value = try body()
            try session.simple("RELEASE SAVEPOINT attempt")
            return value
        } catch {
            try session.goOn(from: "attempt")
            throw error
        }
    }

    func insert(
        into table: String, columns: [(name: String, kind: TableColumn.Kind)],
        fill: (inout any RowFiller) throws -> Bool
    ) throws {
        let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        try session.beginCopy("COPY \"\(table)\" (\(names)) FROM STDIN")
        let rows = CopyRows()
        var filler: any RowFiller = rows
        do {
            while try fill(&filler) {
                rows.endRow()
                if rows.isFull { try rows.send(to: session) }
            }
            try rows.send(to: session)
        } catch {
            try? session.endCopy(isWhole: false)
            throw error
        }
        try session.endCopy(isWhole: true)
    }
}
