import Chance
import Localisation
import Testing

@testable import Monitoring

@Suite("Livelihood projects")
struct ProjectTests {
    static let today = Day(number: 20_600)

    @Test("stages are counted back without gaps and end on the day", arguments: ProjectTemplate.allCases)
    func backSchedule(template: ProjectTemplate) throws {
        let stages = BackSchedule.stages(template.steps, completion: Self.today)
        #expect(stages.last?.end == Self.today && stages.count == template.steps.count)
        for (one, next) in zip(stages, stages.dropFirst()) {
            #expect(one.end + 1 == next.start && one.start <= one.end)
        }
        for (stage, step) in zip(stages, template.steps) { #expect(stage.end - stage.start + 1 == step.days) }
        let first = try #require(stages.first)
        #expect(BackSchedule.late(stages, on: first.start) == 0 && BackSchedule.late(stages, on: first.start + 9) == 9)
    }

    @Test("a step has at least a day, and none is as long as a century")
    func bounds() {
        #expect(BackSchedule.Step("x", days: 0).days == 1 && BackSchedule.Step("x", days: .max).days == 3660)
        #expect(BackSchedule.stages([], completion: Self.today).isEmpty)
    }

    private func facts(_ ends: [(Int, Bool)], report: Int? = nil, issues: [Int] = []) -> ProjectFacts {
        ProjectFacts(
            stages: ends.map { end, isDone in
                .init(
                    name: "\(end)", start: Self.today + end + -9, end: Self.today + end, done: isDone ? Self.today : nil
                )
            }, lastReport: report.map { Self.today + -$0 }, openIssues: issues.map { Self.today + -$0 })
    }

    private func judge(_ facts: ProjectFacts) -> ProjectReason { LightRule.standard.judge(facts, on: Self.today) }

    @Test("follows the table")
    func lights() {
        #expect(judge(facts([])) == .unscheduled && judge(facts([(-5, true), (3, true)])) == .delivered)
        #expect(judge(facts([(-5, false), (-9, false)])) == .overdue(stage: "-9", days: 9))
        #expect(judge(facts([(7, false)])) == .dueSoon(stage: "7", days: 7))
        #expect(judge(facts([(7, false)], report: 7)) == .onCourse && judge(facts([(8, false)])) == .onCourse)
        #expect(judge(facts([(80, false)], issues: [30])) == .onCourse)
        #expect(judge(facts([(80, false)], issues: [31])) == .stuck(days: 31))
    }

    @Test("stages of a template are usual ones and follow the language", arguments: ProjectTemplate.allCases)
    func names(template: ProjectTemplate) {
        for step in template.steps {
            guard case .usual = step.name else { Issue.record("\(step.name)"); continue }
            for language in Language.allCases { #expect(StageName(step.name.text(in: language)) == step.name) }
        }
        let reason = ProjectReason.overdue(stage: "tender", days: 3)
        #expect(reason.message(in: .english).contains("Tender") && reason.message(in: .chinese).contains("招标采购"))
    }

    @Test("worse facts never give a better light")
    func monotone() {
        var dice = SplitMix64(seed: 11)
        for _ in 0..<5000 {
            let ends = (0..<Int.random(in: 1...4, using: &dice)).map { _ in
                (Int.random(in: -20...60, using: &dice), Bool.random(using: &dice))
            }
            let report = Bool.random(using: &dice) ? Int.random(in: 0...20, using: &dice) : nil
            let before = facts(ends, report: report)
            let worse: ProjectFacts =
                switch Int.random(in: 0..<4, using: &dice) {
                case 0: facts(ends.map { ($0.0 - 5, $0.1) }, report: report)
                case 1: facts(ends.map { ($0.0, false) }, report: report)
                case 2: facts(ends)
                default: facts(ends, report: report, issues: [40])
                }
            #expect((judge(before).light.severity ?? 0) <= (judge(worse).light.severity ?? 0))
        }
    }

    @Test("every reason has words in both languages")
    func words() {
        let all: [ProjectReason] = [
            .delivered, .unscheduled, .overdue(stage: "x", days: 1), .dueSoon(stage: "x", days: 1), .stuck(days: 1),
            .onCourse,
        ]
        for reason in all {
            for language in Language.allCases {
                let words = reason.message(in: language)
                #expect(words != reason.messageKey && !words.contains("{"))
            }
        }
    }
}
