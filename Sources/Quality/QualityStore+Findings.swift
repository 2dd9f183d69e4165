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
    /// Only registers and organisations whose rows the account may read. - Parameter aside: those set aside instead.
    public func worklist(
        of organisation: Int64, access: RegisterAccess, aside: Bool = false
    ) throws -> [QualityTask] {
        try registers.database.read { connection in
            let under = try OrganisationTree(connection).under(organisation)
            let counts = try counts(of: nil, connection)
            var findings: [String: [QualityFinding]] = [:]
            try eachOpen(connection) { finding in
                guard under.contains(finding.organisation), (finding.aside != nil) == aside else { return }
                findings[finding.check, default: []].append(finding)
            }
            return catalog.checks.compactMap { check -> QualityTask? in
                guard let register = catalog.register(check.register) else { return nil }
                let scope = access.scope(.read, register)
                let seen = (findings[check.name] ?? []).filter { scope.contains($0.organisation) }
                let beyond = counts.filter { $0.check == check.name && under.contains($0.organisation) }
                    .filter { scope.contains($0.organisation) }.reduce(0) { $0 + $1.found }
                guard !seen.isEmpty else { return nil }
                return QualityTask(check: check, count: aside ? seen.count : max(seen.count, beyond), findings: seen)
            }.sorted {
                ($1.check.severity.weight, $1.count, $0.check.name) < (
                    $0.check.severity.weight, $0.count, $1.check.name
                )
            }
        }
    }

    /// Sets a finding aside with a reason: it counts no more until its row changes.
    ///
    /// - Throws: `QualityError.noFinding`, `.reasonMissing`, `.tooLong`, `.notAllowed`.
    public func setAside(
        _ id: Int64, reason: String, access: RegisterAccess, by principal: Principal
    ) throws {
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !reason.isEmpty else { throw QualityError.reasonMissing }
        guard reason.unicodeScalars.count <= Self.reasonLimit else {
            throw QualityError.tooLong(limit: Self.reasonLimit)
        }
        try registers.change(by: principal, "quality.setAside", "quality") { change in
            let connection = change.connection
            let row = try connection.row(
                "SELECT register, organisation, check_name FROM quality_finding WHERE id = ? AND closed IS NULL",
                [.integer(id)])
            guard let row, let owner = row[1].integer, let register = catalog.register(row[0].text ?? ""),
                access.scope(.read, register).contains(owner)
            else { throw QualityError.noFinding }
            guard access.scope(.write, register).contains(owner) else { throw QualityError.notAllowed }
            try connection.run(
                "UPDATE quality_finding SET reason = ?, aside_by = ?, aside_at = ? WHERE id = ?",
                [.text(reason), .text(principal.name), .integer(change.now.milliseconds), .integer(id)])
            return ((), id, ["check": row[2].text ?? ""])
        }
    }

    /// The scores of organisations in the latest run, or in another: each with all under it, by register; `nil` as the
    /// register is all of them. Only what the account may read.
    public func scores(
        in run: Int64? = nil, access: RegisterAccess
    ) throws -> [Int64: [String?: QualityScore]] {
        try registers.database.read { connection in
            let tree = try OrganisationTree(connection)
            var scores: [Int64: [String?: QualityScore]] = [:]
            let checks = Dictionary(catalog.checks.map { ($0.name, $0) }) { first, _ in first }
            var scopes: [String: RowScope] = [:]
            for count in try counts(of: run, connection) {
                guard let check = checks[count.check], let register = catalog.register(check.register) else { continue }
                let scope = scopes[register.name] ?? access.scope(.read, register)
                scopes[register.name] = scope
                guard scope.contains(count.organisation) else { continue }
                var current: Int64? = count.organisation
                var done: Set<Int64> = []
                while let id = current, done.insert(id).inserted {
                    if scope.contains(id) {
                        for key in [register.name, nil] {
                            scores[id, default: [:]][key, default: QualityScore()]
                                .add(seen: count.seen, found: count.found, check.severity)
                        }
                    }
                    current = tree.nodes[id]?.parent
                }
            }
            return scores
        }
    }

    /// The score of an organisation with all under it in every run, earliest first.
    public func trend(of organisation: Int64, access: RegisterAccess) throws -> [(run: Run, score: QualityScore)] {
        try runs().compactMap { run in
            try scores(in: run.id, access: access)[organisation]?[nil].map { (run, $0) }
        }
    }

    private struct Count {
        let check: String
        let organisation: Int64
        let seen: Int
        let found: Int
    }

    /// What each check counted in a run; nil for the latest, less what was set aside since.
    private func counts(of run: Int64?, _ connection: any SQLConnection) throws -> [Count] {
        let latest = try run ?? connection.value("SELECT max(id) FROM quality_run").integer ?? 0
        // What was set aside after the run counts no more.
        let aside = run == nil ? try asideCounts(connection) : [:]
        return try connection.rows(
            "SELECT check_name, organisation, rows_seen, rows_found FROM quality_count WHERE run = ?",
            [.integer(latest)]
        ).map { row in
            let check = row[0].text ?? "", organisation = row[1].integer ?? 0
            let found = Int(row[3].integer ?? 0) - (aside["\(check) \(organisation)"] ?? 0)
            return Count(
                check: check, organisation: organisation, seen: Int(row[2].integer ?? 0), found: max(0, found))
        }
    }

    private func asideCounts(_ connection: any SQLConnection) throws -> [String: Int] {
        let made = try connection.value("SELECT max(made) FROM quality_run").integer ?? 0
        let rows = try connection.rows(
            """
            SELECT check_name, organisation, count(*) FROM quality_finding
            WHERE closed IS NULL AND aside_at >= ? GROUP BY check_name, organisation
            """, [.integer(made)])
        return Dictionary(
            rows.map { ("\($0[0].text ?? "") \($0[1].integer ?? 0)", Int($0[2].integer ?? 0)) }
        ) { $0 + $1 }
    }

    private func eachOpen(_ connection: any SQLConnection, _ body: (QualityFinding) throws -> Void) throws {
        try connection.each(
            """
            SELECT f.id, f.check_name, f.register, f.row_id, f.organisation, r.day, f.reason, f.aside_by, f.aside_at
            FROM quality_finding f JOIN quality_run r ON r.id = f.opened
            WHERE f.closed IS NULL ORDER BY f.id
            """, []
        ) { row in
            guard let id = row[0].integer, let day = row[5].text.flatMap({ Day($0) }) else { return }
            let aside = row[6].text.map { reason in
                QualityFinding.Aside(
                    reason: reason, by: row[7].text ?? "", at: Date(milliseconds: row[8].integer ?? 0))
            }
            try body(
                QualityFinding(
                    id: id, check: row[1].text ?? "", register: row[2].text ?? "", row: row[3].integer ?? 0,
                    organisation: row[4].integer ?? 0, openedOn: day, aside: aside))
        }
    }
}
