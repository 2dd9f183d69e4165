import Foundation
import Localisation
import Monitoring
import Store

/// A programme of several years: a five-year plan 五年规划 or an action programme 行动计划.
public struct Programme: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// What it is called, what kind it is, its years.
    public let details: ProgrammeDetails
    /// Its indicators, in order.
    public let indicators: [ProgrammeIndicator]

    /// Its years, both ends in it.
    public var years: ClosedRange<Int> { details.startYear...max(details.startYear, details.endYear) }

    /// The programme with the indicators of a domain or an office alone; nil stands for all.
    public func having(domain: String? = nil, office: OfficeID? = nil) -> Programme {
        let chosen = indicators.filter { indicator in
            (domain.map { $0 == indicator.details.domain } ?? true)
                && (office.map { $0 == indicator.details.office } ?? true)
        }
        return Programme(id: id, details: details, indicators: chosen)
    }

    /// Lights of the indicators at the end of a year.
    public func lights(_ year: Int, tolerance: Double) -> [Light: Int] {
        Dictionary(grouping: indicators, by: { $0.verdict(year, tolerance: tolerance).light }).mapValues(\.count)
    }

    /// The last year of the programme, not after a given one, that any indicator was measured in; its first where none was.
    public func latestYear(until year: Int) -> Int {
        let measured = indicators.flatMap { $0.actuals.keys }.filter { $0 <= year && $0 <= details.endYear }
        return max(details.startYear, measured.max() ?? details.startYear)
    }
}

/// What somebody gives for a programme.
public struct ProgrammeDetails: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// What kind it is.
    public var kind: Kind
    /// The first and the last year, both in it.
    public var startYear: Int, endYear: Int
    /// The plan document that it was read from.
    public var plan: Int64?

    /// The years that a programme may begin and end in.
    public static let years = 1990...2100

    /// What kind a programme is.
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        /// 五年规划.
        case fiveYear
        /// 专项行动计划.
        case action
    }

    /// A programme.
    public init(name: String, kind: Kind, startYear: Int, endYear: Int, plan: Int64? = nil) {
        self.name = name
        self.kind = kind
        self.startYear = startYear
        self.endYear = endYear
        self.plan = plan
    }
}

/// An indicator of a programme 规划指标 with its values.
public struct ProgrammeIndicator: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The programme.
    public let programme: Int64
    /// What it measures, from where to where.
    public let details: IndicatorDetails
    /// All values that were reported, earliest first; a later one of a year replaces an earlier.
    public let values: [YearValue]

    /// The value of each year that holds.
    public var actuals: [Int: Double] { Dictionary(values.map { ($0.year, $0.value) }) { $1 } }
    /// Its path; every kept indicator has one.
    public var path: YearlyPath? { details.path }

    /// How it stands at the end of a year.
    public func verdict(_ year: Int, tolerance: Double) -> YearlyVerdict {
        path?.verdict(year, actuals: actuals, direction: details.direction, tolerance: tolerance) ?? .outside
    }
}

/// What somebody gives for an indicator.
public struct IndicatorDetails: Hashable, Sendable {
    /// What is measured.
    public var name: String
    /// Its unit; `%` is a rate, whose differences are percentage points.
    public var unit: String
    /// Whether values are levels or amounts of years.
    public var measure: YearlyPath.Measure
    /// Which way it gets better.
    public var direction: Direction
    /// 约束性 (true) or 预期性.
    public var isBinding: Bool
    /// Where it begins.
    public var baselineYear: Int, baseline: Double
    /// Where it ends.
    public var targetYear: Int, target: Double
    /// Values of years between that were set by hand.
    public var yearly: [Int: Double]
    /// What it is about 领域, such as 学前教育; empty for none. Evaluations are grouped by it.
    public var domain: String
    /// The office that answers for it.
    public var office: OfficeID?
    /// The words that it comes from.
    public var source: String

    /// An indicator.
    public init(
        name: String, unit: String, measure: YearlyPath.Measure = .level, direction: Direction = .up,
        isBinding: Bool = false, baselineYear: Int, baseline: Double, targetYear: Int, target: Double,
        yearly: [Int: Double] = [:], domain: String = "", office: OfficeID? = nil, source: String = ""
    ) {
        self.name = name
        self.unit = unit
        self.measure = measure
        self.direction = direction
        self.isBinding = isBinding
        self.baselineYear = baselineYear
        self.baseline = baseline
        self.targetYear = targetYear
        self.target = target
        self.yearly = yearly
        self.domain = domain
        self.office = office
        self.source = source
    }

    /// The years that baselines and targets may have.
    public static let years = 1980...2100

    /// Whether a value of a year can be its: finite, below 10¹⁵, from the baseline year to the target year and not after
    /// the running year.
    public func takes(_ value: Double, year: Int, until thisYear: Int) -> Bool {
        value.isFinite && abs(value) < 1e15 && baselineYear <= year && year <= min(targetYear, thisYear)
    }

    /// The path; nil where the years or values do not make one.
    public var path: YearlyPath? {
        YearlyPath(
            measure: measure, baselineYear: baselineYear, baseline: baseline, targetYear: targetYear, target: target,
            yearly: yearly)
    }
}
