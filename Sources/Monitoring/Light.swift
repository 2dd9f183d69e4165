/// Where a task stands 红黄绿灯: computed from what is known of it on a day, never typed.
///
/// The order is from worst to best; `off` is no judgement and stands outside of it.
public enum Light: String, Codable, CaseIterable, Hashable, Sendable {
    /// Overdue, or far behind 滞后.
    case red
    /// Something wants attention soon 预警.
    case yellow
    /// On course 正常.
    case green
    /// Done and verified 办结.
    case blue
    /// Not judged: not issued yet, suspended or ended.
    case off

    /// 0 for the best (blue) to 3 for the worst (red); nil where there is no judgement.
    public var severity: Int? {
        switch self {
        case .blue: 0
        case .green: 1
        case .yellow: 2
        case .red: 3
        case .off: nil
        }
    }

    /// The worse of two judgements.
    static func worse(_ one: Light, _ other: Light) -> Light {
        (one.severity ?? -1) >= (other.severity ?? -1) ? one : other
    }
}

/// When lights change: the figures that a bureau may set.
public struct LightRule: Hashable, Codable, Sendable {
    /// A milestone or due day within so many days wants a report in that time; 0–366.
    public var warningDays: Int
    /// An actual value up to this share short of its path is yellow, beyond red; 0–1.
    public var tolerance: Double
    /// A task wants to be accepted 签收 within so many days after it is issued; 0–366.
    public var acceptanceDays: Int
    /// An actual value stands for so many days: until then it is compared with the path on its own day, later with the
    /// path so many days ago. So nobody is behind the day after a report, and nobody stays on course by silence; 0–366.
    public var valueDays: Int
    /// A task under way wants a report every so many days; 0 where none is asked for; 0–366.
    public var reportingDays: Int

    /// The rule that holds until a bureau sets another: 7 days, 10 %, 3 days, a month, no regular report.
    public static let standard = LightRule(warningDays: 7, tolerance: 0.1, acceptanceDays: 3, reportingDays: 0)

    /// A rule; figures outside their range are taken as the nearest in it.
    public init(warningDays: Int, tolerance: Double, acceptanceDays: Int, reportingDays: Int, valueDays: Int = 31) {
        self.warningDays = min(max(warningDays, 0), 366)
        self.tolerance = tolerance.isFinite ? min(max(tolerance, 0), 1) : 0
        self.acceptanceDays = min(max(acceptanceDays, 0), 366)
        self.reportingDays = min(max(reportingDays, 0), 366)
        self.valueDays = min(max(valueDays, 0), 366)
    }
}
