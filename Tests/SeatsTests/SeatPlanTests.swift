import Testing

@testable import Seats

@Suite("Scenarios, supply and gaps")
struct SeatPlanTests {
    private static func forecast(
        _ history: EnrolmentHistory, _ scenario: Scenario? = nil, horizon: Int = 4
    ) throws -> SeatForecast {
        var options = ForecastOptions()
        (options.horizon, options.paths) = (horizon, 40)
        let grouping = SeatGrouping(history) { $0 }
        return try SeatForecast(
            history, scenario: scenario, options: options, groups: grouping.groups.count, group: grouping.group)
    }

    private static func sum(_ forecast: SeatForecast, _ autumn: Int, grade: Int? = nil) -> Double {
        forecast.cells.filter { $0.autumn == autumn && (grade == nil || $0.grade == grade) }
            .reduce(0) { $0 + $1.pupils }
    }

    @Test("housing brings children of every age as it is moved into")
    func housing() throws {
        let history = try SampleEnrolment.steady { _, _ in 60 }
        let base = try Self.forecast(history)
        let scenario = Scenario(
            name: "新区",
            adjustments: [
                Adjustment(
                    name: "1000 户", kind: .housing, unit: "S1", from: 2026, firstGrade: 1, lastGrade: 6, amount: 1000,
                    yield: 4, years: 2)
            ])
        let with = try Self.forecast(history, scenario)
        let added = (2025...2028).map { Self.sum(with, $0) - Self.sum(base, $0) }
        #expect(abs(added[0]) < 1e-6)
        #expect(abs(added[1] - 120) < 1e-6 && abs(added[2] - 240) < 1e-6 && abs(added[3] - 240) < 1e-6)
        let elsewhere = with.cells.filter { history.units[$0.unit] != "S1" }
        #expect(elsewhere == base.cells.filter { history.units[$0.unit] != "S1" })
    }

    @Test("pupils who come move up with their class; a share of entrants too; a policy as long as it lasts")
    func cohorts() throws {
        let history = try SampleEnrolment.steady { _, _ in 60 }
        let base = try Self.forecast(history)
        func added(_ adjustment: Adjustment, _ autumn: Int, grade: Int) throws -> Double {
            let with = try Self.forecast(history, Scenario(name: "", adjustments: [adjustment]))
            return Self.sum(with, autumn, grade: grade) - Self.sum(base, autumn, grade: grade)
        }
        let resettled = Adjustment(
            name: "安置", kind: .pupils, from: 2025, until: 2025, firstGrade: 2, lastGrade: 2, amount: 40)
        #expect(abs(try added(resettled, 2025, grade: 1) - 40) < 1e-6)
        #expect(abs(try added(resettled, 2027, grade: 3) - 40) < 1e-3)
        #expect(abs(try added(resettled, 2026, grade: 1)) < 1e-6)
        let entrants = Adjustment(
            name: "随迁", kind: .entrants, from: 2026, firstGrade: 1, lastGrade: 6, amount: 0.1)
        #expect(abs(try added(entrants, 2026, grade: 0) - 24) < 2)
        #expect(abs(try added(entrants, 2027, grade: 1) - 24) < 2)
        #expect(abs(try added(entrants, 2026, grade: 1)) < 1e-6)
        let policy = Adjustment(
            name: "政策", kind: .share, from: 2025, until: 2026, firstGrade: 1, lastGrade: 1, amount: -0.5)
        #expect(abs(try added(policy, 2025, grade: 0) + 120) < 5)
        #expect(abs(try added(policy, 2027, grade: 0)) < 1e-6)
    }

    @Test("a change that names nothing, or is out of range, is refused")
    func refused() throws {
        let history = try SampleEnrolment.steady { _, _ in 60 }
        func scenario(_ adjustment: Adjustment) -> Scenario { Scenario(name: "", adjustments: [adjustment]) }
        #expect(throws: SeatsError.noUnit(scenario: "a", unit: "X")) {
            try Self.forecast(
                history,
                scenario(.init(name: "a", kind: .pupils, unit: "X", from: 2025, firstGrade: 1, lastGrade: 1, amount: 1))
            )
        }
        for amount in [-1.5, 11, .nan, .infinity] {
            #expect(throws: SeatsError.self) {
                try Self.forecast(
                    history,
                    scenario(.init(name: "a", kind: .share, from: 2025, firstGrade: 1, lastGrade: 1, amount: amount)))
            }
        }
        #expect(throws: SeatsError.self) {
            try Self.forecast(
                history,
                scenario(.init(name: "a", kind: .pupils, from: 2025, firstGrade: 3, lastGrade: 1, amount: 1)))
        }
    }

    @Test("rooms, projects and temporary seats count in their years")
    func supply() {
        let standards = SeatStandards.national
        let school = SeatSource(name: "一小", area: "东", stage: .primary, rooms: 10)
        #expect(school.seats(in: 2025, standards) == 450)
        let project = SeatSource(name: "新校", area: "东", stage: .junior, rooms: 4, from: 2027)
        #expect([2026, 2027].map { project.seats(in: $0, standards) } == [0, 200])
        let huts = SeatSource(name: "板房", area: "东", stage: .primary, seats: 90, from: 2025, until: 2026)
        #expect([2024, 2025, 2026, 2027].map { huts.seats(in: $0, standards) } == [0, 90, 90, 0])
        #expect(standards.posts(for: 190, .primary) == 10 && standards.posts(for: 191, .primary) == 11)
        #expect(standards.posts(for: 135, .junior) == 10 && standards.posts(for: 125, .senior) == 10)
    }

    @Test("options are compared by what they leave missing")
    func options() throws {
        let history = try SampleEnrolment.steady(schools: 2) { _, _ in 60 }
        let forecast = try Self.forecast(history)
        let plan = SeatPlan(
            forecast, groups: SeatGrouping(history) { $0 }.groups,
            sources: [
                SeatSource(name: "S0", area: "S0", stage: .primary, seats: 300),
                SeatSource(name: "S1", area: "S1", stage: .primary, seats: 500),
            ])
        let outcomes = plan.outcomes([
            SeatOption(
                name: "新建",
                sources: [SeatSource(name: "新校", area: "S0", stage: .primary, seats: 100, from: 2027, cost: 5e7)]),
            SeatOption(
                name: "调整", moves: [BoundaryMove(from: "S0", to: "S1", stage: .primary, share: 0.3, start: 2025)]),
            SeatOption(name: "空"),
        ])
        #expect(outcomes.map { $0.option?.name } == [nil, "新建", "调整", "空"])
        #expect(outcomes[0].shortages == 4 && outcomes[1].shortages == 2)
        #expect(abs(outcomes[0].missingSeatYears - 240) < 20)
        #expect(outcomes[2].missingSeatYears < outcomes[0].missingSeatYears)
        #expect(outcomes[3].gaps == outcomes[0].gaps)
        #expect(outcomes[1].option?.cost == 5e7 && outcomes[2].option?.cost == nil)
        for outcome in outcomes {
            let pupils = Dictionary(grouping: outcome.gaps, by: \.autumn).mapValues { $0.reduce(0) { $0 + $1.pupils } }
            let base = Dictionary(grouping: outcomes[0].gaps, by: \.autumn).mapValues {
                $0.reduce(0) { $0 + $1.pupils }
            }
            for (autumn, sum) in pupils { #expect(abs(sum - base[autumn, default: 0]) < 1e-6, "no child is lost") }
            for gap in outcome.gaps {
                let probability = try #require(gap.probability)
                #expect((0...1).contains(probability) && gap.low80 <= gap.high80)
            }
        }
        #expect(outcomes[0].worst?.area == "S0")
    }

    @Test("an area without told seats has no gap")
    func unknown() throws {
        let history = try SampleEnrolment.steady(schools: 1) { _, _ in 60 }
        let plan = SeatPlan(try Self.forecast(history), groups: SeatGrouping(history) { $0 }.groups, sources: [])
        #expect(plan.gaps(nil).allSatisfy { $0.gap == nil && $0.probability == nil })
        #expect(plan.outcomes([])[0].missingSeatYears == 0)
    }
}
