import Foundation
import PlanModel
import Testing

@testable import Ledger
@testable import Store

struct DraftTests {
    @Test func aReadingIsKeptWhole() throws {
        let fixture = try LedgerFixture()
        let sample = SamplePlan.small
        let plan = try fixture.keep(sample)
        #expect(plan.state == .draft)
        #expect(plan.year == 2026)
        #expect(plan.number == "云教发〔2026〕3号")
        #expect((plan.counts.pending, plan.counts.unsure, plan.counts.sure) == (6, 2, 4))
        #expect(try fixture.ledger.reading(of: plan.id) == sample.finished().0)
        let text = try fixture.ledger.text(of: plan.id)
        #expect(text.bytes == Array(sample.text.utf8))
        #expect(text.blocks == sample.document.blocks)
        #expect(text.mayBeHardWrapped)

        let tasks = try fixture.tasks(plan)
        #expect(tasks.map(\.title.text) == sample.reading.tasks.map(\.title.text))
        let first = tasks[0]
        #expect(first.due == "2026-09-30")
        #expect(first.targets.map(\.metric) == ["学前三年毛入园率"])
        #expect(first.leads.map(\.printed.text) == ["学前教育科"])
        #expect(first.coOwners.map(\.printed.text) == ["规划财务科"])
        #expect(first.owners.allSatisfy { $0.office != nil })
        #expect(first.key.hasPrefix("t-") && Set(tasks.map(\.key)).count == 6)
        #expect(tasks[2].doubts.map(\.about) == ["duplicate-number"])
        #expect(tasks[3].deliverables.map(\.name) == ["教育集团考核办法"])
        for task in tasks { #expect(text.string(task.title.span) == task.title.text) }
    }

    @Test func tablesComeBackAsTheyWere() throws {
        let fixture = try LedgerFixture()
        let bytes = Array("序号\t任务\n1\t修缮校舍".utf8)
        let cells = [
            DocumentText.Cell(span: Span(14, 15), column: 0, columnSpan: 2),
            DocumentText.Cell(span: Span(16, 28), column: 2, continuesAbove: true),
        ]
        let text = DocumentText(
            bytes: bytes,
            blocks: [
                .init(span: Span(0, 13), kind: .paragraph(headingLevel: 2)),
                .init(span: Span(14, 28), kind: .tableRow(table: 1, row: 3, cells: cells)),
            ], isRecognised: true)
        let plan = try fixture.ledger.keepDraft(
            PlanReading(), text: text, file: PlanFile(digest: "t", name: "表.xlsx", format: "xlsx"), by: .commandLine
        ).plan
        let kept = try fixture.ledger.text(of: plan.id)
        #expect(kept.blocks == text.blocks)
        #expect(kept.isRecognised && !kept.mayBeHardWrapped)
        #expect(plan.title == "表.xlsx")
    }

    @Test func aFileIsKeptOnce() throws {
        let fixture = try LedgerFixture()
        let (reading, text) = SamplePlan.small.finished()
        let file = PlanFile(digest: "same", name: "a.txt", format: "txt")
        let one = try fixture.ledger.keepDraft(reading, text: text, file: file, by: .commandLine)
        let two = try fixture.ledger.keepDraft(reading, text: text, file: file, by: .commandLine)
        #expect(one.isNew && !two.isNew && one.plan.id == two.plan.id)
        let three = try fixture.ledger.keepDraft(reading, text: text, file: file, evenIfKept: true, by: .commandLine)
        #expect(three.isNew && three.plan.id != one.plan.id)
        #expect(try fixture.ledger.plan(ofFile: "same")?.id == three.plan.id)
        #expect(try fixture.ledger.plans().count == 2)
    }

    @Test func placesOutsideTheTextAreRefused() throws {
        let fixture = try LedgerFixture()
        var (reading, text) = SamplePlan.small.finished()
        reading.tasks[0].span = Span(0, text.bytes.count + 1)
        #expect(throws: LedgerError.badSpan) {
            try fixture.ledger.keepDraft(
                reading, text: text, file: PlanFile(digest: "x", name: "x", format: "txt"), by: .commandLine)
        }
        reading.tasks[0].span = Span(-5, 3)
        #expect(throws: LedgerError.badSpan) {
            try fixture.ledger.keepDraft(
                reading, text: text, file: PlanFile(digest: "x", name: "x", format: "txt"), by: .commandLine)
        }
        #expect(try fixture.ledger.plans().isEmpty)
        #expect(try fixture.ledger.offices().isEmpty)
    }

    @Test func aPlanOpensWhenAllIsDecided() throws {
        let fixture = try LedgerFixture()
        let plan = try fixture.keep(.small)
        #expect(throws: LedgerError.undecided(count: 6)) { try fixture.ledger.openPlan(plan.id, by: .commandLine) }
        try fixture.ledger.apply(.acceptAllSure, to: plan.id, by: .commandLine)
        let unsure = try fixture.tasks(plan).filter(\.isUnsure).map(\.id)
        try fixture.ledger.apply(.reject([unsure[0]]), to: plan.id, by: .commandLine)
        #expect(try fixture.ledger.tasks().total == 0)
        try fixture.ledger.apply(.accept([unsure[1]]), to: plan.id, by: .commandLine)
        #expect(try fixture.ledger.openPlan(plan.id, by: .commandLine).state == .open)
        #expect(try fixture.ledger.tasks().total == 5)
        #expect(throws: LedgerError.wrongPlanState(state: "open")) {
            try fixture.ledger.openPlan(plan.id, by: .commandLine)
        }
        #expect(try fixture.ledger.archivePlan(plan.id, by: .commandLine).state == .archived)
        #expect(try fixture.ledger.tasks().total == 0)
        #expect(try fixture.ledger.plans(states: [.archived]).map(\.id) == [plan.id])
        for move in [
            { try fixture.ledger.apply(.reopen([unsure[1]]), to: plan.id, by: .commandLine) },
            { try fixture.ledger.undo(in: plan.id, by: .commandLine) },
        ] {
            #expect(throws: LedgerError.wrongPlanState(state: "archived")) { try move() }
        }
        try fixture.ledger.openPlan(plan.id, by: .commandLine)
        #expect(throws: LedgerError.noPlan) { try fixture.ledger.plan(99) }
    }

    @Test func whatStandsOutsideOfTasksIsKept() throws {
        let fixture = try LedgerFixture()
        var sample = SamplePlan.small
        let span = sample.write("全区现有中小学71所。")
        sample.reading.quantities.append(
            Quantity(
                text: "中小学71所", metric: "中小学", comparator: .equal, value: 71, unit: "所", year: 2026, kind: .existing,
                span: span))
        sample.reading.indicators.append(
            PlanIndicator(
                name: "毛入园率", unit: "%", baseline: 90, baselineYear: 2025, target: 95, targetYear: 2030, nature: "预期性",
                span: span))
        let remainder = try fixture.ledger.remainder(of: try fixture.keep(sample).id)
        #expect(remainder.quantities.map(\.value) == [71])
        #expect(remainder.indicators.map(\.name) == ["毛入园率"])
    }

    @Test func damagedColumnsAreTypedErrors() throws {
        let fixture = try LedgerFixture()
        let plan = try fixture.keep(.small)
        for (sql, isRight) in [
            ("UPDATE task SET path = '[' WHERE position = (SELECT min(position) FROM task)", false),
            ("UPDATE task SET path = '[]', origin = 'x'", false), ("UPDATE task SET origin = 'read'", true),
        ] {
            try fixture.ledger.store.change(by: .commandLine) { try $0.db.execute(sql: sql) }
            if isRight {
                #expect(try fixture.tasks(plan).count == 6)
            } else {
                #expect(throws: StoreError.self) { try fixture.tasks(plan) }
            }
        }
        for column in ["blocks", "text"] {
            try fixture.ledger.store.change(by: .commandLine) {
                try $0.db.execute(sql: "UPDATE plan_source SET \(column) = x'7b'")
            }
            #expect(throws: LedgerError.damagedText) { try fixture.ledger.text(of: plan.id) }
        }
    }

    @Test func backupAndRestoreKeepTheLedger() throws {
        let fixture = try LedgerFixture()
        let plan = try fixture.keep(.small)
        let file = fixture.directory.appending(path: "b.xzb")
        _ = try fixture.ledger.store.backUp(to: file, by: .commandLine)
        let target = FileManager.default.temporaryDirectory.appending(path: "restored-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: target) }
        _ = try Store.restore(from: file, to: target)
        let restored = try PlanLedger.open(directory: target)
        #expect(try restored.tasks(.review(of: plan.id)).rows == fixture.ledger.tasks(.review(of: plan.id)).rows)
        try restored.store.checkIntegrity()
    }
}
