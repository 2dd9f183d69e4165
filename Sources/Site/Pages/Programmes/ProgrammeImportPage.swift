import Documents
import Foundation
import Intake
import Ledger
import Localisation
import Monitoring
import Store

/// Indicators and values of a programme from a spreadsheet: first what they would change, then the change, all or nothing.
enum ProgrammeImportPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer {
        .page(try page(visit, try visit.ledger.programme(id), .empty))
    }

    static func take(_ visit: Visit, _ id: Int64) throws -> Answer {
        let programme = try visit.ledger.programme(id)
        do {
            // The file is kept between preview and confirmation, so that what is confirmed is what was shown.
            if visit.form.isOn("digest") {
                let data = try visit.ledger.store.files.data(visit.form["digest"])
                let update = try read(visit, Array(data), visit.form["name"], programme)
                try visit.ledger.apply(update, to: id, by: visit.principal)
                return .redirect(SitePath.programmes(.one(id)).with("done", "programmeImport"))
            }
            guard let upload = visit.uploads.first else { throw SiteError.noFile }
            let update = try read(visit, Array(upload.data), upload.name, programme)
            let digest = try visit.ledger.store.files.keep(upload.data)
            return .page(
                try page(visit, programme, preview(visit, programme, update, digest: digest, name: upload.name)))
        } catch let error as any Explained & Error {
            return .page(
                try page(visit, programme, ImportFaults.html(visit, error)), status: ErrorAnswer(error).status)
        }
    }

    /// An empty workbook with the titles of the programme's years.
    static func template(_ visit: Visit, _ id: Int64) throws -> Answer {
        let programme = try visit.ledger.programme(id)
        let name = visit["programmes.indicators"]
        let sheet = ProgrammeSheet(language: visit.language, offices: [:]).template(programme.years, name: name)
        return .file(
            Data(try SheetWriter().xlsx([sheet])), name: "\(programme.details.name) \(name).xlsx",
            type: LedgerFile.workbook)
    }

    private static func read(
        _ visit: Visit, _ bytes: [UInt8], _ name: String, _ programme: Programme
    ) throws -> ProgrammeUpdate {
        try ProgrammeImport.read(
            bytes, named: name, beside: programme.indicators, offices: try visit.ledger.offices(),
            thisYear: visit.today.year)
    }

    private static func preview(
        _ visit: Visit, _ programme: Programme, _ update: ProgrammeUpdate, digest: String, name: String
    ) -> HTML {
        guard update.hasWork else { return Notice.html(.done, "\(visit["programmes.import.nothing"])") }
        let items = update.rows.filter { !$0.isSame }.html { row in
            let key = row.known == nil ? "programmes.import.new" : "programmes.import.changed"
            let mark = HTML.when(row.known == nil || row.isChanged, Mark.html("difference", "+", visit[key]))
            let values = row.values.html { #"<li>\#(words(visit, row, $0))</li>"# }
            return "<li>\(mark) \(row.details.name)\(HTML.when(!row.values.isEmpty, "<ul>\(values)</ul>"))</li>"
        }
        return """
            <section><h2>\(visit["site.ledgerImport.preview"])</h2>
            <p>\(visit["programmes.import.counts", update.counts])</p><ul class="lines">\(items)</ul>
            \(Form.post(
                visit, to: .programmes(.importing(programme.id)), hasFiles: true,
                """
                \(Form.hiddenField("digest", digest))\(Form.hiddenField("name", name))\
                \(Form.buttons(visit["site.ledgerImport.confirm"]))
                """))</section>
            """
    }

    private static func words(_ visit: Visit, _ row: ProgrammeUpdate.Row, _ value: NewYearValue) -> HTML {
        let new = visit[
            "programmes.import.value",
            [
                "year": "\(value.year)", "value": Figure.text(value.value) + row.details.unit,
                "source": value.source,
            ]]
        guard let old = row.known?.actuals[value.year] else { return "\(new)" }
        let was = visit["programmes.import.instead", ["value": Figure.text(old) + row.details.unit]]
        return #"\#(new) <span class="muted">\#(was)</span>"#
    }

    private static func page(_ visit: Visit, _ programme: Programme, _ content: HTML) throws -> HTML {
        let title = visit["programmes.import.title"]
        let back = SitePath.programmes(.one(programme.id))
        let fields: HTML = """
            <p class="field"><label for="f-files">\(visit["site.listImport.file"])</label>
            <input id="f-files" type="file" name="files" required accept=".xlsx,.csv"></p>
            \(Form.buttons(visit["programmes.import.check"], cancel: (visit["site.cancel"], SiteLink(path: back))))
            """
        let titles = ProgrammeSheet(language: visit.language, offices: [:]).titles(programme.years)
        let template = SitePath.programmes(.template(programme.id))
        let main: HTML = """
            \(PageHead.html(
                title, lead: #"<a href="\#(back)">\#(programme.details.name)</a>"#,
                actions: #"<a class="button" download href="\#(template)">\#(visit["programmes.import.template"])</a>"#))
            \(content)<p>\(visit["programmes.import.lead"])</p>
            <p class="muted">\(visit["programmes.import.columns", ["titles": titles.joined(separator: "、")]])</p>
            \(Form.post(visit, to: .programmes(.importing(programme.id)), hasFiles: true, name: "panel", fields))
            """
        return Layout.page(visit, title: title, at: .programmes, main: main)
    }
}
