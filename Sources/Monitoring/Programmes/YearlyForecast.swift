/// A straight-line forecast with its 95 % prediction interval.
public struct YearlyForecast: Hashable, Sendable {
    /// The forecast value, in the indicator's unit.
    public let value: Double
    /// Half the width of the interval.
    public let margin: Double

    /// Forecasts a year by ordinary least squares; nil below three finite values.
    ///
    /// value = ȳ + b (x₀ − x̄); margin = t₀.₉₇₅,ₙ₋₂ · s · √(1 + 1/n + (x₀ − x̄)² / Sxx), s² = SSE / (n − 2). The textbook
    /// formula of a prediction interval. Linear in the number of values.
    public init?(of year: Int, from actuals: [Int: Double]) {
        let points = actuals.sorted { $0.key < $1.key }
        guard points.count >= 3, points.allSatisfy(\.value.isFinite) else { return nil }
        let count = Double(points.count)
        let meanYear = points.reduce(0) { $0 + Double($1.key) } / count
        let mean = points.reduce(0) { $0 + $1.value } / count
        let spread = points.reduce(0) { $0 + (Double($1.key) - meanYear) * (Double($1.key) - meanYear) }
        let slope = points.reduce(0) { $0 + (Double($1.key) - meanYear) * ($1.value - mean) } / spread
        let errors = points.map { $0.value - mean - slope * (Double($0.key) - meanYear) }
        let variance = errors.reduce(0) { $0 + $1 * $1 } / (count - 2)
        let distance = Double(year) - meanYear
        value = mean + slope * distance
        margin =
            Self.quantile(points.count - 2)
            * (variance * (1 + 1 / count + distance * distance / spread)).squareRoot()
        guard value.isFinite, margin.isFinite else { return nil }
    }

    /// The 0.975 quantile of Student's t, from the usual table; beyond it the last entry, which is a little too wide.
    private static func quantile(_ freedom: Int) -> Double {
        let table = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281]
        return table[min(freedom, table.count) - 1]
    }
}
