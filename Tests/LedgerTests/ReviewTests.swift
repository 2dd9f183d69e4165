import Foundation
import PlanModel
import Testing

@testable import Ledger
@testable import Store

struct ReviewTests {
    let fixture: LedgerFixture
    let plan: Plan
    let tasks: [LedgerTask]
    var ledger: PlanLedger { fixture.ledger }

    init() throws {
        fixture = try LedgerFixture()
        plan = try fixture.keep(.small)
        tasks = try fixture.tasks(plan)
    }

    @discardableResult
    private func apply(_ move: ReviewMove) throws -> MoveResult {
        try ledger.apply(move, to: plan.id, by: .commandLine)
    }

    @Test func correctsFields() throws {
        var change = TaskChange()
        change.title = "  办好家门口的幼儿园 "
        change.goal = "毛入园率稳步提高"
        change.leads = ["督导室", "学前教育科", "新设科"]
        change.leaders = ["分管副局长"]
        let task = try #require(try apply(.edit(tasks[0].id, change)).tasks.first)
        #expect(task.title == Excerpt("办好家门口的幼儿园", tasks[0].title.span))
        #expect(task.goal?.text == "毛入园率稳步提高")
        #expect(task.leads.map(\.printed.text) == ["督导室", "学前教育科", "新设科"])
        #expect(task.leads[1] == tasks[0].leads[0])
        #expect(task.leads[0].office != nil && task.leads[2].office == nil)
        #expect(task.coOwners == tasks[0].coOwners)
        #expect(task.corrected == [.title, .goal, .owners, .leaders])
        #expect(task.version == 2)
        #expect(try ledger.task(task.id).task == task)
    }

    @Test func aChangeWithoutDifferenceIsNoMove() throws {
        var change = TaskChange()
        change.title = tasks[0].title.text
        change.leads = ["学前教育科"]
        change.due = .on("2026-09-30")
        change.targets = tasks[0].targets
        let result = try apply(.edit(tasks[0].id, change))
        #expect(result.event == nil && result.tasks.isEmpty)
        #expect(try ledger.undoState(of: plan.id) == UndoState(undo: nil, redo: nil))
    }

    @Test func dueDayFollowsMilestonesUnlessSet() throws {
        func edit(_ set: (inout TaskChange) -> Void) throws -> LedgerTask {
            var change = TaskChange()
            set(&change)
            return try #require(try apply(.edit(tasks[0].id, change)).tasks.first)
        }
        let milestone = Milestone(due: "2026-11-30", text: "十一月底前", span: Span(0, 0))
        #expect(try edit { $0.milestones = tasks[0].milestones + [milestone] }.due == "2026-11-30")
        let set = try edit { $0.due = .on("2026-10-15") }
        #expect(set.due == "2026-10-15" && set.dueIsSet)
        #expect(try edit { $0.milestones = [] }.due == "2026-10-15")
        #expect(try edit { $0.due = .fromMilestones }.due == nil)
        #expect(try edit { $0.due = .on("2024-02-29") }.due == "2024-02-29")
        #expect(throws: LedgerError.badDate) { try edit { $0.due = .on("2026-02-29") } }
        #expect(throws: LedgerError.badDate) { try edit { $0.due = .on("'; DROP TABLE task") } }
    }

    @Test func hostileTextsAreRefusedOrKeptAsTheyAre() throws {
        var change = TaskChange()
        let quotes = "'; DROP TABLE task; -- \"`\u{0}<script>alert(1)</script>%_\\"
        change.title = quotes
        #expect(try apply(.edit(tasks[0].id, change)).tasks.first?.title.text == quotes)
        #expect(try ledger.tasks(.review(of: plan.id)).total == 6)
        let huge = String(repeating: "字", count: 10 << 20)
        for set: (inout TaskChange) -> Void in [
            { $0.title = huge }, { $0.goal = huge }, { $0.measures = huge }, { $0.leads = [huge] },
            { $0.leaders = [huge] },
            { $0.path = [huge] }, { $0.leads = Array(repeating: "x", count: 100_000) },
        ] {
            var change = TaskChange()
            set(&change)
            #expect { try apply(.edit(tasks[0].id, change)) } throws: { error in
                if case LedgerError.tooLong = error { true } else { false }
            }
        }
        change.title = "   "
        #expect(throws: LedgerError.emptyTitle) { try apply(.edit(tasks[0].id, change)) }
        var filter = LedgerFilter.review(of: plan.id)
        filter.text = quotes
        #expect(try ledger.tasks(filter).total == 1)
        filter.text = huge
        #expect(try ledger.tasks(filter).total == 0)
    }

    @Test func splitsAtActions() throws {
        let result = try apply(.split(tasks[0].id, .actions([1, 2])))
        #expect(result.tasks.count == 3)
        let pieces = try fixture.tasks(plan).prefix(3)
        #expect(pieces.map(\.title.text) == ["推进学前教育优质普惠发展", "开展园长培训", "公布收费标准"])
        #expect(pieces.map(\.actions.count) == [1, 1, 1])
        #expect(pieces[0].id == tasks[0].id && pieces[0].key == tasks[0].key)
        #expect(pieces.map(\.due) == [nil, nil, "2026-09-30"])
        #expect(pieces.map(\.targets.count) == [0, 0, 1])
        #expect(pieces.allSatisfy { $0.leads == tasks[0].leads && $0.origin == .split && $0.readFrom == ["T1"] })
        #expect(pieces[0].span.start == tasks[0].span.start && pieces[2].span.end == tasks[0].span.end)
        #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0.span.end == $1.span.start })
        #expect(result.counts.total == 8)
    }

    @Test func badCutsAreRefused() throws {
        let span = tasks[0].span
        for offsets in [
            [], [span.start], [span.end], [span.start - 1], [span.end + 50], [tasks[0].title.span.start + 1], [Int.min],
            [Int.max],
        ] {
            #expect(throws: LedgerError.badCut) { try apply(.split(tasks[0].id, .offsets(offsets))) }
        }
        for indices in [[0], [3], [-1], []] {
            #expect(throws: LedgerError.badCut) { try apply(.split(tasks[0].id, .actions(indices))) }
        }
        #expect(throws: LedgerError.noTask) { try apply(.split(999, .offsets([5]))) }
        #expect(try fixture.tasks(plan) == tasks)
    }

    @Test func mergesTasks() throws {
        let result = try apply(.merge([tasks[1].id, tasks[0].id]))
        let merged = try #require(result.tasks.first)
        #expect(result.removed == [tasks[1].id])
        #expect(merged.key == tasks[0].key && merged.title == tasks[0].title)
        #expect(merged.span == Span(tasks[0].span.start, tasks[1].span.end))
        #expect(merged.measures?.text.contains("规范民办幼儿园办园行为\n开展年检") == true)
        #expect(merged.leads.map(\.printed.text) == ["学前教育科", "督导室"])
        #expect(merged.readFrom == ["T1", "T2"])
        #expect(throws: LedgerError.noTask) { try ledger.task(tasks[1].id) }
        #expect(throws: LedgerError.tooFewTasks(needed: 2)) { try apply(.merge([merged.id, merged.id])) }
        try apply(.reject([tasks[2].id]))
        #expect(throws: LedgerError.wrongState(title: "加强幼儿园安全管理")) { try apply(.merge([merged.id, tasks[2].id])) }
    }

    @Test func addsAStretchOfTheText() throws {
        let text = try ledger.text(of: plan.id)
        let words = try #require(String(decoding: text.bytes, as: UTF8.self).range(of: "开展年检；"))
        let all = String(decoding: text.bytes, as: UTF8.self)
        let start = all.utf8.distance(from: all.startIndex, to: words.lowerBound)
        let span = Span(start, start + "开展年检；".utf8.count)
        let added = try #require(try apply(.add(NewTask(title: "", span: span))).tasks.first)
        #expect(added.title.text == "开展年检" && added.origin == .added && added.state == .pending)
        #expect(try fixture.tasks(plan).map(\.id).firstIndex(of: added.id) == 2)
        let last = try apply(.add(NewTask(title: "新增任务", after: tasks[5].id, isAccepted: true)))
        #expect(try fixture.tasks(plan).last?.id == last.tasks.first?.id)
        #expect(last.counts.accepted == 1)
        #expect(throws: LedgerError.badSpan) { try apply(.add(NewTask(title: "x", span: Span(start + 1, start + 6)))) }
        #expect(throws: LedgerError.badSpan) { try apply(.add(NewTask(title: "x", span: Span(0, 1 << 40)))) }
        #expect(throws: LedgerError.emptyTitle) { try apply(.add(NewTask(title: " "))) }
        #expect(throws: LedgerError.noPart) { try apply(.add(NewTask(title: "x", part: "P9"))) }
    }

    @Test func thousandTasksFitInOneGap() throws {
        for number in 0..<60 { try apply(.add(NewTask(title: "插入\(number)", after: tasks[0].id))) }
        let titles = try fixture.tasks(plan).map(\.title.text)
        #expect(
            titles[0] == tasks[0].title.text && titles[1] == "插入59" && titles[60] == "插入0"
                && titles[61] == tasks[1].title.text)
        for _ in 0..<60 { try ledger.undo(in: plan.id, by: .commandLine) }
        #expect(try fixture.tasks(plan).map(\.content) == tasks.map(\.content))
    }

    @Test func decisionsAndTheirOpposites() throws {
        #expect(try apply(.acceptAllSure).counts.accepted == 4)
        #expect(try apply(.acceptAllSure).event == nil)
        #expect(try apply(.reject([tasks[0].id, tasks[2].id])).counts.rejected == 2)
        #expect(throws: LedgerError.self) { try apply(.accept([tasks[0].id])) }
        #expect(try apply(.restore([tasks[0].id])).counts.pending == 2)
        #expect(try apply(.accept([tasks[0].id])).counts.accepted == 4)
        #expect(try apply(.reopen([tasks[0].id])).counts.pending == 2)
        #expect(throws: LedgerError.tooFewTasks(needed: 1)) { try apply(.accept([])) }
        #expect(throws: LedgerError.noTask) { try apply(.accept([1234])) }
    }

    @Test func staleVersionsAreConflicts() throws {
        var change = TaskChange()
        change.title = "甲"
        let shown = [tasks[0].id: tasks[0].version]
        try ledger.apply(.edit(tasks[0].id, change), to: plan.id, versions: shown, by: .commandLine)
        change.title = "乙"
        #expect(throws: LedgerError.conflict(title: "甲")) {
            try ledger.apply(.edit(tasks[0].id, change), to: plan.id, versions: shown, by: .commandLine)
        }
        // Undo makes a newer version, too: a page that shows the undone state is stale.
        try ledger.undo(in: plan.id, by: .commandLine)
        #expect(throws: LedgerError.conflict(title: tasks[0].title.text)) {
            try ledger.apply(.edit(tasks[0].id, change), to: plan.id, versions: shown, by: .commandLine)
        }
    }

    @Test func undoNamesItsMove() throws {
        let one = try apply(.accept([tasks[0].id]))
        let two = try apply(.accept([tasks[1].id]))
        #expect(throws: LedgerError.nothingToUndo) { try ledger.undo(in: plan.id, event: one.event, by: .commandLine) }
        try ledger.undo(in: plan.id, event: two.event, by: .commandLine)
        #expect(try ledger.undoState(of: plan.id).redo?.id == two.event)
        #expect(try ledger.undoState(of: plan.id).undo?.id == one.event)
        try apply(.reject([tasks[2].id]))
        #expect(throws: LedgerError.nothingToUndo) { try ledger.redo(in: plan.id, by: .commandLine) }
        #expect(try ledger.history(ofPlan: plan.id).map(\.state) == [.done, .dropped, .done])
    }

    @Test func historyTellsWhoDidWhat() throws {
        let made = try ledger.store.accounts.create(
            AccountDetails(login: "wang", displayName: "王科长", roles: [.supervision]), by: .commandLine)
        var change = TaskChange()
        change.title = "新题"
        try ledger.apply(.edit(tasks[0].id, change), to: plan.id, by: made.account.principal)
        try ledger.apply(.acceptAllSure, to: plan.id, by: made.account.principal)
        let history = try ledger.history(ofTask: tasks[0].id)
        #expect(history.map(\.move) == ["acceptAllSure", "edit"])
        #expect(history[1].byName == "王科长")
        #expect(history[1].differences == [FieldDifference(field: .title, old: "推进学前教育优质普惠发展", new: "新题")])
        #expect(try ledger.history(ofTask: tasks[2].id).isEmpty)
        #expect(try ledger.store.audit.verify().entries == 4)
    }

    @Test func undoAfterOfficesWereMerged() throws {
        let offices = try ledger.offices()
        let short = try #require(offices.first { $0.name == "基教科" })
        let long = try #require(offices.first { $0.name == "基础教育科" })
        var change = TaskChange()
        change.leads = ["人事科"]
        try apply(.edit(tasks[5].id, change))
        try ledger.mergeOffice(short.id, into: long.id, by: .commandLine)
        try ledger.undo(in: plan.id, by: .commandLine)
        #expect(try ledger.task(tasks[5].id).task.leads.map(\.office) == [long.id])
    }
}
