import Catalog
import Monitoring
import Registers

/// How many rows a check looked at, and how many of them it found.
public struct CheckCount: Hashable, Sendable {
    /// Rows looked at.
    public var seen = 0
    /// Rows found, without those set aside.
    public var found = 0
}

extension QualityStore {
    /// The scores of organisations in the latest run, or in another: each with all under it, by register; `nil` as the
    /// register is all of them. Only what the account may read.
    public func scores(
        in run: Int64? = nil, access: RegisterAccess
    ) throws -> [Int64: [String?: QualityScore]] {
        try registers.database.read { connection in
            let tree = try OrganisationTree(connection)
            var scores: [Int64: [String?: QualityScore]] = [:]
            let checks = Dictionary(catalog.checks.map { ($0.name, $0) }) { first, _ in first }
            let scopes = Scopes(self, access)
            for count in try counts(of: run, connection) {
                guard let check = checks[count.check], let scope = scopes[count.check],
                    scope.contains(count.organisation)
                else { continue }
                var current: Int64? = count.organisation
                var done: Set<Int64> = []
                while let id = current, done.insert(id).inserted {
                    if scope.contains(id) {
                        for key in [check.register, nil] {
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

    /// The score of an organisation with all under it in the latest runs, earliest first, as each run counted it.
    ///
    /// - Parameter limit: most runs.
    public func trend(
        of organisation: Int64, access: RegisterAccess, limit: Int = 30
    ) throws -> [(run: Run, score: QualityScore)] {
        let runs = try runs(limit: limit)
        guard let first = runs.first else { return [] }
        let scopes = Scopes(self, access)
        // Checks that are counted over the same organisations are summed in one query.
        var groups: [RowScope: [IntegrityCheck]] = [:]
        for check in catalog.checks {
            guard let scope = scopes[check.name], scope.contains(organisation) else { continue }
            groups[scope, default: []].append(check)
        }
        var scores: [Int64: QualityScore] = [:]
        try registers.database.read { connection in
            let under = try OrganisationTree(connection).under(organisation)
            for (scope, checks) in groups {
                let bySeverity = Dictionary(checks.map { ($0.name, $0.severity) }) { first, _ in first }
                let organisations = under.filter(scope.contains).sorted()
                let marks = repeatElement("?", count: organisations.count).joined(separator: ", ")
                let names = repeatElement("?", count: checks.count).joined(separator: ", ")
                try connection.each(
                    """
                    SELECT run, check_name, sum(rows_seen), sum(rows_found),
                        sum(CASE WHEN rows_found < rows_seen THEN rows_found ELSE rows_seen END)
                    FROM quality_count WHERE run >= ? AND organisation IN (\(marks)) AND check_name IN (\(names))
                    GROUP BY run, check_name
                    """, [.integer(first.id)] + organisations.map { .integer($0) } + checks.map { .text($0.name) }
                ) { row in
                    guard let run = row[0].integer, let severity = bySeverity[row[1].text ?? ""] else { return }
                    func number(_ index: Int) -> Int { Int(row[index].number ?? 0) }
                    scores[run, default: QualityScore()].add(
                        seen: number(2), faulty: number(4), findings: number(3), severity)
                }
            }
        }
        return runs.compactMap { run in scores[run.id].map { (run, $0) } }
    }

    /// What each check counted in the latest run at an organisation with all under it, or at all that the account may
    /// read.
    public func checkCounts(under organisation: Int64? = nil, access: RegisterAccess) throws -> [String: CheckCount] {
        try registers.database.read { connection in
            let under = try organisation.map { try OrganisationTree(connection).under($0) }
            let scopes = Scopes(self, access)
            var totals: [String: CheckCount] = [:]
            for count in try counts(of: nil, at: under, connection)
            where scopes[count.check]?.contains(count.organisation) == true {
                totals[count.check, default: CheckCount()].seen += count.seen
                totals[count.check, default: CheckCount()].found += count.found
            }
            return totals
        }
    }

    /// What a check counted in the latest run, by organisation; only where it found something.
    public func organisations(of check: IntegrityCheck, access: RegisterAccess) throws -> [Int64: CheckCount] {
        try registers.database.read { connection in
            let scopes = Scopes(self, access)
            return Dictionary(
                try counts(of: nil, connection).compactMap { count in
                    guard count.check == check.name, count.found > 0,
                        scopes[count.check]?.contains(count.organisation) == true
                    else { return nil }
                    return (count.organisation, CheckCount(seen: count.seen, found: count.found))
                }
            ) { first, _ in first }
        }
    }

    struct Count {
        let check: String
        let organisation: Int64
        let seen: Int
        let found: Int
    }

    /// What each check counted in a run; nil for the latest, less what was set aside since.
    ///
    /// - Parameter organisations: only there; nil for all.
    func counts(
        of run: Int64?, at organisations: Set<Int64>? = nil, _ connection: any SQLConnection
    ) throws -> [Count] {
        let latest = try run ?? connection.value("SELECT max(id) FROM quality_run").integer ?? 0
        // What was set aside after the run counts no more.
        let aside = run == nil ? try asideCounts(connection) : [:]
        var condition = FindingCondition()
        if let organisations { condition.add("organisation", in: organisations) }
        return try connection.rows(
            "SELECT check_name, organisation, rows_seen, rows_found FROM quality_count WHERE run = ?\(condition.sql)",
            [.integer(latest)] + condition.arguments
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
}
