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
}

extension QualityStore {
    /// The rows of a register of persons that seem to stand for the same person, those with the same ID number first.
    ///
    /// Values are compared by their keyed digests: nothing is opened. A group is told to whom may read all of its rows.
    /// Empty for registers without the fields.
    public func duplicates(in register: Register, access: RegisterAccess) throws -> [DuplicatePersons] {
        let number = register.fields.first { $0.type == .idNumber && $0.hasMark }
        let name = register.fields.first { $0.type == .person && $0.hasMark }
        let scope = access.scope(.read, register)
        var groups: [DuplicatePersons] = []
        try registers.database.read { connection in
            func find(_ columns: [String], _ evidence: DuplicatePersons.Evidence) throws {
                let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
                let present = columns.map { "\"\($0)\" IS NOT NULL" }.joined(separator: " AND ")
                let key = columns.count
                var open: [SQLValue] = [], rows: [Int64] = [], isSeen = true
                func end() {
                    if rows.count > 1, isSeen, !groups.contains(where: { Set(rows).isSubset(of: $0.rows) }) {
                        groups.append(DuplicatePersons(evidence: evidence, rows: rows))
                    }
                    (rows, isSeen) = ([], true)
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
            if let number { try find([number.markColumn], .idNumber) }
            if let name, let birth = number?.agreement?.birth, let sex = number?.agreement?.sex {
                try find([name.markColumn, birth, sex, register.ownerColumn], .likeness)
            }
        }
        return groups
    }
}
