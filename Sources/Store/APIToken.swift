import Foundation
import Localisation

/// A token of the programming interface 接口令牌: it lets a programme act as an account, without its password.
public struct APIToken: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The account that it acts as.
    public let account: Int64
    /// What it is for, so that it can be told from others.
    public let name: String
    /// When it was made.
    public let createdAt: Date
    /// From when on it no longer works.
    public let expiresAt: Date
    /// When it was last used, to the minute; nil if never.
    public let lastUsedAt: Date?
    /// When it was taken back; nil while it stands.
    public let revokedAt: Date?

    /// Whether it works at an instant.
    public func isValid(at now: Date) -> Bool { revokedAt == nil && now < expiresAt }
}

/// A token with its secret. The secret is shown once and kept nowhere.
public struct NewAPIToken: Sendable {
    /// The token.
    public let token: APIToken
    /// `xz_` and 256 random bits, base64url.
    public let secret: String
}

/// What can go wrong with tokens.
public enum APITokenError: Error, Equatable {
    /// The name is empty or longer than 100 characters.
    case badName
    /// The days are none or more than this.
    case badLifetime(limit: Int)
    /// The account is disabled.
    case disabledAccount
    /// There is no such token, or it was taken back already.
    case noToken(Int64)
    /// The secret belongs to no token that works; which of the reasons it is, is not told.
    case refused
    /// Too many wrong secrets from this address; seconds until the next try.
    case lockedOut(seconds: Int)
}

extension APITokenError: Explained {
    /// The key of its words in `Strings/api.json`.
    public var messageKey: String {
        switch self {
        case .badName: "api.token.badName"
        case .badLifetime: "api.token.badLifetime"
        case .disabledAccount: "api.token.disabledAccount"
        case .noToken: "api.token.noToken"
        case .refused: "api.token.refused"
        case .lockedOut: "api.token.lockedOut"
        }
    }

    /// Numbers only.
    public var messageArguments: [String: String] {
        switch self {
        case .badLifetime(let limit): ["limit": String(limit)]
        case .noToken(let id): ["id": String(id)]
        case .lockedOut(let seconds): ["seconds": String(seconds)]
        case .badName, .disabledAccount, .refused: [:]
        }
    }
}
