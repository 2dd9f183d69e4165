/// Who makes a change: a signed-in account, or a programme that acts for the operator.
public enum Principal: Hashable, Sendable {
    /// An account, by its row.
    case account(Int64)
    /// A programme on the machine, such as `command-line`; its user is whoever may run it there.
    case system(String)

    /// The command line.
    public static let commandLine = Principal.system("command-line")

    /// The account's row, nil for a programme.
    public var accountID: Int64? {
        if case .account(let id) = self { id } else { nil }
    }

    /// The form in the audit trail: `account:7`, `system:command-line`. It names no person.
    public var name: String {
        switch self {
        case .account(let id): "account:\(id)"
        case .system(let name): "system:\(name)"
        }
    }
}
