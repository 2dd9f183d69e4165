import Foundation
import Intake
import Ledger
import Store
import Testing

@Suite("Numbers of the ledger")
struct NumberingTests {
    @Test("start at one in each part, as the document prints them")
    func parts() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "numbers-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let ledger = try PlanLedger.open(directory: directory)
        let text = """
            云岚区教育局2025年工作总结和2026年工作计划
            第一部分 2025年工作总结
            一、主要成效
            1.学位供给持续扩大。新增学位900个。
            2.教师队伍不断壮大。补充教师130名。
            第二部分 2026年工作计划
            一、重点任务
            1.新建两所小学。年底前建成。
            2.补充教师。全年招聘120名。
            """
        let kept = try PlanIntake(ledger: ledger).keep(Array(text.utf8), named: "计划.txt", by: .commandLine)
        let rows = try ledger.tasks(.review(of: kept.draft.plan.id)).rows
        #expect(rows.map(\.task.label) == ["1.", "2.", "1.", "2."])
        #expect(rows.map(\.number) == [1, 2, 1, 2])
    }
}
