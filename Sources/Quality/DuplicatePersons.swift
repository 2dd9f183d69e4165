import Catalog
import Registers

/// Rows that seem to stand for one person.
public struct DuplicatePersons: Hashable, Sendable {
    /// How it is known.
    public enum Evidence: String, CaseIterable, Hashable, Sendable {
        /// They have the same ID number 身份证件号.
        case idNumber
        /// Name, birth date, sex and organisation are the same.
        case likeness
    }

    /// How it is known.
    public let evidence: Evidence
    /// The rows, lowest number first: two at least.
    public let rows: [Int64]

    /// Two rows, that with the lower number first.
    public struct Pair: Hashable, Sendable {
        /// The rows.
        public let one: Int64, other: Int64

        /// Two rows, in any order.
        public init(_ one: Int64, _ other: Int64) {
            self.one = min(one, other)
            self.other = max(one, other)
        }
    }

    /// Every two of the rows.
    public var pairs: [Pair] {
        rows.indices.flatMap { first in rows[(first + 1)...].map { Pair(rows[first], $0) } }
    }
}

extension QualityStore {
    /// The rows of a register of persons that seem to stand for the same person, those with the same ID number first.
    ///
    /// Values are compared by their keyed digests: nothing is opened. A group is told to whom may read all of its rows,
    /// unless every two of them were found to be different persons. Empty for registers without the fields.
    public func duplicates(in register: Register, access: RegisterAccess) throws -> [DuplicatePersons] {
        let number = register.fields.first { $0.type == .idNumber && $0.hasMark }
        let name = register.fields.first { $0.type == .person && $0.hasMark }
        let scope = access.scope(.read, register)
        var groups: [DuplicatePersons] = []
        // The groups that a row is in already: what is the same by ID number need not be told as alike too.
        var known: [Int64: Set<Int>] = [:]
        try registers.database.read { connection in
            func find(_ columns: [String], _ evidence: DuplicatePersons.Evidence) throws {
                let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
                let present = columns.map { "\"\($0)\" IS NOT NULL" }.joined(separator: " AND ")
                let key = columns.count
                var open: [SQLValue] = [], rows: [Int64] = [], isSeen = true
                func end() {
                    defer { (rows, isSeen) = ([], true) }
                    guard rows.count > 1, isSeen else { return }
                    var shared: Set<Int> = known[rows[0]] ?? []
                    for row in rows.dropFirst() { shared.formIntersection(known[row] ?? []) }
                    guard shared.isEmpty else { return }
                    for row in rows { known[row, default: []].insert(groups.count) }
                    groups.append(DuplicatePersons(evidence: evidence, rows: rows))
                }
                try connection.each(
                    """
                    SELECT \(list), id, "\(register.ownerColumn)" FROM "\(register.name)" WHERE \(present)
                        AND (\(list)) IN (SELECT \(list) FROM "\(register.name)" WHERE \(present)
                            GROUP BY \(list) HAVING count(*) > 1)
                    ORDER BY \(list), id
                    """, []
                ) { row in
                    let values = Array(row.values.prefix(key))
                    if values != open { end() }
                    open = values
                    rows.append(row[key].integer ?? 0)
                    isSeen = isSeen && scope.contains(row[key + 1].integer ?? 0)
                }
                end()
            }
            let distinct = try distinctPairs(register, connection)
            defer { if !distinct.isEmpty { groups.removeAll { $0.pairs.allSatisfy(distinct.contains) } } }
            if let number { try find([number.markColumn], .idNumber) }
            if let name, let birth = number?.agreement?.birth, let sex = number?.agreement?.sex {
                try find([name.markColumn, birth, sex, register.ownerColumn], .likeness)
            }
        }
        return groups
    }
}
