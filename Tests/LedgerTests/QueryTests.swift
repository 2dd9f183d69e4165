import Foundation
import GRDB
import PlanModel
import Testing

@testable import Ledger
@testable import Store

struct QueryTests {
    private func opened(_ sample: SamplePlan, _ file: String, _ fixture: LedgerFixture) throws -> Plan {
        let plan = try fixture.keep(sample, file)
        try fixture.ledger.apply(.accept(try fixture.tasks(plan).map(\.id)), to: plan.id, by: .commandLine)
        return try fixture.ledger.openPlan(plan.id, by: .commandLine)
    }

    @Test func filters() throws {
        let fixture = try LedgerFixture()
        let plan = try opened(.small, "a", fixture)
        func titles(_ set: (inout LedgerFilter) -> Void) throws -> [String] {
            var filter = LedgerFilter()
            set(&filter)
            let page = try fixture.ledger.tasks(filter)
            #expect(page.total == page.rows.count)
            return page.rows.map { String($0.task.title.text.prefix(4)) }
        }
        #expect(try titles { _ in }.count == 6)
        #expect(try titles { $0.section = "二、义务教育" } == ["扩大义务", "推进教师", "做好招生"])
        #expect(
            try titles {
                $0.dueFrom = "2026-07-01"; $0.dueUntil = "2026-09-01"
            } == ["推进教师"])
        #expect(try titles { $0.hasDue = false }.count == 3)
        #expect(try titles { $0.hasTarget = true } == ["推进学前", "扩大义务"])
        #expect(try titles { $0.year = 2025 }.isEmpty)
        #expect(
            try titles {
                $0.year = 2026; $0.part = "P1"; $0.partRole = .plan; $0.plan = plan.id
            }.count == 6)
        #expect(try titles { $0.text = "园长" } == ["推进学前"])
        #expect(try titles { $0.text = "幼儿园 年检" } == ["规范民办"])
        #expect(try titles { $0.text = "人事科" } == ["推进教师"])
        #expect(try titles { $0.text = "%" }.count == 2)
        #expect(try titles { $0.text = "_" }.isEmpty)
        #expect(try titles { $0.states = [.rejected] }.isEmpty)
        #expect(try titles { $0.planStates = [.draft] }.isEmpty)
        #expect(try titles { $0.section = "' OR 1=1 --" }.isEmpty)
    }

    @Test func sortsAndPages() throws {
        let fixture = try LedgerFixture()
        _ = try opened(.small, "a", fixture)
        func order(_ column: LedgerSort.Column, _ descending: Bool = false) throws -> [Int?] {
            try fixture.ledger.tasks(sort: LedgerSort(column, isDescending: descending)).rows.map(\.number)
        }
        #expect(try order(.position) == [1, 2, 3, 4, 5, 6])
        #expect(try order(.position, true) == [6, 5, 4, 3, 2, 1])
        #expect(try order(.due) == [3, 5, 1, 2, 4, 6])
        #expect(try order(.due, true) == [1, 5, 3, 2, 4, 6])
        // guī, jiā, kuò, tuī jìn jiào, tuī jìn xué, zuò
        #expect(try order(.title) == [2, 3, 4, 5, 1, 6])
        // ān, jī chǔ, jī jiào, rén, xué, xué
        #expect(try order(.office) == [3, 4, 6, 5, 1, 2])
        let page = try fixture.ledger.tasks(page: .page(2, size: 4))
        #expect(page.total == 6 && page.rows.map(\.number) == [5, 6])
        #expect(try fixture.ledger.tasks(page: .page(Int.max)).rows.isEmpty)
        #expect(try fixture.ledger.tasks(page: .page(-3, size: 0)).rows.count == 1)
    }

    @Test func unsureFirstInReview() throws {
        let fixture = try LedgerFixture()
        let plan = try fixture.keep(.small)
        let rows = try fixture.ledger.tasks(.review(of: plan.id), sort: LedgerSort(.state)).rows
        #expect(rows.map(\.number) == [3, 6, 1, 2, 4, 5])
        var filter = LedgerFilter.review(of: plan.id)
        filter.isUnsure = true
        #expect(try fixture.ledger.tasks(filter).total == 2)
        try fixture.ledger.apply(.reject([rows[0].id]), to: plan.id, by: .commandLine)
        #expect(try fixture.ledger.task(rows[0].id).number == nil)
        #expect(try fixture.ledger.task(rows[1].id).number == 5)
        #expect(try fixture.ledger.task(key: rows[1].task.key).id == rows[1].id)
        #expect(throws: LedgerError.noTask) { try fixture.ledger.task(key: "t-none") }
    }

    @Test func rollUpsReconcileWithTheList() throws {
        let fixture = try LedgerFixture()
        _ = try opened(.small, "a", fixture)
        let offices = try fixture.ledger.byOffice()
        #expect(offices.first?.office?.name == "学前教育科")
        for row in offices {
            var filter = LedgerFilter()
            filter.office = row.office?.id
            filter.ownerRole = .lead
            #expect(try fixture.ledger.tasks(filter).total == row.leads)
            filter.ownerRole = .co
            #expect(try fixture.ledger.tasks(filter).total == row.coOwned)
        }
        #expect(offices.first { $0.office?.name == "安全科" }?.nextDue == "2026-06-30")
        let sections = try fixture.ledger.bySection()
        #expect(sections.map(\.section) == ["一、学前教育", "二、义务教育"])
        #expect(sections.map(\.tasks) == [3, 3])
        #expect(sections.map(\.withTarget) == [1, 1])
        #expect(sections.map(\.withDue) == [2, 1])
        #expect(sections.map(\.offices) == [3, 3])
    }

    @Test func tasksOfUnknownOwnersAreCountedToo() throws {
        let fixture = try LedgerFixture()
        var sample = SamplePlan()
        sample.task("无主的任务", owners: [])
        _ = try opened(sample, "a", fixture)
        let rows = try fixture.ledger.byOffice()
        #expect(rows.count == 1 && rows[0].office == nil && rows[0].leads == 1)
    }

    @Test func searchesOverPlans() throws {
        let fixture = try LedgerFixture()
        let open = try opened(.small, "a", fixture)
        let draft = try fixture.keep(.small, "b")
        #expect(try fixture.ledger.search("工作要点").plans.map(\.id) == [open.id])
        #expect(Set(try fixture.ledger.search("云教发 要点", withDrafts: true).plans.map(\.id)) == [open.id, draft.id])
        #expect(try fixture.ledger.search("园长").tasks.total == 1)
        #expect(try fixture.ledger.search("园长", withDrafts: true).tasks.total == 2)
        #expect(try fixture.ledger.search("  ").tasks.total == 0)
    }

    @Test func aPageOfAThousandTasksHasItsFifty() throws {
        let fixture = try LedgerFixture()
        var sample = SamplePlan()
        for number in 0..<1000 {
            sample.task(
                "第\(number)项重点工作推进落实", section: "第\(number / 50)部分", steps: ["开展检查", "组织培训", "印发通知"],
                target: ("完成率", Double(number % 100)), due: "2026-\(number % 2 == 0 ? "06" : "11")-30",
                owners: ["科室\(number % 17)"], coOwners: ["科室\(number % 13)"])
        }
        let plan = try opened(sample, "a", fixture)
        var filter = LedgerFilter.ledger(of: plan.id)
        filter.text = "推进"
        let page = try fixture.ledger.tasks(filter, sort: LedgerSort(.due), page: .page(3))
        #expect(page.total == 1000 && page.rows.count == 50)
        #expect(try fixture.ledger.byOffice(.ledger(of: plan.id)).count == 17)
        #expect(try fixture.ledger.tasks(.ledger(of: plan.id)).rows.count == 1000)
    }

    /// The indices that lists rest on are used; a lost one fails here, not in a slow bureau.
    @Test(arguments: [
        ("SELECT * FROM task WHERE plan_id = 1 ORDER BY position", "task_plan"),
        ("SELECT count(*) FROM task WHERE state = 'accepted' AND due <= '2026-09-30'", "task_state_due"),
        ("SELECT task_id FROM task_owner WHERE office_id = 1 AND role = 'lead'", "task_owner_office"),
        (
            "SELECT * FROM review_event WHERE plan_id = 1 AND state = 'done' ORDER BY id DESC LIMIT 1",
            "review_event_plan"
        ),
        ("SELECT * FROM plan WHERE file_digest = 'x'", "plan_file"),
    ])
    func indicesAreUsed(_ sql: String, _ index: String) throws {
        let fixture = try LedgerFixture()
        let plan = try fixture.ledger.store.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }.joined(
                separator: "; ")
        }
        #expect(plan.contains(index))
        #expect(!plan.contains("TEMP B-TREE"))
    }
}
