import Catalog

/// Turns the keys in a batch into the numbers of the rows that they name.
///
/// A reference is written as the natural key of the other row; where that key begins with the same organisation as the
/// row's own, as for a class of a school, that part is left out. Parts are separated by `/`.
struct ReferenceResolver {
    let register: Register
    let catalog: Catalog
    let seal: PersonalSeal
    /// What has been found already, by field and key.
    private var known: [Int: [String: Int64]] = [:]
    /// The number of the owner's column, first of all.
    private static let owner = 0

    init(_ register: Register, catalog: Catalog, seal: PersonalSeal) {
        self.register = register
        self.catalog = catalog
        self.seal = seal
    }

    /// Resolves every key of a batch; rows with one that names nothing are taken out and told.
    mutating func resolve(_ batch: inout RowBatch, _ connection: any SQLConnection) throws {
        let fields = register.entryFields
        var column = 0
        var bad: Set<Int> = []
        for field in fields {
            switch field.type {
            case .reference(let name) where !field.isPersonal:
                guard let target = catalog.register(name) else { break }
                try resolve(&batch, field, column, target, connection, &bad)
            case .organisation:
                guard let target = catalog.register(Register.organisations) else { break }
                try resolve(&batch, field, column, target, connection, &bad)
            default: break
            }
            column += field.columns.count
        }
        batch.remove(rows: bad)
    }

    private mutating func resolve(
        _ batch: inout RowBatch, _ field: Field, _ column: Int, _ target: Register, _ connection: any SQLConnection,
        _ bad: inout Set<Int>
    ) throws {
        // The other row's key without the owner that both share.
        let sharesOwner =
            target.belongsTo == register.belongsTo && target.belongsTo != nil && target.key.count > 1
            && target.key.contains(target.ownerColumn) && column != Self.owner
        var asked: [String: [SQLValue]] = [:]
        var names: [Int: String] = [:]
        for row in 0..<batch.count {
            let cell = batch.cells[row * batch.width + column]
            guard cell.tag == .key else { continue }
            let text = String(decoding: batch.bytes[cell.range], as: UTF8.self)
            let owner = sharesOwner ? batch.cells[row * batch.width + Self.owner] : nil
            let name = owner.map { "\($0.integer)/\(text)" } ?? text
            names[row] = name
            if known[column]?[name] == nil, asked[name] == nil {
                asked[name] = values(of: text, target, owner: owner?.integer)
            }
        }
        if !asked.isEmpty {
            // Memory stays bounded: a long file does not keep every key that it has named.
            if (known[column]?.count ?? 0) > 200_000 { known[column] = [:] }
            let found = try find(asked, target, field, connection)
            known[column, default: [:]].merge(found) { first, _ in first }
        }
        for (row, name) in names {
            if let id = known[column]?[name] {
                batch.cells[row * batch.width + column] = .integer(id)
            } else {
                bad.insert(row)
                let cell = batch.cells[row * batch.width + column]
                let isHidden = target.key.contains { target.field($0)?.isPersonal ?? false }
                let text = isHidden ? "" : String(decoding: batch.bytes[cell.range].prefix(120), as: UTF8.self)
                batch.faults.append(
                    CellFault(
                        row: batch.numbers[row], field: field.name, found: String(text.prefix(40)),
                        expected: .row(of: target.name)))
            }
        }
    }

    /// The values of the other row's key columns; nil where the text has another number of parts.
    private func values(of text: String, _ target: Register, owner: Int64?) -> [SQLValue]? {
        let keys = target.key.filter { owner == nil || $0 != target.ownerColumn }
        let parts = keys.count == 1 ? [Substring(text)] : text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == keys.count else { return nil }
        var rest = parts[...]
        return target.key.map { name in
            if let owner, name == target.ownerColumn { return .integer(owner) }
            guard let part = rest.popFirst(), let field = target.field(name) else { return .null }
            if field.isPersonal {
                var value = String(part)
                return .integer(value.withUTF8 { seal.mark(UnsafeRawBufferPointer($0), field: field.name) })
            }
            switch field.type {
            case .integer, .year, .money, .reference, .organisation: return Int64(part).map { .integer($0) } ?? .null
            default: return .text(String(part))
            }
        }
    }

    /// Asks for many keys at once.
    private func find(
        _ asked: [String: [SQLValue]], _ target: Register, _ field: Field, _ connection: any SQLConnection
    ) throws -> [String: Int64] {
        var byValues: [[SQLValue]: String] = [:]
        for (name, values) in asked { byValues[values] = name }
        var only = ""
        if case .organisation(let level?) = field.type { only = " AND level = '\(level.rawValue)'" }
        var found: [String: Int64] = [:]
        try KeyLookup(columns: TableLayout.key(target)).each(
            in: target.name, select: ["id"], of: Array(byValues.keys), only: only, connection
        ) { key, row in
            if let name = byValues[key], let id = row[0].integer { found[name] = id }
        }
        return found
    }
}

extension RowBatch {
    /// Takes rows out, by their positions.
    mutating func remove(rows: Set<Int>) {
        guard !rows.isEmpty else { return }
        keep((0..<count).filter { !rows.contains($0) })
    }
}
