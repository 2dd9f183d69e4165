import Catalog

/// Asks for many rows by the values of some columns at once.
struct KeyLookup {
    /// The columns that are compared.
    let columns: [TableColumn]

    /// Gives each row found with the values by which it was asked for.
    ///
    /// - Parameter only: a further condition, ` AND …`.
    func each(
        in table: String, select: [String], of keys: [[SQLValue]], only: String = "", _ connection: any SQLConnection,
        _ body: (_ key: [SQLValue], _ row: SQLRow) throws -> Void
    ) throws {
        let size = max(1, 6_000 / max(1, columns.count))
        let list = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let selected = (select.map { "\"\($0)\"" } + columns.map { "\"\($0.name)\"" }).joined(separator: ", ")
        // PostgreSQL takes the types of the first tuple for all.
        let first = "(" + columns.map { connection.dialect.argument($0.kind) }.joined(separator: ", ") + ")"
        let further = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        for start in stride(from: 0, to: keys.count, by: size) {
            let group = keys[start..<min(start + size, keys.count)]
            let tuples = ([first] + repeatElement(further, count: group.count - 1)).joined(separator: ", ")
            let sql = "SELECT \(selected) FROM \"\(table)\" WHERE (\(list)) IN (VALUES \(tuples))\(only)"
            try connection.each(sql, group.flatMap { $0 }) { row in
                try body(Array(row.values.dropFirst(select.count)), row)
            }
        }
    }
}
