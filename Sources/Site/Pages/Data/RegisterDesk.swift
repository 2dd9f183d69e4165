import Catalog
import Localisation
import Registers
import Store

/// A visit to a register: the register, and what the visitor may do there, asked once.
struct RegisterDesk {
    let visit: Visit
    let register: Register
    let access: RegisterAccess

    /// - Throws: `RegisterError.noRegister` for a register that does not exist, or that the visitor may not read.
    init(_ visit: Visit, _ name: String) throws {
        self.visit = visit
        access = try visit.registers.access(of: visit.account)
        register = try visit.registers.register(name)
        guard access.may(.read, register) else { throw RegisterError.noRegister(name) }
    }

    init(_ visit: Visit, _ register: Register, _ access: RegisterAccess) {
        self.visit = visit
        self.register = register
        self.access = access
    }

    /// The desk of another register that the visitor may read.
    func desk(of other: Register) -> RegisterDesk { RegisterDesk(visit, other, access) }

    /// The registers.
    var store: RegisterStore { visit.registers }
    /// What is kept.
    var catalog: Catalog { store.catalog }
    /// The visitor's language.
    var language: Language { visit.language }
    /// The register's name for people.
    var title: String { register.title.text(language) }

    /// Whether the visitor may change rows of this register at all.
    var mayWrite: Bool { access.may(.write, register) }

    /// Whether the visitor may change a row.
    func mayWrite(_ row: RegisterRow) -> Bool { access.scope(.write, register).contains(row.owner) }

    /// A row, whose reading is recorded where the law asks for it. - Throws: `RegisterError.noRow`.
    func row(_ id: Int64) throws -> RegisterRow {
        let row = try store.row(id, of: register, access: access)
        try record(.read, [row], row: id)
        return row
    }

    /// Records that rows were shown, if that is sensitive: the whole register, or a field that is shown.
    func record(_ action: RegisterAction, _ rows: [RegisterRow], row: Int64? = nil) throws {
        let fields = register.fields.filter(\.isSensitive).map(\.name)
        let count = register.isSensitive ? rows.count : rows.count { row in fields.contains { row[$0] != nil } }
        guard count > 0 else { return }
        try store.record(action, of: register, row: row, count: count, by: visit.principal)
    }

    /// The fields that a value can be read of; those that are sensitive are known to named roles only.
    var shownFields: [Field] {
        let showsSensitive = !access.sensitiveScope(register).isEmpty
        return register.entryFields.filter { showsSensitive || !$0.isSensitive }
    }

    /// The field's name for people.
    func title(of field: Field) -> String { field.title.text(language) }

    /// A path of this register.
    func path(_ path: RegisterPath) -> SitePath { .data(path) }

    /// What a row is called: its label, as far as the visitor may read it.
    func label(of row: RegisterRow) -> String {
        let names = register.label.compactMap { name in
            register.field(name).flatMap { field in row[name].map { ValueWords.text(self, field, $0) } }
        }
        return names.isEmpty ? "#\(row.id)" : names.joined(separator: " ")
    }
}

extension Visit {
    /// Accounts by the name that they have in audit trails.
    func accountNames() throws -> [String: String] {
        Dictionary(try ledger.store.accounts.all().map { ($0.principal.name, $0.displayName) }) { first, _ in first }
    }
}
