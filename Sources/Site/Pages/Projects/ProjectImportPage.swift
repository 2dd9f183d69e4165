import Intake
import Ledger
import Localisation
import Reports

/// Projects of a list from a spreadsheet: all rows or none.
enum ProjectImportPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { try page(visit, id, .empty) }

    static func take(_ visit: Visit, _ id: Int64) throws -> Answer {
        do {
            guard let upload = visit.uploads.first else { throw SiteError.noFile }
            try ProjectSheet.bring(
                Array(upload.data), named: upload.name, to: id, into: visit.ledger, by: visit.principal)
            return .redirect(SitePath.projects(.list(id)).with("done", "project"))
        } catch let error as any Explained & Error {
            return try page(visit, id, ImportFaults.html(visit, error), status: true)
        }
    }

    static func template(_ visit: Visit) throws -> Answer {
        try ProjectFiles.sheet(
            ProjectTables(language: visit.language).template, name: visit["projects.title"], isText: false)
    }

    private static func page(_ visit: Visit, _ id: Int64, _ content: HTML, status failed: Bool = false) throws -> Answer
    {
        let list = try visit.ledger.projectList(id)
        let title = visit["projects.import"]
        let fields: HTML = """
            <p class="field"><label for="f-files">\(visit["site.listImport.file"])</label>
            <input id="f-files" type="file" name="files" required accept=".xlsx,.csv"></p>
            \(Form.buttons(visit["projects.import"], cancel: (visit["site.cancel"], SiteLink(path: .projects(.list(id))))))
            """
        let main: HTML = """
            \(PageHead.html(title, lead: #"<a href="\#(SitePath.projects(.list(id)))">\#(list.name)</a>"#, actions: #"<a class="button" download href="\#(SitePath.projects(.template))">\#(visit["projects.templateFile"])</a>"#))
            \(content)<p>\(visit["projects.importNote", ["titles": ProjectColumn.imported.map { $0.title(in: visit.language) }.joined(separator: "、")]])</p>
            \(Form.post(visit, to: .projects(.importing(id)), hasFiles: true, name: "panel", fields))
            """
        return .page(
            Layout.page(visit, title: title, at: .projects, main: main), status: failed ? .unprocessableContent : .ok)
    }
}
