import Documents
import Foundation
import Ledger
import Testing

@testable import Reports

@Suite("Papers")
struct PaperTests {
    @Test("count what the ledger has, and call a passed date passed")
    func bulletin() throws {
        let sample = try SampleLedger()
        defer { sample.remove() }
        let paper = try Bulletin.write(plan: sample.plan, in: sample.ledger, on: "2026-09-10", language: .chinese)
        #expect(paper.subtitle == "截至2026年9月10日")
        #expect(paper.text.contains("任务 3 项"))
        #expect(paper.text.contains("本月内到期 1 项，时限已过 1 项"))
        #expect(paper.text.contains("基础教育科\t1\t0\t1\t1\t2026-08-31"))
    }

    @Test("follow the plan's structure and name every gap")
    func summary() throws {
        let sample = try SampleLedger()
        defer { sample.remove() }
        let paper = try Summary.write(plan: sample.plan, in: sample.ledger, on: "2026-12-31", language: .chinese)
        let headings = paper.blocks.compactMap { block in
            if case .heading(1, let words) = block { words } else { nil }
        }
        #expect(headings == ["一、扩大优质资源", "二、建强教师队伍"])
        let targets = try sample.rows().reduce(0) { $0 + $1.task.targets.count }
        #expect(targets >= 4)
        #expect(paper.text.components(separatedBy: "尚无实际值，待责任科室报送").count - 1 == targets)
    }

    @Test("open in python-docx", .enabled(if: Python.has("docx")))
    func pythonDocx() throws {
        let sample = try SampleLedger()
        defer { sample.remove() }
        let paper = try Bulletin.write(plan: sample.plan, in: sample.ledger, on: "2026-09-10", language: .chinese)
        let file = sample.directory.appending(path: "通报.docx")
        try Data(try DocxWriter().docx(paper)).write(to: file)
        let seen = try Python.run(
            """
            import sys, docx
            paper = docx.Document(sys.argv[1])
            print(paper.paragraphs[0].style.name, len(paper.tables), paper.tables[0].cell(0, 0).text)
            """, [file.path])
        #expect(seen == "Title 4 科室（单位）" || seen == "Title 3 科室（单位）")
    }

    @Test(
        "take days that exist and no others",
        arguments: [
            ("2026-02-28", true), ("2026-02-29", false), ("2024-02-29", true), ("2026-13-01", false),
            ("2026-1-1", false),
            ("", false), ("２０２６-01-01", false), ("2026-04-31", false),
        ])
    func days(text: String, exists: Bool) {
        #expect((ReportDay(text) != nil) == exists)
    }

    @Test("know China's day around midnight")
    func today() {
        #expect(ReportDay.today(now: Date(timeIntervalSince1970: 1_767_196_799)).text == "2025-12-31")
        #expect(ReportDay.today(now: Date(timeIntervalSince1970: 1_767_196_800)).text == "2026-01-01")
    }
}
