import Catalog
import JSONValues
import Registers

/// Finds the keys by which the registers take references, for those that are sent by the other row's number.
///
/// Only rows that the account may see can be named by number; by its key any row can, as in a file.
struct ReferenceKeys {
    private let register: Register
    private let store: RegisterStore
    private let access: RegisterAccess
    private let tree: OrganisationTree
    private let codes: [String: Int64]
    /// The rows named by number, by their register.
    private var rows: [String: [Int64: RegisterRow]] = [:]

    init(_ register: Register, store: RegisterStore, access: RegisterAccess) throws {
        self.register = register
        self.store = store
        self.access = access
        tree = try store.organisations()
        codes = Dictionary(tree.nodes.values.map { ($0.code, $0.id) }) { first, _ in first }
    }

    /// The register that a field refers to; nil for fields that refer to none.
    func target(of field: Field) -> Register? {
        switch field.type {
        case .reference(let name): store.catalog.register(name)
        case .organisation: store.catalog.register(Register.organisations)
        default: nil
        }
    }

    /// Reads the rows that objects name by number: one query a field, however many rows there are.
    mutating func load(_ objects: [JSON]) throws {
        var asked: [String: Set<Int64>] = [:]
        for field in register.entryFields {
            guard let target = target(of: field), target.name != Register.organisations else { continue }
            asked[target.name, default: []].formUnion(objects.compactMap { $0[field.name]?["id"]?.integer })
        }
        for (name, ids) in asked where !ids.isEmpty {
            var query = RowQuery()
            query.rows = ids
            let page = try store.rows(of: store.register(name), query, access: access, limit: ids.count)
            rows[name] = Dictionary(page.rows.map { ($0.id, $0) }) { first, _ in first }
        }
    }

    /// The organisation that an object names, by `id` or by its code as `key`.
    func organisation(_ object: JSON) -> Int64? {
        if let id = object["id"]?.integer { return tree.nodes[id] == nil ? nil : id }
        return object["key"]?.text.flatMap { codes[$0] }
    }

    /// The key that an object names, for a row of an organisation; nil where it names nothing.
    func key(_ object: JSON, _ field: Field, owner: Int64?) -> String? {
        guard let sent = object["id"] else { return object["key"]?.text }
        guard let id = sent.integer, let target = target(of: field) else { return nil }
        if target.name == Register.organisations { return tree.nodes[id]?.code }
        guard let row = rows[target.name]?[id] else { return nil }
        // Rows of one organisation name each other without it.
        let sharesOwner =
            target.belongsTo == register.belongsTo && target.belongsTo != nil && target.key.count > 1
            && target.key.contains(target.ownerColumn)
        if sharesOwner, row.owner != owner { return nil }
        let parts = target.key.filter { !sharesOwner || $0 != target.ownerColumn }.map { name -> String? in
            switch row[name] {
            case .row(let id, _, _): String(id)
            case .masked: nil
            case let value: value?.written ?? ""
            }
        }
        return parts.contains(nil) ? nil : parts.compactMap { $0 }.joined(separator: "/")
    }
}
