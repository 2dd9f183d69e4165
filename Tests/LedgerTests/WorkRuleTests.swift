import Chance
import Foundation
import GRDB
import PlanModel
import Testing

@testable import Ledger
@testable import Monitoring
@testable import Store

/// The tables of the flow: who may make which move, who is told, when people are reminded, what is counted, and what
/// is refused.
struct WorkRuleTests {
    // MARK: Rights

    /// Who may make a move with a task led by office 1 with help of office 2, written out apart from the rule.
    private static let rights: [(who: String, roles: Set<Role>, office: OfficeID?, may: Set<WorkMove>)] = {
        let staff: Set<WorkMove> = [
            .accept, .decline, .report, .tick, .addStep, .arrange, .setTarget, .attach, .detach, .comment,
        ]
        let speaking = staff.union([.submit, .withdraw, .askExtension, .reply])
        let helping: Set<WorkMove> = [.report, .attach, .detach, .comment]
        return [
            ("supervision", [.supervision], nil, Set(WorkMove.allCases)),
            ("administrator", [.administrator], nil, Set(WorkMove.allCases)),
            ("leader", [.leader], nil, [.orderFollowUp, .comment]),
            ("viewer", [.viewer], nil, []),
            ("viewer of the lead", [.viewer], 1, []),
            ("head of the lead", [.officeHead], 1, speaking),
            ("officer of the lead", [.officer], 1, staff),
            ("head of the helper", [.officeHead], 2, helping),
            ("officer of the helper", [.officer], 2, helping),
            ("head elsewhere", [.officeHead], 3, []),
            ("officer elsewhere", [.officer], 3, []),
            ("head without office", [.officeHead], nil, []),
            ("leader and head of the lead", [.leader, .officeHead], 1, speaking.union([.orderFollowUp])),
        ]
    }()

    @Test func rightsAreTheTable() {
        for right in Self.rights {
            var account = Account(
                id: 1, login: "x1", displayName: "x", office: right.office, roles: right.roles,
                createdAt: Date(timeIntervalSince1970: 0))
            for move in WorkMove.allCases {
                #expect(
                    move.isAllowed(to: account, leads: [1], helpers: [2]) == right.may.contains(move),
                    "\(right.who) \(move)")
            }
            account.isDisabled = true
            #expect(!WorkMove.allCases.contains { $0.isAllowed(to: account, leads: [1], helpers: [2]) })
            account.isDisabled = false
            account.mustChangePassword = true
            #expect(!WorkMove.allCases.contains { $0.isAllowed(to: account, leads: [1], helpers: [2]) })
        }
    }

    // MARK: Reminders

    @Test(
        arguments: [
            (-40, nil), (-31, nil), (-30, -30), (-8, -30), (-7, -7), (-2, -7), (-1, -1), (0, -1), (1, 1), (6, 1),
            (7, 7),
            (13, 7), (14, 14), (20, 14), (21, 21), (700, 700), (703, 700),
        ] as [(Int, Int?)])
    func stages(days: Int, stage: Int?) {
        let due = Day(number: 20_000)
        #expect(ReminderRule.standard.stage(due: due, on: due + days) == stage)
    }

    @Test func stagesNeverGoBack() {
        let rules = [
            ReminderRule.standard, ReminderRule(before: [], after: [], every: 0),
            ReminderRule(before: [10], after: [], every: 7), ReminderRule(before: [], after: [3], every: 0),
            ReminderRule(before: [0], after: [1], every: 1),
        ]
        let due = Day(number: 20_000)
        for rule in rules {
            var last = Int.min
            for days in -400...400 {
                let stage = rule.stage(due: due, on: due + days)
                #expect(stage != nil || last == Int.min)
                guard let stage else { continue }
                #expect(stage >= last && stage <= days)
                last = stage
            }
        }
    }

    // MARK: Notices

    private func told(_ work: WorkFixture, _ kind: Notice.Kind) throws -> Set<String> {
        Set(
            try work.everybody.filter { account in
                try work.ledger.notices(of: account.id, page: PageRange.page(1)).contains { $0.kind == kind }
            }.map(\.login))
    }

    @Test func whoIsToldOfWhat() throws {
        let work = try WorkFixture()
        let orders = { try work.record().followUps.last?.id ?? 0 }
        let steps: [(TaskMove, Account, Notice.Kind, Set<String>)] = [
            (.issue(), work.bureau, .issued, ["kezhang", "keyuan", "peihe"]),
            (.decline("非本科室职责"), work.head, .declined, ["duchashi"]),
            (.issue(), work.administrator, .issued, ["kezhang", "keyuan", "peihe"]),
            (.askExtension(until: Day(number: 20_900), "人手不足"), work.head, .extensionAsked, ["duchashi"]),
            (.refuseExtension("按期"), work.bureau, .extensionRefused, ["kezhang", "keyuan"]),
            (.accept, work.officer, .issued, ["kezhang", "keyuan", "peihe"]),
            (.orderFollowUp("请说明", replyBy: Day(number: 20_700)), work.leader, .followUp, ["kezhang", "keyuan"]),
        ]
        for (move, account, kind, expected) in steps {
            try work.make(move, by: account)
            #expect(try told(work, kind) == expected, "\(kind)")
        }
        try work.make(.reply(try orders(), "已加快"), by: work.head)
        #expect(
            try told(work, .replied) == ["duchashi", work.leader.login], "the leader who gave the order is told as well"
        )
        try work.make(.closeFollowUp(try orders()))
        #expect(try told(work, .followUpClosed) == ["kezhang", "keyuan"])
        try work.make(.comment("请补充数据"), by: work.officer)
        #expect(try told(work, .comment) == ["duchashi", "kezhang", "peihe"], "nobody is told of his own act")
        try work.make(.submit(.init("完成")), by: work.head)
        #expect(try told(work, .submitted) == ["duchashi"])
        _ = try work.ledger.store.accounts.setDisabled(true, work.officer.id, by: .commandLine)
        try work.make(.sendBack("不足"))
        #expect(try told(work, .returned) == ["kezhang"], "no disabled account")
        try work.make(.submit(.init("完成")), by: work.head)
        try work.make(.verify())
        #expect(try told(work, .verified) == ["kezhang", "peihe"])
        try work.make(.reopen("群众有反映"))
        #expect(try told(work, .reopened) == ["kezhang"])
        try work.make(.end("不再开展"))
        #expect(try told(work, .ended) == ["kezhang"])
        // Nobody sees or marks what is another's.
        let unseen = try work.ledger.unseenNotices(of: work.head.id)
        #expect(unseen > 0)
        try work.ledger.seeNotices(of: work.stranger.id)
        #expect(try work.ledger.unseenNotices(of: work.head.id) == unseen)
        try work.ledger.seeNotices(ofTask: work.task.id, of: work.head.id)
        #expect(try work.ledger.unseenNotices(of: work.head.id) == 0)
    }

    @Test func eachStageRemindsOnce() throws {
        let work = try WorkFixture()
        let today = work.today
        try work.make(.issue(due: today + 10))
        func run(after days: Int) throws -> [Int] {
            work.base.advance(86_400 * Double(days))
            try work.ledger.remind(by: .commandLine)
            #expect(try work.ledger.remind(by: .commandLine) == 0)
            return try work.ledger.notices(of: work.head.id).filter { $0.kind == .due }.compactMap(\.stage)
        }
        #expect(try run(after: 0) == [-30])
        #expect(try run(after: 3) == [-7, -30])
        // Days without a run: the stage that holds now is given, those between are not made up for.
        #expect(try run(after: 12) == [1, -7, -30])
        #expect(try run(after: 60) == [63, 1, -7, -30])
        #expect(try work.ledger.notices(of: work.stranger.id).isEmpty)
        #expect(try work.ledger.notices(of: work.viewer.id).isEmpty)
    }

    @Test func closedTasksAndArchivedPlansRemindNobody() throws {
        let work = try WorkFixture()
        for (index, move) in [TaskMove.suspend("待文件"), .end("不再开展")].enumerated() {
            try work.make(.issue(due: work.today + 1), work.tasks[index].id)
            try work.make(move, work.tasks[index].id)
        }
        #expect(try work.ledger.remind(by: .commandLine) == 0)
        try work.make(.issue(due: work.today + 1), work.tasks[4].id)
        _ = try work.ledger.archivePlan(work.plan.id, by: .commandLine)
        #expect(try work.ledger.remind(by: .commandLine) == 0)
        #expect(throws: WorkError.planNotOpen) { try work.make(.accept, work.tasks[4].id) }
    }

    @Test func anOrderOfASubmittedTaskRemindsOfItsReply() throws {
        let work = try WorkFixture()
        try work.make(.issue(due: work.today + 5))
        try work.make(.accept)
        try work.make(.submit(.init("完成")))
        try work.make(.orderFollowUp("请补充", replyBy: work.today + 1))
        try work.ledger.remind(by: .commandLine)
        let kinds = try work.ledger.notices(of: work.head.id).map(\.kind)
        #expect(kinds.contains(.replyDue))
        #expect(!kinds.contains(.due), "what was submitted waits for the bureau, not for its day")
    }

    // MARK: Counts

    @Test func standingAddsUp() throws {
        let work = try WorkFixture()
        for (index, task) in work.tasks.enumerated() where index > 0 {
            try work.make(.issue(due: work.today + index), task.id)
            if index > 1 { try work.make(.accept, task.id) }
            if index > 2 { try work.make(.report(.init("进展", percent: index * 15)), task.id) }
            if index > 3 { try work.make(.submit(.init("完成")), task.id) }
            if index > 4 { try work.make(.verify(), task.id) }
        }
        var random = SplitMix64(seed: 7)
        for days in [0, 2, 4, 40, 400] {
            let day = work.today + days
            let lines = try work.ledger.workLines(LedgerFilter(), on: day)
            let whole = PlanLedger.standing(lines, on: day)
            #expect(whole.tasks == work.tasks.count)
            #expect(whole.lights.values.reduce(0, +) == whole.states.values.reduce(0, +))
            #expect((0...100).contains(try #require(whole.completion)))
            #expect((0...100).contains(try #require(whole.progress)))
            #expect(whole.reached <= whole.measured && whole.measured <= whole.targets)
            for _ in 0..<10 {
                let parts = Dictionary(grouping: lines) { _ in Int.random(in: 0..<4, using: &random) }
                let sum = parts.values.map { PlanLedger.standing($0, on: day) }.reduce(Standing(), +)
                #expect(sum == whole)
            }
            let single = lines.filter { $0.leads.count < 2 }
            let offices = PlanLedger.standingByOffice(single, on: day).values.reduce(Standing(), +)
            #expect(offices == PlanLedger.standing(single, on: day))
        }
        #expect(Standing().completion == nil && Standing().progress == nil)
    }

    // MARK: Queries

    @Test func listsUseIndexes() throws {
        let work = try WorkFixture()
        for task in work.tasks { try work.make(.issue(), task.id) }
        let ids = TaskRows.json(work.tasks.map(\.id))
        let queries: [(String, StatementArguments)] = [
            (PlanLedger.eventsSQL, ["2026-12-31", ids]), (PlanLedger.ownersSQL, [ids]),
            ("SELECT * FROM work_item WHERE task_id IN (SELECT value FROM json_each(?)) ORDER BY task_id, id", [ids]),
            ("SELECT * FROM work_target WHERE task_id IN (SELECT value FROM json_each(?)) ORDER BY task_id, id", [ids]),
            ("SELECT * FROM follow_up WHERE task_id IN (SELECT value FROM json_each(?)) ORDER BY task_id, id", [ids]),
        ]
        for (sql, arguments) in queries {
            let steps = try work.ledger.store.read { db in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments).map {
                    $0["detail"] as String
                }
            }
            let scans = steps.filter { $0.hasPrefix("SCAN") && !$0.contains("json_each") }
            #expect(scans.isEmpty, "\(steps)")
        }
    }
}
