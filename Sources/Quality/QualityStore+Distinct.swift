import Catalog
import Foundation
import Registers
import Store

/// Two rows of persons of whom somebody said that they are not the same.
public struct DistinctPersons: Hashable, Sendable {
    /// The rows.
    public let pair: DuplicatePersons.Pair
    /// How it is known.
    public let reason: String
    /// Who said so, as the audit trail names them.
    public let by: String
    /// When.
    public let at: Date
}

extension QualityStore {
    /// Remembers that two rows are different persons: they are no longer shown as one, and what checks of lower gravity
    /// say of their likeness is set aside.
    ///
    /// - Throws: `QualityError.reasonMissing`, `.tooLong`, `.notAllowed`; `RegisterError.noRow`.
    public func tellApart(
        _ pair: DuplicatePersons.Pair, in register: Register, reason: String, access: RegisterAccess,
        by principal: Principal
    ) throws {
        let reason = try Self.checked(reason)
        try requireWrite(pair, register, access)
        try registers.change(by: principal, "quality.distinct", register.name) { change in
            let connection = change.connection
            let key: [SQLValue] = [.text(register.name), .integer(pair.one), .integer(pair.other)]
            try connection.run(
                "DELETE FROM quality_distinct WHERE register = ? AND one = ? AND other = ?", key)
            try connection.run(
                """
                INSERT INTO quality_distinct (register, one, other, reason, made_by, made_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """, key + [.text(reason), .text(principal.name), .integer(change.now.milliseconds)])
            // An ID number that two persons share stays an error: one of the two is wrong.
            let checks = catalog.checks.filter {
                $0.register == register.name && $0.dimension == .uniqueness && $0.severity != .error
            }
            for check in checks {
                try connection.run(
                    """
                    UPDATE quality_finding SET reason = ?, aside_by = ?, aside_at = ?
                    WHERE row_id IN (?, ?) AND check_name = ? AND closed IS NULL AND reason IS NULL
                    """,
                    [
                        .text(reason), .text(principal.name), .integer(change.now.milliseconds), .integer(pair.one),
                        .integer(pair.other), .text(check.name),
                    ])
            }
            return ((), pair.one, ["other": "\(pair.other)"])
        }
    }

    /// Forgets that two rows are different persons.
    ///
    /// - Throws: `QualityError.noFinding` where nobody said so, `.notAllowed`; `RegisterError.noRow`.
    public func forgetDistinct(
        _ pair: DuplicatePersons.Pair, in register: Register, access: RegisterAccess, by principal: Principal
    ) throws {
        try requireWrite(pair, register, access)
        try registers.change(by: principal, "quality.distinct.undo", register.name) { change in
            let removed = try change.connection.run(
                "DELETE FROM quality_distinct WHERE register = ? AND one = ? AND other = ?",
                [.text(register.name), .integer(pair.one), .integer(pair.other)])
            guard removed > 0 else { throw QualityError.noFinding }
            return ((), pair.one, ["other": "\(pair.other)"])
        }
    }

    /// Who was told apart, latest first, of rows that the account may read.
    public func distinct(in register: Register, access: RegisterAccess) throws -> [DistinctPersons] {
        let all = try registers.database.read { connection in
            try connection.rows(
                "SELECT one, other, reason, made_by, made_at FROM quality_distinct WHERE register = ? "
                    + "ORDER BY made_at DESC, one, other", [.text(register.name)]
            ).compactMap { row -> DistinctPersons? in
                guard let one = row[0].integer, let other = row[1].integer else { return nil }
                return DistinctPersons(
                    pair: DuplicatePersons.Pair(one, other), reason: row[2].text ?? "", by: row[3].text ?? "",
                    at: Date(milliseconds: row[4].integer ?? 0))
            }
        }
        let there = try registers.present(Set(all.flatMap { [$0.pair.one, $0.pair.other] }), of: register, access)
        return all.filter { there.contains($0.pair.one) && there.contains($0.pair.other) }
    }

    func distinctPairs(_ register: Register, _ connection: any SQLConnection) throws -> Set<DuplicatePersons.Pair> {
        Set(
            try connection.rows(
                "SELECT one, other FROM quality_distinct WHERE register = ?", [.text(register.name)]
            ).compactMap { row in
                row[0].integer.flatMap { one in row[1].integer.map { DuplicatePersons.Pair(one, $0) } }
            })
    }

    private func requireWrite(
        _ pair: DuplicatePersons.Pair, _ register: Register, _ access: RegisterAccess
    ) throws {
        let scope = access.scope(.write, register)
        for id in [pair.one, pair.other] {
            guard try scope.contains(registers.row(id, of: register, access: access).owner) else {
                throw QualityError.notAllowed
            }
        }
    }
}

extension RegisterStore {
    /// The rows among some that are there and that an account may read.
    fileprivate func present(_ ids: Set<Int64>, of register: Register, _ access: RegisterAccess) throws -> Set<Int64> {
        var query = RowQuery()
        query.rows = ids
        return Set(try rows(of: register, query, access: access, limit: ids.count).rows.map(\.id))
    }
}
