import Crypto
import Foundation
import GRDB

/// A change that was made, as the audit trail has it.
public struct AuditEntry: Identifiable, Hashable, Sendable {
    /// Its number, from 1 without gaps.
    public let id: Int64
    /// When.
    public let at: Date
    /// `Principal.name` of who made it.
    public let who: String
    /// What was done: `plan.keep`, `review.accept`, `account.create`, ….
    public let action: String
    /// What kind of thing it was done to: `plan`, `task`, `office`, `account`, ….
    public let entity: String
    /// Its row; nil for none.
    public let entityID: Int64?
    /// JSON with more: rows, counts, names of fields. Never personal data.
    public let detail: String
    /// SHA-256 over the entry before and this one, hexadecimal.
    public let hash: String
}

/// What verifying the audit trail found: it holds.
public struct AuditReport: Hashable, Sendable {
    /// How many entries there are.
    public let entries: Int64
    /// The last entry's hash. Written down elsewhere, it also proves later that no entry at the end was cut off.
    public let head: String
}

/// The record of every change, in a chain of SHA-256 hashes.
public struct AuditTrail: Sendable {
    let store: Store

    /// The latest entries, latest first.
    public func entries(limit: Int = 100, before id: Int64? = nil) throws -> [AuditEntry] { [] }

    /// Recomputes the chain. - Throws: `StoreError.brokenAudit` with the first entry that does not fit.
    public func verify() throws -> AuditReport { throw StoreError.noAccount }
}
