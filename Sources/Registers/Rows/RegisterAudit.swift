import Foundation
import Store

/// The record of every change of the registers, in a chain of SHA-256 hashes, in the same database as the rows.
///
/// Its numbers are also the versions of rows: a row is as entry `since` left it.
struct RegisterAudit {
    let connection: any SQLConnection

    /// The last entry's number and hash.
    func head() throws -> (id: Int64, hash: String) {
        guard let row = try connection.row("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1"),
            let id = row[0].integer, let hash = row[1].text
        else { return (0, AuditChain.start) }
        return (id, hash)
    }

    /// Adds an entry. - Parameter detail: counts and names; never personal data.
    func add(
        at: Date, who: String, action: String, entity: String, row: Int64?, detail: [String: String]
    ) throws {
        let head = try head()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(detail), as: UTF8.self)
        let id = head.id + 1
        let hash = AuditChain.hash(
            previous: head.hash, id: id, at: at.milliseconds, who: who, action: action, entity: entity, entityID: row,
            detail: json)
        try connection.run(
            "INSERT INTO audit (id, at, who, action, entity, entity_id, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                .integer(id), .integer(at.milliseconds), .text(who), .text(action), .text(entity), SQLValue(row),
                .text(json), .text(hash),
            ])
    }

    /// Recomputes the chain; how many entries there are, and the last hash.
    ///
    /// - Throws: `RegisterError.brokenAudit` with the first entry that does not fit.
    func verify() throws -> (entries: Int64, head: String) {
        var head = AuditChain.start
        var count: Int64 = 0
        try connection.each(
            "SELECT id, at, who, action, entity, entity_id, detail, hash FROM audit ORDER BY id", []
        ) { row in
            count += 1
            let expected = AuditChain.hash(
                previous: head, id: count, at: row[1].integer ?? 0, who: row[2].text ?? "", action: row[3].text ?? "",
                entity: row[4].text ?? "", entityID: row[5].integer, detail: row[6].text ?? "")
            guard row[0].integer == count, row[7].text == expected else {
                throw RegisterError.brokenAudit(entry: count)
            }
            head = expected
        }
        return (count, head)
    }
}
