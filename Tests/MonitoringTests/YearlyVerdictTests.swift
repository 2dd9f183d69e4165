import Localisation
import Testing

@testable import Monitoring

@Suite("Verdicts of years")
struct YearlyVerdictTests {
    private func path(_ measure: YearlyPath.Measure = .level, yearly: [Int: Double] = [:]) throws -> YearlyPath {
        try #require(
            YearlyPath(
                measure: measure, baselineYear: 2025, baseline: 80, targetYear: 2030, target: 90, yearly: yearly))
    }

    private func light(_ year: Int, _ actuals: [Int: Double], _ direction: Direction = .up) throws -> Light {
        try path().verdict(year, actuals: actuals, direction: direction, tolerance: 0.1).light
    }

    @Test("a level is compared with its year: reached, on path, a little behind, far behind, unmeasured, outside")
    func levels() throws {
        #expect(try light(2027, [2027: 90]) == .blue && light(2027, [2027: 84]) == .green)
        #expect(try light(2027, [2027: 83.9]) == .yellow && light(2027, [2027: 75.6]) == .yellow)
        #expect(try light(2027, [2027: 75.5]) == .red && light(2027, [:]) == .off)
        #expect(try light(2025, [2025: 80]) == .off && light(2031, [2030: 91]) == .blue)
    }

    @Test("amounts of years are added, and a missing year is no zero")
    func sums() throws {
        let path = try #require(
            YearlyPath(measure: .cumulative, baselineYear: 2025, baseline: 7, targetYear: 2030, target: 1000))
        func light(_ actuals: [Int: Double]) -> Light {
            path.verdict(2027, actuals: actuals, direction: .up, tolerance: 0.1).light
        }
        #expect(light([2026: 100, 2027: 300]) == .green && light([2026: 100, 2027: 270]) == .yellow)
        #expect(light([2027: 900]) == .off && light([2026: 100, 2027: 10]) == .red)
        #expect(path.completion(2027, actuals: [2026: 100, 2027: 300]) == 40)
    }

    @Test("less is better where the direction says so")
    func downwards() throws {
        let path = try #require(
            YearlyPath(measure: .level, baselineYear: 2025, baseline: 50, targetYear: 2030, target: 40))
        func light(_ value: Double) -> Light {
            path.verdict(2026, actuals: [2026: value], direction: .down, tolerance: 0.1).light
        }
        #expect(light(48) == .green && light(49) == .yellow && light(60) == .red && light(39) == .blue)
        #expect(path.completion(2026, actuals: [2026: 48]) == 20)
    }

    @Test("a worse value never gives a better verdict")
    func monotone() throws {
        var dice = LightTests.Dice(state: 5)
        for _ in 0..<3000 {
            let (year, value) = (Int.random(in: 2026...2030, using: &dice), Double.random(in: 60...100, using: &dice))
            let worse = value - Double.random(in: 0...20, using: &dice)
            let one = try light(year, [year: value]).severity ?? 0, other = try light(year, [year: worse]).severity ?? 0
            #expect(one <= other)
        }
    }

    @Test("the forecast counts the baseline of a level, and sums of amounts")
    func forecasts() throws {
        let level = try #require(try path().forecast(actuals: [2026: 82, 2027: 84], until: 2027))
        #expect(abs(level.value - 90) < 1e-9 && level.margin < 1e-6)
        #expect(try path().forecast(actuals: [2026: 82], until: 2027) == nil)
        let sum = try #require(
            YearlyPath(measure: .cumulative, baselineYear: 2025, baseline: 0, targetYear: 2030, target: 500))
        let forecast = try #require(sum.forecast(actuals: [2026: 100, 2027: 100, 2028: 100], until: 2028))
        #expect(abs(forecast.value - 500) < 1e-9)
    }

    @Test("every verdict has words in both languages")
    func words() {
        let all: [YearlyVerdict] = [
            .outside, .unmeasured, .reached(actual: 1, target: 1), .onPath(actual: 1, expected: 1),
            .behind(actual: 1, expected: 2, shortfall: 0.5), .farBehind(actual: 1, expected: 0, shortfall: .infinity),
        ]
        for verdict in all {
            for language in Language.allCases {
                let words = verdict.message(in: language)
                #expect(words != verdict.messageKey && !words.contains("{"))
            }
        }
    }
}
