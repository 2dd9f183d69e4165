import Documents
import Foundation
import Intake
import Ledger
import Localisation
import Monitoring
import Testing

@testable import Reports

@Suite("Livelihood projects as files")
struct ProjectFileTests {
    private func list() throws -> (ledger: PlanLedger, list: ProjectList, directory: URL) {
        let directory = FileManager.default.temporaryDirectory.appending(path: "projects-\(UUID().uuidString)")
        let ledger = try PlanLedger.open(directory: directory)
        let id = try ledger.createProjectList("云岚区民心工程", year: 2026, by: .commandLine)
        let completion = try #require(Day("2030-12-31"))
        let details = ProjectTemplate.allCases.enumerated().map { index, template in
            ProjectDetails(
                number: index + 1, name: "项目<\(index)>", content: "内容，\"引号\"\n第二行", template: template,
                completion: completion, budget: 12.5)
        }
        try ledger.addProjects(details, to: id, by: .commandLine)
        return (ledger, try ledger.projectList(id), directory)
    }

    @Test("what goes out comes in again, in either language and form", arguments: Language.allCases, ["xlsx", "csv"])
    func roundTrip(language: Language, format: String) throws {
        let (ledger, list, directory) = try list()
        defer { try? FileManager.default.removeItem(at: directory) }
        let sheet = ProjectTables(language: language).projects(
            of: list, offices: [:], rule: .standard, on: try #require(Day("2026-03-01")))
        let bytes = format == "csv" ? CSVWriter().write(sheet) : try SheetWriter().xlsx([sheet])
        let again = try ProjectSheet.read(bytes, named: "a.\(format)") { _ in nil }
        #expect(again == list.projects.map(\.details))
        let taken = #expect(throws: IntakeError.self) {
            try ProjectSheet.bring(
                bytes, named: "a.\(format)", to: list.id, into: ledger, by: .commandLine)
        }
        let lines = try #require(taken).lines(in: .chinese)
        #expect(lines.count == 5 && lines[1].contains("第 2 行") && lines[1].contains("清单里已经有了"))
        let other = try ledger.createProjectList("另一清单", year: 2026, by: .commandLine)
        #expect(
            try ProjectSheet.bring(
                bytes, named: "a.\(format)", to: other, into: ledger, by: .commandLine) == 4)
    }

    @Test("a statement says what was frozen, and whether it is public")
    func statement() throws {
        let (ledger, list, directory) = try list()
        defer { try? FileManager.default.removeItem(at: directory) }
        let frozen = try ledger.freezeStatement(of: list.id, by: .commandLine)
        let before = StatementPaper.write(frozen, withAnnex: true, language: .chinese)
        #expect(before.text.contains("尚未公布") && before.text.contains("共 4 个项目") && before.text.contains("项目<0>"))
        #expect(before.text.contains(frozen.digest))
        try ledger.reportProject(list.projects[0].id, text: "推进", percent: 60, paid: 5, by: .commandLine)
        try ledger.publishStatement(frozen.id, by: .commandLine)
        let published = StatementPaper.write(try ledger.statement(frozen.id), withAnnex: true, language: .chinese)
        #expect(!published.text.contains("尚未公布") && !published.text.contains("60%"))
        try ledger.withdrawStatement(frozen.id, reason: "数据有误", by: .commandLine)
        #expect(
            StatementPaper.write(try ledger.statement(frozen.id), withAnnex: true, language: .chinese).text.contains(
                "数据有误"))
        for language in Language.allCases {
            #expect(try !DocxWriter().docx(StatementPaper.write(frozen, withAnnex: true, language: language)).isEmpty)
            let sheet = ProjectTables(language: language).statement(frozen.body)
            #expect(sheet.rows.count == 4 && sheet.rows.allSatisfy { $0.count == sheet.columns.count })
            #expect(try !SheetWriter().xlsx([sheet]).isEmpty)
        }
    }
}
