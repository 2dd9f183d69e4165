import Foundation
import GRDB
import Monitoring
import Store
import Testing

@testable import Ledger

@Suite("Livelihood projects in the ledger")
struct ProjectLedgerTests {
    private let fixture: LedgerFixture
    private var ledger: PlanLedger { fixture.ledger }

    init() throws { fixture = try LedgerFixture() }

    /// A list with one service project that ends on 2026-12-31; the clock stands at 2026-01-01.
    private func list() throws -> ProjectList {
        let id = try ledger.createProjectList("云岚区2026年教育民心工程", year: 2026, by: .commandLine)
        let completion = try #require(Day("2026-12-31"))
        try ledger.addProjects(
            [ProjectDetails(number: 1, name: "课后服务提质", template: .service, completion: completion, budget: 300)],
            to: id, by: .commandLine)
        return try ledger.projectList(id)
    }

    @Test("stages are done in order; the last one delivers the project")
    func stages() throws {
        let project = try #require(try list().projects.first)
        #expect(throws: ProjectError.stageOrder) { try ledger.finishStage(1, of: project.id, by: .commandLine) }
        for stage in project.stages.indices { try ledger.finishStage(stage, of: project.id, by: .commandLine) }
        #expect(throws: ProjectError.stageOrder) { try ledger.finishStage(0, of: project.id, by: .commandLine) }
        let done = try ledger.project(project.id)
        #expect(done.percent == 100 && LightRule.standard.judge(done.facts, on: Day(number: 20_600)) == .delivered)
        #expect(try ledger.events(ofProject: project.id).count == project.stages.count)
    }

    @Test("a report is made once, with its file")
    func reports() throws {
        let project = try #require(try list().projects.first)
        let digest = try ledger.store.files.keep(Data("x".utf8))
        let file = NewEvidence(digest: digest, name: "照片.png", type: "image/png", size: 1)
        for _ in 0..<2 {
            try ledger.reportProject(
                project.id, text: "已启动", percent: 20, paid: 60, files: [file], once: "form", by: .commandLine)
        }
        let events = try ledger.events(ofProject: project.id)
        #expect(events.count == 1 && events[0].files.map(\.name) == ["照片.png"])
        #expect(try ledger.project(project.id).paid == 60)
        for (percent, paid) in [(101, 0.0), (-1, 0), (5, .nan), (5, -1)] {
            #expect(throws: ProjectError.badValue) {
                try ledger.reportProject(project.id, text: "x", percent: percent, paid: paid, by: .commandLine)
            }
        }
        #expect(throws: ProjectError.textMissing) {
            try ledger.reportProject(project.id, text: " ", percent: 5, paid: nil, by: .commandLine)
        }
    }

    @Test("a frozen statement never changes; it is public only while published")
    func statements() throws {
        let list = try list()
        let project = list.projects[0].id
        let frozen = try ledger.freezeStatement(of: list.id, by: .commandLine)
        #expect(try ledger.publicStatements().isEmpty)
        try ledger.reportProject(project, text: "已启动", percent: 40, paid: nil, by: .commandLine)
        try ledger.publishStatement(frozen.id, by: .commandLine)
        let published = try ledger.statement(frozen.id)
        #expect(
            published.body == frozen.body && published.digest == frozen.digest
                && published.body.projects[0].percent == 0)
        #expect(try ledger.publicStatements().map(\.id) == [frozen.id])
        #expect(throws: ProjectError.wrongStatement) { try ledger.publishStatement(frozen.id, by: .commandLine) }
        #expect(throws: ProjectError.textMissing) {
            try ledger.withdrawStatement(frozen.id, reason: "", by: .commandLine)
        }
        try ledger.withdrawStatement(frozen.id, reason: "数据有误", by: .commandLine)
        #expect(try ledger.publicStatements().isEmpty)
        let corrected = try ledger.freezeStatement(of: list.id, by: .commandLine)
        #expect(corrected.version == 2 && corrected.body.projects[0].percent == 40)
        try ledger.publishStatement(corrected.id, by: .commandLine)
        let third = try ledger.freezeStatement(of: list.id, by: .commandLine)
        try ledger.publishStatement(third.id, by: .commandLine)
        #expect(try ledger.publicStatements().map(\.id) == [third.id], "one statement of a month is public")
        #expect(throws: ProjectError.badMonth) {
            try ledger.freezeStatement(of: list.id, month: "2020-01", by: .commandLine)
        }
        #expect(try ledger.freezeStatement(of: list.id, month: "2025-12", by: .commandLine).month == "2025-12")
        #expect(try ledger.store.audit.verify().entries > 5)
    }

    @Test("a new schedule keeps what is done; stages may overlap, have names of their own, come and go")
    func reschedule() throws {
        let project = try #require(try list().projects.first)
        try ledger.finishStage(0, of: project.id, by: .commandLine)
        let start = try #require(Day("2026-03-01")), later = try #require(Day("2027-01-31"))
        let open: [BackSchedule.Stage] = [
            .init(name: "running", start: start, end: later), .init(name: "宣传<动员>", start: start, end: start + 20),
            .init(name: "启动实施", start: start + 1, end: start + 20),
        ]
        try ledger.reschedule(project.id, open: open, done: 1, reason: "审批延后", by: .commandLine)
        let found = try ledger.project(project.id)
        #expect(found.stages.map(\.name) == [.usual(.plan), .own("宣传<动员>"), .usual(.start), .usual(.running)])
        #expect(found.stages[0].done != nil && found.details.completion == later)
        #expect(throws: ProjectError.stageOrder, "one was done in the meantime") {
            try ledger.reschedule(project.id, open: open, done: 0, reason: "x", by: .commandLine)
        }
        let many = Array(repeating: open[0], count: 30)
        let wrong: [[BackSchedule.Stage]] = [
            [.init(name: "x", start: later, end: start)], [.init(name: "", start: start, end: later)],
            [.init(name: .own(String(repeating: "长", count: 51)), start: start, end: later)], many,
            [.init(name: "x", start: Day(number: -900_000), end: later)],
        ]
        for open in wrong {
            #expect(throws: ProjectError.self) {
                try ledger.reschedule(project.id, open: open, done: 1, reason: "x", by: .commandLine)
            }
        }
        #expect(try ledger.project(project.id).stages == found.stages)
        #expect(throws: ProjectError.notFound) { try ledger.addProjects([], to: 99, by: .commandLine) }
    }

    @Test("names stored before there were codes are the usual stages")
    func earlierNames() throws {
        let project = try #require(try list().projects.first)
        try ledger.store.change(by: .commandLine) { change in
            try change.db.execute(
                sql: "UPDATE project SET stages = replace(stages, '\"plan\"', '\"制定方案\"') WHERE id = ?",
                arguments: [project.id])
        }
        let name = try #require(try ledger.project(project.id).stages.first?.name)
        #expect(name == .usual(.plan) && name.text(in: .english) == "Plan" && name.text(in: .chinese) == "制定方案")
    }

    @Test("what cannot be is refused")
    func refused() throws {
        let list = try list()
        let completion = try #require(Day("2026-12-31"))
        #expect(throws: ProjectError.taken(name: "1")) {
            try ledger.addProjects(
                [ProjectDetails(number: 1, name: "x", template: .service, completion: completion)], to: list.id,
                by: .commandLine)
        }
        #expect(throws: ProjectError.taken(name: list.name)) {
            try ledger.createProjectList(list.name, year: 2026, by: .commandLine)
        }
        let empty = try ledger.createProjectList("空", year: 2026, by: .commandLine)
        #expect(throws: ProjectError.badMonth) { try ledger.freezeStatement(of: empty, by: .commandLine) }
        let project = list.projects[0].id
        #expect(throws: ProjectError.badValue) {
            try ledger.reschedule(project, open: [], done: 0, reason: "x", by: .commandLine)
        }
        #expect(try ledger.project(project).stages == list.projects[0].stages)
        #expect(throws: ProjectError.notFound) { try ledger.resolveIssue(99, of: project, text: "x", by: .commandLine) }
        #expect(try ledger.events(ofProject: project).isEmpty, "nothing of a refused move is kept")
    }
}
