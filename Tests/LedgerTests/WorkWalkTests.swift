import Chance
import Foundation
import Monitoring
import PlanModel
import Testing

@testable import Ledger
@testable import Store

/// Random walks of a task at work: whatever people do in whatever order, nothing is lost, nothing gets stuck, and the
/// events alone tell where it stands and where it stood.
struct WorkWalkTests {
    /// A move of a kind with contents that are mostly right and sometimes not.
    private func move(
        _ kind: WorkMove, _ record: WorkRecord, _ today: Day, using random: inout SplitMix64
    ) -> TaskMove {
        func days(_ range: ClosedRange<Int>) -> Day { today + Int.random(in: range, using: &random) }
        func item() -> Int64 { record.items.randomElement(using: &random)?.id ?? 0 }
        func report() -> ProgressReport {
            var report = ProgressReport("进展\(Int.random(in: 0..<1000, using: &random))")
            if Bool.random(using: &random) { report.percent = Int.random(in: -5...105, using: &random) }
            if let target = record.targets.randomElement(using: &random), Bool.random(using: &random) {
                report.values = [
                    TargetReport(
                        target: target.id,
                        actual: TargetActual(
                            value: Double(Int.random(in: 0...100, using: &random)), day: days(-20...1)))
                ]
            }
            if Bool.random(using: &random) { report.done = [item()] }
            return report
        }
        let order = record.followUps.randomElement(using: &random)?.id ?? 0
        return switch kind {
        case .issue: .issue(due: Bool.random(using: &random) ? days(-1...90) : nil)
        case .recall: .recall
        case .verify: .verify()
        case .sendBack: .sendBack("材料不全")
        case .grantExtension: .grantExtension()
        case .refuseExtension: .refuseExtension("须按期完成")
        case .suspend: .suspend("待上级文件")
        case .resume: .resume
        case .end: .end("不再开展")
        case .reopen: .reopen("群众有反映")
        case .orderFollowUp: .orderFollowUp("请说明进度", replyBy: days(-1...10))
        case .closeFollowUp: .closeFollowUp(order)
        case .accept: .accept
        case .decline: .decline("非本科室职责")
        case .report: .report(report())
        case .submit: .submit(report())
        case .withdraw: .withdraw
        case .askExtension: .askExtension(until: days(-5...200), "施工受天气影响")
        case .reply: .reply(order, "已加快")
        case .tick: .tick(item(), isDone: Bool.random(using: &random))
        case .addStep: .addStep("自定步骤", due: Bool.random(using: &random) ? days(-1...30) : nil)
        case .arrange: .arrange(person: "王老师", priority: .high, tags: ["民生"])
        case .setTarget:
            .setTarget(
                record.targets.first?.id ?? 0, direction: .up,
                path: Bool.random(using: &random)
                    ? [.init(day: today, value: 80), .init(day: days(0...60), value: 92)] : [])
        case .attach: .attach()
        case .detach: .detach(0)
        case .comment: .comment("请注意时限")
        }
    }

    @Test(arguments: 0..<10)
    func walks(_ seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let work = try WorkFixture()
        let task = work.task.id
        var snapshots: [(day: Day, record: WorkRecord)] = []
        var reports: [String] = []
        var values: [TargetReport] = []
        var made = 0, refused = 0
        for step in 0..<90 {
            if step % 4 == 3 {
                snapshots.append((work.today, try work.record()))
                work.base.advance(86_400 * Double(Int.random(in: 1...6, using: &random)))
            }
            let today = work.today
            let before = try work.record()
            let account = try #require(work.everybody.randomElement(using: &random))
            // Mostly what the page would offer; sometimes what an old page still offers.
            let offered = before.moves(for: account, leads: [work.lead], helpers: [work.help])
            let isOld = Int.random(in: 0..<5, using: &random) == 0
            let calm: Set<WorkMove> = [.end, .suspend, .recall, .decline, .verify]
            let kinds = offered.filter { !calm.contains($0) || Int.random(in: 0..<3, using: &random) == 0 }
            guard let kind = (isOld ? WorkMove.allCases : kinds).randomElement(using: &random) else { continue }
            let move = move(kind, before, today, using: &random)
            let content = try work.content()
            do {
                let after = try work.make(move, by: account)
                made += 1
                #expect(kind.from.contains(before.state))
                #expect(after == (try work.record()), "the answer is what is kept: \(kind)")
                if case .report(let report) = move {
                    (reports, values) = (reports + [report.text], values + report.values)
                }
                if case .submit(let report) = move {
                    (reports, values) = (reports + [report.text], values + report.values)
                }
                if after.askedDue != nil {
                    #expect(
                        WorkMove.grantExtension.from.contains(after.state), "somebody can decide: \(after.state)")
                }
                if after.followUps.contains(where: { $0.closed == nil }) {
                    #expect(WorkMove.closeFollowUp.from.contains(after.state), "it can be settled: \(after.state)")
                }
                if after.state != .draft, after.state != .ended { #expect(after.issued != nil, "\(after.state)") }
            } catch is WorkError {
                refused += 1
                #expect(try work.content() == content, "a refused \(kind) changes nothing")
            }
            let kept = try work.record()
            #expect(try work.replayed() == kept, "after \(kind)")
            if step % 15 == 0 { try finish(kept, task) }
        }
        #expect(made > 25 && refused > 3)
        for (day, record) in snapshots { #expect(try work.replayed(until: day) == record, "at the end of \(day.text)") }
        let lines = try work.ledger.workLines(LedgerFilter(), on: work.today)
        #expect(lines.first { $0.id == task }?.record == (try work.record()))
        for (day, record) in snapshots {
            let past = try work.ledger.workLines(LedgerFilter(), on: day, asOf: true)
            #expect(past.first { $0.id == task }?.record == record)
        }
        // Nothing that was reported is lost.
        let events = try work.ledger.work(of: task, on: work.today).events
        #expect(events.count == made)
        let told = events.filter { [.report, .submit].contains($0.move) }
        #expect(told.map(\.text) == reports)
        #expect(told.flatMap { $0.detail.values ?? [] } == values)
        let end = try work.record()
        #expect(end.reportCount == reports.count)
        for target in end.targets {
            let mine = values.filter { $0.target == target.id }.map(\.actual)
            #expect(try work.ledger.values(ofTarget: target.id).count == mine.count)
            let latest = mine.enumerated().max { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }
            #expect(target.actual == latest?.element)
        }
        for (one, next) in zip(events, events.dropFirst()) { #expect(one.to == next.from) }
        try work.ledger.store.checkIntegrity()
        _ = try work.ledger.store.audit.verify()
    }

    /// The supervision office alone can bring the record to verified, by moves of the table.
    private func finish(_ record: WorkRecord, _ task: Int64) throws {
        var record = record
        var id: Int64 = 1_000_000
        for _ in 0..<60 where record.state != .verified {
            let move: TaskMove =
                switch record.state {
                case .draft: .issue()
                case .issued: .accept
                case .accepted, .underWay:
                    record.followUps.first(where: \.isOpen).map { .closeFollowUp($0.id) } ?? .submit(.init("已完成"))
                case .submitted, .verified: .verify()
                case .suspended: .resume
                case .ended: .reopen("继续办理")
                }
            let desk = WorkDesk(
                record: record, planDue: nil, today: Day(number: 20_600), fileCount: 0, files: [])
            let detail = try desk.detail(of: move)
            id += 1
            record.apply(
                WorkEvent(
                    id: id, task: task, move: move.kind, day: Day(number: 20_600), at: Date(timeIntervalSince1970: 0),
                    by: nil, byName: nil, from: record.state, to: desk.state(after: move.kind), text: move.text,
                    detail: detail))
        }
        #expect(record.state == .verified)
    }

    @Test func endedBeforeItWasIssuedGoesBackToTheStart() throws {
        let work = try WorkFixture()
        try work.make(.end("不再开展"))
        #expect(try work.make(.reopen("仍要开展")).state == .draft)
        #expect(try work.replayed() == (try work.record()))
        #expect(try work.make(.issue()).state == .issued)
    }

    @Test func aDeclinedTaskLeavesNoQuestionThatNobodyCanDecide() throws {
        let work = try WorkFixture()
        try work.make(.issue())
        try work.make(.askExtension(until: Day(number: 20_900), "人手不足"))
        try work.make(.orderFollowUp("请说明", replyBy: Day(number: 20_700)))
        let declined = try work.make(.decline("非本科室职责"))
        #expect(declined.askedDue == nil)
        #expect(try work.make(.closeFollowUp(declined.followUps[0].id)).followUps[0].closed != nil)
        #expect(try work.replayed() == (try work.record()))
    }

    @Test func aDayBeforeAnythingHappenedIsEmpty() throws {
        let work = try WorkFixture()
        let yesterday = work.today + -1
        let before = try work.record()
        try work.make(.issue())
        #expect(try work.replayed(until: yesterday) == before)
        let line = try work.ledger.workLines(LedgerFilter(), on: yesterday, asOf: true).first { $0.id == work.task.id }
        #expect(line?.record == before)
    }

    @Test func aFormSentTwiceMakesItsMoveOnce() async throws {
        let work = try WorkFixture()
        try work.make(.issue())
        try work.make(.accept)
        let other = try PlanLedger.open(directory: work.base.directory)
        let results = try await withThrowingTaskGroup(of: WorkResult.self) { group in
            for index in 0..<12 {
                let ledger = index.isMultiple(of: 2) ? work.ledger : other
                group.addTask {
                    try ledger.move(
                        .report(.init("进展", percent: 40)), task: work.task.id, once: "form-1",
                        by: work.officer.principal)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count { !$0.isRepeated } == 1)
        #expect(results.allSatisfy { $0.record.percent == 40 && $0.record.reportCount == 1 })
        #expect(try work.record().reportCount == 1)
        _ = try work.ledger.store.audit.verify()
    }

    @Test func twoPeopleAtOnce() async throws {
        let work = try WorkFixture()
        try work.make(.issue())
        try work.make(.accept)
        let other = try PlanLedger.open(directory: work.base.directory)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (ledger, account) in [(work.ledger, work.officer), (other, work.helper)] {
                group.addTask {
                    for index in 0..<20 {
                        try ledger.move(
                            .report(.init("\(account.login) \(index)")), task: work.task.id, by: account.principal)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try work.record().reportCount == 40)
        // Of two decisions on one submission the first holds; the second is told that the page is old.
        try work.make(.submit(.init("完成")), by: work.head)
        try work.make(.verify())
        #expect(throws: WorkError.wrongState(move: .sendBack, state: .verified)) { try work.make(.sendBack("不足")) }
        #expect(try work.replayed() == (try work.record()))
    }

    @Test func allOrNoneOfSeveral() throws {
        let work = try WorkFixture()
        let content = try work.content()
        try work.make(.issue(), work.tasks[2].id)
        let issued = try work.content()
        #expect(issued != content)
        #expect(throws: WorkError.wrongState(move: .issue, state: .issued)) {
            try work.ledger.move(.issue(), tasks: work.tasks.map(\.id), by: work.bureau.principal)
        }
        #expect(try work.content() == issued)
    }

    @Test func backupKeepsWorkFilesAndNotices() throws {
        let work = try WorkFixture()
        let store = work.ledger.store
        let digest = try store.files.keep(Data("佐证".utf8))
        try work.make(.issue())
        try work.make(.accept, by: work.officer)
        try work.ledger.move(
            .report(.init("进展", percent: 60)), task: work.task.id,
            files: [NewEvidence(digest: digest, name: "照片.txt", type: "text/plain", size: 6)],
            by: work.officer.principal)
        let folder = FileManager.default.temporaryDirectory.appending(path: "work-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try store.backUp(to: folder.appending(path: "b.xuezheng"), by: .commandLine)
        _ = try Store.restore(from: folder.appending(path: "b.xuezheng"), to: folder.appending(path: "data"))
        let restored = try PlanLedger.open(directory: folder.appending(path: "data"))
        #expect(try restored.store.files.data(digest) == Data("佐证".utf8))
        let tables = ["task_work", "work_", "target_value", "follow_up", "evidence", "notice", "audit"]
        func kept(_ ledger: PlanLedger) throws -> [String] {
            try work.content(ledger).filter { row in tables.contains { row.hasPrefix($0) } }
        }
        #expect(try kept(restored) == (try kept(work.ledger)))
        #expect(try restored.replayedRecord(of: work.task.id, until: Day(number: 90_000)) == (try work.record()))
        _ = try restored.store.audit.verify()
    }
}
