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
    ///
    /// - Parameter postponing: whether rows that name a row of their own register that is not there are taken out untold,
    ///   since it may come later in the file.
    /// - Returns: the rows that were postponed; nil where there are none.
    @discardableResult
    mutating func resolve(
        _ batch: inout RowBatch, _ connection: any SQLConnection, postponing: Bool = false
    ) throws -> RowBatch? {
        let fields = register.entryFields
        var column = 0
        var bad: Set<Int> = []
        var later: Set<Int> = []
        let whole = batch
        for field in fields {
            switch field.type {
            case .reference(let name) where !field.isPersonal:
                guard let target = catalog.register(name) else { break }
                if postponing, name == register.name {
                    later.formUnion(try resolve(&batch, field, column, target, connection).map(\.row))
                } else {
                    tell(try resolve(&batch, field, column, target, connection), of: field, target, &batch, &bad)
                }
            case .organisation:
                guard let target = catalog.register(Register.organisations) else { break }
                tell(try resolve(&batch, field, column, target, connection), of: field, target, &batch, &bad)
            default: break
            }
            column += field.columns.count
        }
        later.subtract(bad)
        batch.remove(rows: bad.union(later))
        guard !later.isEmpty else { return nil }
        var postponed = whole
        postponed.faults = []
        postponed.keep(later.sorted())
        return postponed
    }

    /// Notes rows that name nothing.
    private func tell(
        _ missing: [(row: Int, cell: RowBatch.Cell)], of field: Field, _ target: Register, _ batch: inout RowBatch,
        _ bad: inout Set<Int>
    ) {
        let isHidden = target.key.contains { target.field($0)?.isPersonal ?? false }
        for (row, cell) in missing {
            bad.insert(row)
            let text = isHidden ? "" : String(decoding: batch.bytes[cell.range].prefix(120), as: UTF8.self)
            batch.faults.append(
                CellFault(
                    row: batch.numbers[row], field: field.name, found: String(text.prefix(40)),
                    expected: .row(of: target.name)))
        }
    }

    /// Resolves the keys of one column: the rows whose key names nothing.
    private mutating func resolve(
        _ batch: inout RowBatch, _ field: Field, _ column: Int, _ target: Register, _ connection: any SQLConnection
    ) throws -> [(row: Int, cell: RowBatch.Cell)] {
        // The other row's key without the owner that both share.
        let sharesOwner =
            target.belongsTo == register.belongsTo && target.belongsTo != nil && target.key.count > 1
            && target.key.contains(target.ownerColumn) && column != Self.owner
        var asked: [String: [SQLValue]] = [:]
        var waiting: [(row: Int, name: String)] = []
        // Taken out while it is changed, so that it is not copied.
        var known = self.known.removeValue(forKey: column) ?? [:]
        defer { self.known[column] = known }
        for row in 0..<batch.count {
            let position = row * batch.width + column
            let cell = batch.cells[position]
            guard cell.tag == .key else { continue }
            let text = String(decoding: batch.bytes[cell.range], as: UTF8.self)
            let owner = sharesOwner ? batch.cells[row * batch.width + Self.owner] : nil
            let name = owner.map { "\($0.integer)/\(text)" } ?? text
            if let id = known[name] {
                batch.cells[position] = .integer(id)
            } else {
                waiting.append((row, name))
                if asked[name] == nil { asked[name] = values(of: text, target, owner: owner?.integer) }
            }
        }
        guard !waiting.isEmpty else { return [] }
        // Memory stays bounded: a long file does not keep every key that it has named.
        if known.count > 200_000 { known = [:] }
        known.merge(try find(asked, target, field, connection)) { first, _ in first }
        var missing: [(row: Int, cell: RowBatch.Cell)] = []
        for (row, name) in waiting {
            let position = row * batch.width + column
            if let id = known[name] {
                batch.cells[position] = .integer(id)
            } else {
                missing.append((row, batch.cells[position]))
            }
        }
        return missing
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
