import Monitoring
import Testing

@Suite struct ProgrammesTests {
    @Test func pathIsStraightBetweenFixedYears() throws {
        let path = try #require(
            YearlyPath(
                measure: .level, baselineYear: 2025, baseline: 90, targetYear: 2030, target: 95, yearly: [2028: 94]))
        #expect(path.expected(2025) == 90)
        #expect(path.expected(2029) == 94.5)
        #expect(path.expected(2031) == nil)
    }

    @Test func cumulativeAmountsAddAndGapsAreNoZeros() throws {
        let path = try #require(
            YearlyPath(measure: .cumulative, baselineYear: 2025, baseline: 70, targetYear: 2030, target: 5000))
        #expect(path.expected(2027) == 2000)
        #expect(path.reached(2027, actuals: [2026: 800, 2027: 900]) == 1700)
        #expect(path.reached(2027, actuals: [2027: 900]) == nil)
    }

    /// x̄ = 2027, ȳ = 37/3, b = 5/2, SSE = 1/6: √(1/6 · 35/6) · 12.7062 = 12.5285.
    @Test func forecastAgreesWithHandComputedFigures() throws {
        let forecast = try #require(YearlyForecast(of: 2030, from: [2026: 10, 2027: 12, 2028: 15]))
        #expect(abs(forecast.value - 119.0 / 6) < 1e-9)
        #expect(abs(forecast.margin - 12.5285) < 1e-3)
        #expect(YearlyForecast(of: 2030, from: [2026: 10, 2027: 12]) == nil)
    }
}
