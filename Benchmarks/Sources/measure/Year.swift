import Documents
import Foundation
import Intake
import Ledger
import Localisation
import Monitoring
import Reports
import Store
import Synchronization

/// A plan of many tasks with many reports, for measuring pages and papers.
enum Year {
    /// Makes it in a new directory: every task handed over, accepted, with a path, and reported on so many times.
    static func fill(_ directory: URL, tasks: Int, reports: Int) throws {
        // The reports lie over the ten months before today, as a year's do.
        let today = Day(of: Date()), first = today + -300
        let clock = Mutex(Date(timeIntervalSince1970: Double(first.number) * 86_400))
        let environment = StoreEnvironment(
            now: { clock.withLock { $0 } }, randomBytes: StoreEnvironment.live.randomBytes)
        let ledger = try PlanLedger.open(directory: directory, environment: environment)
        let kept = try PlanIntake(ledger: ledger).keep(text(tasks), named: "plan.txt", by: .commandLine)
        let id = kept.draft.plan.id
        let rows = try ledger.tasks(.review(of: id)).rows.map(\.id)
        try ledger.apply(.accept(rows), to: id, by: .commandLine)
        try ledger.openPlan(id, by: .commandLine)
        try ledger.issue(rows, due: today + 90, setsPaths: true, by: .commandLine)
        try ledger.move(.accept, tasks: rows, by: .commandLine)
        for round in 1...reports {
            let day = first + round * 300 / reports
            clock.withLock { $0 = Date(timeIntervalSince1970: Double(day.number) * 86_400) }
            try ledger.report(rows, by: .commandLine) { row, targets in
                let values = targets.map {
                    TargetReport(target: $0, actual: .init(value: Double(round * 3), day: day))
                }
                return ProgressReport("第\(round)次报告：第\(row)项任务按方案推进。", percent: min(99, round * 2), values: values)
            }
        }
        print("{\"seconds\": 0, \"bytes\": 0, \"result\": \(rows.count)}")
    }

    /// The bulletin of the first plan, as bytes of a .docx.
    static func bulletin(of ledger: PlanLedger) throws -> Int {
        guard let plan = try ledger.plans(states: [.open]).first else { return 0 }
        let paper = try Bulletin.write(plan: plan, in: ledger, on: Day(of: Date()), language: .chinese)
        return try DocxWriter().docx(paper).count
    }

    private static func text(_ tasks: Int) -> [UInt8] {
        let offices = ["基础教育科", "学前教育科", "人事科", "规划财务科", "督导室", "安全科", "体卫艺科", "职成教科"]
        var lines = ["云岚区教育局工作要点"]
        for task in 1...tasks {
            if task % 50 == 1 {
                lines.append(
                    "\(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"][task / 50 % 10])、第\(task / 50 + 1)方面工作")
            }
            lines += [
                "\(task).推进第\(task)号片区工作", "目标任务：新增学位\(task % 700 + 100)个，培训教师\(task % 300 + 20)人次。",
                "工作措施：完成选址，制定《第\(task)号片区方案》，12月底前验收。", "责任科室：\(offices[task % offices.count])",
            ]
        }
        return Array(lines.joined(separator: "\n").utf8)
    }
}

extension PlanLedger {
    /// Reports on many tasks.
    func report(
        _ tasks: [Int64], by principal: Principal, _ report: (Int64, [Int64]) -> ProgressReport
    ) throws {
        var filter = LedgerFilter()
        filter.ids = tasks
        let lines = try workLines(filter, on: Day(of: Date()))
        try move(lines.map { ($0.id, .report(report($0.id, $0.record.targets.map(\.id)))) }, by: principal)
    }
}
