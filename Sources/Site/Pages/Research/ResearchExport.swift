import Documents
import Foundation
import Ledger
import Reports

/// The lists of the area as files.
enum ResearchExport {
    private static let lists = ["topics", "duties", "visits", "problems", "summary"]
    private static let formats = ["xlsx", "csv"]

    /// The files there are: `problems.xlsx`, ….
    static let files = lists.flatMap { list in formats.map { "\(list).\($0)" } }

    /// Links to a list's files; a list of problems is narrowed as the page is.
    static func links(_ visit: Visit, _ list: String, year: Int? = nil) -> HTML {
        let links = formats.html { format in
            let path = SitePath.research(.export("\(list).\(format)"))
            let query = visit.query.items.filter { $0.name != "page" && !$0.value.isEmpty }
            let link = SiteLink(path: path, query: query)
            let dated = year.map { link.with("year", "\($0)") } ?? link
            return #"<a class="button" download href="\#(dated)">.\#(format)</a>"#
        }
        return #"<span class="group"><span class="muted">\#(visit["site.ledger.export"])</span> \#(links)</span>"#
    }

    /// A list as a file.
    static func file(_ visit: Visit, _ name: String) throws -> Answer {
        let pieces = name.split(separator: ".").map(String.init)
        guard pieces.count == 2, files.contains(name) else { throw SiteError.notFound }
        let tables = ResearchTables(language: visit.language, day: visit.today)
        let year = DutiesPage.year(visit, try visit.ledger.dutyYears())
        let sheet: Sheet
        switch pieces[0] {
        case "topics": sheet = tables.topics(try visit.ledger.topics())
        case "duties": sheet = tables.duties(try visit.ledger.duties(year: year))
        case "visits": sheet = tables.visits(try visit.ledger.visits(VisitsPage.filter(visit)).rows)
        case "summary": sheet = tables.summary(try visit.ledger.researchSummary(year: year, on: visit.today))
        default: sheet = tables.problems(try visit.ledger.problems(ProblemsPage.filter(visit), on: visit.today))
        }
        let title = "\(sheet.name) \(visit.today.text)"
        if pieces[1] == "csv" {
            return .file(Data(CSVWriter().write(sheet)), name: "\(title).csv", type: "text/csv; charset=utf-8")
        }
        return .file(Data(try SheetWriter().xlsx([sheet])), name: "\(title).xlsx", type: LedgerFile.workbook)
    }
}
