import Foundation
import Monitoring
import PlanModel
import Store
import Testing

@testable import Ledger

@Suite("Tasks and dispatch meetings of livelihood projects")
struct ProjectMeetingTests {
    private let fixture: LedgerFixture
    private var ledger: PlanLedger { fixture.ledger }

    init() throws { fixture = try LedgerFixture() }

    private func list() throws -> ProjectList {
        let id = try ledger.createProjectList("云岚区民心工程", year: 2026, by: .commandLine)
        let completion = try #require(Day("2026-12-31"))
        try ledger.addProjects(
            (1...2).map { ProjectDetails(number: $0, name: "项目\($0)", template: .service, completion: completion) },
            to: id, by: .commandLine)
        return try ledger.projectList(id)
    }

    @Test("a decision is kept once, is overdue after its day, is closed and opened again")
    func decisions() throws {
        let list = try list(), project = list.projects[0].id
        let today = try #require(Day("2026-01-01"))
        var meetings: Set<Int64> = [], decisions: Set<Int64> = []
        for _ in 0..<2 {
            meetings.insert(
                try ledger.holdMeeting(
                    of: list.id, on: today, chair: "周局长", present: "", once: "a", by: .commandLine))
        }
        let meeting = try #require(meetings.first)
        let details = DecisionDetails(project: project, text: " 完成招标 ", due: today + 5)
        for _ in 0..<2 { decisions.insert(try ledger.decide(details, at: meeting, once: "a", by: .commandLine)) }
        #expect(meetings.count == 1 && decisions.count == 1)
        let id = try #require(decisions.first)
        let decision = try ledger.decision(id)
        #expect(decision.text == "完成招标" && decision.state(on: today + 5) == .open)
        #expect(decision.state(on: today + 6) == .overdue)
        #expect(throws: ProjectError.textMissing) { try ledger.closeDecision(id, outcome: " ", by: .commandLine) }
        #expect(throws: ProjectError.wrongDecision) { try ledger.reopenDecision(id, by: .commandLine) }
        try ledger.closeDecision(id, outcome: "已开标", by: .commandLine)
        #expect(throws: ProjectError.wrongDecision) { try ledger.closeDecision(id, outcome: "x", by: .commandLine) }
        #expect(try ledger.decision(id).state(on: today + 6) == .closed)
        try ledger.reopenDecision(id, by: .commandLine)
        #expect(try ledger.decision(id).outcome.isEmpty)
    }

    @Test("what cannot be is refused, and nothing is kept")
    func refused() throws {
        let list = try list()
        let other = try ledger.createProjectList("另一清单", year: 2026, by: .commandLine)
        let today = try #require(Day("2026-01-01"))
        #expect(throws: ProjectError.badMeetingDay) {
            try ledger.holdMeeting(of: list.id, on: today + 1, chair: "周局长", present: "", by: .commandLine)
        }
        for chair in [" ", String(repeating: "长", count: 101)] {
            #expect(throws: ProjectError.badName) {
                try ledger.holdMeeting(of: list.id, on: today, chair: chair, present: "", by: .commandLine)
            }
        }
        #expect(throws: ProjectError.notFound) {
            try ledger.holdMeeting(of: 99, on: today, chair: "周局长", present: "", by: .commandLine)
        }
        #expect(try ledger.meetings(of: list.id).isEmpty)
        let meeting = try ledger.holdMeeting(of: other, on: today, chair: "周局长", present: "", by: .commandLine)
        #expect(throws: ProjectError.notFound, "a project of another list") {
            try ledger.decide(
                DecisionDetails(project: list.projects[0].id, text: "x", due: today), at: meeting, by: .commandLine)
        }
        let own = try ledger.holdMeeting(of: list.id, on: today, chair: "周局长", present: "", by: .commandLine)
        for (text, due) in [(" ", today), ("x", today + -1), (String(repeating: "长", count: 2001), today)] {
            #expect(throws: ProjectError.self) {
                try ledger.decide(
                    DecisionDetails(project: list.projects[0].id, text: text, due: due), at: own, by: .commandLine)
            }
        }
        #expect(try ledger.decisions(of: list.id).isEmpty)
    }

    @Test("a statement keeps what was decided in its month and what was open before; offices that merge keep all")
    func annex() throws {
        let list = try list(), project = list.projects[0].id
        let today = try #require(Day("2026-01-01"))
        let lastMonth = today + -1
        let offices = try ["甲科", "乙科"].map { try ledger.createOffice(OfficeDetails(name: $0), by: .commandLine).id }
        func decide(_ text: String, on day: Day) throws -> Int64 {
            let meeting = try ledger.holdMeeting(of: list.id, on: day, chair: "周局长", present: "", by: .commandLine)
            return try ledger.decide(
                DecisionDetails(project: project, text: text, office: offices[0], due: day), at: meeting,
                by: .commandLine)
        }
        _ = try decide("本月", on: today)
        let closed = try decide("上月办结", on: lastMonth)
        _ = try decide("上月未办", on: lastMonth)
        try ledger.closeDecision(closed, outcome: "好", by: .commandLine)
        let frozen = try ledger.freezeStatement(of: list.id, by: .commandLine)
        #expect(Set(frozen.annex.map(\.text)) == ["本月", "上月未办"])
        try ledger.mergeOffice(offices[0], into: offices[1], by: .commandLine)
        #expect(try ledger.decisions(ofProject: project).allSatisfy { $0.officeName == "乙科" })
        #expect(try ledger.statement(frozen.id).annex.allSatisfy { $0.officeName == "甲科" })
    }

    @Test("a number finds the tasks that have it in their plans, whatever row they stand in; words find the rest")
    func findTasks() throws {
        let today = try #require(Day("2026-01-01"))
        for (file, titles) in [("a", ["甲一", "甲二"]), ("b", ["乙一", "乙二", "乙三", "分3批推进"])] {
            var sample = SamplePlan(title: "云岚区要点\(file)")
            for title in titles { sample.task(title) }
            let plan = try fixture.keep(sample, file)
            try ledger.apply(.accept(try fixture.tasks(plan).map(\.id)), to: plan.id, by: .commandLine)
            try ledger.openPlan(plan.id, by: .commandLine)
        }
        func find(_ words: String) throws -> Set<String> {
            Set(try ledger.tasksToLink(words, on: today).map(\.title))
        }
        for words in ["2", " 2. ", "2、", "（2）"] { #expect(try find(words).isSuperset(of: ["甲二", "乙二"]), "\(words)") }
        #expect(try find("3").contains("乙三"), "the third row is another task")
        #expect(try find("3批") == ["分3批推进"])
        let key = try #require(try ledger.tasksToLink("乙一", on: today).first?.key)
        #expect(try find(key) == ["乙一"])
        for words in ["", " ", "%", "'; DROP TABLE task --", "99999999999999999999", "没有"] {
            #expect(try find(words).isEmpty, "\(words)")
        }
    }
}
