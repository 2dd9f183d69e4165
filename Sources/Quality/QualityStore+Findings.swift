import Catalog
import Foundation
import Monitoring
import Registers
import Store

/// A row that a check found.
public struct QualityFinding: Identifiable, Hashable, Sendable {
    /// Its number.
    public let id: Int64
    /// The check.
    public let check: String
    /// The register, and the row there; for a jump of an indicator, the organisation.
    public let register: String
    /// The row.
    public let row: Int64
    /// The version of the row that was found: where it has another one now, it was changed since.
    public let rowSince: Int64
    /// The organisation.
    public let organisation: Int64
    /// The day of the run that found it.
    public let openedOn: Day
    /// Why it was set aside, by whom and when; nil for one that counts.
    public let aside: Aside?

    /// Why a finding does not count.
    public struct Aside: Hashable, Sendable {
        /// The reason.
        public let reason: String
        /// Who, as the audit trail names them.
        public let by: String
        /// When.
        public let at: Date
    }
}

/// What a check found at an organisation and under it: one line of a worklist.
public struct QualityTask: Hashable, Sendable {
    /// The check, with its advice.
    public let check: IntegrityCheck
    /// How many rows, exactly.
    public let count: Int
    /// The rows, up to a limit for each organisation.
    public let findings: [QualityFinding]
}

extension QualityStore {
    /// What a school, or all under an organisation, has to put right: graver checks first, then the more rows.
    ///
    /// Only registers and organisations whose rows the account may read.
    ///
    /// - Parameters:
    ///   - aside: those set aside instead.
    ///   - limit: most rows of each check.
    public func worklist(
        of organisation: Int64, access: RegisterAccess, aside: Bool = false, limit: Int = .max
    ) throws -> [QualityTask] {
        try registers.database.read { connection in
            let under = try OrganisationTree(connection).under(organisation)
            let counts = try counts(of: nil, at: under, connection)
            let scopes = Scopes(self, access)
            var rows: [String: [QualityFinding]] = [:], found: [String: Int] = [:], counted: [String: Int] = [:]
            try eachOpen(Self.at(under), connection) { finding in
                guard (finding.aside != nil) == aside, scopes[finding.check]?.contains(finding.organisation) == true
                else { return }
                found[finding.check, default: 0] += 1
                if rows[finding.check, default: []].count < limit { rows[finding.check, default: []].append(finding) }
            }
            for count in counts where scopes[count.check]?.contains(count.organisation) == true {
                counted[count.check, default: 0] += count.found
            }
            return catalog.checks.compactMap { check -> QualityTask? in
                guard let rows = rows[check.name], let kept = found[check.name] else { return nil }
                // Of many rows at one organisation not all are kept; the count is exact all the same.
                return QualityTask(
                    check: check, count: aside ? kept : max(kept, counted[check.name] ?? 0), findings: rows)
            }.sorted {
                ($1.check.severity.weight, $1.count, $0.check.name) < (
                    $0.check.severity.weight, $0.count, $1.check.name
                )
            }
        }
    }

    /// The rows that a check found, those that were open longest first.
    ///
    /// - Parameters:
    ///   - organisation: with all under it; nil for all that the account may read.
    ///   - aside: those set aside instead.
    /// - Returns: a page of them, and how many there are in all.
    public func findings(
        of check: IntegrityCheck, under organisation: Int64? = nil, aside: Bool = false, access: RegisterAccess,
        limit: Int = 50, offset: Int = 0
    ) throws -> (rows: [QualityFinding], total: Int) {
        try registers.database.read { connection in
            guard let scope = Scopes(self, access)[check.name] else { return ([], 0) }
            var condition = Self.visible(scope)
            if let organisation { condition += Self.at(try OrganisationTree(connection).under(organisation)) }
            condition.add("f.check_name = ?", [.text(check.name)])
            condition.add(aside ? "f.reason IS NOT NULL" : "f.reason IS NULL")
            let total = try connection.value(
                "SELECT count(*) FROM quality_finding f WHERE f.closed IS NULL\(condition.sql)", condition.arguments)
            var rows: [QualityFinding] = []
            try eachOpen(condition, connection, page: "LIMIT \(max(0, limit)) OFFSET \(max(0, offset))") {
                rows.append($0)
            }
            return (rows, Int(total.integer ?? 0))
        }
    }

    /// What checks found in one row, that still counts.
    public func findings(
        of row: Int64, in register: Register, access: RegisterAccess
    ) throws -> [(check: IntegrityCheck, finding: QualityFinding)] {
        var condition = Self.visible(access.scope(.read, register))
        condition.add("f.row_id = ? AND f.register = ? AND f.reason IS NULL", [.integer(row), .text(register.name)])
        let scopes = Scopes(self, access)
        return try registers.database.read { connection in
            var found: [(check: IntegrityCheck, finding: QualityFinding)] = []
            try eachOpen(condition, connection) { finding in
                guard let check = catalog.checks.first(where: { $0.name == finding.check }) else { return }
                // A jump is found at the organisation, in the figures of another register.
                guard scopes[check.name]?.contains(finding.organisation) == true else { return }
                found.append((check, finding))
            }
            return found.sorted {
                ($1.check.severity.weight, $0.check.name) < ($0.check.severity.weight, $1.check.name)
            }
        }
    }

    // MARK: - Setting aside

    /// Sets a finding aside with a reason: it counts no more until its row changes.
    ///
    /// - Throws: `QualityError.noFinding`, `.reasonMissing`, `.tooLong`, `.notAllowed`.
    public func setAside(
        _ id: Int64, reason: String, access: RegisterAccess, by principal: Principal
    ) throws {
        try setAside([id], reason: reason, access: access, by: principal)
    }

    /// Sets findings aside with a reason, all or none of them.
    ///
    /// - Throws: `QualityError.noFinding`, `.reasonMissing`, `.tooLong`, `.notAllowed`.
    public func setAside(_ ids: [Int64], reason: String, access: RegisterAccess, by principal: Principal) throws {
        let reason = try Self.checked(reason)
        try registers.change(by: principal, "quality.aside", "quality") { change in
            let findings = try changeable(ids, access, change.connection)
            for id in findings.keys.sorted() {
                try change.connection.run(
                    "UPDATE quality_finding SET reason = ?, aside_by = ?, aside_at = ? WHERE id = ?",
                    [.text(reason), .text(principal.name), .integer(change.now.milliseconds), .integer(id)])
            }
            return ((), ids.count == 1 ? ids.first : nil, Self.told(findings.values))
        }
    }

    /// Takes findings back that were set aside: they count again.
    ///
    /// - Throws: `QualityError.noFinding`, `.notAllowed`.
    public func takeBack(_ ids: [Int64], access: RegisterAccess, by principal: Principal) throws {
        try registers.change(by: principal, "quality.aside.takeBack", "quality") { change in
            let connection = change.connection
            let findings = try changeable(ids, access, connection)
            let run = try connection.row("SELECT id, made FROM quality_run ORDER BY id DESC LIMIT 1")
            for (id, finding) in findings.sorted(by: { $0.key < $1.key }) {
                // The latest run did not count it, where it was set aside before.
                if let aside = finding.aside, let run, aside.at.milliseconds < run[1].integer ?? 0 {
                    try connection.run(
                        """
                        UPDATE quality_count SET rows_found = rows_found + 1
                        WHERE run = ? AND check_name = ? AND organisation = ?
                        """, [run[0], .text(finding.check), .integer(finding.organisation)])
                }
                try connection.run(
                    "UPDATE quality_finding SET reason = NULL, aside_by = NULL, aside_at = NULL WHERE id = ?",
                    [.integer(id)])
            }
            return ((), ids.count == 1 ? ids.first : nil, Self.told(findings.values))
        }
    }

    /// A reason without blanks around it. - Throws: `QualityError.reasonMissing`, `.tooLong`.
    static func checked(_ reason: String) throws -> String {
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !reason.isEmpty else { throw QualityError.reasonMissing }
        guard reason.unicodeScalars.count <= reasonLimit else { throw QualityError.tooLong(limit: reasonLimit) }
        return reason
    }

    private static func told(_ findings: some Collection<QualityFinding>) -> [String: String] {
        ["check": Set(findings.map(\.check)).sorted().joined(separator: " "), "findings": "\(findings.count)"]
    }

    /// Open findings that the account may change. - Throws: `QualityError.noFinding`, `.notAllowed`.
    private func changeable(
        _ ids: [Int64], _ access: RegisterAccess, _ connection: any SQLConnection
    ) throws -> [Int64: QualityFinding] {
        var found: [Int64: QualityFinding] = [:]
        var condition = FindingCondition()
        condition.add("f.id", in: Set(ids))
        try eachOpen(condition, connection) { found[$0.id] = $0 }
        guard !ids.isEmpty, ids.allSatisfy({ found[$0] != nil }) else { throw QualityError.noFinding }
        let reads = Scopes(self, access), writes = Scopes(self, access, .write)
        guard found.values.allSatisfy({ reads[$0.check]?.contains($0.organisation) == true }) else {
            throw QualityError.noFinding
        }
        guard found.values.allSatisfy({ writes[$0.check]?.contains($0.organisation) == true }) else {
            throw QualityError.notAllowed
        }
        return found
    }

    // MARK: - Reading

    /// What is asked of open findings `f`.
    struct FindingCondition {
        private(set) var sql = ""
        private(set) var arguments: [SQLValue] = []

        mutating func add(_ condition: String, _ values: [SQLValue] = []) {
            sql += " AND \(condition)"
            arguments += values
        }

        mutating func add(_ column: String, in numbers: Set<Int64>) {
            guard !numbers.isEmpty else { return add("1 = 0") }
            let marks = repeatElement("?", count: numbers.count).joined(separator: ", ")
            add("\(column) IN (\(marks))", numbers.sorted().map { .integer($0) })
        }

        static func += (one: inout FindingCondition, other: FindingCondition) {
            one.sql += other.sql
            one.arguments += other.arguments
        }
    }

    private static func visible(_ scope: RowScope) -> FindingCondition {
        if case .organisations(let set) = scope { at(set) } else { FindingCondition() }
    }

    private static func at(_ organisations: Set<Int64>) -> FindingCondition {
        var condition = FindingCondition()
        condition.add("f.organisation", in: organisations)
        return condition
    }

    /// The open findings that satisfy a condition, in the order of their numbers.
    func eachOpen(
        _ condition: FindingCondition, _ connection: any SQLConnection, page: String = "",
        _ body: (QualityFinding) throws -> Void
    ) throws {
        try connection.each(
            """
            SELECT f.id, f.check_name, f.register, f.row_id, f.organisation, r.day, f.reason, f.aside_by, f.aside_at,
                f.row_since
            FROM quality_finding f JOIN quality_run r ON r.id = f.opened
            WHERE f.closed IS NULL\(condition.sql) ORDER BY f.id \(page)
            """, condition.arguments
        ) { row in
            guard let id = row[0].integer, let day = row[5].text.flatMap({ Day($0) }) else { return }
            let aside = row[6].text.map { reason in
                QualityFinding.Aside(
                    reason: reason, by: row[7].text ?? "", at: Date(milliseconds: row[8].integer ?? 0))
            }
            try body(
                QualityFinding(
                    id: id, check: row[1].text ?? "", register: row[2].text ?? "", row: row[3].integer ?? 0,
                    rowSince: row[9].integer ?? 0, organisation: row[4].integer ?? 0, openedOn: day, aside: aside))
        }
    }
}
