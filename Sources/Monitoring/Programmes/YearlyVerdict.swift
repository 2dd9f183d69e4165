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

    /// The forecast of the target year from the values so far: running sums for a cumulative measure.
    public func forecast(actuals: [Int: Double], until year: Int) -> YearlyForecast? {
        var values: [Int: Double] = [:]
        for each in baselineYear...min(max(year, baselineYear), targetYear) {
            if let value = reached(each, actuals: actuals) { values[each] = value }
        }
        if measure == .level, let start = fixed[baselineYear] { values[baselineYear] = start }
        return YearlyForecast(of: targetYear, from: values)
    }
}

extension YearlyVerdict: Explained {
    /// The key of its words in `Strings/programmes.json`.
    public var messageKey: String {
        switch self {
        case .outside: "programmes.verdict.outside"
        case .unmeasured: "programmes.verdict.unmeasured"
        case .reached: "programmes.verdict.reached"
        case .onPath: "programmes.verdict.onPath"
        case .behind: "programmes.verdict.behind"
        case .farBehind: "programmes.verdict.farBehind"
        }
    }

    /// What is filled into them.
    public var messageArguments: [String: String] {
        switch self {
        case .outside, .unmeasured: [:]
        case .reached(let actual, let target): ["actual": Figure.text(actual), "target": Figure.text(target)]
        case .onPath(let actual, let expected): ["actual": Figure.text(actual), "expected": Figure.text(expected)]
        case .behind(let actual, let expected, let shortfall), .farBehind(let actual, let expected, let shortfall):
            [
                "actual": Figure.text(actual), "expected": Figure.text(expected),
                "shortfall": shortfall.isFinite ? Figure.text(shortfall * 100, decimals: 1) + "%" : "100%",
            ]
        }
    }
}
