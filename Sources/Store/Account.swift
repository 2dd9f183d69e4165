import Foundation

/// Somebody who can sign in.
public struct Account: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The name to sign in with: lower-case letters, digits, `.`, `-`, `_` or Chinese characters, 2–64 of them.
    public var login: String
    /// The name that pages show.
    public var displayName: String
    /// The office that the person belongs to; nil for none.
    public var office: OfficeID?
    /// What the account is for.
    public var roles: Set<Role>
    /// Whether it can no longer sign in.
    public var isDisabled: Bool
    /// Whether it still has a one-time password and has to choose its own first.
    public var mustChangePassword: Bool
    /// When it was made.
    public let createdAt: Date
    /// When somebody last signed in with it; nil if never.
    public let lastSignInAt: Date?

    /// An account as kept in the store.
    public init(
        id: Int64, login: String, displayName: String, office: OfficeID?, roles: Set<Role>, isDisabled: Bool = false,
        mustChangePassword: Bool = false, createdAt: Date, lastSignInAt: Date? = nil
    ) {
        self.id = id
        self.login = login
        self.displayName = displayName
        self.office = office
        self.roles = roles
        self.isDisabled = isDisabled
        self.mustChangePassword = mustChangePassword
        self.createdAt = createdAt
        self.lastSignInAt = lastSignInAt
    }

    /// The account as the one who makes a change.
    public var principal: Principal { .account(id) }
}

/// What an administrator gives for a new account, or changes of one.
public struct AccountDetails: Hashable, Sendable {
    /// The name to sign in with.
    public var login: String
    /// The name that pages show.
    public var displayName: String
    /// The office that the person belongs to.
    public var office: OfficeID?
    /// What the account is for; not empty.
    public var roles: Set<Role>

    /// Details of an account.
    public init(login: String, displayName: String, office: OfficeID? = nil, roles: Set<Role>) {
        self.login = login
        self.displayName = displayName
        self.office = office
        self.roles = roles
    }
}

/// An account with the password that was made for it. The password is shown once and kept nowhere.
public struct NewAccount: Sendable {
    /// The account; it has to change its password first.
    public let account: Account
    /// 16 characters without look-alikes, in four groups.
    public let oneTimePassword: String
}

/// A signed-in account's session.
public struct Session: Sendable {
    /// Its row.
    public let id: Int64
    /// Who signed in.
    public let account: Account
    /// What every form of this session carries, so that another site cannot post in its name.
    public let csrfToken: String
    /// When it ends at the latest.
    public let expiresAt: Date
}

/// A fresh session and the secret for the browser's cookie, which the store keeps only as a digest.
public struct SignIn: Sendable {
    /// The session.
    public let session: Session
    /// 256 random bits, base64url.
    public let token: String
}
