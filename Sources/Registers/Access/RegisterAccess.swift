import Catalog
import Store

/// What an account may do with the registers: the one rule that pages, API, export, search and counts all ask.
///
/// An account has roles at organisations. A role allows actions on registers; the organisation, with all under it, says
/// on which rows. An administrator 系统管理员 may do everything but read sensitive registers, for which a role is needed.
public struct RegisterAccess: Sendable {
    /// A role given at an organisation.
    public struct Grant: Hashable, Sendable {
        /// The role.
        public let role: RoleDefinition
        /// The organisation it is given at.
        public let organisation: Int64
        /// That organisation and all under it.
        public let under: Set<Int64>
    }

    /// The account; nil for the command line, whose user is whoever may run it.
    public let account: Account?
    private let grants: [Grant]
    private let isOperator: Bool

    /// What an account may do with its roles.
    init(account: Account, grants: [Grant]) {
        self.account = account
        self.grants = account.isDisabled || account.mustChangePassword ? [] : grants
        isOperator = !account.isDisabled && !account.mustChangePassword && account.roles.contains(.administrator)
    }

    /// What the command line may do: everything. Its user has the files anyway.
    public static let commandLine = RegisterAccess()

    private init() {
        account = nil
        grants = []
        isOperator = true
    }

    /// The rows of a register on which an action is allowed.
    public func scope(_ action: RegisterAction, _ register: Register) -> RowScope {
        if isOperator, !register.isSensitive || account == nil { return .all }
        let under = grants.filter { $0.role.allows(action, on: register) }
        return .organisations(under.reduce(into: []) { $0.formUnion($1.under) })
    }

    /// Whether an action is allowed on any row of a register.
    public func may(_ action: RegisterAction, _ register: Register) -> Bool { !scope(action, register).isEmpty }

    /// The rows whose personal fields are shown unmasked.
    public func personalScope(_ register: Register) -> RowScope {
        if isOperator, !register.isSensitive || account == nil { return .all }
        let under = grants.filter { $0.role.seesPersonal && $0.role.allows(.read, on: register) }
        return .organisations(under.reduce(into: []) { $0.formUnion($1.under) })
    }

    /// The rows whose sensitive fields are shown.
    public func sensitiveScope(_ register: Register) -> RowScope {
        if account == nil { return .all }
        let under = grants.filter { $0.role.sensitive.contains(register.name) }
        return .organisations(under.reduce(into: []) { $0.formUnion($1.under) })
    }

    /// Whether a sensitive field is hidden in some rows that can be read: then nothing is found or sorted by it, which
    /// would tell what it holds.
    public func hides(_ field: Field, of register: Register) -> Bool {
        guard field.isSensitive else { return false }
        switch (scope(.read, register), sensitiveScope(register)) {
        case (_, .all): return false
        case (.all, .organisations): return true
        case (.organisations(let read), .organisations(let shown)): return !read.isSubset(of: shown)
        }
    }

    /// The registers that can be read at all.
    public func readable(_ catalog: Catalog) -> [Register] { catalog.registers.filter { may(.read, $0) } }
}

/// A role that an account has at an organisation, as it is kept.
public struct RoleAssignment: Hashable, Sendable {
    /// The account's row.
    public let account: Int64
    /// The role's name.
    public let role: String
    /// The organisation's row.
    public let organisation: Int64

    /// A role of an account at an organisation.
    public init(account: Int64, role: String, organisation: Int64) {
        self.account = account
        self.role = role
        self.organisation = organisation
    }
}

extension RegisterStore {
    /// What an account may do.
    public func access(of account: Account) throws -> RegisterAccess {
        try database.read { connection in
            let assignments = try connection.rows(
                "SELECT role, organisation FROM role_grant WHERE account = ? ORDER BY role, organisation",
                [.integer(account.id)])
            let tree = try OrganisationTree(connection)
            return RegisterAccess(
                account: account,
                grants: assignments.compactMap { row in
                    guard let name = row[0].text, let role = catalog.role(name), let id = row[1].integer else {
                        return nil
                    }
                    return .init(role: role, organisation: id, under: tree.under(id))
                })
        }
    }

    /// Whether an account may do something with a register for the whole district, not only for some of its schools.
    public func isForDistrict(_ action: RegisterAction, _ register: Register, _ access: RegisterAccess) throws -> Bool {
        switch access.scope(action, register) {
        case .all: return true
        case .organisations(let set):
            guard !set.isEmpty else { return false }
            let nodes = try organisations().nodes
            return set.contains { nodes[$0]?.level == .district || nodes[$0]?.level == .city }
        }
    }

    /// The roles of an account, or of all.
    public func assignments(of account: Int64? = nil) throws -> [RoleAssignment] {
        try database.read { connection in
            let rows = try connection.rows(
                "SELECT account, role, organisation FROM role_grant ORDER BY account, role, organisation")
            return rows.compactMap { row in
                guard let id = row[0].integer, let role = row[1].text, let organisation = row[2].integer,
                    account == nil || account == id
                else { return nil }
                return RoleAssignment(account: id, role: role, organisation: organisation)
            }
        }
    }

    /// Gives an account a role at an organisation. - Throws: `RegisterError.noRow` for an unknown organisation,
    /// `.notAllowed` where the role is not for organisations of that level.
    public func assign(_ assignment: RoleAssignment, by principal: Principal) throws {
        try change(by: principal, "role.assign", "account") { change in
            let connection = change.connection
            let organisation = try connection.row(
                "SELECT level FROM organisation WHERE id = ?", [.integer(assignment.organisation)])
            guard let organisation else { throw RegisterError.noRow(assignment.organisation) }
            let levels = catalog.role(assignment.role)?.levels.map(\.rawValue) ?? []
            guard levels.contains(organisation[0].text ?? "") else { throw RegisterError.notAllowed }
            let values: [SQLValue] = [
                .integer(assignment.account), .text(assignment.role), .integer(assignment.organisation),
            ]
            try connection.run("DELETE FROM role_grant WHERE account = ? AND role = ? AND organisation = ?", values)
            try connection.run("INSERT INTO role_grant (account, role, organisation) VALUES (?, ?, ?)", values)
            return ((), assignment.account, ["role": assignment.role, "organisation": String(assignment.organisation)])
        }
    }

    /// Takes a role from an account.
    public func withdraw(_ assignment: RoleAssignment, by principal: Principal) throws {
        try change(by: principal, "role.withdraw", "account") { change in
            try change.connection.run(
                "DELETE FROM role_grant WHERE account = ? AND role = ? AND organisation = ?",
                [.integer(assignment.account), .text(assignment.role), .integer(assignment.organisation)])
            return ((), assignment.account, ["role": assignment.role, "organisation": String(assignment.organisation)])
        }
    }
}
