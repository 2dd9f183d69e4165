import Foundation
import GRDB

/// The accounts, signing in, and sessions.
public struct Accounts: Sendable {
    let store: Store

    /// Makes the first administrator of an empty store; nil where there is any account.
    public func createFirstAdministrator(login: String = "admin", displayName: String) throws -> NewAccount? { nil }

    /// Makes an account with a one-time password. - Throws: `StoreError.loginTaken`, `.badLogin`, `.noRole`, ….
    public func create(_ details: AccountDetails, by principal: Principal) throws -> NewAccount {
        throw StoreError.noAccount
    }

    /// Changes an account. - Throws: as `create`; `StoreError.lastAdministrator`.
    @discardableResult
    public func change(_ id: Int64, to details: AccountDetails, by principal: Principal) throws -> Account {
        throw StoreError.noAccount
    }

    /// Disables an account and ends its sessions, or enables it again. - Throws: `StoreError.lastAdministrator`.
    @discardableResult
    public func setDisabled(_ isDisabled: Bool, _ id: Int64, by principal: Principal) throws -> Account {
        throw StoreError.noAccount
    }

    /// Gives an account a new one-time password and ends its sessions.
    public func resetPassword(_ id: Int64, by principal: Principal) throws -> NewAccount { throw StoreError.noAccount }

    /// Changes the own password and ends all sessions of the account, this one too: sign in again after it.
    ///
    /// - Throws: `StoreError.signInRefused` for a wrong current password, `.weakPassword`, `.lockedOut`.
    public func changePassword(_ id: Int64, current: String, new: String, address: String = "") throws {}

    /// All accounts, by sign-in name.
    public func all() throws -> [Account] { [] }

    /// An account. - Throws: `StoreError.noAccount`.
    public func account(_ id: Int64) throws -> Account { throw StoreError.noAccount }

    /// Signs in. Takes about 60 ms of work whether or not the name exists; bound how many run at once.
    ///
    /// - Parameter address: where the request comes from, for the lock-out; kept only as a digest.
    /// - Throws: `StoreError.signInRefused`, `.lockedOut`.
    public func signIn(login: String, password: String, address: String) throws -> SignIn {
        throw StoreError.noAccount
    }

    /// The session of a cookie's token; nil if it is unknown, ended or too old. Remembers that it was used.
    public func session(token: String) throws -> Session? { nil }

    /// Ends the session of a token.
    public func signOut(token: String) throws {}

    /// Ends all sessions of an account.
    public func signOutEverywhere(_ id: Int64, by principal: Principal) throws {}
}
