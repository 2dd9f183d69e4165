import Foundation
import Intake
import Ledger
import Store

/// A ledger of a plan that the test writes itself, in a directory of its own, on a fixed day.
struct SampleLedger {
    let ledger: PlanLedger
    let plan: Plan
    let directory: URL

    static let text = """
        云岚区教育局2026年工作要点
        一、扩大优质资源
        1.扩大公办和普惠园学位供给
        目标任务：学前三年毛入园率达到93%，新增公办学位1200个。
        工作措施：制定《云岚区学前教育布局规划》，9月底前完成3所幼儿园改造。
        责任科室：学前教育科、规划财务科
        2.消除大班额
        目标任务：义务教育阶段大班额比例控制在1%以内。
        工作措施：统筹调整招生计划，秋季学期开学前公布划片方案。
        责任科室：基础教育科
        二、建强教师队伍
        3.补充教师
        目标任务：公开招聘教师不少于120名。
        工作措施：=“阳光招聘”，全程公示。
        责任科室：人事科
        """

    init(
        accepting: Bool = true, now: @escaping @Sendable () -> Date = { Date(timeIntervalSince1970: 1_790_000_000) }
    ) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "reports-\(UUID().uuidString)")
        let environment = StoreEnvironment(
            now: now, randomBytes: StoreEnvironment.live.randomBytes)
        ledger = try PlanLedger.open(directory: directory, environment: environment)
        let kept = try PlanIntake(ledger: ledger).keep(Array(Self.text.utf8), named: "要点.txt", by: .commandLine)
        if accepting {
            let tasks = try ledger.tasks(.review(of: kept.draft.plan.id)).rows.map(\.task.id)
            try ledger.apply(.accept(tasks), to: kept.draft.plan.id, by: .commandLine)
            try ledger.openPlan(kept.draft.plan.id, by: .commandLine)
        }
        plan = try ledger.plan(kept.draft.plan.id)
    }

    func rows() throws -> [TaskRow] { try ledger.tasks(.review(of: plan.id)).rows }

    func remove() { try? FileManager.default.removeItem(at: directory) }
}
