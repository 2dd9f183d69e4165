import Foundation
import Monitoring
import PlanModel
import Testing

@testable import Ledger
@testable import Store

/// What people must not do to a task at work, and what the review of the plan may do to it.
struct WorkHostileTests {
    /// A task under way, with a second one beside it.
    private func started() throws -> WorkFixture {
        let work = try WorkFixture()
        for task in [work.tasks[0].id, work.tasks[3].id] {
            try work.make(.issue(due: work.today + 60), task)
            try work.make(.accept, task)
        }
        return work
    }

    private func refuses(_ error: WorkError, _ move: TaskMove, _ work: WorkFixture, files: Int = 0) throws {
        let content = try work.content()
        let file = NewEvidence(digest: "d", name: "f", type: "t", size: 1)
        #expect(throws: error) {
            try work.ledger.move(
                move, task: work.task.id, files: Array(repeating: file, count: files), by: work.bureau.principal)
        }
        #expect(try work.content() == content, "\(move) changes nothing")
    }

    @Test func wordsAndFigures() throws {
        let work = try started()
        let long = String(repeating: "字", count: 5001)
        // One character to the eye, a megabyte to the disk.
        let stacked = "e" + String(repeating: "\u{301}", count: 200_000)
        let target = try #require(try work.record().targets.first).id
        func value(_ value: Double, day: Day? = nil) -> TaskMove {
            .report(
                .init("进展", values: [.init(target: target, actual: .init(value: value, day: day ?? work.today))]))
        }
        try refuses(.tooLong(limit: 5000), .report(.init(long)), work)
        try refuses(.tooLong(limit: 5000), .report(.init(stacked)), work)
        try refuses(.tooLong(limit: 5000), .comment(long), work)
        try refuses(.tooLong(limit: 500), .addStep(String(repeating: "字", count: 501), due: nil), work)
        try refuses(.tooLong(limit: 100), .arrange(person: stacked), work)
        try refuses(.tooLong(limit: 100), .arrange(tags: Array(repeating: "民生", count: 21)), work)
        for blank in ["", " ", "\n\t　", "\u{0}", " \u{0}\u{0} "] {
            try refuses(.textMissing(move: .report), .report(.init(blank)), work)
            try refuses(.textMissing(move: .comment), .comment(blank), work)
            try refuses(.textMissing(move: .addStep), .addStep(blank, due: nil), work)
        }
        for percent in [-1, 101, Int.max, Int.min] {
            try refuses(.badPercent(percent), .report(.init("进展", percent: percent)), work)
        }
        for bad in [Double.nan, .infinity, -.infinity, 1e15, -1e300] { try refuses(.badValue, value(bad), work) }
        try refuses(.dayToCome, value(1, day: work.today + 1), work)
        try refuses(.dayToCome, value(1, day: try #require(Day("9999-12-31"))), work)
        for bad in [Double.nan, .infinity, -1.7e308] {
            try refuses(
                .badPath,
                .setTarget(
                    target, direction: .up,
                    path: [.init(day: work.today, value: bad), .init(day: work.today + 9, value: 1)]), work)
        }
        try refuses(
            .badPath,
            .setTarget(
                target, direction: .up,
                path: [.init(day: work.today, value: 1), .init(day: work.today, value: 2)]), work)
        try refuses(.tooManyFiles(limit: 20), .report(.init("进展")), work, files: 21)
        try refuses(.fileMissing, .attach(), work)
        // At the limits all is kept as it was written.
        let words = "👨‍👩‍👧‍👦𠮷野家" + String(repeating: "字", count: 4980)
        try work.make(.report(.init(words, percent: 0)))
        try work.make(value(-999_999_999_999_999, day: try #require(Day("0001-01-01"))))
        #expect(try work.ledger.work(of: work.task.id, on: work.today).events.contains { $0.text == words })
        #expect(try work.replayed() == (try work.record()))
    }

    @Test func noWordIsLostBehindANull() throws {
        let work = try started()
        try work.make(.report(.init("前半\u{0}后半")))
        try work.make(.orderFollowUp("请\u{0}说明", replyBy: work.today + 5))
        try work.make(.addStep("自定\u{0}步骤", due: nil))
        try work.make(.arrange(person: "王\u{0}老师", tags: ["民\u{0}生"]))
        let events = try work.ledger.work(of: work.task.id, on: work.today).events
        #expect(events.contains { $0.text == "前半后半" })
        let record = try work.record()
        #expect(record.followUps.first?.text == "请说明")
        #expect(record.items.contains { $0.text == "自定步骤" })
        #expect(record.person == "王老师" && record.tags == ["民生"])
        #expect(try work.replayed() == record)
    }

    @Test func daysFarAway() throws {
        let work = try started()
        let first = try #require(Day("0001-01-01")), last = try #require(Day("9999-12-31"))
        let due = try #require(try work.record().due)
        try refuses(.dayTooEarly, .orderFollowUp("请说明", replyBy: first), work)
        try refuses(.dayTooEarly, .addStep("步骤", due: first), work)
        for day in [first, work.today, due] { try refuses(.dayTooEarly, .askExtension(until: day, "理由"), work) }
        try work.make(.askExtension(until: last, "理由"))
        try refuses(.extensionAsked, .askExtension(until: last, "理由"), work)
        #expect(try work.make(.grantExtension()).due == last)
        try refuses(.noExtensionAsked, .grantExtension(), work)
        #expect(try work.ledger.remind(by: .commandLine) >= 0)
        #expect(throws: WorkError.dayTooEarly) { try work.make(.issue(due: first), work.tasks[1].id) }
    }

    @Test func thingsOfAnotherTask() throws {
        let work = try started()
        let other = work.tasks[3].id
        let record = try work.record(other)
        let item = try #require(record.items.first).id, target = try #require(record.targets.first).id
        try work.make(.orderFollowUp("请说明", replyBy: work.today + 5), other)
        let order = try #require(try work.record(other).followUps.first).id
        try work.ledger.move(
            .attach(), task: other, files: [.init(digest: "d", name: "f", type: "t", size: 1)],
            by: work.bureau.principal)
        let file = try #require(try work.ledger.work(of: other, on: work.today).evidence.first).id
        try refuses(.noItem, .tick(item, isDone: true), work)
        try refuses(.noItem, .report(.init("进展", done: [item])), work)
        try refuses(.noItem, .attach(item: item), work, files: 1)
        try refuses(.noTarget, .setTarget(target, direction: .up, path: []), work)
        try refuses(
            .noTarget,
            .report(.init("进展", values: [.init(target: target, actual: .init(value: 1, day: work.today))])), work)
        try refuses(.noFollowUp, .reply(order, "已加快"), work)
        try refuses(.noFollowUp, .closeFollowUp(order), work)
        try refuses(.noFile, .detach(file), work)
        #expect(throws: LedgerError.noTask) { try work.make(.accept, 999_999) }
        #expect(throws: LedgerError.noTask) {
            try work.ledger.move(.accept, task: 999_999, once: "f", by: work.bureau.principal)
        }
    }

    // MARK: The review of tasks at work

    @Test func atWorkNothingIsTakenAway() throws {
        let work = try started()
        let task = work.task.id, other = work.tasks[1].id, plan = work.plan.id
        let moves: [ReviewMove] = [
            .reject([task]), .reopen([task]), .merge([task, other]), .merge([other, task]), .split(task, .actions([1])),
        ]
        for move in moves {
            let content = try work.content()
            #expect(throws: WorkError.atWork(title: work.task.title.text), "\(move.name)") {
                try work.ledger.apply(move, to: plan, by: .commandLine)
            }
            #expect(try work.content() == content)
        }
        #expect(throws: (any Error).self) { try work.ledger.undo(in: plan, by: .commandLine) }
        #expect(try work.record().state == .accepted)
    }

    @Test func correctionsKeepTicksAndValues() throws {
        let work = try started()
        let task = work.task.id
        let record = try work.record()
        let step = try #require(record.items.first { $0.kind == .action })
        let target = try #require(record.targets.first)
        try work.make(
            .report(
                .init(
                    "进展", values: [.init(target: target.id, actual: .init(value: 91, day: work.today))],
                    done: [step.id])))
        let reported = try work.record()
        var change = TaskChange()
        change.title = "改写标题"
        change.actions = work.task.actions
        change.actions?[0].text += "（修订）"
        change.targets = work.task.targets
        change.targets?[0].value = 95
        change.targets?[0].comparator = .atMost
        try work.ledger.apply(.edit(task, change), to: work.plan.id, by: .commandLine)
        let corrected = try work.record()
        #expect(corrected.items.first { $0.id == step.id }?.text == step.text + "（修订）")
        #expect(corrected.items.first { $0.id == step.id }?.done == work.today)
        #expect(corrected.items.filter { !$0.isDropped }.count == record.items.count)
        #expect(corrected.targets.first?.quantity.value == 95)
        #expect(corrected.targets.first?.actual?.value == 91)
        #expect(corrected.targets.first?.direction == .down, "nobody set another")
        #expect(try work.replayed() == corrected)
        try work.ledger.undo(in: work.plan.id, by: .commandLine)
        #expect(try work.record() == reported)
        try work.ledger.redo(in: work.plan.id, by: .commandLine)
        #expect(try work.record() == corrected)
        // A step that goes stays in the list as dropped, and comes back with its tick.
        var fewer = TaskChange()
        fewer.actions = Array(work.task.actions.dropFirst())
        try work.ledger.apply(.edit(task, fewer), to: work.plan.id, by: .commandLine)
        #expect(try work.record().items.first { $0.id == step.id }?.isDropped == true)
        #expect(try work.replayed() == (try work.record()))
        try work.ledger.undo(in: work.plan.id, by: .commandLine)
        #expect(try work.record().items.first { $0.id == step.id }?.isDropped == false)
        #expect(try work.record().items.first { $0.id == step.id }?.done == work.today)
        // A direction that somebody set stays.
        try work.make(.setTarget(target.id, direction: .up, path: []))
        try work.ledger.undo(in: work.plan.id, by: .commandLine)
        #expect(try work.record().targets.first?.direction == .up)
        #expect(try work.replayed() == (try work.record()))
    }
}
