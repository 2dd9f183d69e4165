import Catalog
import Monitoring
import Registers
import Store

/// Why indicators are counted; the audit trail has it.
public enum CountingAction: String, CaseIterable, Hashable, Sendable {
    /// Somebody asked for it.
    case onDemand = "indicator.compute"
    /// By the programme, once a day.
    case nightly = "indicator.night"
}

extension IndicatorStore {
    /// Every indicator with the period of its kind that a day lies in, and with the same period of some years before.
    ///
    /// - Parameter years: how many years back, 0–20.
    public func jobs(of day: Day, yearsBack years: Int = 0) -> [(Indicator, Period)] {
        catalog.indicators.flatMap { indicator in
            var period = Period(indicator.period, of: day)
            var jobs = [(indicator, period)]
            for _ in 0..<max(0, min(years, 20)) {
                period = period.yearBefore
                jobs.append((indicator, period))
            }
            return jobs
        }
    }

    /// Whether the day's count is still to come, now that its hour has struck.
    ///
    /// - Parameter hour: the hour of the day in China from which it is due, 0–23.
    public func isNightDue(from hour: Int) throws -> Bool {
        let now = registers.environment.now()
        let today = Day(of: now)
        let hourOfDay = Int((now.timeIntervalSince1970 / 3600 + 8).rounded(.down)) % 24
        guard hourOfDay >= hour else { return false }
        return try lastNight().map { $0 < today } ?? true
    }

    /// The day of the last nightly count; nil where there was none.
    public func lastNight() throws -> Day? {
        try registers.database.read { connection in
            try connection.value(
                "SELECT at FROM audit WHERE action = ? ORDER BY id DESC LIMIT 1",
                [.text(CountingAction.nightly.rawValue)]
            ).integer.map { Day(of: .init(milliseconds: $0)) }
        }
    }

    /// What is counted at night: every indicator for the present period, and periods that have ended since they were last
    /// counted, so that their last days are in.
    public func nightlyJobs() throws -> [(Indicator, Period)] {
        let today = registers.today
        let ended = try registers.database.read { connection in
            try connection.rows("SELECT indicator, period, made FROM indicator_snapshot").compactMap {
                row -> (Indicator, Period)? in
                guard let indicator = row[0].text.flatMap({ catalog.indicator($0) }),
                    let period = row[1].text.flatMap({ Period($0) }), period.kind == indicator.period,
                    period.end < today, Day(of: .init(milliseconds: row[2].integer ?? 0)) <= period.end
                else { return nil }
                return (indicator, period)
            }
        }
        return ended + jobs(of: today)
    }
}
