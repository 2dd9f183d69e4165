import Catalog

/// Turns stored rows into what people read: opens what is sealed, names what is referred to, masks what is personal.
struct RowReader {
    private let register: Register
    private let store: RegisterStore
    private let connection: any SQLConnection
    private let access: RegisterAccess
    private let personal: RowScope
    private let sensitive: RowScope

    init(
        _ register: Register, _ store: RegisterStore, _ access: RegisterAccess, _ connection: any SQLConnection
    ) throws {
        self.register = register
        self.store = store
        self.connection = connection
        self.access = access
        personal = access.personalScope(register)
        sensitive = access.sensitiveScope(register)
    }

    /// The rows in their order. References are named with one query a field, however many rows there are.
    func read(_ rows: [SQLRow]) throws -> [RegisterRow] {
        guard !rows.isEmpty else { return [] }
        var names: [String: [Int64: (key: String, label: String)]] = [:]
        for field in register.entryFields {
            guard let target = target(of: field) else { continue }
            let ids = Set(rows.compactMap { $0[field.name].integer })
            names[field.name] = try RowNames(target, store, access, connection).names(of: ids)
        }
        return try rows.map { row in
            let owner = row[register.ownerColumn].integer ?? 0
            let isMasked = !personal.contains(owner)
            var values: [String: FieldValue] = [:]
            let showsSensitive = sensitive.contains(owner)
            for field in register.entryFields where !field.isPersonal && (showsSensitive || !field.isSensitive) {
                values[field.name] = value(of: field, in: row, names)
            }
            if let sealed = row["sealed"].bytes {
                let opened = try store.seal.open(sealed, register: register.name, row: row["id"].integer ?? 0)
                for (name, text) in opened {
                    guard let field = register.field(name), showsSensitive || !field.isSensitive else { continue }
                    values[name] = isMasked ? .masked(Mask.masked(text, field.type)) : .text(text)
                }
            }
            return RegisterRow(
                id: row["id"].integer ?? 0, since: row["since"].integer ?? 0, until: row["until"].integer, owner: owner,
                state: row["state"].text, values: values, isMasked: isMasked)
        }
    }

    private func target(of field: Field) -> Register? {
        switch field.type {
        case .reference(let name): store.catalog.register(name)
        case .organisation: store.catalog.register(Register.organisations)
        default: nil
        }
    }

    private func value(
        of field: Field, in row: SQLRow, _ names: [String: [Int64: (key: String, label: String)]]
    ) -> FieldValue? {
        if field.type == .point {
            guard let longitude = row[field.name + "_lon"].number, let latitude = row[field.name + "_lat"].number else {
                return nil
            }
            return .point(longitude, latitude)
        }
        switch (field.type, row[field.name]) {
        case (_, .null): return nil
        case (.bool, .integer(let flag)): return .flag(flag != 0)
        case (.money, .integer(let fen)): return .money(fen)
        case (.reference, .integer(let id)), (.organisation, .integer(let id)):
            let name = names[field.name]?[id]
            return .row(id, key: name?.key ?? "", label: name?.label ?? "#\(id)")
        case (_, .integer(let number)) where field.type == .decimal || field.type == .percent:
            return .real(Double(number))
        case (_, .integer(let number)): return .integer(number)
        case (_, .real(let number)): return .real(number)
        case (.date, .text(let day)): return .day(day)
        case (.code, .text(let code)): return .code(code)
        case (_, .text(let text)): return .text(text)
        case (_, .blob): return nil
        }
    }
}

/// The keys and names by which people know rows of a register that others refer to.
struct RowNames {
    private let register: Register
    private let store: RegisterStore
    private let connection: any SQLConnection
    private let personal: RowScope

    init(
        _ register: Register, _ store: RegisterStore, _ access: RegisterAccess, _ connection: any SQLConnection
    ) {
        personal = access.personalScope(register)
        self.register = register
        self.store = store
        self.connection = connection
    }

    /// The key, as it is written in tables, and the label of each row. Personal parts of labels are masked for whoever may not see them.
    func names(of ids: Set<Int64>) throws -> [Int64: (key: String, label: String)] {
        var names: [Int64: (key: String, label: String)] = [:]
        let seals = TableLayout.seals(register)
        let columns = Set((register.key + register.label).compactMap { register.field($0) }.filter { !$0.isPersonal })
        let named = Set(columns.map(\.name)).union(["id", register.ownerColumn])
        let list = (named.sorted() + (seals ? ["sealed"] : [])).map { "\"\($0)\"" }
        for group in Array(ids).sorted().chunked(5_000) {
            let marks = repeatElement("?", count: group.count).joined(separator: ", ")
            let rows = try connection.rows(
                "SELECT \(list.joined(separator: ", ")) FROM \"\(register.name)\" WHERE id IN (\(marks))",
                group.map { .integer($0) })
            for row in rows {
                guard let id = row["id"].integer else { continue }
                let secrets =
                    try row["sealed"].bytes.map {
                        try store.seal.open($0, register: register.name, row: id)
                    } ?? [:]
                func part(_ name: String, masked: Bool) -> String {
                    if let secret = secrets[name] {
                        return masked ? Mask.masked(secret, register.field(name)?.type ?? .text) : secret
                    }
                    switch row[name] {
                    case .text(let text): return text
                    case .integer(let number): return String(number)
                    case .real(let number): return FieldValue.plain(number)
                    default: return ""
                    }
                }
                // A key with a personal part is told only to whoever may see that person's data.
                let isMasked = !personal.contains(row[register.ownerColumn].integer ?? 0)
                let isSecret = isMasked && register.key.contains { register.field($0)?.isPersonal ?? false }
                let keys = register.key.filter { $0 != register.ownerColumn || register.key.count == 1 }
                let key = isSecret ? "" : keys.map { part($0, masked: false) }.joined(separator: "/")
                let label = register.label.map { part($0, masked: isMasked) }.filter { !$0.isEmpty }
                names[id] = (key, label.isEmpty ? key : label.joined(separator: " "))
            }
        }
        return names
    }
}

extension Array {
    /// The elements in groups of at most so many.
    func chunked(_ size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
