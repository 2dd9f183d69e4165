import Documents
import Foundation
import Intake
import Ledger
import Localisation
import Store

/// Bringing plan documents in.
enum PlanImportPage {
    static func show(_ visit: Visit) throws -> Answer { try page(visit, results: .empty) }

    /// Reads each file by itself: one that cannot be read does not hold up the others.
    static func take(_ visit: Visit) throws -> Answer {
        guard !visit.uploads.isEmpty else {
            return try page(visit, results: try Notice.error(visit, SiteError.noFile), status: .unprocessableContent)
        }
        let results = try visit.uploads.map { try keep(visit, $0) }
        if let only = results.first, results.count == 1, let plan = only.plan, only.isNew {
            return .redirect(SitePath.review(plan.id).with("done", "imported"))
        }
        let failed = results.allSatisfy { $0.plan == nil }
        return try page(
            visit, results: "<h2>\(visit["site.import.results"])</h2>\(results.map { $0.html(visit) })",
            status: failed ? .unprocessableContent : .ok)
    }

    private struct Result {
        var name: String
        var plan: Plan?
        var isNew = false
        var lines: [String] = []

        func html(_ visit: Visit) -> HTML {
            let more = lines.html { "<br>\($0)" }
            guard let plan else { return Notice.html(.error, "<strong>\(name)</strong>\(more)") }
            let words = visit[isNew ? "site.import.kept" : "site.import.known", ["count": "\(plan.counts.total)"]]
            let place: SitePath = plan.state == .draft ? .review(plan.id) : .plan(plan.id)
            return Notice.html(
                isNew ? .done : .note,
                #"<strong>\#(name)</strong> \#(words) <a href="\#(place)">\#(plan.name)</a>\#(more)"#)
        }
    }

    private static func keep(_ visit: Visit, _ upload: Upload) throws -> Result {
        do {
            let kept = try PlanIntake(ledger: visit.ledger).keep(
                Array(upload.data), named: upload.name, revises: visit.form.row("revises"),
                evenIfKept: visit.form.isOn("again"), by: visit.principal)
            return Result(
                name: upload.name, plan: kept.draft.plan, isNew: kept.draft.isNew, lines: kept.warnings.map(visit.words)
            )
        } catch let error as any Explained {
            return Result(name: upload.name, lines: [visit.words(of: error)])
        }
    }

    private static func page(_ visit: Visit, results: HTML, status: HTTPStatus = .ok) throws -> Answer {
        let title = visit["site.import.title"]
        let plans = try visit.ledger.plans().map { (value: "\($0.id)", title: $0.title) }
        let revises: HTML =
            plans.isEmpty
            ? .empty
            : Form.select(
                "revises", visit["site.import.revises"], [("", visit["site.import.revisesNone"])] + plans,
                chosen: visit.form["revises"])
        let fields: HTML = """
            <div class="drop" data-drop>
            <p class="field"><label for="f-files">\(visit["site.import.files"])</label>
            <input id="f-files" type="file" name="files" multiple required \
            accept=".docx,.doc,.xlsx,.pdf,.html,.htm,.txt,.md,.rtf"></p>
            <p class="muted">\(visit["site.import.formats"])</p>
            <ul class="chosen" data-chosen></ul>
            </div>
            \(revises)
            \(Form.check("again", visit["site.import.again"], isOn: visit.form.isOn("again")))
            \(Form.buttons(visit["site.import.button"]))
            <div class="uploading" data-progress hidden><progress max="100" value="0" \
            aria-label="\(visit["site.import.sending"])"></progress>
            <p aria-live="polite" data-sending="\(visit["site.import.sending"])" data-reading="\(visit["site.import.reading"])">\
            </p><button type="button" data-stop>\(visit["site.import.stop"])</button></div>
            """
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["site.import.lead"])"))
            \(results)
            \(Form.post(visit, to: .planImport, hasFiles: true, name: "panel upload", fields))
            """
        return .page(Layout.page(visit, title: title, at: .plans, main: main), status: status)
    }
}
