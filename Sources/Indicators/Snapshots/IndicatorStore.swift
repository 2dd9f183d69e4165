import Catalog
import Foundation
import Monitoring
import Registers
import Store

/// The values of indicators: counted on demand or every night, kept as snapshots of additive parts, read from there.
///
/// A snapshot holds the parts by the organisation that rows belong to. Sums for areas, the district and groups are made
/// when they are read, and a ratio is taken last, so that no mean of means can arise.
public struct IndicatorStore: Sendable {
    /// The registers that are counted, in whose database the snapshots are.
    public let registers: RegisterStore

    /// The catalogue.
    public var catalog: Catalog { registers.catalog }

    /// The values of the indicators of some registers; makes the tables that are missing.
    ///
    /// - Throws: `RegisterError`.
    public init(_ registers: RegisterStore) throws {
        self.registers = registers
        try registers.database.write { try IndicatorSchema.run($0) }
    }

    /// The indicator of a name. - Throws: `IndicatorError.noIndicator`.
    public func indicator(_ name: String) throws -> Indicator {
        guard let indicator = catalog.indicator(name) else { throw IndicatorError.noIndicator(name) }
        return indicator
    }

    /// Counts indicators, each for the period of its kind that a day lies in, and keeps what was counted in place of any
    /// earlier snapshot of the same period.
    ///
    /// - Parameters:
    ///   - indicators: which; nil for all of the catalogue.
    ///   - day: a day of the period; the registers' today for the one that runs. Rows count as of the period's last day,
    ///     or as of today where that comes first.
    /// - Returns: how many parts were kept, by indicator.
    /// - Throws: `IndicatorError.periodToCome`, `RegisterError`.
    @discardableResult
    public func compute(
        _ indicators: [Indicator]? = nil, of day: Day, by principal: Principal
    ) throws -> [String: Int] {
        try compute((indicators ?? catalog.indicators).map { ($0, Period($0.period, of: day)) }, by: principal)
    }

    /// Counts indicators for periods.
    ///
    /// - Parameters:
    ///   - action: what the audit trail calls it.
    ///   - progress: told how many statements are done, of how many; what it throws ends the counting, and nothing is
    ///     kept.
    /// - Throws: `IndicatorError.periodToCome`, `.wrongPeriod`, `RegisterError`.
    @discardableResult
    public func compute(
        _ jobs: [(Indicator, Period)], by principal: Principal, action: CountingAction = .onDemand,
        progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
    ) throws -> [String: Int] {
        let today = registers.today
        for (indicator, period) in jobs {
            guard indicator.period == period.kind else {
                throw IndicatorError.wrongPeriod(indicator.name, period.description)
            }
            guard period.day(countedOn: today) != nil else { throw IndicatorError.periodToCome(period.description) }
        }
        // Counting reads from one state of the rows and holds up nobody who writes.
        let counting = jobs.map { indicator, period in
            IndicatorEvaluation.Job(indicator: indicator, period: period, day: period.day(countedOn: today) ?? today)
        }
        let result = try IndicatorEvaluation(catalog: catalog, database: registers.database)
            .parts(of: counting, progress: progress)
        let version = result.version, counted = zip(counting, result.parts).map { Counted(job: $0, parts: $1) }
        try registers.change(by: principal, action.rawValue, "indicator") { change in
            var next = (try change.connection.value("SELECT max(id) FROM indicator_snapshot").integer ?? 0) + 1
            for one in counted {
                try keep(one, id: next, version: version, change)
                next += 1
            }
            let count = counted.reduce(0) { $0 + $1.parts.count }
            return ((), nil, ["indicators": "\(counted.count)", "parts": "\(count)", "version": "\(version)"])
        }
        return Dictionary(counted.map { ($0.indicator.name, $0.parts.count) }) { $0 + $1 }
    }

    private struct Counted {
        let job: IndicatorEvaluation.Job
        let parts: IndicatorEvaluation.Parts

        var indicator: Indicator { job.indicator }
        var period: Period { job.period }
        var day: Day { job.day }
    }

    private func keep(_ counted: Counted, id: Int64, version: Int64, _ change: RegisterChange) throws {
        let connection = change.connection
        let names: [SQLValue] = [.text(counted.indicator.name), .text(counted.period.description)]
        try keepBefore(counted.indicator, counted.period, now: counted.parts, change)
        try connection.run(
            """
            DELETE FROM indicator_part
            WHERE snapshot IN (SELECT id FROM indicator_snapshot WHERE indicator = ? AND period = ?)
            """, names)
        try connection.run("DELETE FROM indicator_snapshot WHERE indicator = ? AND period = ?", names)
        try connection.run(
            """
            INSERT INTO indicator_snapshot (id, indicator, period, day, version, definition, made)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [.integer(id)] + names + [
                .text(counted.day.text), .integer(version), .text(IndicatorDefinition.digest(counted.indicator)),
                .integer(change.now.milliseconds),
            ])
        var rest = counted.parts.map { (organisation: $0.organisation, category: $0.category.text, parts: $1) }[...]
        rest.sort { ($0.organisation, $0.category) < ($1.organisation, $1.category) }
        try connection.insert(
            into: "indicator_part",
            columns: [
                ("snapshot", .integer), ("organisation", .integer), ("category", .text), ("part", .real),
                ("whole", .real),
            ]
        ) { filler in
            guard let one = rest.popFirst() else { return false }
            filler.integer(id)
            filler.integer(one.organisation)
            filler.put(.text(one.category))
            filler.put(SQLValue(one.parts.part))
            filler.put(SQLValue(one.parts.whole))
            return true
        }
    }
}
