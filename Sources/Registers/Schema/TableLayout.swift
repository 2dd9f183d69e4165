import Catalog

/// The tables of a register: one of the rows as they are, one of all earlier versions.
///
/// Beside the fields' columns a row has `id`, `sealed` (its personal values), `state` (of a case), and `since`, the
/// number of the audit entry that made this version. An earlier version also has `until`, the entry that ended it.
struct TableLayout {
    let register: Register
    let dialect: SQLDialect

    /// The table of earlier versions.
    static func past(_ register: Register) -> String { register.name + "_past" }

    /// The columns that carry what a row says, in the order in which they are written.
    static func columns(_ register: Register) -> [TableColumn] {
        let state = TableColumn(name: "state", kind: .text, isRequired: true, field: "")
        return register.columns + (register.flow == nil ? [] : [state])
    }

    /// Whether rows have sealed values.
    static func seals(_ register: Register) -> Bool { register.fields.contains { $0.isPersonal } }

    /// The names of the columns of a version of a row: `id`, the fields', `sealed` where there is one, `since`.
    static func version(_ register: Register) -> [String] {
        ["id"] + columns(register).map(\.name) + (seals(register) ? ["sealed"] : []) + ["since"]
    }

    /// The columns of the natural key: digests where a field is personal.
    static func key(_ register: Register) -> [TableColumn] {
        register.key.compactMap { name in
            guard let field = register.field(name) else { return nil }
            return field.columns.first { $0.name == (field.isPersonal ? field.markColumn : field.name) }
        }
    }

    /// The statements that make both tables and their indexes.
    func statements() -> [String] {
        let name = register.name, past = Self.past(register)
        let fields = Self.columns(register).map { column in
            "\"\(column.name)\" \(dialect.type(column.kind))\(column.isRequired ? " NOT NULL" : "")"
        }
        let loose = Self.columns(register).map { "\"\($0.name)\" \(dialect.type($0.kind))" }
        let sealed = Self.seals(register) ? ["sealed \(dialect.bytes)"] : []
        let integer = dialect.type(.integer)
        let strict = dialect == .sqlite ? " STRICT" : ""
        let own = ["id \(integer) PRIMARY KEY"] + fields + sealed + ["since \(integer) NOT NULL"]
        let earlier =
            ["id \(integer) NOT NULL"] + loose + sealed + ["since \(integer) NOT NULL", "until \(integer) NOT NULL"]
        return [
            "CREATE TABLE \"\(name)\" (\(own.joined(separator: ", ")))\(strict)",
            "CREATE TABLE \"\(past)\" (\(earlier.joined(separator: ", ")))\(strict)",
            "CREATE INDEX \"\(past)_row\" ON \"\(past)\" (id, since)",
        ] + indexes()
    }

    /// An index of the register's table.
    private struct Index {
        let name: String
        let columns: [String]
        var isUnique = false
    }

    /// The statements that make the indexes that are missing.
    func indexes() -> [String] {
        indexList.map { index in
            let list = index.columns.map { "\"\($0)\"" }.joined(separator: ", ")
            return "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX IF NOT EXISTS \"\(index.name)\" "
                + "ON \"\(register.name)\" (\(list))"
        }
    }

    /// The statements that take out the indexes that only make searching fast.
    func indexRemovals() -> [String] {
        indexList.filter { !$0.isUnique }.map { "DROP INDEX IF EXISTS \"\($0.name)\"" }
    }

    private var indexList: [Index] {
        let key = Self.key(register).map(\.name)
        var list = [Index(name: "\(register.name)_key", columns: key, isUnique: true)]
        func add(_ suffix: String, _ column: String, unique: Bool = false) {
            list.append(Index(name: "\(register.name)_\(suffix)", columns: [column], isUnique: unique))
        }
        if register.belongsTo != nil, key.first != register.ownerColumn { add("owner", register.ownerColumn) }
        for fields in register.indexes {
            list.append(Index(name: "\(register.name)_on_\(fields.joined(separator: "_"))", columns: fields))
        }
        for field in register.fields {
            if field.isUnique, key != [field.name], key != [field.markColumn] {
                add("one_\(field.name)", field.isPersonal ? field.markColumn : field.name, unique: true)
            } else if field.hasMark, key.first != field.markColumn {
                add("mark_\(field.name)", field.markColumn)
            } else if key.first != field.name {
                switch field.type {
                case .reference, .organisation:
                    // An index of the catalogue that begins with it serves as well.
                    if !register.indexes.contains(where: { $0.first == field.name }) {
                        add("by_\(field.name)", field.name)
                    }
                default: break
                }
            }
        }
        return list
    }
}
