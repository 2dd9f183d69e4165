import Chance
import PlanModel
import Testing

@testable import Ledger

@Suite("A summary against its plan")
struct SummaryComparisonTests {
    private static func reading(
        _ role: PlanPart.Role, year: Int? = 2026, _ list: [(String, Quantity.Comparator, Double, String)],
        title: String = "推进学前教育优质普惠发展"
    ) -> PlanReading {
        var reading = PlanReading()
        reading.parts = [PlanPart(id: "P1", title: "", role: role, year: year, span: Span(0, 1000))]
        reading.tasks = [
            PlanTask(id: "T1", part: "P1", path: [], label: "1.", title: Excerpt(title, Span(0, 9)), span: Span(0, 900))
        ]
        reading.quantities = list.enumerated().map { index, item in
            Quantity(
                id: "Q\(index)", task: "T1", text: "\(item.0)\(item.2)\(item.3)", metric: item.0, comparator: item.1,
                value: item.2, unit: item.3, year: nil, kind: role == .summary ? .actual : .target,
                span: Span(10 + index, 11 + index))
        }
        return reading
    }

    private static func outcome(
        _ target: (String, Quantity.Comparator, Double, String),
        _ actuals: [(String, Quantity.Comparator, Double, String)],
        year: Int? = 2026
    ) -> TargetOutcome? {
        SummaryComparison.compare(plan: reading(.plan, [target]), summary: reading(.summary, year: year, actuals))
            .outcomes.first
    }

    @Test("a rate is met or missed, what is counted may be done in part")
    func verdicts() {
        let rate = ("学前三年毛入园率", Quantity.Comparator.atLeast, 92.0, "%")
        #expect(Self.outcome(rate, [("学前三年毛入园率", .equal, 92, "%")])?.verdict == .met)
        let short = Self.outcome(rate, [("学前三年毛入园率", .equal, 91.5, "%")])
        #expect(short?.verdict == .missed && short?.difference == -0.5 && short?.doubts == [])
        let schools = ("新建公办幼儿园", Quantity.Comparator.equal, 10.0, "所")
        #expect(Self.outcome(schools, [("新建公办幼儿园", .equal, 7, "所")])?.verdict == .partly)
        #expect(Self.outcome(schools, [("新建公办幼儿园", .equal, 0, "所")])?.verdict == .missed)
        #expect(Self.outcome(schools, [("新建公办幼儿园", .equal, 12, "个")])?.doubts == [.unit])
        #expect(Self.outcome(schools, [("招聘教师", .equal, 12, "名")])?.verdict == .unstated)
        let most = ("大班额比例", Quantity.Comparator.atMost, 3.0, "%")
        #expect(Self.outcome(most, [("大班额比例", .equal, 2, "%")])?.verdict == .met)
        #expect(Self.outcome(most, [("大班额比例", .equal, 3.1, "%")])?.verdict == .missed)
    }

    @Test("percent and percentage points, levels and changes are kept apart")
    func kinds() {
        let points = ("毛入园率", Quantity.Comparator.increase, 2.0, "个百分点")
        let percent = Self.outcome(points, [("毛入园率", .increase, 2, "%")])
        #expect(percent?.verdict == .unstated && percent?.doubts == [.points] && percent?.statement?.unit == "%")
        #expect(Self.outcome(points, [("毛入园率", .increase, 2.1, "百分点")])?.verdict == .met)
        #expect(Self.outcome(points, [("毛入园率", .decrease, 2.1, "百分点")])?.verdict == .unstated)
        let level = Self.outcome(("优质校比例", .increase, 5, "%"), [("优质校比例", .equal, 60, "%")])
        #expect(level?.verdict == .unstated && level?.doubts == [.change])
        #expect(Self.outcome(("优质校比例", .equal, 60, "%"), [("优质校比例", .equal, 650, "‰")])?.verdict == .met)
    }

    @Test("another year is no answer, an unknown one is marked")
    func years() {
        let rate = ("毛入园率", Quantity.Comparator.atLeast, 92.0, "%")
        #expect(Self.outcome(rate, [("毛入园率", .equal, 93, "%")], year: 2025)?.statement == nil)
        #expect(Self.outcome(rate, [("毛入园率", .equal, 93, "%")], year: nil)?.doubts == [.year])
    }

    @Test("similar words are marked, and a second statement that says something else")
    func doubts() {
        let rate = ("学前三年毛入园率", Quantity.Comparator.atLeast, 92.0, "%")
        #expect(Self.outcome(rate, [("毛入园率", .equal, 93, "%")])?.verdict == .met)
        let both = Self.outcome(rate, [("学前三年毛入园率", .equal, 93, "%"), ("学前三年毛入园率", .about, 90, "%")])
        #expect(both?.statement?.value == 93 && both?.doubts == [.rival])
        #expect(Self.outcome(rate, [("学前三年毛入园率", .about, 93, "%")])?.doubts == [.about])
    }

    @Test("a document of both parts is compared with itself; empty readings have nothing")
    func sameDocument() {
        var reading = Self.reading(.plan, [("普惠率", .atLeast, 90, "%")])
        let summary = Self.reading(.summary, [("普惠率", .equal, 91, "%")])
        reading.parts[0].span = Span(0, 500)
        reading.parts.append(PlanPart(id: "P2", title: "", role: .summary, year: 2026, span: Span(500, 1000)))
        var actual = summary.quantities[0]
        actual.task = nil
        actual.span = Span(600, 610)
        reading.quantities.append(actual)
        let comparison = SummaryComparison.compare(plan: reading, summary: reading)
        #expect(comparison.outcomes.map(\.verdict) == [.met])
        #expect(SummaryComparison.compare(plan: PlanReading(), summary: PlanReading()).outcomes.isEmpty)
    }

    @Test("each target has one outcome, and only targets of the same words share a statement", arguments: 1...40)
    func properties(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let words = ["毛入园率", "学前三年毛入园率", "普惠率", "新建幼儿园", "新建公办幼儿园", "招聘教师", "培训教师"]
        let units = ["%", "个百分点", "所", "个", "名", "‰"]
        func list(_ count: Int) -> [(String, Quantity.Comparator, Double, String)] {
            (0..<count).map { _ in
                (
                    words[random.below(words.count)], Quantity.Comparator.allCases[random.below(6)],
                    Double(random.below(100)), units[random.below(units.count)]
                )
            }
        }
        let plan = Self.reading(.plan, list(random.below(20)))
        let summary = Self.reading(.summary, list(random.below(20)))
        let comparison = SummaryComparison.compare(plan: plan, summary: summary)
        #expect(comparison.outcomes.map(\.target) == plan.quantities)
        #expect(comparison == SummaryComparison.compare(plan: plan, summary: summary))
        var answered: [String: Set<String>] = [:]
        for outcome in comparison.outcomes where outcome.verdict != .unstated {
            let statement = outcome.statement
            #expect(statement != nil && outcome.difference != nil)
            #expect((outcome.target.unit == "个百分点") == (statement?.unit == "个百分点"))
            answered[statement?.id ?? "", default: []].insert(outcome.target.metric)
        }
        #expect(answered.values.allSatisfy { $0.count == 1 })
    }

    @Test("more is never worse for a target to be reached", arguments: 1...20)
    func monotone(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let ranks: [TargetOutcome.Verdict: Int] = [.missed: 0, .partly: 1, .met: 2]
        let goal = Double(random.below(1000))
        let target = Quantity(
            text: "", metric: "", comparator: .atLeast, value: goal, unit: "所", year: nil, kind: .target,
            span: Span(0, 0))
        var last = 0
        for actual in stride(from: 0.0, through: 1100, by: 50) {
            let rank = ranks[TargetArithmetic.verdict(target: target, actual: actual, isCounted: true).verdict] ?? -1
            #expect(rank >= last)
            last = rank
        }
    }

    @Test("thousands of alike targets are compared")
    func huge() {
        let list = (0..<3000).map { ("新建公办幼儿园\($0)", Quantity.Comparator.equal, Double($0 + 1), "所") }
        let comparison = SummaryComparison.compare(
            plan: Self.reading(.plan, list), summary: Self.reading(.summary, list))
        #expect(comparison.count(.met) == 3000)
    }
}
