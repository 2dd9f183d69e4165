import PlanModel

/// What a summary says of each target of its plan: reached, partly, not, or nothing.
///
/// Pure; made by `compare(plan:summary:)`.
public struct SummaryComparison: Hashable, Sendable {
    /// One entry a target of the plan, in reading order; rows of indicator tables follow.
    public var outcomes: [TargetOutcome]

    /// How many targets have a verdict.
    public func count(_ verdict: TargetOutcome.Verdict) -> Int { outcomes.count { $0.verdict == verdict } }
}

/// A target of the plan and what the summary says of it.
public struct TargetOutcome: Hashable, Sendable {
    /// What was to be reached.
    public var target: Quantity
    /// The actual value that answers it; also a near one that cannot be compared (verdict `unstated`, with the doubt
    /// that says why); nil where the summary says nothing.
    public var statement: Quantity?
    /// How alike target and statement are, 0…1.
    public var likeness: Double
    /// Whether the target was reached.
    public var verdict: Verdict
    /// Actual less target, in the unit of the target; nil where nothing can be computed.
    public var difference: Double?
    /// Why a person should look at the match.
    public var doubts: [Doubt]

    /// Whether a target was reached.
    public enum Verdict: String, Codable, CaseIterable, Hashable, Sendable {
        /// The actual value reaches the target.
        case met
        /// Some of what is counted was done, not all.
        case partly
        /// The actual value does not reach the target.
        case missed
        /// The summary states no value that can be compared.
        case unstated
    }

    /// Why a person should look at a match.
    public enum Doubt: String, Codable, CaseIterable, Hashable, Sendable {
        /// The words of both are only similar.
        case wording
        /// Another statement fits nearly as well and says something else.
        case rival
        /// The year of one of them is not known.
        case year
        /// The measure words differ (所 and 个).
        case unit
        /// The value is said to be about so much (约, 近).
        case about
        /// The reading of one of them is unsure.
        case reading
        /// One is in percent, the other in percentage points: not compared.
        case points
        /// One is a level, the other a change: not compared, because the start is not stated.
        case change
    }
}

/// Whether an actual value reaches a target.
///
/// The rule: "at most" is met by no more than the target; a range by a value that reaches its lower end; all others by
/// at least the target, "about" by at least 95 % of it. What is counted and falls short but is above zero counts as partly;
/// a rate, a share or a ratio that falls short is missed.
public struct TargetArithmetic: Hashable, Sendable {
    /// "About" (左右, 约) is reached by this share of the target.
    public static let aboutShare = 0.95

    /// The verdict and the actual value less the target.
    public static func verdict(target: Quantity, actual: Double, isCounted: Bool)
        -> (verdict: TargetOutcome.Verdict, difference: Double)
    {
        let goal = target.comparator == .atMost ? target.high ?? target.value : target.value
        // Values come from decimal print: what differs by less than a billionth is the same.
        let slack = max(abs(goal), 1) * 1e-9
        let difference = abs(actual - goal) <= slack ? 0 : actual - goal
        let isMet =
            switch target.comparator {
            case .atMost: difference <= 0
            case .about: actual >= goal * aboutShare - slack
            case .equal, .atLeast, .increase, .decrease: difference >= 0
            }
        if isMet { return (.met, difference) }
        return (isCounted && target.comparator != .atMost && actual > 0 ? .partly : .missed, difference)
    }
}

/// What kind of measure a unit is; only values of one kind are compared.
enum UnitKind: Hashable {
    /// Percent; ‰ is a tenth of it.
    case percent
    /// Percentage points 百分点.
    case points
    /// A ratio.
    case ratio
    /// Measure words that mean the same in counting: 所, 个, 家; 名, 人, 位.
    case count(String)

    /// A unit's kind, and what its values are multiplied by to be compared.
    static func of(_ unit: String) -> (kind: UnitKind, factor: Double) {
        switch unit {
        case "%", "％": (.percent, 1)
        case "‰": (.percent, 0.1)
        case "个百分点", "百分点": (.points, 1)
        case "比": (.ratio, 1)
        case "人", "名", "位": (.count("人"), 1)
        case "所", "个", "家", "项", "件", "间", "处", "": (.count("个"), 1)
        default: (.count(unit), 1)
        }
    }

    /// Whether it counts things from nothing on.
    var isCounted: Bool { if case .count = self { true } else { false } }
}
