/// The yearly path of a programme's indicator 规划指标, from its baseline year to its target year.
public struct YearlyPath: Hashable, Sendable {
    /// How actual values come together.
    public enum Measure: String, Codable, CaseIterable, Hashable, Sendable {
        /// A level at the end of a year, as an enrolment rate.
        case level
        /// Amounts of the years are added, as newly built places; they count from nothing after the baseline year.
        case cumulative
    }

    /// How actual values come together.
    public let measure: Measure
    /// The value to have by the end of each fixed year, in the indicator's unit, the baseline year first.
    public let fixed: [Int: Double]
    /// The first year.
    public let baselineYear: Int
    /// The last year.
    public let targetYear: Int

    /// A path through a baseline, a target and years set by hand; nil where the target is not after the baseline, a year
    /// set by hand is not between them, or a value is no finite number.
    ///
    /// - Parameter yearly: values to have by the end of a year; for a cumulative measure the sum up to then.
    public init?(
        measure: Measure, baselineYear: Int, baseline: Double, targetYear: Int, target: Double,
        yearly: [Int: Double] = [:]
    ) {
        guard baselineYear < targetYear, baseline.isFinite, target.isFinite,
            yearly.allSatisfy({ $0.key > baselineYear && $0.key < targetYear && $0.value.isFinite })
        else { return nil }
        self.measure = measure
        self.baselineYear = baselineYear
        self.targetYear = targetYear
        var fixed = yearly
        fixed[baselineYear] = measure == .cumulative ? 0 : baseline
        fixed[targetYear] = target
        self.fixed = fixed
    }

    /// The value to have by the end of a year: in straight lines between fixed years; nil outside the programme.
    public func expected(_ year: Int) -> Double? {
        guard (baselineYear...targetYear).contains(year) else { return nil }
        if let value = fixed[year] { return value }
        guard let before = fixed.keys.filter({ $0 < year }).max(), let after = fixed.keys.filter({ $0 > year }).min(),
            let low = fixed[before], let high = fixed[after]
        else { return nil }
        return low + (high - low) * Double(year - before) / Double(after - before)
    }

    /// The value reached by the end of a year; nil while it is not measured.
    ///
    /// A sum with a missing year is not measured, because a gap is not a zero.
    public func reached(_ year: Int, actuals: [Int: Double]) -> Double? {
        guard measure == .cumulative else { return actuals[year] }
        guard year > baselineYear, year <= targetYear else { return nil }
        var sum = 0.0
        for each in (baselineYear + 1)...year {
            guard let amount = actuals[each] else { return nil }
            sum += amount
        }
        return sum
    }
}
