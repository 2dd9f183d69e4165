import Chance
import Localisation
import Testing

@testable import Monitoring

@Suite("Lights")
struct LightTests {
    static let today = Day(number: 20_600)
    let rule = LightRule.standard

    private func judge(_ facts: LightFacts) -> LightFinding { rule.judge(facts, on: Self.today) }

    private func aim(_ actual: Double?, target: Double = 100, days: Int = 100) -> LightFacts.Aim {
        // Half of the way is over today: 50 is expected.
        let path = Trajectory(
            from: .init(day: Self.today + -days, value: 0), to: .init(day: Self.today + days, value: target))
        return .init(
            name: "新增学位", direction: .up, path: path, target: target, due: Self.today + days, actual: actual)
    }

    @Test(
        "follows the table of states",
        arguments: [
            (WorkState.verified, Light.blue), (.draft, .off), (.suspended, .off), (.ended, .off), (.submitted, .green),
            (.issued, .green), (.accepted, .green), (.underWay, .green),
        ])
    func states(state: WorkState, light: Light) {
        let finding = judge(LightFacts(state: state, issued: Self.today, due: Self.today + 60))
        #expect(finding.light == light && !finding.reasons.isEmpty)
    }

    @Test("due days: far, near without and with a report, over")
    func dueDays() {
        func light(_ days: Int, report: Int? = nil) -> LightFinding {
            judge(LightFacts(state: .underWay, due: Self.today + days, lastReport: report.map { Self.today + -$0 }))
        }
        #expect(light(8).light == .green)
        #expect(light(7).reasons == [.dueSoon(days: 7)] && light(7).light == .yellow)
        #expect(light(7, report: 8).light == .yellow && light(7, report: 7).light == .green)
        #expect(light(0).light == .yellow && light(-1).reasons == [.overdue(days: 1)] && light(-1).light == .red)
    }

    @Test("a value on its path is green, up to a tenth short yellow, further red")
    func values() {
        func light(_ actual: Double?) -> Light { judge(LightFacts(state: .underWay, aims: [aim(actual)])).light }
        #expect(light(50) == .green && light(60) == .green && light(nil) == .yellow)
        #expect(light(49.9) == .yellow && light(45) == .yellow && light(44.9) == .red)
    }

    @Test("a value stands for its own day and a month after; then silence counts")
    func oldValues() {
        func light(_ actual: Double, age: Int) -> Light {
            var old = aim(actual)
            old.actualDay = Self.today + -age
            return judge(LightFacts(state: .underWay, aims: [old])).light
        }
        #expect(light(40, age: 20) == .green && light(39.9, age: 20) == .yellow)
        #expect(light(34.5, age: 31) == .green && light(34.5, age: 60) == .green && light(34, age: 90) == .yellow)
        #expect(light(20, age: 60) == .red)
        #expect(judge(LightFacts(state: .underWay, aims: [aim(nil)])).reasons == [.unmeasured(name: "新增学位")])
    }

    @Test("less is better where the direction says so")
    func downwards() {
        #expect(Direction.down.shortfall(actual: 3, expected: 2) == 0.5)
        #expect(Direction.down.shortfall(actual: 1, expected: 0) == .infinity)
        #expect(Direction.down.shortfall(actual: 0, expected: 0) == 0)
    }

    @Test("what was submitted waits, unless it came too late or an order waits for its reply")
    func submitted() {
        func light(_ submitted: Int, orders: [Int] = []) -> Light {
            judge(
                LightFacts(
                    state: .submitted, due: Self.today + -5, submitted: Self.today + submitted,
                    openFollowUps: orders.map { Self.today + $0 })
            ).light
        }
        #expect(light(-5) == .green && light(-4) == .red && light(-6, orders: [-1]) == .red)
        #expect(light(-6, orders: [0]) == .green)
    }

    @Test("the gravest reason comes first and gives the light")
    func order() {
        let finding = judge(
            LightFacts(
                state: .issued, issued: Self.today + -9, due: Self.today + 3,
                steps: [.init(name: "招标", due: Self.today + -2, isDone: false)]))
        #expect(finding.reasons.first == .stepOverdue(name: "招标", days: 2))
        #expect(finding.reasons.contains(.notAccepted(days: 9)) && finding.light == .red)
    }

    @Test("every reason has words in both languages")
    func words() {
        let reasons: [LightReason] = [
            .verified, .notIssued, .suspended, .ended, .awaitingVerification, .overdue(days: 2),
            .stepOverdue(name: "x", days: 2), .replyOverdue(days: 2),
            .farBehind(name: "x", actual: 1, expected: 2, shortfall: 0.5),
            .behind(name: "x", actual: 1.85, expected: 2, shortfall: 0.075), .dueSoon(days: 2),
            .stepDueSoon(name: "x", days: 2), .unmeasured(name: "x"), .notAccepted(days: 2), .quiet(days: 2), .onCourse,
        ]
        for reason in reasons {
            for language in Language.allCases {
                let words = reason.message(in: language)
                #expect(words != reason.messageKey && !words.contains("{"), "\(reason)")
            }
        }
    }

    private func facts(_ dice: inout SplitMix64) -> LightFacts {
        func day(_ range: ClosedRange<Int>) -> Day { Self.today + Int.random(in: range, using: &dice) }
        let states: [WorkState] = [.issued, .accepted, .underWay, .submitted]
        var facts = LightFacts(state: states.randomElement(using: &dice) ?? .issued, issued: day(-60...0))
        if Bool.random(using: &dice) { facts.due = day(-20...60) }
        if facts.state == .submitted { facts.submitted = day(-20...0) }
        if Bool.random(using: &dice) { facts.lastReport = day(-30...0) }
        facts.steps = (0..<Int.random(in: 0...3, using: &dice)).map { number in
            .init(name: "\(number)", due: day(-20...30), isDone: Bool.random(using: &dice))
        }
        facts.aims = (0..<Int.random(in: 0...2, using: &dice)).map { _ in
            var random = aim(Bool.random(using: &dice) ? Double.random(in: 0...120, using: &dice) : nil)
            random.actualDay = Bool.random(using: &dice) ? day(-80...0) : nil
            return random
        }
        facts.openFollowUps = (0..<Int.random(in: 0...2, using: &dice)).map { _ in day(-10...10) }
        return facts
    }

    @Test("worse facts never give a better light")
    func monotone() {
        var dice = SplitMix64(seed: 20_261_121)
        for _ in 0..<20_000 {
            let before = facts(&dice)
            var worse = before
            var later = Self.today
            switch Int.random(in: 0..<8, using: &dice) {
            case 0: worse.due = worse.due.map { $0 + -Int.random(in: 1...30, using: &dice) }
            case 1: worse.lastReport = nil
            case 2: worse.lastReport = worse.lastReport.map { $0 + -Int.random(in: 1...30, using: &dice) }
            case 3: worse.steps = worse.steps.map { .init(name: $0.name, due: $0.due, isDone: false) }
            case 4: worse.steps.append(.init(name: "x", due: Self.today + 3, isDone: false))
            case 5 where Bool.random(using: &dice):
                for index in worse.aims.indices {
                    worse.aims[index].actualDay = worse.aims[index].actualDay.map {
                        $0 + Int.random(in: 0...9, using: &dice)
                    }
                }
            case 5:
                for index in worse.aims.indices { worse.aims[index].actual = worse.aims[index].actual.map { $0 * 0.7 } }
            case 6: worse.openFollowUps.append(Self.today + -1)
            default: later = Self.today + Int.random(in: 1...40, using: &dice)
            }
            let (one, other) = (rule.judge(before, on: Self.today), rule.judge(worse, on: later))
            #expect(
                (one.light.severity ?? 0) <= (other.light.severity ?? 0),
                "\(before) \(one) → \(worse) on \(later.text) \(other)")
        }
    }
}

@Suite("Flow of a task")
struct WorkMoveTests {
    @Test("no state is a dead end: verified can be reached from each")
    func reachable() {
        var open: Set<WorkState> = [.verified], todo: [WorkState] = [.verified]
        while let goal = todo.popLast() {
            for state in WorkState.allCases where !open.contains(state) {
                let leads = WorkMove.allCases.contains { $0.from.contains(state) && $0.leads(from: state) == goal }
                if leads {
                    open.insert(state)
                    todo.append(state)
                }
            }
        }
        #expect(open == Set(WorkState.allCases))
    }

    @Test(
        "the bureau can move any state on, so that nothing waits for an office for ever", arguments: WorkState.allCases)
    func bureau(state: WorkState) {
        let moves = WorkMove.allCases.filter {
            $0.party == .bureau && $0.from.contains(state) && $0.leads(from: state) != nil
        }
        #expect(!moves.isEmpty)
    }

    @Test("what is closed takes no progress", arguments: [WorkState.verified, .ended, .draft])
    func closed(state: WorkState) {
        for move in [WorkMove.report, .submit, .accept, .tick, .attach] { #expect(!move.from.contains(state)) }
    }
}
