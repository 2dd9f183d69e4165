import Catalog
import Monitoring
import Store

/// Which rows of a register are asked for, in which order.
public struct RowQuery: Hashable, Sendable {
    /// A condition on a field.
    public enum Condition: Hashable, Sendable {
        /// The value is one of these, as they are kept.
        case oneOf([SQLValue])
        /// At least and at most; either may be missing.
        case between(SQLValue?, SQLValue?)
        /// The text holds this.
        case contains(String)
        /// There is no value.
        case missing
        /// There is a value.
        case present
    }

    /// The conditions by field; all must hold.
    public var conditions: [String: Condition] = [:]
    /// What any text of the row holds, or a searchable personal field is.
    public var search = ""
    /// The field to sort by; nil for the natural key.
    public var sort: String?
    /// Whether the last comes first.
    public var isDescending = false
    /// Only rows with a number after this, in the order of their numbers and not of `sort`: for reading on page by page,
    /// however many rows there are and whatever changes meanwhile.
    public var after: Int64?
    /// Rows of these organisations and those under them only; nil for all that the account may see.
    public var organisation: Int64?
    /// Rows that count on this day only, by the register's time; nil for all.
    public var day: Day?
    /// Rows on which the account may do this too, such as export them; reading is always asked for.
    public var action = RegisterAction.read
    /// Only these rows.
    public var rows: Set<Int64>?
    /// The version as of which: the number of an audit entry; nil for now.
    public var version: Int64?
    /// An SQL condition of the catalogue's, with its arguments: for drill-down. Never a user's words.
    public var catalogued: (sql: String, arguments: [SQLValue])? {
        get { cataloguedSQL.map { ($0, cataloguedArguments) } }
        set {
            cataloguedSQL = newValue?.sql
            cataloguedArguments = newValue?.arguments ?? []
        }
    }
    private var cataloguedSQL: String?
    private var cataloguedArguments: [SQLValue] = []

    /// Every row.
    public init() {}
}

/// A page of rows.
public struct RowPage: Sendable {
    /// The rows.
    public let rows: [RegisterRow]
    /// How many rows satisfy the query.
    public let total: Int
}

extension RegisterStore {
    /// A page of the rows that an account may see.
    ///
    /// - Parameters:
    ///   - access: what the account may do; a row outside does not exist for it.
    ///   - limit: most rows; `offset`: rows left out before.
    public func rows(
        of register: Register, _ query: RowQuery = RowQuery(), access: RegisterAccess, limit: Int = 50, offset: Int = 0
    ) throws -> RowPage {
        try database.read { connection in
            let statement = try statement(register, query, access, connection)
            let total = try connection.value("SELECT count(*) \(statement.from)", statement.arguments).integer ?? 0
            let rows = try connection.rows(
                "SELECT \(statement.columns) \(statement.from) \(statement.order) LIMIT \(max(0, limit)) OFFSET \(max(0, offset))",
                statement.arguments)
            let reader = try RowReader(register, self, access, connection)
            return RowPage(rows: try reader.read(rows), total: Int(total))
        }
    }

    /// How many rows an account may see.
    public func count(of register: Register, _ query: RowQuery = RowQuery(), access: RegisterAccess) throws -> Int {
        try database.read { connection in
            let statement = try statement(register, query, access, connection)
            return Int(
                try connection.value("SELECT count(*) \(statement.from)", statement.arguments).integer ?? 0)
        }
    }

    /// Gives every row of a query in pieces, for exports; memory stays bounded.
    public func each(
        of register: Register, _ query: RowQuery = RowQuery(), access: RegisterAccess,
        _ body: ([RegisterRow]) throws -> Void
    ) throws {
        try database.read { connection in
            let statement = try statement(register, query, access, connection)
            let reader = try RowReader(register, self, access, connection)
            var piece: [SQLRow] = []
            try connection.each(
                "SELECT \(statement.columns) \(statement.from) \(statement.order)", statement.arguments
            ) { row in
                piece.append(row)
                guard piece.count == 2_000 else { return }
                try body(try reader.read(piece))
                piece.removeAll(keepingCapacity: true)
            }
            try body(try reader.read(piece))
        }
    }

    /// A row that an account may see. - Throws: `RegisterError.noRow`.
    public func row(_ id: Int64, of register: Register, access: RegisterAccess) throws -> RegisterRow {
        var query = RowQuery()
        query.rows = [id]
        guard let row = try rows(of: register, query, access: access, limit: 1).rows.first else {
            throw RegisterError.noRow(id)
        }
        return row
    }

    /// The versions of a row, latest first, that an account may see.
    public func history(of id: Int64, in register: Register, access: RegisterAccess) throws -> [RegisterRow] {
        try database.read { connection in
            let version = TableLayout.version(register).map { "\"\($0)\"" }.joined(separator: ", ")
            let rows = try connection.rows(
                """
                SELECT \(version), NULL AS until FROM "\(register.name)" WHERE id = ?
                UNION ALL SELECT \(version), until FROM "\(TableLayout.past(register))" WHERE id = ?
                ORDER BY since DESC
                """, [.integer(id), .integer(id)])
            let scope = access.scope(.read, register)
            return try RowReader(register, self, access, connection).read(rows).filter { scope.contains($0.owner) }
        }
    }

    struct Statement {
        let columns: String
        let from: String
        let order: String
        let arguments: [SQLValue]
    }

    /// The one place where rows are asked for: whoever asks, only rows of the account's organisations come.
    func statement(
        _ register: Register, _ query: RowQuery, _ access: RegisterAccess, _ connection: any SQLConnection
    ) throws -> Statement {
        var conditions: [String] = [], arguments: [SQLValue] = []
        func add(_ sql: String, _ values: [SQLValue] = []) {
            conditions.append(sql)
            arguments += values
        }
        let version = TableLayout.version(register).map { "\"\($0)\"" }.joined(separator: ", ")
        var table = "\"\(register.name)\""
        if let asOf = query.version {
            table = """
                (SELECT \(version) FROM "\(register.name)" WHERE since <= \(asOf) UNION ALL
                SELECT \(version) FROM "\(TableLayout.past(register))" WHERE since <= \(asOf) AND until > \(asOf))
                AS "\(register.name)"
                """
        }
        let owner = "\"\(register.ownerColumn)\""
        if let (sql, values) = access.scope(.read, register).condition(owner) { add(sql, values) }
        if query.action != .read, let (sql, values) = access.scope(query.action, register).condition(owner) {
            add(sql, values)
        }
        if let day = query.day, let (sql, values) = Self.counts(on: day, register) { add(sql, values) }
        if let organisation = query.organisation {
            let under = try OrganisationTree(connection).under(organisation)
            if let (sql, values) = RowScope.organisations(under).condition(owner) { add(sql, values) }
        }
        if let rows = query.rows, let (sql, values) = RowScope.organisations(rows).condition("id") { add(sql, values) }
        if let after = query.after { add("id > ?", [.integer(after)]) }
        for (name, condition) in query.conditions.sorted(by: { $0.key < $1.key }) {
            guard let field = register.field(name) else { continue }
            guard !access.hides(field, of: register) else {
                add("1 = 0")
                continue
            }
            let (sql, values) = Self.sql(condition, field, seal)
            add(sql, values)
            // Whoever may not see a value may not ask for it either.
            if field.isSensitive, let (sql, values) = access.sensitiveScope(register).condition(owner) {
                add(sql, values)
            }
        }
        if let (sql, values) = search(query.search, register, access) { add(sql, values) }
        if let (sql, values) = query.catalogued { add("(\(sql))", values) }
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        let sort = query.sort.flatMap { register.field($0) }.flatMap {
            $0.isPersonal || access.hides($0, of: register) ? nil : $0.columns.first?.name
        }
        let direction = query.isDescending ? " DESC" : ""
        let order =
            query.after != nil
            ? ["id"]
            : ([sort].compactMap { $0 } + TableLayout.key(register).map(\.name))
                .map { "\"\($0)\"\(direction)" } + ["id"]
        return Statement(
            columns: version, from: "FROM \(table)\(filter)", order: "ORDER BY " + order.joined(separator: ", "),
            arguments: arguments)
    }

    /// The condition under which rows count on a day.
    private static func counts(on day: Day, _ register: Register) -> (String, [SQLValue])? {
        switch register.time {
        case .always: nil
        case .during(let start, let end):
            ("\"\(start)\" <= ? AND (\"\(end)\" IS NULL OR \"\(end)\" > ?)", [.text(day.text), .text(day.text)])
        case .on(let field): ("\"\(field)\" <= ?", [.text(day.text)])
        case .period(let field):
            ("\"\(field)\" = ?", [.integer(Int64(field == "school_year" ? day.schoolYear : day.year))])
        }
    }

    private func search(
        _ words: String, _ register: Register, _ access: RegisterAccess
    ) -> (String, [SQLValue])? {
        let words = words.trimmingCharacters(in: .whitespaces)
        guard !words.isEmpty else { return nil }
        var sql: [String] = [], values: [SQLValue] = []
        for field in register.fields where !access.hides(field, of: register) {
            if field.isPersonal {
                guard field.hasMark else { continue }
                sql.append("\"\(field.markColumn)\" = ?")
                values.append(Self.mark(words, field, seal))
            } else if field.type.isText {
                let (condition, arguments) = Self.sql(.contains(words), field, seal)
                let owner = "\"\(register.ownerColumn)\""
                if field.isSensitive, let (scope, more) = access.sensitiveScope(register).condition(owner) {
                    sql.append("(\(condition) AND \(scope))")
                    values += arguments + more
                } else {
                    sql.append(condition)
                    values += arguments
                }
            }
        }
        return sql.isEmpty ? ("1 = 0", []) : ("(" + sql.joined(separator: " OR ") + ")", values)
    }

    private static func mark(_ text: String, _ field: Field, _ seal: PersonalSeal) -> SQLValue {
        var text = field.type == .idNumber ? text.uppercased() : text
        return .integer(text.withUTF8 { seal.mark(UnsafeRawBufferPointer($0), field: field.name) })
    }

    private static func sql(
        _ condition: RowQuery.Condition, _ field: Field, _ seal: PersonalSeal
    ) -> (String, [SQLValue]) {
        if field.isPersonal {
            switch condition {
            case .missing: return ("\"\(field.missingColumn)\"", [])
            case .present: return ("NOT \"\(field.missingColumn)\"", [])
            case .contains(let text) where field.hasMark:
                return ("\"\(field.markColumn)\" = ?", [mark(text, field, seal)])
            case .oneOf(let values) where field.hasMark:
                let marks = values.compactMap { $0.text }.map { mark($0, field, seal) }
                let places = repeatElement("?", count: marks.count).joined(separator: ", ")
                return marks.isEmpty ? ("1 = 0", []) : ("\"\(field.markColumn)\" IN (\(places))", marks)
            default: return ("1 = 0", [])
            }
        }
        let column = "\"\(field.columns[0].name)\""
        switch condition {
        case .missing: return ("\(column) IS NULL", [])
        case .present: return ("\(column) IS NOT NULL", [])
        case .oneOf(let values):
            guard !values.isEmpty else { return ("1 = 0", []) }
            if field.isMany {
                // Several codes stand in one text, with commas between them.
                let any = values.map { _ in "',' || \(column) || ',' LIKE ?" }.joined(separator: " OR ")
                return ("(\(any))", values.map { .text("%,\($0.text ?? ""),%") })
            }
            let places = repeatElement("?", count: values.count).joined(separator: ", ")
            return ("\(column) IN (\(places))", values)
        case .between(let low, let high):
            var sql: [String] = [], values: [SQLValue] = []
            if let low {
                sql.append("\(column) >= ?")
                values.append(low)
            }
            if let high {
                sql.append("\(column) <= ?")
                values.append(high)
            }
            return sql.isEmpty ? ("1 = 1", []) : (sql.joined(separator: " AND "), values)
        case .contains(let text):
            guard field.type.isText else { return ("1 = 0", []) }
            let escaped = text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
            return ("\(column) LIKE ? ESCAPE '\\'", [.text("%\(escaped)%")])
        }
    }
}
