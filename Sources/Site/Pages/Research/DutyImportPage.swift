import Documents
import Foundation
import Intake
import Ledger
import Localisation
import Monitoring
import Store

/// Contact duties from a spreadsheet: all rows or none, with the cells that are wrong.
enum DutyImportPage {
    static func show(_ visit: Visit) throws -> Answer { .page(page(visit, .empty)) }

    static func take(_ visit: Visit) throws -> Answer {
        do {
            guard let upload = visit.uploads.first else { throw SiteError.noFile }
            let result = try DutyImport.bring(
                Array(upload.data), named: upload.name, year: SchoolTerm(of: visit.today).year,
                into: visit.ledger, by: visit.principal)
            let words = visit[
                "site.listImport.done",
                [
                    "inserted": "\(result.inserted)", "updated": "\(result.updated)",
                    "unchanged": "\(result.unchanged)",
                ]]
            let link: HTML = #"<a href="\#(SitePath.research(.duties))">\#(visit["site.listImport.show"])</a>"#
            return .page(page(visit, Notice.html(.done, "\(words) \(link)")))
        } catch let error as any Explained & Error {
            return .page(page(visit, ImportFaults.html(visit, error)), status: ErrorAnswer(error).status)
        }
    }

    /// An empty workbook with the titles of the columns.
    static func template(_ visit: Visit) throws -> Answer {
        let title = visit["research.duties"]
        let sheet = Sheet(
            name: title, columns: DutyImport.templateTitles(visit.language).map { Sheet.Column($0, width: 20) })
        return .file(Data(try SheetWriter().xlsx([sheet])), name: "\(title).xlsx", type: LedgerFile.workbook)
    }

    private static func page(_ visit: Visit, _ content: HTML) -> HTML {
        let title = visit["research.duties.import"]
        let fields: HTML = """
            <p class="field"><label for="f-files">\(visit["site.listImport.file"])</label>
            <input id="f-files" type="file" name="files" required accept=".xlsx,.csv"></p>
            \(Form.buttons(visit["site.listImport.button"], cancel: (visit["site.cancel"],
            SiteLink(path: .research(.duties)))))
            """
        let titles = DutyImport.templateTitles(visit.language).joined(separator: "、")
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["site.listImport.lead"])"))
            \(content)
            <p>\(visit["research.import.columns", ["titles": titles]]) \
            <a download href="\(SitePath.research(.dutyTemplate))">\(visit["site.listImport.template"])</a></p>
            \(Form.post(visit, to: .research(.dutyImport), hasFiles: true, name: "panel", fields))
            """
        return ResearchTabs.page(visit, title: title, main)
    }
}
