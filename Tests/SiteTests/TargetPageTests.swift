import Foundation
import Indicators
import Ledger
import Monitoring
import Registers
import Store
import Testing

@testable import Site

@Suite("Targets bound to indicators")
struct TargetPageTests {
    private static let plan = """
        云岚区教育局2026年工作要点

        一、扩大供给

        1. 稳定办学规模
        目标任务：在校生数达到22人。
        责任科室：规划财务科

        """

    private let data: DataSite
    private let task: Int64
    private let target: WorkTarget

    init() throws {
        data = try IndicatorPageTests.filled()
        let plan = try data.site.opened(Self.plan)
        let ledger = data.site.ledger, today = data.registers.today
        task = try #require(try ledger.tasks(.ledger(of: plan.id)).rows.first?.id)
        try ledger.issue([], undated: [task], due: today + 5, by: .commandLine)
        try ledger.move(.accept, task: task, by: .commandLine)
        target = try #require(try ledger.work(of: task, on: today).record.targets.first)
    }

    private var actual: TargetActual? {
        get throws {
            try data.site.ledger.work(of: task, on: data.registers.today).record.targets.first?.actual
        }
    }

    private func compute() throws {
        let indicators = data.site.responder.parts.indicators
        try indicators.store.compute(of: data.registers.today, by: .commandLine)
        try indicators.targets.report(on: data.registers.today)
    }

    @Test("are confirmed, measured, seen in the ledger, moved in their light, and let go again")
    func walk() async throws {
        let site = data.site
        try data.signIn("supervisor", [.supervision], [("data_officer", "D")])
        let list = try await site.ask(.get, "/data/targets")
        #expect(list.status == 200 && list.body.contains("在校生数 ≥ 22 人") || list.body.contains("在校生数 = 22 人"))
        #expect(list.body.contains("/data/indicators/pupils\""), "it is suggested")
        let path = "/data/targets/\(target.id)"
        let bound = try await site.post(
            path, [("move", "bind"), ("indicator", "pupils"), ("organisation", "D"), ("category", "stage:P")])
        #expect(bound.status == 303 && bound.header("Location") == "\(path)?done=targetBound")
        #expect(try actual == nil, "nothing is counted yet")
        let before = try site.ledger.work(of: task, on: data.registers.today).finding
        #expect(try await site.ask(.get, path).body.contains("还没有计算"))

        try compute()
        #expect(try actual?.value == 22)
        let after = try site.ledger.work(of: task, on: data.registers.today).finding
        #expect(before != after, "\(before) \(after)")
        #expect(try site.ledger.work(of: task, on: data.registers.today).record.targets.first?.isReached == true)
        let page = try await site.ask(.get, "/tasks/\(task)")
        #expect(page.body.contains("⇐ <a href=\"/data/indicators/pupils?organisation="))
        #expect(page.body.contains("在校生数（2025-2026）：22人"))
        #expect(try await site.ask(.get, "/data/targets?show=bound").body.contains("⇐ "))

        try data.enrolled("S3", 40)
        try compute()
        #expect(try actual?.value == 23)
        #expect(try await site.post(path, [("move", "unbind")]).status == 303)
        try data.enrolled("S3", 41)
        try compute()
        #expect(try actual?.value == 23, "what was reported stays, and nothing is added to it")
        #expect(try await !site.ask(.get, "/tasks/\(task)").body.contains("⇐ "))
        let again = try await site.ask(.get, path)
        #expect(again.body.contains("同样的目标以前选过") && again.body.contains("stage:P"), "remembered")
        #expect(try await site.post(path, [("move", "unbind")]).status == 404)
    }

    @Test("what is known already comes in once the office accepts the task")
    func accepted() async throws {
        let site = data.site, ledger = site.ledger
        let other = try site.opened(Self.plan + "\n附件：略\n")
        let task = try #require(try ledger.tasks(.ledger(of: other.id)).rows.first?.id)
        try ledger.issue([], undated: [task], due: data.registers.today + 5, by: .commandLine)
        func record() throws -> WorkRecord { try ledger.work(of: task, on: data.registers.today).record }
        let target = try #require(try record().targets.first)
        try compute()
        try data.signIn("supervisor", [.supervision], [("data_officer", "D")])
        let path = "/data/targets/\(target.id)"
        #expect(
            try await site.post(path, [("move", "bind"), ("indicator", "pupils"), ("organisation", "D")]).status == 303)
        #expect(try record().targets.first?.actual == nil)
        #expect(try await site.ask(.get, path).body.contains("任务现在不能填报"))
        #expect(try await site.post("/tasks/\(task)/moves", [("move", "accept")]).status == 303)
        #expect(try record().targets.first?.actual?.value == 22)
    }

    @Test("an indicator that was refused is not proposed again until it is admitted")
    func refusal() async throws {
        try data.signIn("supervisor", [.supervision], [("data_officer", "D")])
        let path = "/data/targets/\(target.id)"
        let proposal = "/data/indicators/pupils\""
        #expect(try await data.site.post(path, [("move", "refuse"), ("indicator", "pupils")]).status == 303)
        let page = try await data.site.ask(.get, path)
        #expect(!page.body.contains(proposal) && page.body.contains("已排除"))
        #expect(try await !data.site.ask(.get, "/data/targets").body.contains(proposal))
        #expect(try await data.site.post(path, [("move", "admit"), ("indicator", "pupils")]).status == 303)
        #expect(try await data.site.ask(.get, path).body.contains(proposal))
        let found = try await data.site.ask(.get, path + "?q=%E5%A5%B3%E7%94%9F")
        #expect(found.body.contains(#"name="indicator" value="girls_share""#))
    }

    @Test("only who may set the target's path binds it, and only to what they may see")
    func rights() async throws {
        let path = "/data/targets/\(target.id)"
        let bind = [("move", "bind"), ("indicator", "pupils"), ("organisation", "D")]
        try data.signIn("viewer", [.viewer], [("data_officer", "D")])
        let page = try await data.site.ask(.get, path)
        #expect(page.status == 200 && !page.body.contains("name=\"move\" value=\"bind\""))
        #expect(try await data.site.post(path, bind).status == 403)
        try data.signIn("blind", [.supervision], [("school_registrar", "S1")])
        #expect(try await data.site.post(path, bind).status == 403, "the district's figure is not theirs")
        try data.signIn("supervisor", [.supervision], [("data_officer", "D")])
        for (fields, status) in [
            ([("move", "bind"), ("indicator", "nothing"), ("organisation", "D")], 404),
            ([("move", "bind"), ("indicator", "pupils"), ("organisation", "X")], 400),
            ([("move", "bind"), ("indicator", "pupils"), ("organisation", "D"), ("category", "sex:1")], 400),
            ([("move", "hack")], 400),
        ] {
            #expect(try await data.site.post(path, fields).status == status, "\(fields)")
        }
        #expect(try await data.site.ask(.get, "/data/targets/999").status == 404)
        #expect(try await data.site.post("/data/targets/999", bind).status == 404)
        #expect(try data.site.ledger.bindings().isEmpty)
        try data.signIn("school", [.school], [("school_registrar", "S1")])
        #expect(try await data.site.ask(.get, "/data/targets").status == 403)
    }
}
