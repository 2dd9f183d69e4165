/// A role 角色 that an account can be given at an organisation.
public struct RoleDefinition: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// What users call it.
    public let title: Words
    /// The levels of organisations at which it can be given.
    public let levels: [Level]
    /// Whether it sees personal fields unmasked.
    public let seesPersonal: Bool
    /// What it may do: a register, `domain.*` or `*`, and the actions.
    public let grants: [RoleGrant]
    /// The sensitive registers that it may read.
    public let sensitive: Set<String>
    /// Where it was defined.
    public let place: CatalogPlace

    /// Whether the role may do something to rows of a register, within the organisation that it is given at.
    public func allows(_ action: RegisterAction, on register: Register) -> Bool {
        if register.isSensitive && !sensitive.contains(register.name) { return false }
        return grants.contains { $0.actions.contains(action) && $0.covers(register) }
    }
}

/// What a role may do to some registers.
public struct RoleGrant: Hashable, Sendable {
    /// A register's name, `domain.*` or `*`.
    public let pattern: String
    /// The actions.
    public let actions: Set<RegisterAction>

    func covers(_ register: Register) -> Bool {
        pattern == "*" || pattern == register.name || pattern == register.domain + ".*"
    }
}

/// What can be done to the rows of a register.
public enum RegisterAction: String, CaseIterable, Hashable, Sendable {
    /// See, search, count.
    case read
    /// Add, change, remove, import.
    case write
    /// Move a case.
    case move
    /// Approve what was handed in.
    case approve
    /// Take out as a file. A right of its own.
    case export
}
