import Catalog
import Foundation
import Indicators
import Monitoring
import Registers
import Store

/// The quality of the registers' rows 数据质量: runs of the checks, what they found, what was done about it.
///
/// A finding is opened by the run that finds it and closed by the run that no longer does. Somebody may set it aside with
/// a reason; it comes back when its row changes.
public struct QualityStore: Sendable {
    /// The registers that are checked, in whose database the findings are.
    public let registers: RegisterStore
    /// The indicators whose jumps are looked at.
    let indicators: IndicatorStore
    /// Checks that read something sensitive, with the registers that hold it: what they find would tell it.
    let sensitive: [String: [Register]]

    /// Most findings that are kept of one check at one organisation; the counts are exact beyond.
    public static let findingLimit = 1_000
    /// Most characters of a reason.
    public static let reasonLimit = 500

    /// The catalogue.
    public var catalog: Catalog { registers.catalog }

    /// The quality of some registers; makes the tables that are missing.
    ///
    /// - Throws: `RegisterError`.
    public init(_ registers: RegisterStore) throws {
        self.registers = registers
        indicators = try IndicatorStore(registers)
        let catalog = registers.catalog
        sensitive = Dictionary(
            catalog.checks.map { check in
                let held = catalog.reads(check).compactMap { name, fields -> Register? in
                    guard let register = catalog.register(name) else { return nil }
                    let tells = register.isSensitive || fields.contains { register.field($0)?.isSensitive ?? false }
                    return tells ? register : nil
                }
                return (check.name, held)
            }.filter { !$0.1.isEmpty }
        ) { first, _ in first }
        try registers.database.write { try QualitySchema.run($0) }
    }

    /// A run of the checks.
    public struct Run: Identifiable, Hashable, Sendable {
        /// Its number.
        public let id: Int64
        /// The day for which rows were checked.
        public let day: Day
        /// The version of the registers.
        public let version: Int64
        /// When.
        public let made: Date
    }

    /// Runs all checks of the catalogue for today and keeps what they find.
    ///
    /// - Parameter progress: told after each check how many are done; false ends the run, and nothing is kept of it.
    /// - Throws: `RegisterError`, `QualityError.cancelled`.
    @discardableResult
    public func run(by principal: Principal, progress: (_ done: Int) -> Bool = { _ in true }) throws -> Run {
        let day = registers.today
        var (version, results) = try registers.database.read { connection in
            let evaluation = QualityEvaluation(
                catalog: catalog, connection: connection, parameters: PeriodParameters(day: day))
            return (
                try connection.value("SELECT max(id) FROM audit").integer ?? 0,
                try catalog.checks.enumerated().map { index, check in
                    guard progress(index) else { throw QualityError.cancelled }
                    return try evaluation.result(of: check)
                }
            )
        }
        for (index, check) in catalog.checks.enumerated() {
            guard case .jump(let name, let limit) = check.finder else { continue }
            let indicator = try indicators.indicator(name)
            guard let now = try indicators.snapshots(of: indicator).last(where: { $0.day <= day })?.period else {
                continue
            }
            let before = try indicators.values(of: indicator, in: now.yearBefore, access: .commandLine)
            let values = try indicators.values(of: indicator, in: now, access: .commandLine)
            results[index] = QualityEvaluation.jumps(check, indicator, limit: limit, values, before)
        }
        return try registers.change(by: principal, "quality.run", "quality") { change in
            let connection = change.connection
            let id = (try connection.value("SELECT max(id) FROM quality_run").integer ?? 0) + 1
            let run = Run(id: id, day: day, version: version, made: change.now)
            try connection.run(
                "INSERT INTO quality_run (id, day, version, made) VALUES (?, ?, ?, ?)",
                [.integer(id), .text(day.text), .integer(version), .integer(change.now.milliseconds)])
            var open = 0
            for result in results { open += try keep(result, run: id, connection) }
            return (run, id, ["day": day.text, "checks": "\(results.count)", "findings": "\(open)"])
        }
    }

    /// Opens, keeps, reopens and closes the findings of a check; how many count now.
    private func keep(_ result: QualityEvaluation.Result, run: Int64, _ connection: any SQLConnection) throws -> Int {
        let check = result.check
        var open: [Int64: (id: Int64, since: Int64, isAside: Bool)] = [:]
        try connection.each(
            "SELECT id, row_id, row_since, reason FROM quality_finding WHERE check_name = ? AND closed IS NULL",
            [.text(check.name)]
        ) { row in
            guard let id = row[0].integer, let rowID = row[1].integer else { return }
            open[rowID] = (id, row[2].integer ?? 0, !row[3].isNull)
        }
        var counts: [Int64: Int] = [:], kept: [Int64: Int] = [:]
        var next = (try connection.value("SELECT max(id) FROM quality_finding").integer ?? 0) + 1
        let register = if case .jump = check.finder { Register.organisations } else { check.register }
        for found in result.found {
            if let known = open.removeValue(forKey: found.row) {
                kept[found.owner, default: 0] += 1
                if known.since != found.since {
                    try connection.run(
                        """
                        UPDATE quality_finding SET row_since = ?, organisation = ?, reason = NULL, aside_by = NULL,
                            aside_at = NULL WHERE id = ?
                        """, [.integer(found.since), .integer(found.owner), .integer(known.id)])
                } else if known.isAside {
                    continue
                }
            } else if kept[found.owner, default: 0] < Self.findingLimit {
                kept[found.owner, default: 0] += 1
                try connection.run(
                    """
                    INSERT INTO quality_finding (id, check_name, register, row_id, row_since, organisation, opened)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        .integer(next), .text(check.name), .text(register), .integer(found.row),
                        .integer(found.since), .integer(found.owner), .integer(run),
                    ])
                next += 1
            }
            counts[found.owner, default: 0] += 1
        }
        for gone in open.values.map(\.id).sorted() {
            try connection.run(
                "UPDATE quality_finding SET closed = ? WHERE id = ?", [.integer(run), .integer(gone)])
        }
        for owner in Set(result.seen.keys).union(counts.keys).sorted() {
            try connection.run(
                """
                INSERT INTO quality_count (run, check_name, organisation, rows_seen, rows_found)
                VALUES (?, ?, ?, ?, ?)
                """,
                [
                    .integer(run), .text(check.name), .integer(owner), .integer(Int64(result.seen[owner] ?? 0)),
                    .integer(Int64(counts[owner] ?? 0)),
                ])
        }
        return counts.values.reduce(0, +)
    }

    /// The runs, earliest first. - Parameter limit: most runs, the latest; nil for all.
    public func runs(limit: Int? = nil) throws -> [Run] {
        let limited = limit.map { " LIMIT \(max(0, $0))" } ?? ""
        return try registers.database.read { connection in
            try connection.rows("SELECT id, day, version, made FROM quality_run ORDER BY id DESC\(limited)")
                .compactMap { row in
                    guard let id = row[0].integer, let day = row[1].text.flatMap({ Day($0) }) else { return nil }
                    return Run(
                        id: id, day: day, version: row[2].integer ?? 0, made: Date(milliseconds: row[3].integer ?? 0))
                }.reversed()
        }
    }

    /// Who made a run, by `Principal.name`; nil where the audit trail does not tell.
    public func maker(of run: Run) throws -> String? {
        try registers.database.read { connection in
            try connection.value(
                """
                SELECT who FROM audit WHERE id > ? AND action = 'quality.run' AND entity_id = ? ORDER BY id LIMIT 1
                """, [.integer(run.version), .integer(run.id)]
            ).text
        }
    }
}
