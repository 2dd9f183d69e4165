import Foundation
import PlanModel
import Testing

@testable import Ledger
@testable import Store

struct ImportTests {
    let fixture: LedgerFixture
    let plan: Plan
    let tasks: [LedgerTask]
    var ledger: PlanLedger { fixture.ledger }

    init() throws {
        fixture = try LedgerFixture()
        plan = try fixture.keep(.small)
        try fixture.ledger.apply(.accept(try fixture.tasks(plan).map(\.id)), to: plan.id, by: .commandLine)
        try fixture.ledger.openPlan(plan.id, by: .commandLine)
        tasks = try fixture.tasks(plan)
    }

    /// The row that an export of the task gives.
    private func row(_ task: LedgerTask) -> ImportedRow {
        var fields = TaskChange()
        fields.title = task.title.text
        fields.goal = task.goal?.text ?? ""
        fields.measures = task.measures?.text ?? ""
        fields.leads = task.leads.map(\.printed.text)
        fields.coOwners = task.coOwners.map(\.printed.text)
        fields.due = task.due.map { .on($0) } ?? .never
        return ImportedRow(key: task.key, version: task.version, fields: fields)
    }

    @Test func anUntouchedExportChangesNothing() throws {
        let rows = tasks.map(row)
        let preview = try ledger.previewImport(rows, into: plan.id)
        #expect(preview.changed.isEmpty && preview.added.isEmpty && preview.unchanged == 6)
        #expect(try ledger.importRows(rows, into: plan.id, by: .commandLine).event == nil)
        #expect(try fixture.tasks(plan) == tasks)
    }

    @Test func changesAndNewRowsAreOneMove() throws {
        var rows = tasks.map(row)
        rows[0].fields.title = "改后的标题"
        rows[1].fields.due = .on("2026-12-01")
        var new = TaskChange()
        new.title = "新增一行"
        new.leads = ["安全科"]
        rows += (0..<40).map { number in
            var fields = new
            fields.title = "新增\(number)"
            return ImportedRow(key: nil, fields: fields)
        }
        let preview = try ledger.previewImport(rows, into: plan.id)
        #expect(preview.changed.map(\.task) == [tasks[0].id, tasks[1].id])
        #expect(
            preview.changed[0].differences == [FieldDifference(field: .title, old: tasks[0].title.text, new: "改后的标题")])
        #expect(preview.added.count == 40 && preview.conflicts.isEmpty)
        let result = try ledger.importRows(rows, into: plan.id, by: .commandLine)
        #expect(result.counts.accepted == 46)
        let now = try fixture.tasks(plan)
        #expect(now.suffix(40).map(\.title.text) == (0..<40).map { "新增\($0)" })
        #expect(now[6].origin == .imported && now[6].leads[0].office != nil)
        try ledger.undo(in: plan.id, event: result.event, by: .commandLine)
        #expect(try fixture.tasks(plan).map(\.content) == tasks.map(\.content))
    }

    @Test func whatSomebodyChangedSinceIsAConflict() throws {
        var rows = tasks.map(row)
        var change = TaskChange()
        change.title = "他人已改"
        try ledger.apply(.edit(tasks[2].id, change), to: plan.id, by: .commandLine)
        rows[2].fields.goal = "我的目标"
        #expect(try ledger.previewImport(rows, into: plan.id).conflicts == ["他人已改"])
        #expect(throws: LedgerError.conflict(title: "他人已改")) {
            try ledger.importRows(rows, into: plan.id, by: .commandLine)
        }
        rows[2].version = nil
        #expect(try ledger.importRows(rows, into: plan.id, by: .commandLine).tasks.count == 1)
    }

    @Test func wrongRowsAreNamedAndNothingIsKept() throws {
        func importing(_ set: (inout [ImportedRow]) -> Void) throws {
            var rows = tasks.map(row)
            rows[0].fields.title = "不会被写入"
            set(&rows)
            _ = try ledger.importRows(rows, into: plan.id, by: .commandLine)
        }
        #expect(throws: LedgerError.unknownKey(row: 3, key: "t-x")) { try importing { $0[2].key = "t-x" } }
        #expect(throws: LedgerError.repeatedKey(row: 3, key: tasks[0].key)) { try importing { $0[2].key = $0[0].key } }
        #expect(throws: LedgerError.badRow(row: 4, field: "due", value: "")) {
            try importing { $0[3].fields.due = .on("2026-13-01") }
        }
        #expect(throws: LedgerError.badRow(row: 4, field: "title", value: "")) {
            try importing { $0[3].fields.title = "" }
        }
        #expect(throws: LedgerError.badRow(row: 7, field: "title", value: "")) {
            try importing { $0.append(ImportedRow(key: "", fields: TaskChange())) }
        }
        #expect(throws: LedgerError.badRow(row: 4, field: "goal", value: "")) {
            try importing { $0[3].fields.goal = String(repeating: "字", count: 10 << 20) }
        }
        #expect(throws: LedgerError.self) {
            try importing { $0 = Array(repeating: $0[0], count: 20_001) }
        }
        #expect(throws: LedgerError.noPlan) { try ledger.importRows([], into: 77, by: .commandLine) }
        #expect(try fixture.tasks(plan) == tasks)
    }
}
