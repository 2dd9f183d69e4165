import Chance
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
        var dice = SplitMix64(seed: 5)
        for _ in 0..<3000 {
            let (year, value) = (Int.random(in: 2026...2030, using: &dice), Double.random(in: 60...100, using: &dice))
            let worse = value - Double.random(in: 0...20, using: &dice)
            let one = try light(year, [year: value]).severity ?? 0, other = try light(year, [year: worse]).severity ?? 0
            #expect(one <= other)
        }
    }

    @Test("the forecast counts what was reported and not the document's baseline; amounts are summed")
    func forecasts() throws {
        #expect(try path().forecast(actuals: [2026: 82, 2027: 84], until: 2027) == nil, "two values are no trend")
        // On 80 in 2025 the slope would be 2 and the end 90; the three values alone say 82, 83, 84 … 87.
        let values = [2026: 82.0, 2027: 83, 2028: 84]
        let level = try #require(try path().forecast(actuals: values, until: 2028))
        #expect(abs(level.value - 86) < 1e-9 && level.margin < 1e-6)
        #expect(try path().forecast(actuals: values, until: 2027) == nil, "later years are not known yet")
        let measured = try #require(try path().forecast(actuals: [2025: 80, 2026: 82, 2027: 84], until: 2027))
        #expect(abs(measured.value - 90) < 1e-9, "a reported value of the baseline year is one of the trend")
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
            for (language, unit) in Language.allCases.flatMap({ [($0, "%"), ($0, "个")] }) {
                let reason = YearlyReason(verdict, unit: unit)
                let words = reason.message(in: language)
                #expect(words != reason.messageKey && !words.contains("{"))
            }
        }
    }

    @Test("a gap between rates is in percentage points, another in its unit and as a share")
    func units() {
        let verdict = YearlyVerdict.behind(actual: 84, expected: 86, shortfall: 2.0 / 86)
        #expect(YearlyReason(verdict, unit: "%").message(in: .chinese) == "实际 84%，应达 86%，差 2 个百分点")
        #expect(YearlyReason(verdict, unit: "个").message(in: .chinese) == "实际 84个，应达 86个，差 2个（2.3%）")
        let large = YearlyVerdict.farBehind(actual: 3, expected: 0, shortfall: .infinity)
        #expect(YearlyReason(large, unit: "％").message(in: .chinese).contains("差 3 个百分点"))
    }
}
