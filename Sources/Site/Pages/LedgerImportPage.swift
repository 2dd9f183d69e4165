import Foundation
import Intake
import Ledger
import Localisation
import Store

/// An exported ledger on its way back in: first what it would change, then the change.
enum LedgerImportPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer {
        .page(try page(visit, try visit.plan(id), .empty))
    }

    static func take(_ visit: Visit, _ id: Int64) throws -> Answer {
        let plan = try visit.plan(id)
        do {
            // The file is kept between preview and confirmation, so that what is confirmed is what was shown.
            if visit.form.isOn("digest") {
                let data = try visit.ledger.store.files.data(visit.form["digest"])
                let rows = try LedgerImport(Array(data), named: visit.form["name"], of: id, in: visit.ledger).rows
                try visit.ledger.importRows(rows, into: id, by: visit.principal)
                return .redirect(SitePath.ledger.with("plan", "\(id)").with("done", "ledgerImport"))
            }
            guard let upload = visit.uploads.first else { throw SiteError.noFile }
            let rows = try LedgerImport(Array(upload.data), named: upload.name, of: id, in: visit.ledger).rows
            let preview = try visit.ledger.previewImport(rows, into: id)
            let digest = try visit.ledger.store.files.keep(upload.data)
            return .page(
                try page(visit, plan, ImportPreviewView.html(visit, plan, preview, digest: digest, name: upload.name)))
        } catch let error as any Explained & Error {
            return .page(
                try page(visit, plan, ImportFaults.html(visit, error)), status: ErrorAnswer(error).status)
        }
    }

    private static func page(_ visit: Visit, _ plan: Plan, _ content: HTML) throws -> HTML {
        let title = visit["site.ledgerImport.title"]
        let fields: HTML = """
            <p class="field"><label for="f-files">\(visit["site.ledgerImport.file"])</label>
            <input id="f-files" type="file" name="files" required accept=".xlsx,.csv,.json"></p>
            \(Form.buttons(visit["site.ledgerImport.button"], cancel: (visit["site.cancel"],
            SitePath.ledger.with("plan", "\(plan.id)"))))
            """
        let main: HTML = """
            \(PageHead.html(title, lead: "\(plan.name)"))
            \(content)
            <p>\(visit["site.ledgerImport.lead"])</p>
            \(Form.post(visit, to: .ledgerImport(plan.id), hasFiles: true, name: "panel", fields))
            """
        return Layout.page(visit, title: title, at: .ledger, main: main)
    }
}

/// What an import would change, with the button that makes it so.
enum ImportPreviewView {
    static func html(_ visit: Visit, _ plan: Plan, _ preview: ImportPreview, digest: String, name: String) -> HTML {
        let counts = visit[
            "site.ledgerImport.counts",
            [
                "changed": "\(preview.changed.count)", "added": "\(preview.added.count)",
                "unchanged": "\(preview.unchanged)",
            ]]
        let changed = preview.changed.html { change in
            """
            <li><h3><a href="\(SitePath.task(change.task))">\(change.title)</a></h3>\
            \(DifferenceTable.html(visit, change.differences))</li>
            """
        }
        let added = preview.added.html {
            #"<li>\#(Mark.html("difference", "+", visit["site.difference.new"])) \#($0)</li>"#
        }
        let conflicts: HTML =
            preview.conflicts.isEmpty
            ? .empty
            : Notice.html(
                .error,
                "\(visit["site.ledgerImport.conflicts"])<ul>\(preview.conflicts.map { "<li>\($0)</li>" as HTML })</ul>")
        let hasWork = !preview.changed.isEmpty || !preview.added.isEmpty
        let confirm = HTML.when(
            hasWork && preview.conflicts.isEmpty,
            Form.post(
                visit, to: .ledgerImport(plan.id), hasFiles: true,
                """
                \(Form.hiddenField("digest", digest))\(Form.hiddenField("name", name))\
                \(Form.buttons(visit["site.ledgerImport.confirm"]))
                """))
        return """
            <section><h2>\(visit["site.ledgerImport.preview"])</h2><p>\(counts)</p>\(conflicts)
            <ul class="plain">\(changed)\(added)</ul>\(confirm)</section>
            """
    }
}

/// Why a file was not taken, cell by cell.
enum ImportFaults {
    static func html(_ visit: Visit, _ error: any Explained & Error) -> HTML {
        guard let error = error as? IntakeError else { return Notice.html(.error, "\(visit.words(of: error))") }
        let lines = error.lines(in: visit.language)
        let rest: HTML =
            lines.count > 1 ? "<ul>\(lines.dropFirst().map { "<li>\($0)</li>" as HTML })</ul>" : .empty
        return Notice.html(.error, "\(lines.first)\(rest)")
    }
}
