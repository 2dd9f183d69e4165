import Foundation
import PlanModel
import Testing

@testable import Ledger
@testable import Store

struct RevisionTests {
    /// The small plan with a new first task, changed owners in the second, without the third.
    private var revised: SamplePlan {
        var plan = SamplePlan()
        plan.task("启动智慧校园试点", owners: ["规划财务科"])
        plan.task(
            "推进学前教育优质普惠发展", steps: ["新建公办幼儿园三所", "开展园长培训", "公布收费标准"],
            target: ("学前三年毛入园率", 92), due: "2026-09-30", owners: ["学前教育科"], coOwners: ["规划财务科"])
        plan.task("规范民办幼儿园办园行为", steps: ["开展年检"], owners: ["学前教育科", "安全科"])
        plan.task(
            "扩大义务教育优质资源", section: "二、义务教育", steps: ["组建教育集团两个", "制定集团考核办法"], target: ("集团覆盖率", 85),
            owners: ["基础教育科"], paper: "教育集团考核办法")
        plan.task(
            "推进教师交流轮岗", section: "二、义务教育", due: "2026-08-31", owners: ["人事科"], coOwners: ["基础教育科"])
        plan.task("做好招生入学工作", section: "二、义务教育", steps: ["划定片区", "公开信息"], owners: ["基教科"], doubt: "no-owner")
        return plan
    }

    @Test func decisionsAndCorrectionsComeAlong() throws {
        let fixture = try LedgerFixture()
        let ledger = fixture.ledger
        let first = try fixture.keep(.small)
        let old = try fixture.tasks(first)
        var change = TaskChange()
        change.title = "推进学前教育提质"
        change.due = .on("2026-10-31")
        try ledger.apply(.edit(old[0].id, change), to: first.id, by: .commandLine)
        change = TaskChange()
        change.goal = "办园规范"
        change.leads = ["督导室"]
        try ledger.apply(.edit(old[1].id, change), to: first.id, by: .commandLine)
        try ledger.apply(.accept(old.map(\.id).filter { $0 != old[5].id }), to: first.id, by: .commandLine)
        try ledger.apply(.reject([old[5].id]), to: first.id, by: .commandLine)

        let second = try fixture.keep(revised, "b", revises: first.id)
        let new = try fixture.tasks(second)
        #expect(second.revises == first.id)
        #expect(new.map(\.state) == [.pending, .accepted, .pending, .pending, .accepted, .rejected])
        // Unchanged: the person's title and day hold, at the words' new place.
        #expect(new[1].title.text == "推进学前教育提质" && new[1].due == "2026-10-31" && new[1].dueIsSet)
        #expect(try ledger.text(of: second.id).string(new[1].title.span) == "推进学前教育优质普惠发展")
        // Changed owners: the document's new words win there; the goal that a person added stays.
        #expect(new[2].leads.map(\.printed.text) == ["学前教育科", "安全科"])
        #expect(new[2].goal?.text == "办园规范" && new[2].corrected == [.goal])
        #expect(new[2].doubts.map(\.about) == ["revision-changed"])
        #expect(Set(new.map(\.key)).isDisjoint(with: Set(old.map(\.key))))

        let revision = try #require(try ledger.revision(of: second.id))
        #expect(revision.entries.map(\.kind) == [.new, .unchanged, .changed, .changed, .unchanged, .unchanged, .gone])
        #expect(revision.entries[3].differences.map(\.field) == [.measures, .targets])
        #expect(revision.entries.last?.earlierTitle == "加强幼儿园安全管理")
        #expect(revision.entries.last?.task == nil)
        #expect(revision.entries[1].task == new[1].id && revision.entries[1].earlierTask == old[0].id)
        #expect(try ledger.revision(of: first.id) == nil)
        #expect(try fixture.tasks(first).count == 6)
    }

    @Test func splitsMergesAndAddedTasksComeAlong() throws {
        let fixture = try LedgerFixture()
        let ledger = fixture.ledger
        let first = try fixture.keep(.small)
        let old = try fixture.tasks(first)
        try ledger.apply(.split(old[0].id, .actions([1])), to: first.id, by: .commandLine)
        try ledger.apply(.merge([old[4].id, old[5].id]), to: first.id, by: .commandLine)
        try ledger.apply(
            .add(NewTask(title: "临时任务", after: old[4].id, isAccepted: true)), to: first.id, by: .commandLine)
        try ledger.apply(.acceptAllSure, to: first.id, by: .commandLine)

        let second = try fixture.keep(revised, "b", revises: first.id)
        let new = try fixture.tasks(second)
        #expect(
            new.map(\.title.text) == [
                "启动智慧校园试点", "推进学前教育优质普惠发展", "开展园长培训", "规范民办幼儿园办园行为", "扩大义务教育优质资源",
                "推进教师交流轮岗", "临时任务",
            ])
        #expect(new[1].state == .accepted && new[2].state == .accepted)
        #expect(new[1].readFrom == ["T1"])
        let text = try ledger.text(of: second.id)
        for task in new where task.origin == .split { #expect(text.string(task.title.span) == task.title.text) }
    }

    @Test func aSplitTaskWhoseWordsChangedGoesToReview() throws {
        let fixture = try LedgerFixture()
        let ledger = fixture.ledger
        let first = try fixture.keep(.small)
        let old = try fixture.tasks(first)
        try ledger.apply(.split(old[3].id, .actions([1])), to: first.id, by: .commandLine)
        try ledger.apply(.acceptAllSure, to: first.id, by: .commandLine)
        let second = try fixture.keep(revised, "b", revises: first.id)
        let task = try fixture.tasks(second)[3]
        #expect(task.title.text == "扩大义务教育优质资源")
        #expect(task.state == .pending && task.doubts.map(\.about) == ["revision-restructured"])
    }

    @Test func revisionOfARevisionAndOfNothing() throws {
        let fixture = try LedgerFixture()
        let ledger = fixture.ledger
        let first = try fixture.keep(.small)
        try ledger.apply(.acceptAllSure, to: first.id, by: .commandLine)
        let second = try fixture.keep(revised, "b", revises: first.id)
        try ledger.apply(.accept(try fixture.tasks(second).map(\.id)), to: second.id, by: .commandLine)
        let third = try fixture.keep(revised, "c", revises: second.id)
        #expect(third.counts.accepted == 6)
        #expect(throws: LedgerError.noPlan) { try fixture.keep(.small, "d", revises: 99) }
    }
}
