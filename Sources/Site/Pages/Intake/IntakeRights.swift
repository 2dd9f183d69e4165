import Catalog
import Intake
import Registers
import Store

/// What a visitor may do with registers, and the intake that acts for them.
struct IntakeRights {
    let access: RegisterAccess
    let intake: RegisterIntake
    let account: Account

    init(_ visit: Visit) throws {
        account = try visit.account
        access = try visit.registers.access(of: account)
        intake = RegisterIntake(store: visit.registers, access: access, principal: account.principal)
    }

    /// A register that the visitor may write; others are not there for them.
    func writable(_ visit: Visit, _ name: String) throws -> Register {
        let register = try visit.registers.register(name)
        guard access.may(.write, register) else {
            throw access.may(.read, register) ? RegisterError.notAllowed : RegisterError.noRegister(name)
        }
        return register
    }

    /// The registers that the visitor may write.
    func writable(_ visit: Visit) -> [Register] { visit.registers.catalog.registers.filter { access.may(.write, $0) } }

    /// Whether the visitor may see every row of a file that was taken in: their own, or one who may take out all rows
    /// of the register with all that stands in them.
    func maySee(_ file: PastImport, _ visit: Visit) throws -> Bool {
        guard visit.ledger.store.files.has(file.digest) else { return false }
        let register = try visit.registers.register(file.register)
        if file.who == account.principal.name { return access.may(.write, register) }
        let top = try visit.registers.organisations().nodes.values.filter { $0.parent == nil }.map(\.id)
        func coversAll(_ scope: RowScope) -> Bool { !scope.isEmpty && top.allSatisfy(scope.contains) }
        return coversAll(access.scope(.export, register)) && coversAll(access.personalScope(register))
            && (!register.entryFields.contains(where: \.isSensitive) || coversAll(access.sensitiveScope(register)))
    }
}

/// Names of those whom the audit names by number.
struct Principals {
    private let names: [String: String]
    private let programme: String

    init(_ visit: Visit) throws {
        programme = visit["data.system"]
        names = Dictionary(
            try visit.ledger.store.accounts.all().map { ($0.principal.name, $0.displayName) }
        ) { first, _ in first }
    }

    /// The account's name, or that of the programme.
    subscript(_ who: String) -> String { names[who] ?? (who.hasPrefix("system:") ? programme : who) }
}
