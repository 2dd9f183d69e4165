import Catalog

/// How many rows of a register somebody may see, and which change was the last.
public struct RegisterSummary: Hashable, Sendable {
    /// The rows.
    public let rows: Int
    /// The audit entry of the last change; nil where nothing was ever written.
    public let version: Int64?
}

/// A number of rows that share some values.
public struct RegisterTally: Hashable, Sendable {
    /// The values, in the order of what was asked for.
    public let values: [SQLValue]
    /// The rows.
    public let rows: Int
}

/// What rows are counted by: a field of the row, or of a row that it refers to.
public struct TallyKey: Hashable, Sendable {
    /// The field, or the reference to the other row.
    public let field: String
    /// The field of the other row; nil for the row's own.
    public let other: String?

    /// The row's own field, or `other` of the row that `field` refers to.
    public init(_ field: String, _ other: String? = nil) {
        self.field = field
        self.other = other
    }
}

extension RegisterStore {
    /// The rows of every register that an account may see, in one query.
    public func summaries(of registers: [Register], access: RegisterAccess) throws -> [String: RegisterSummary] {
        var scopes: [RowScope: Int] = [:], tables: [String] = [], arguments: [SQLValue] = [], parts: [String] = []
        for (index, register) in registers.enumerated() {
            let scope = access.scope(.read, register)
            guard let organisations = scope.listed else {
                parts.append(
                    "SELECT \(index), count(*), (SELECT changed FROM register_definition WHERE register = "
                        + "'\(register.name)') FROM \"\(register.name)\"")
                continue
            }
            guard !organisations.isEmpty else { continue }
            if scopes[scope] == nil {
                let place = "(\(database.dialect.argument(.integer)))"
                let places = repeatElement(place, count: organisations.count).joined(separator: ", ")
                tables.append("scope\(scopes.count)(id) AS (VALUES \(places))")
                arguments += organisations.sorted().map { .integer($0) }
                scopes[scope] = scopes.count
            }
            // The last change within the scope: those outside do not exist.
            parts.append(
                "SELECT \(index), count(*), max(since) FROM \"\(register.name)\" WHERE \"\(register.ownerColumn)\" IN "
                    + "(SELECT id FROM scope\(scopes[scope] ?? 0))")
        }
        guard !parts.isEmpty else { return [:] }
        let with = tables.isEmpty ? "" : "WITH \(tables.joined(separator: ", ")) "
        return try database.read { connection in
            var found: [String: RegisterSummary] = [:]
            try connection.each(with + parts.joined(separator: " UNION ALL "), arguments) { row in
                guard let index = row[0].integer else { return }
                let version = row[2].integer.flatMap { $0 > 0 ? $0 : nil }
                found[registers[Int(index)].name] = RegisterSummary(rows: Int(row[1].integer ?? 0), version: version)
            }
            return found
        }
    }

    /// Counts the rows of a query that an account may see, by the values of some fields.
    ///
    /// Fields that are personal, or do not exist, give NULL. Sensitive ones must not be asked for.
    public func tally(
        of register: Register, _ query: RowQuery = RowQuery(), by keys: [TallyKey], access: RegisterAccess
    ) throws -> [RegisterTally] {
        let columns = keys.enumerated().map { index, key in "\(column(key, register)) AS tally_\(index)" }
        let names = keys.indices.map { "tally_\($0)" }.joined(separator: ", ")
        return try database.read { connection in
            let statement = try statement(register, query, access, connection)
            let inner = "SELECT \(columns.joined(separator: ", ")) \(statement.from)"
            let rows = try connection.rows(
                "SELECT \(names), count(*) FROM (\(inner)) AS counted GROUP BY \(names) ORDER BY \(names)",
                statement.arguments)
            return rows.map { row in
                RegisterTally(values: Array(row.values.dropLast()), rows: Int(row.values.last?.integer ?? 0))
            }
        }
    }

    /// The rows among some that an account may see.
    public func visible(_ ids: Set<Int64>, of register: Register, access: RegisterAccess) throws -> Set<Int64> {
        let scope = access.scope(.read, register)
        guard !ids.isEmpty, !scope.isEmpty else { return [] }
        if scope == .all { return ids }
        var found: Set<Int64> = []
        try database.read { connection in
            for group in ids.sorted().chunked(5_000) {
                var query = RowQuery()
                query.rows = Set(group)
                let statement = try statement(register, query, access, connection)
                try connection.each("SELECT id \(statement.from)", statement.arguments) { row in
                    if let id = row[0].integer { found.insert(id) }
                }
            }
        }
        return found
    }

    private func column(_ key: TallyKey, _ register: Register) -> String {
        guard let field = register.field(key.field), !field.isPersonal else { return "NULL" }
        guard let other = key.other else { return "\"\(field.columns[0].name)\"" }
        guard case .reference(let name) = field.type, let target = catalog.register(name),
            let asked = target.field(other), !asked.isPersonal
        else { return "NULL" }
        return "(SELECT other.\"\(asked.columns[0].name)\" FROM \"\(name)\" AS other "
            + "WHERE other.id = \"\(register.name)\".\"\(field.name)\")"
    }
}
