import Chance
import Foundation
import GRDB
import Monitoring
import Store
import Testing

@testable import Ledger

@Suite("The trend of a plan by month")
struct MonthlyTrendTests {
    /// A plan of some tasks, opened, in a store of its own.
    static func opened(_ fixture: LedgerFixture, tasks count: Int) throws -> (plan: Plan, tasks: [Int64]) {
        var sample = SamplePlan()
        for number in 1...count {
            sample.task(
                "任务\(number)", target: ("普惠园覆盖率", 90), due: number % 3 == 0 ? nil : "2026-0\(number % 8 + 2)-28")
        }
        let plan = try fixture.keep(sample)
        let tasks = try fixture.tasks(plan).map(\.id)
        try fixture.ledger.apply(.accept(tasks), to: plan.id, by: .commandLine)
        return (try fixture.ledger.openPlan(plan.id, by: .commandLine), tasks)
    }

    static func today(_ fixture: LedgerFixture) -> Day { Day(of: fixture.ledger.store.environment.now()) }

    /// A move that the task takes now; nil where chance proposes none.
    static func move(of record: WorkRecord, on today: Day, _ random: inout SplitMix64) -> TaskMove? {
        switch (record.state, Int.random(in: 0..<10, using: &random)) {
        case (.draft, _):
            .issue(due: Bool.random(using: &random) ? today + Int.random(in: 0...90, using: &random) : nil)
        case (.issued, 0): .recall
        case (.issued, 1): .decline("不属于本科室")
        case (.issued, _): .accept
        case (.accepted, 0), (.underWay, 0): .suspend("等待批复")
        case (.accepted, 1), (.underWay, 1): record.askedDue == nil ? .end("并入其他任务") : .refuseExtension("不同意")
        case (.accepted, 2...3), (.underWay, 2...3):
            record.askedDue == nil ? .askExtension(until: today + 200, "需要时间") : .grantExtension()
        case (.accepted, 4...7), (.underWay, 4...7): .report(ProgressReport("已推进", percent: 50))
        case (.accepted, _), (.underWay, _): .submit(ProgressReport("已完成"))
        case (.submitted, 0): .withdraw
        case (.submitted, 1...2): .sendBack("材料不全")
        case (.submitted, 3): .suspend("暂缓核定")
        case (.submitted, _): .verify()
        case (.suspended, 0...5): .resume
        case (.verified, 0), (.ended, 0): .reopen("又有新情况")
        default: nil
        }
    }

    @Test("agrees with what the events of each task say on the last day of each month", arguments: [1, 2, 3])
    func agreesWithReplay(seed: UInt64) throws {
        let fixture = try LedgerFixture()
        let (plan, tasks) = try Self.opened(fixture, tasks: 12)
        var random = SplitMix64(seed: seed)
        for _ in 0..<400 {
            fixture.advance(Double.random(in: 0...150_000, using: &random))
            let task = tasks[Int.random(in: 0..<tasks.count, using: &random)]
            let today = Self.today(fixture)
            let record = try fixture.ledger.work(of: task, on: today).record
            guard let move = Self.move(of: record, on: today, &random) else { continue }
            // An extension must reach beyond the present day; chance may ask for less.
            _ = try? fixture.ledger.move(move, task: task, by: .commandLine)
        }
        let today = Self.today(fixture)
        let trend = try fixture.ledger.monthlyTrend(plan: plan.id, until: today)
        #expect(trend.count > 6)
        #expect(trend.last?.end == today)
        for month in trend {
            let lines = try fixture.ledger.workLines(.ledger(of: plan.id), on: month.end, asOf: true)
            let records = try tasks.map { try fixture.ledger.replayedRecord(of: $0, until: month.end) }
            #expect(month.issued == records.count { $0.state != .draft }, "\(month)")
            #expect(month.verified == records.count { $0.state == .verified }, "\(month)")
            #expect(month.ended == records.count { $0.state == .ended }, "\(month)")
            let overdue = lines.count { line in
                guard let due = line.due, due < month.end else { return false }
                return [.issued, .accepted, .underWay, .suspended].contains(line.record.state)
            }
            #expect(month.overdue == overdue, "\(month)")
            let standing = PlanLedger.standing(lines, on: month.end)
            #expect(month.completion == standing.completion, "\(month)")
        }
        let reports = try tasks.reduce(0) { try $0 + fixture.ledger.work(of: $1, on: today).record.reportCount }
        #expect(trend.reduce(0) { $0 + $1.reports } == reports)
        #expect(zip(trend, trend.dropFirst()).allSatisfy { $0.month.nextMonth == $1.month })
    }

    @Test("begins with the first hand-over, holds months without events, and 24 at most")
    func bounds() throws {
        let fixture = try LedgerFixture()
        let (plan, tasks) = try Self.opened(fixture, tasks: 2)
        #expect(try fixture.ledger.monthlyTrend(plan: plan.id, until: Self.today(fixture)).isEmpty)
        #expect(try fixture.ledger.monthlyTrend(plan: 99, until: Self.today(fixture)).isEmpty)
        try fixture.ledger.move(.issue(due: Self.today(fixture) + 10), task: tasks[0], by: .commandLine)
        let start = Self.today(fixture)
        #expect(try fixture.ledger.monthlyTrend(plan: plan.id, until: start + -1).isEmpty)
        let quarter = try fixture.ledger.monthlyTrend(plan: plan.id, until: start + 70)
        #expect(quarter.map(\.month.monthText) == ["2026-01", "2026-02", "2026-03"])
        #expect(quarter.map(\.issued) == [1, 1, 1] && quarter.map(\.overdue) == [1, 1, 1])
        let long = try fixture.ledger.monthlyTrend(plan: plan.id, until: start + 3000)
        #expect(long.count == 24 && long.last?.end == start + 3000)
    }

    @Test("reads what it needs by indexes")
    func plans() throws {
        let fixture = try LedgerFixture()
        _ = try Self.opened(fixture, tasks: 2)
        let statements = [
            "SELECT count(*) FROM work_event WHERE plan_id = 1 AND move = 'report' AND day BETWEEN 'a' AND 'b'",
            "SELECT task_id, to_state FROM work_event WHERE plan_id = 1 AND move IN ('issue', 'verify') AND day <= 'b'",
        ]
        for sql in statements {
            let plan = try fixture.ledger.store.read { db in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] as String }.joined()
            }
            #expect(plan.contains("work_event_plan") && !plan.contains("SCAN"), "\(plan)")
        }
    }

    @Test("the changes of a week are counted, and the latest are named")
    func changes() throws {
        let fixture = try LedgerFixture()
        let (plan, tasks) = try Self.opened(fixture, tasks: 3)
        let ledger = fixture.ledger
        try ledger.move(.issue(due: Self.today(fixture) + 100), task: tasks[0], by: .commandLine)
        fixture.advance(8 * 86_400)
        try ledger.move(.issue(due: Self.today(fixture) + 100), task: tasks[1], by: .commandLine)
        try ledger.move(.accept, task: tasks[1], by: .commandLine)
        try ledger.move(.orderFollowUp("请说明", replyBy: Self.today(fixture) + 5), task: tasks[1], by: .commandLine)
        let since = Self.today(fixture) + -6
        #expect(
            try ledger.moveCounts(plan: plan.id, since: since) == [.issue: 1, .accept: 1, .orderFollowUp: 1])
        let news = try ledger.news(plan: plan.id, since: since, of: [.issue, .orderFollowUp], limit: 5)
        #expect(news.map(\.move) == [.orderFollowUp, .issue] && news.allSatisfy { $0.task == tasks[1] })
        #expect(news.first?.text == "请说明")
        let stamps = try ledger.lastChanges(of: tasks)
        #expect(stamps.count == 3 && stamps[tasks[1]] == ledger.store.environment.now())
    }
}

@Suite("Addresses of calendar feeds")
struct CalendarFeedAddressTests {
    @Test("the secret is kept as a digest only, works until it is replaced or deleted, and not for a disabled account")
    func life() throws {
        let fixture = try LedgerFixture()
        let ledger = fixture.ledger
        let accounts = ledger.store.accounts
        _ = try accounts.createFirstAdministrator(displayName: "管理员")
        let new = try accounts.create(
            AccountDetails(login: "wang", displayName: "王科长", roles: [.viewer]), by: .commandLine)
        try accounts.changePassword(new.account.id, current: new.oneTimePassword, new: "云岚区教育局的口令一二三")
        let id = new.account.id
        #expect(try ledger.calendarFeed(of: id) == nil)
        let first = try ledger.makeCalendarFeed(of: id)
        #expect(try ledger.account(ofCalendarFeed: first)?.id == id)
        let kept = try ledger.store.read { try String.fetchAll($0, sql: "SELECT digest FROM calendar_feed") }
        #expect(kept.count == 1 && kept.allSatisfy { $0.count == 64 && !$0.contains(first) })
        let second = try ledger.makeCalendarFeed(of: id)
        #expect(try ledger.account(ofCalendarFeed: first) == nil)
        #expect(try ledger.account(ofCalendarFeed: second)?.id == id)
        try accounts.setDisabled(true, id, by: .commandLine)
        #expect(try ledger.account(ofCalendarFeed: second) == nil)
        try accounts.setDisabled(false, id, by: .commandLine)
        #expect(try ledger.account(ofCalendarFeed: second)?.id == id)
        try ledger.deleteCalendarFeed(of: id)
        #expect(try ledger.account(ofCalendarFeed: second) == nil)
        #expect(try ledger.calendarFeed(of: id) == nil)
        for hostile in ["", "x", String(repeating: "a", count: 43), "' OR 1=1 --", String(repeating: "学", count: 5000)]
        {
            #expect(try ledger.account(ofCalendarFeed: hostile) == nil)
        }
    }
}
