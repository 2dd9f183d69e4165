import Intake
import Ledger
import Localisation

/// Contact duties from a spreadsheet: all rows or none, with the cells that are wrong.
enum ContactImportPage {
    static func show(_ visit: Visit) throws -> Answer { .page(page(visit, .empty)) }

    static func take(_ visit: Visit) throws -> Answer {
        do {
            guard let upload = visit.uploads.first else { throw SiteError.noFile }
            let result = try ContactDutyImport.bring(
                Array(upload.data), named: upload.name, into: visit.ledger, by: visit.principal)
            let words = visit["research.import.done", ["rows": "\(result.rows)", "new": "\(result.new)"]]
            return .page(page(visit, Notice.html(.done, "\(words)")))
        } catch let error as any Explained & Error {
            return .page(page(visit, ImportFaults.html(visit, error)), status: ErrorAnswer(error).status)
        }
    }

    private static func page(_ visit: Visit, _ content: HTML) -> HTML {
        let title = visit["research.import"]
        let back = SiteLink(path: .research(.duties))
        let fields: HTML = """
            <p class="field"><label for="f-files">\(visit["site.listImport.file"])</label>
            <input id="f-files" type="file" name="files" required accept=".xlsx,.csv"></p>
            \(Form.buttons(visit["site.listImport.button"], cancel: (visit["research.duties"], back)))
            """
        let titles = ContactDutyImport.titles.joined(separator: "、")
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["research.import.lead"])"))\(content)
            <p>\(visit["site.listImport.columns", ["titles": titles]])</p>
            \(Form.post(visit, to: .research(.dutyImport), hasFiles: true, name: "panel", fields))
            """
        return Layout.page(visit, title: title, at: .research, main: main)
    }
}
