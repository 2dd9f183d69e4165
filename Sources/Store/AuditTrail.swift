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

    init(_ row: Row) {
        id = row["id"]
        at = Date(milliseconds: row["at"])
        who = row["who"]
        action = row["action"]
        entity = row["entity"]
        entityID = row["entity_id"]
        detail = row["detail"]
        hash = row["hash"]
    }
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

    /// The latest entries, latest first; those before entry `id` if given.
    public func entries(limit: Int = 100, before id: Int64? = nil) throws -> [AuditEntry] {
        try store.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?",
                arguments: [id ?? Int64.max, max(0, limit)]
            ).map(AuditEntry.init)
        }
    }

    /// Recomputes the chain. - Throws: `StoreError.brokenAudit` with the first entry that does not fit.
    public func verify() throws -> AuditReport {
        try store.read { db in
            var head = AuditChain.start
            var count: Int64 = 0
            let rows = try Row.fetchCursor(db, sql: "SELECT * FROM audit ORDER BY id")
            while let row = try rows.next() {
                let entry = AuditEntry(row)
                count += 1
                let expected = AuditChain.hash(
                    previous: head, id: count, at: entry.at.milliseconds, who: entry.who, action: entry.action,
                    entity: entry.entity, entityID: entry.entityID, detail: entry.detail)
                guard entry.id == count, entry.hash == expected else { throw StoreError.brokenAudit(entry: count) }
                head = entry.hash
            }
            return AuditReport(entries: count, head: head)
        }
    }
}

/// How an entry's hash follows from the one before.
package enum AuditChain {
    /// What stands for the entry before the first.
    package static let start = String(repeating: "0", count: 64)

    /// SHA-256 over the hash before and all fields, each with its length before it, so that no two entries look alike.
    package static func hash(
        previous: String, id: Int64, at: Int64, who: String, action: String, entity: String, entityID: Int64?,
        detail: String
    ) -> String {
        var hash = SHA256()
        for field in [previous, String(id), String(at), who, action, entity, entityID.map(String.init) ?? "", detail] {
            hash.update(data: Data("\(field.utf8.count):\(field)".utf8))
        }
        return hash.finalize().hexadecimal
    }
}

extension Change {
    /// Adds an entry to the audit trail, in the same transaction as the change.
    ///
    /// - Parameter detail: rows, counts, names of fields; never personal data.
    package func audit(
        _ action: String, _ entity: String, _ entityID: Int64? = nil, _ detail: [String: String] = [:]
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(detail), as: UTF8.self)
        let last = try Row.fetchOne(db, sql: "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1")
        let id = (last?["id"] ?? 0) + Int64(1)
        let hash = AuditChain.hash(
            previous: last?["hash"] ?? AuditChain.start, id: id, at: at, who: principal.name, action: action,
            entity: entity, entityID: entityID, detail: json)
        try db.execute(
            sql: """
                INSERT INTO audit (id, at, who, action, entity, entity_id, detail, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [id, at, principal.name, action, entity, entityID, json, hash])
    }
}
