import Catalog
import Crypto
import Foundation

/// Brings the tables into the form that a catalogue asks for.
///
/// What adds is done at once; what would lose data, or make rows wrong, is refused with the rows in figures.
struct SchemaUpdate {
    let catalog: Catalog
    /// Fields `register.field` that an operator said may be lost.
    var droppable: Set<String> = []

    /// The tables that are no register's.
    private func own(_ dialect: SQLDialect) -> [String] {
        let integer = dialect.type(.integer), text = dialect.type(.text)
        let strict = dialect == .sqlite ? " STRICT" : ""
        return [
            """
            CREATE TABLE IF NOT EXISTS audit (
                id \(integer) PRIMARY KEY, at \(integer) NOT NULL, who \(text) NOT NULL, action \(text) NOT NULL,
                entity \(text) NOT NULL, entity_id \(integer), detail \(text) NOT NULL, hash \(text) NOT NULL
            )\(strict)
            """,
            """
            CREATE TABLE IF NOT EXISTS register_definition (
                register \(text) PRIMARY KEY, digest \(text) NOT NULL, next_id \(integer) NOT NULL,
                changed \(integer) NOT NULL
            )\(strict)
            """,
            """
            CREATE TABLE IF NOT EXISTS import_column (
                register \(text) NOT NULL, title \(text) NOT NULL, field \(text) NOT NULL,
                PRIMARY KEY (register, title)
            )\(strict)
            """,
            """
            CREATE TABLE IF NOT EXISTS role_grant (
                account \(integer) NOT NULL, role \(text) NOT NULL, organisation \(integer) NOT NULL,
                PRIMARY KEY (account, role, organisation)
            )\(strict)
            """,
            """
            CREATE TABLE IF NOT EXISTS register_file (
                id \(integer) PRIMARY KEY, register \(text) NOT NULL, row_id \(integer) NOT NULL, field \(text) NOT NULL,
                name \(text) NOT NULL, type \(text) NOT NULL, size \(integer) NOT NULL, digest \(text) NOT NULL,
                since \(integer) NOT NULL, until \(integer), merge \(integer), merged_from \(integer)
            )\(strict)
            """,
            "CREATE INDEX IF NOT EXISTS register_file_row ON register_file (row_id, register)",
            """
            CREATE TABLE IF NOT EXISTS collection (
                id \(integer) PRIMARY KEY, register \(text) NOT NULL, title \(text) NOT NULL, purpose \(text) NOT NULL,
                fields \(text) NOT NULL, due \(text) NOT NULL, approver \(integer) NOT NULL, maker \(text) NOT NULL,
                issued_at \(integer) NOT NULL, closed_at \(integer)
            )\(strict)
            """,
            """
            CREATE TABLE IF NOT EXISTS collection_part (
                collection \(integer) NOT NULL, organisation \(integer) NOT NULL, state \(text) NOT NULL,
                expected \(integer) NOT NULL, line_count \(integer) NOT NULL, file \(text) NOT NULL,
                digest \(text) NOT NULL, reminded_at \(integer), changed_at \(integer) NOT NULL,
                PRIMARY KEY (collection, organisation)
            )\(strict)
            """,
            """
            CREATE TABLE IF NOT EXISTS collection_event (
                id \(integer) PRIMARY KEY, collection \(integer) NOT NULL, organisation \(integer),
                at \(integer) NOT NULL, who \(text) NOT NULL, action \(text) NOT NULL, said \(text) NOT NULL
            )\(strict)
            """,
        ]
    }

    /// Makes and extends the tables.
    ///
    /// - Throws: `RegisterError.wouldLose`, `.unfitRows`.
    func run(_ connection: any SQLConnection) throws {
        for statement in own(connection.dialect) { try connection.run(statement) }
        var digests: [String: String] = [:]
        for row in try connection.rows("SELECT register, digest FROM register_definition") {
            digests[row[0].text ?? ""] = row[1].text
        }
        for register in catalog.registers {
            let digest = Self.digest(register)
            guard digests[register.name] != digest else { continue }
            if digests[register.name] == nil {
                for statement in TableLayout(register: register, dialect: connection.dialect).statements() {
                    try connection.run(statement)
                }
                try connection.run(
                    "INSERT INTO register_definition (register, digest, next_id, changed) VALUES (?, ?, 1, 0)",
                    [.text(register.name), .text(digest)])
            } else {
                try extend(register, connection)
                try connection.run(
                    "UPDATE register_definition SET digest = ? WHERE register = ?",
                    [.text(digest), .text(register.name)])
            }
        }
        // A process may have ended before it made those of a long import.
        for register in catalog.registers {
            for statement in TableLayout(register: register, dialect: connection.dialect).indexes() {
                try connection.run(statement)
            }
        }
        let gone = Set(digests.keys).subtracting(catalog.registers.map(\.name))
        for name in gone.sorted() { try drop(name, connection) }
    }

    private func extend(_ register: Register, _ connection: any SQLConnection) throws {
        let there = try Self.columns(of: register.name, connection)
        let wanted = TableLayout.columns(register)
        for column in wanted where !there.contains(column.name) {
            if column.isRequired, let rows = try count(register.name, nil, connection) {
                throw RegisterError.unfitRows(register: register.name, field: column.field, rows: rows)
            }
            // A column added later cannot be NOT NULL in both databases alike: the parser holds it.
            for table in [register.name, TableLayout.past(register)] {
                let type = connection.dialect.type(column.kind)
                try connection.run("ALTER TABLE \"\(table)\" ADD COLUMN \"\(column.name)\" \(type)")
            }
        }
        if TableLayout.seals(register), !there.contains("sealed") {
            for table in [register.name, TableLayout.past(register)] {
                try connection.run("ALTER TABLE \"\(table)\" ADD COLUMN sealed \(connection.dialect.bytes)")
            }
        }
        let system: Set<String> = ["id", "sealed", "since", "state"]
        for column in there.subtracting(wanted.map(\.name)).subtracting(system).sorted() {
            try lose(register.name, column, connection)
        }
        for column in wanted where there.contains(column.name) && column.isRequired {
            if let rows = try count(register.name, "\"\(column.name)\" IS NULL", connection) {
                throw RegisterError.unfitRows(register: register.name, field: column.field, rows: rows)
            }
        }
        try narrow(register, connection)
    }

    /// Bounds that are narrower than what rows hold are refused.
    private func narrow(_ register: Register, _ connection: any SQLConnection) throws {
        for field in register.fields where !field.isPersonal {
            let scale = field.type == .money ? 100.0 : 1
            var conditions: [String] = []
            if field.type.isNumber {
                if let minimum = field.minimum { conditions.append("\"\(field.name)\" < \(minimum * scale)") }
                if let maximum = field.maximum { conditions.append("\"\(field.name)\" > \(maximum * scale)") }
            } else if field.type.isText, let maximum = field.maximum {
                conditions.append("length(\"\(field.name)\") > \(Int(maximum))")
            }
            for condition in conditions {
                if let rows = try count(register.name, condition, connection) {
                    throw RegisterError.unfitRows(register: register.name, field: field.name, rows: rows)
                }
            }
        }
    }

    /// Takes out a column that the catalogue no longer has: unless rows hold something there.
    private func lose(_ table: String, _ column: String, _ connection: any SQLConnection) throws {
        if !droppable.contains("\(table).\(column)"),
            let rows = try count(table, "\"\(column)\" IS NOT NULL", connection)
        {
            throw RegisterError.wouldLose(register: table, field: column, rows: rows)
        }
        for index in ["one", "mark", "by"] {
            try connection.run("DROP INDEX IF EXISTS \"\(table)_\(index)_\(column)\"")
        }
        // Earlier versions keep theirs: history is never lost.
        try connection.run("ALTER TABLE \"\(table)\" DROP COLUMN \"\(column)\"")
    }

    /// Forgets a register that the catalogue no longer has: unless it has rows.
    private func drop(_ name: String, _ connection: any SQLConnection) throws {
        if !droppable.contains(name), let rows = try count(name, nil, connection) {
            throw RegisterError.wouldLose(register: name, field: "", rows: rows)
        }
        try connection.run("DROP TABLE \"\(name)\"")
        try connection.run("DELETE FROM register_definition WHERE register = ?", [.text(name)])
    }

    private func count(_ table: String, _ condition: String?, _ connection: any SQLConnection) throws -> Int? {
        let filter = condition.map { " WHERE \($0)" } ?? ""
        let rows = try connection.value("SELECT count(*) FROM \"\(table)\"\(filter)").integer ?? 0
        return rows == 0 ? nil : Int(rows)
    }

    /// The columns that a table has.
    static func columns(of table: String, _ connection: any SQLConnection) throws -> Set<String> {
        let sql =
            switch connection.dialect {
            case .sqlite: "SELECT name FROM pragma_table_info(?)"
            case .postgres:
                "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?"
            }
        return Set(try connection.rows(sql, [.text(table)]).compactMap { $0[0].text })
    }

    /// What of a definition shapes its tables.
    static func digest(_ register: Register) -> String {
        let columns = TableLayout.columns(register).map { "\($0.name) \($0.kind.rawValue) \($0.isRequired)" }
        let bounds = register.fields.map {
            "\($0.name) \($0.minimum ?? 0) \($0.maximum ?? 0) \($0.isUnique) \($0.hasMark) \($0.type.name)"
        }
        let parts = columns + bounds + register.key + [register.ownerColumn, String(TableLayout.seals(register))]
        let digest = SHA256.hash(data: Data(parts.joined(separator: "\n").utf8))
        return digest.map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }
}
