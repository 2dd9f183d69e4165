import Documents
import Foundation
import Ledger
import Reports

/// Lists of projects and their statements as files.
enum ProjectFiles {
    /// The files of a list, and of a statement.
    static let lists = ["list.xlsx", "list.csv"], statements = ["statement.docx", "statement.xlsx"]

    /// Links to files, named by their kind.
    static func links(_ visit: Visit, _ files: [String], to path: (String) -> ProjectPath) -> HTML {
        let links = files.html { file in
            let kind = file.split(separator: ".").last.map { ".\($0)" } ?? file
            return #"<a class="button" download href="\#(SitePath.projects(path(file)))">\#(kind)</a> "#
        }
        return #"<span class="group"><span class="muted">\#(visit["projects.export"])</span> \#(links)</span>"#
    }

    /// A list with how its projects stand today; an import takes it again.
    static func list(_ visit: Visit, _ id: Int64, _ file: String) throws -> Answer {
        let offices = Dictionary(try visit.ledger.offices().map { ($0.id, $0.name) }) { first, _ in first }
        let list = try visit.ledger.projectList(id)
        let sheet = ProjectTables(language: visit.language).projects(
            of: list, offices: offices, rule: try visit.ledger.lightRule(), on: visit.today)
        return try self.sheet(sheet, name: "\(list.name) \(visit.today.text)", isText: file.hasSuffix(".csv"))
    }

    static func statement(_ visit: Visit, _ id: Int64, _ file: String) throws -> Answer {
        try answer(visit, try visit.ledger.statement(id), file, withAnnex: true)
    }

    static func publicStatement(_ visit: Visit, _ id: Int64, _ file: String) throws -> Answer {
        try answer(visit, try PublicProjectsPage.published(visit, id), file, withAnnex: false)
    }

    private static func answer(_ visit: Visit, _ statement: ProjectStatement, _ file: String, withAnnex: Bool) throws
        -> Answer
    {
        let name = "\(statement.body.name) \(statement.month)"
        if file.hasSuffix(".xlsx") {
            let tables = ProjectTables(language: visit.language)
            var sheets = [tables.statement(statement.body)]
            if withAnnex { sheets.append(tables.decisions(statement.annex, on: statement.body.day)) }
            return .file(Data(try SheetWriter().xlsx(sheets)), name: "\(name).xlsx", type: LedgerFile.workbook)
        }
        let paper = StatementPaper.write(statement, withAnnex: withAnnex, language: visit.language)
        return .file(Data(try DocxWriter().docx(paper)), name: "\(name).docx", type: LedgerFile.word)
    }

    /// A table as .xlsx, or as .csv.
    static func sheet(_ sheet: Sheet, name: String, isText: Bool) throws -> Answer {
        isText
            ? .file(Data(CSVWriter().write(sheet)), name: "\(name).csv", type: "text/csv; charset=utf-8")
            : .file(Data(try SheetWriter().xlsx([sheet])), name: "\(name).xlsx", type: LedgerFile.workbook)
    }
}
