import Documents
import Documents
import Foundation
import Localisation
import Monitoring
import PlanModel
import Testing

@testable import Ledger
@testable import Reports

@Suite("Summary")
struct SummaryTests {
    static let end = Day(number: 20_818)

    @Test("follows the plan's structure and names every gap")
    func gaps() throws {
        let sample = try SampleLedger()
        defer { sample.remove() }
        let paper = try Summary.write(plan: sample.plan, in: sample.ledger, on: Self.end, language: .chinese)
        let headings = paper.blocks.compactMap { block in
            if case .heading(1, let words) = block { words } else { nil }
        }
        #expect(headings == ["一、扩大优质资源", "二、建强教师队伍", "结转下年事项", "佐证清单"])
        let targets = try sample.rows().reduce(0) { $0 + $1.task.targets.count }
        #expect(targets >= 4)
        #expect(paper.text.components(separatedBy: "尚无实际值，待责任科室报送").count - 1 == targets)
        #expect(paper.text.components(separatedBy: "【缺】没有任何进展报告。").count - 1 == 3)
        #expect(paper.text.contains("《云岚区学前教育布局规划》"))
    }

    @Test("quotes the submission and ties each value to its event and files")
    func evidence() throws {
        let year = try YearSample()
        defer { year.remove() }
        let task = year.tasks[2]
        try year.move(.issue(due: Day("2026-09-30")!), task, on: "2026-01-10")
        try year.move(.accept, task, on: "2026-01-11")
        try year.move(.report(ProgressReport("发布公告")), task, on: "2026-03-01")
        let target = try #require(try year.ledger.work(of: task, on: Self.end).record.targets.first)
        let value = TargetReport(target: target.id, actual: TargetActual(value: 126, day: Day("2026-08-20")!))
        let file = try year.file("聘用名单.txt")
        try year.move(
            .submit(ProgressReport("招聘教师126名", percent: 100, values: [value])), task, on: "2026-08-25",
            files: [file])
        try year.move(.verify("同意"), task, on: "2026-09-01")
        try year.move(.end("政策调整"), year.tasks[1], on: "2026-09-02")
        year.clock.set(Self.end)
        let paper = try Summary.write(
            plan: year.plan, in: year.ledger, on: Self.end, language: .chinese,
            link: { "https://example.test/tasks/\($0)" })
        #expect(paper.text.contains("“招聘教师126名”〔E"))
        #expect(!paper.text.contains("“发布公告”"))
        #expect(paper.text.contains("达到\t126名\t2026-08-20\tE"))
        #expect(paper.text.contains("终止，理由：“政策调整”"))
        #expect(paper.text.contains("聘用名单.txt；\(file.digest)"))
        let links = paper.blocks.flatMap { block -> [WordDocument.Run] in
            if case .richTable(let table) = block { return table.rows.flatMap { $0.cells.flatMap { $0 } } }
            return []
        }
        #expect(
            links.contains {
                if case .address(let address)? = $0.target {
                    address.hasPrefix("https://example.test/tasks/\(task)#event-")
                } else {
                    false
                }
            })
        let shown = links.first { $0.text == "126名" }
        guard case .anchor(let evidence)? = shown?.target else {
            Issue.record("the value leads to its evidence")
            return
        }
        #expect(evidence.hasPrefix("E"))
        #expect(try DocxWriter().docx(paper).count > 1000, "every link leads somewhere")
        let figures = try Summary.figures(plan: year.plan, in: year.ledger, on: Self.end)
        #expect(figures.count(.verified) == 1 && figures.count(.ended) == 1 && figures.count(.carriedOver) == 1)
        #expect(figures.count(.reached) == 1)
        let result = figures.tasks[2].targets[0]
        #expect(result.result == .reached && result.files == [file.digest] && result.events.count == 1)
    }

    @Test("resolves every figure to its evidence", arguments: [UInt64(11), 12, 13, 14])
    func resolves(seed: UInt64) throws {
        let year = try YearSample()
        defer { year.remove() }
        try year.live(seed: seed)
        for day in [Day("2026-06-30")!, Self.end] {
            let json = try Summary.figures(plan: year.plan, in: year.ledger, on: day).json()
            #expect(try SummaryFigures.verify(json, in: year.ledger).isEmpty)
        }
    }

    @Test("tells of figures that somebody changed")
    func forged() throws {
        let year = try YearSample()
        defer { year.remove() }
        try year.live(seed: 11)
        let figures = try Summary.figures(plan: year.plan, in: year.ledger, on: Self.end)
        let json = String(decoding: try figures.json(), as: UTF8.self)
        func faults(_ from: String, _ to: String) throws -> Set<SummaryFault.Kind> {
            let forged = json.replacing(from, with: to)
            #expect(forged != json, "\(from) is not in the file")
            return Set(try SummaryFigures.verify(Array(forged.utf8), in: year.ledger).map(\.kind))
        }
        #expect(try faults(figures.plan, "p-none") == [.noPlan])
        #expect(try faults("报送", "上报").contains(.otherWords))
        #expect(try faults(figures.tasks[0].key, "t-none").isSuperset(of: [.noTask, .taskLeftOut]))
        let actual = try #require(figures.tasks.flatMap(\.targets).compactMap(\.actual).first)
        #expect(try faults("\"value\" : \(actual.value.plain)\n", "\"value\" : 999999\n").contains(.otherValue))
        #expect(throws: ReportError.badFigures) {
            try SummaryFigures.verify(Array("{\"plan\": 1}".utf8), in: year.ledger)
        }
    }

    @Test("says each fault in words", arguments: SummaryFault.Kind.allCases, Language.allCases)
    func faultWords(kind: SummaryFault.Kind, language: Language) {
        let fault = SummaryFault(kind: kind, place: "t-1")
        let words = StringCatalogue.standard.string(fault.messageKey, language, fault.messageArguments)
        #expect(words != fault.messageKey && words.contains("t-1"))
    }

    @Test("chooses words by its rule")
    func words() throws {
        func event(_ id: Int64, _ move: WorkMove, _ text: String) -> WorkEvent {
            WorkEvent(
                id: id, task: 1, move: move, day: Self.end, at: Date(timeIntervalSince1970: 0), by: nil, byName: nil,
                from: .underWay, to: .underWay, text: text, detail: WorkDetail())
        }
        func chosen(_ events: [WorkEvent]) -> [Int64] { ReportedWords.choose(events).map(\.id) }
        #expect(chosen([]) == [])
        #expect(chosen([event(1, .comment, "问")]) == [])
        #expect(chosen([event(1, .report, "甲"), event(2, .report, "乙"), event(3, .report, "丙")]) == [2, 3])
        #expect(chosen([event(1, .report, "甲"), event(2, .report, "乙"), event(3, .report, "乙")]) == [1, 3])
        #expect(chosen([event(1, .report, "甲"), event(2, .submit, "完成"), event(3, .verify, "")]) == [2])
        #expect(chosen([event(1, .report, "甲"), event(2, .submit, "完成"), event(3, .sendBack, "退")]) == [1, 2])
    }

    @Test("doubts a part only where it is certainly too large")
    func doubts() {
        func target(_ metric: String, _ value: Double?, _ unit: String) -> SummaryFigures.TargetResult {
            let quantity = Quantity(
                id: "Q1", text: metric, metric: metric, comparator: .atLeast, value: 1, high: nil, unit: unit,
                year: nil, kind: .target, span: Span(0, 0))
            return SummaryFigures.TargetResult(
                target: 1, quantity: quantity, direction: .up, result: .noValue,
                actual: value.map { TargetActual(value: $0, day: Self.end) }, events: [], files: [])
        }
        let whole = target("新增学位", 1200, "个")
        #expect(SummaryDoubt.find([whole, target("其中小学学位", 1300, "个")]).count == 1)
        #expect(SummaryDoubt.find([whole, target("其中小学学位", 1200, "个")]).isEmpty)
        #expect(SummaryDoubt.find([whole, target("其中小学学位", nil, "个")]).isEmpty)
        #expect(SummaryDoubt.find([whole, target("其中投资", 1300, "万元")]).isEmpty)
        #expect(SummaryDoubt.find([target("合格率", 90, "%"), target("其中优秀率", 95, "%")]).isEmpty)
        #expect(SummaryDoubt.find([target("其中小学学位", 1300, "个")]).isEmpty)
    }
}
