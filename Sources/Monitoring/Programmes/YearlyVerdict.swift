import Foundation
import Localisation

/// How an indicator of a programme stands at the end of a year.
public enum YearlyVerdict: Hashable, Sendable {
    /// The year lies outside of the programme.
    case outside
    /// No actual value, or a year of the sum is missing.
    case unmeasured
    /// The programme's target is reached, in this year or before its end.
    case reached(actual: Double, target: Double)
    /// The year's value on the path is reached.
    case onPath(actual: Double, expected: Double)
    /// Short of the path by a share of the expected value that is tolerated.
    case behind(actual: Double, expected: Double, shortfall: Double)
    /// Short of the path by more.
    case farBehind(actual: Double, expected: Double, shortfall: Double)

    /// The light of the year.
    public var light: Light {
        switch self {
        case .outside, .unmeasured: .off
        case .reached: .blue
        case .onPath: .green
        case .behind: .yellow
        case .farBehind: .red
        }
    }
}

extension YearlyPath {
    /// How the indicator stands at the end of a year.
    ///
    /// A right answer never gets better by a lower value where more is better, nor by a higher one where less is.
    public func verdict(
        _ year: Int, actuals: [Int: Double], direction: Direction, tolerance: Double
    ) -> YearlyVerdict {
        // After its last year an indicator stands as it stood then.
        let year = min(year, targetYear)
        guard year > baselineYear, let expected = expected(year), let target = fixed[targetYear] else {
            return .outside
        }
        guard let actual = reached(year, actuals: actuals) else { return .unmeasured }
        if direction.shortfall(actual: actual, expected: target) == 0 {
            return .reached(actual: actual, target: target)
        }
        let shortfall = direction.shortfall(actual: actual, expected: expected)
        if shortfall == 0 { return .onPath(actual: actual, expected: expected) }
        return shortfall > tolerance + 1e-9  // what arithmetic adds is no shortfall
            ? .farBehind(actual: actual, expected: expected, shortfall: shortfall)
            : .behind(actual: actual, expected: expected, shortfall: shortfall)
    }

    /// How much of the way from the baseline to the target is made by the end of a year, in percent; nil while it is not
    /// measured, or where there is no way to make.
    public func completion(_ year: Int, actuals: [Int: Double]) -> Double? {
        guard let actual = reached(year, actuals: actuals), let start = fixed[baselineYear],
            let end = fixed[targetYear],
            start != end
        else { return nil }
        return (actual - start) / (end - start) * 100
    }

    /// The forecast of the target year from the values reported so far: running sums for a cumulative measure.
    ///
    /// The baseline is no value of the trend: it is what the document begins with, often of a year before its period, and
    /// no report bears it out. Where the baseline year's value was reported, it counts as any other.
    public func forecast(actuals: [Int: Double], until year: Int) -> YearlyForecast? {
        var values: [Int: Double] = [:]
        for each in baselineYear...min(max(year, baselineYear), targetYear) {
            if let value = reached(each, actuals: actuals) { values[each] = value }
        }
        return YearlyForecast(of: targetYear, from: values)
    }
}

/// Why an indicator stands as it does, in words with its unit.
///
/// A gap between rates is said in percentage points 百分点, never as a percentage of a percentage.
public struct YearlyReason: Hashable, Sendable, Explained {
    /// How it stands.
    public let verdict: YearlyVerdict
    /// The indicator's unit.
    public let unit: String

    /// The reason of a verdict.
    public init(_ verdict: YearlyVerdict, unit: String) {
        self.verdict = verdict
        self.unit = unit
    }

    private var isRate: Bool { ["%", "％"].contains(unit.trimmingCharacters(in: .whitespaces)) }

    /// The key of its words in `Strings/programmes.json`.
    public var messageKey: String {
        switch verdict {
        case .outside: "programmes.verdict.outside"
        case .unmeasured: "programmes.verdict.unmeasured"
        case .reached: "programmes.verdict.reached"
        case .onPath: "programmes.verdict.onPath"
        case .behind: isRate ? "programmes.verdict.behindPoints" : "programmes.verdict.behind"
        case .farBehind: isRate ? "programmes.verdict.farBehindPoints" : "programmes.verdict.farBehind"
        }
    }

    /// What is filled into them.
    public var messageArguments: [String: String] {
        func figure(_ value: Double) -> String { Figure.text(value) + unit }
        switch verdict {
        case .outside, .unmeasured: return [:]
        case .reached(let actual, let target): return ["actual": figure(actual), "target": figure(target)]
        case .onPath(let actual, let expected): return ["actual": figure(actual), "expected": figure(expected)]
        case .behind(let actual, let expected, let shortfall), .farBehind(let actual, let expected, let shortfall):
            let gap = abs(expected - actual)
            var arguments = ["actual": figure(actual), "expected": figure(expected)]
            if isRate {
                arguments["points"] = Figure.text(gap)
            } else {
                arguments["gap"] = figure(gap)
                arguments["share"] = shortfall.isFinite ? Figure.text(shortfall * 100, decimals: 1) + "%" : "100%"
            }
            return arguments
        }
    }
}
