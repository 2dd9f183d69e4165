import Documents
import Foundation
import Intake
import Ledger
import Localisation

/// Lists of offices, areas and schools from a spreadsheet: all rows or none, with the cells that are wrong.
enum ListImportPage {
    static func show(_ visit: Visit, _ kind: SitePath.ListKind) throws -> Answer { .page(page(visit, kind, .empty)) }

    static func take(_ visit: Visit, _ kind: SitePath.ListKind) throws -> Answer {
        do {
            guard let upload = visit.uploads.first else { throw SiteError.noFile }
            let result = try list(kind).bring(
                Array(upload.data), named: upload.name, into: visit.ledger, by: visit.principal)
            let words = visit[
                "site.listImport.done",
                [
                    "inserted": "\(result.inserted)", "updated": "\(result.updated)",
                    "unchanged": "\(result.unchanged)",
                ]]
            let link: HTML = #"<a href="\#(place(kind))">\#(visit["site.listImport.show"])</a>"#
            return .page(page(visit, kind, Notice.html(.done, "\(words) \(link)")))
        } catch let error as any Explained & Error {
            return .page(page(visit, kind, ImportFaults.html(visit, error)), status: ErrorAnswer(error).status)
        }
    }

    /// An empty workbook with the titles of the columns.
    static func template(_ visit: Visit, _ kind: SitePath.ListKind) throws -> Answer {
        let title = visit["site.\(kind.rawValue).title"]
        let sheet = Sheet(
            name: title, columns: list(kind).templateTitles.map { Sheet.Column($0, width: 24) }, rows: [])
        return .file(Data(try SheetWriter().xlsx([sheet])), name: "\(title).xlsx", type: LedgerFile.workbook)
    }

    private static func list(_ kind: SitePath.ListKind) -> OrganisationList {
        switch kind {
        case .offices: .offices
        case .areas: .areas
        case .schools: .schools
        }
    }

    private static func place(_ kind: SitePath.ListKind) -> SitePath {
        switch kind {
        case .offices: .offices
        case .areas: .areas
        case .schools: .schools
        }
    }

    private static func page(_ visit: Visit, _ kind: SitePath.ListKind, _ content: HTML) -> HTML {
        let title = visit["site.listImport.\(kind.rawValue)"]
        let fields: HTML = """
            <p class="field"><label for="f-files">\(visit["site.listImport.file"])</label>
            <input id="f-files" type="file" name="files" required accept=".xlsx,.csv"></p>
            \(Form.buttons(visit["site.listImport.button"], cancel: (visit["site.cancel"], SiteLink(path: place(kind)))))
            """
        let titles = list(kind).templateTitles.joined(separator: "、")
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["site.listImport.lead"])"))
            \(content)
            <p>\(visit["site.listImport.columns", ["titles": titles]]) \
            <a download href="\(SitePath.template(kind))">\(visit["site.listImport.template"])</a></p>
            \(Form.post(visit, to: .listImport(kind), hasFiles: true, name: "panel", fields))
            """
        return Layout.page(visit, title: title, at: .organisation, main: main)
    }
}
