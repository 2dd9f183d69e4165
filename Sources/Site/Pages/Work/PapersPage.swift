import Documents
import Foundation
import Ledger
import Localisation
import Monitoring
import Reports
import Store

/// 通报与总结: writes the papers of a plan, issues bulletins, and keeps those that were issued.
enum PapersPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { try page(visit, id, error: nil) }

    /// Issues the bulletin of a month, or shows it before.
    static func issue(_ visit: Visit, _ id: Int64) throws -> Answer {
        let plan = try visit.plan(id)
        do {
            let day = try Bulletin.day(ofMonth: visit.form["month"], today: visit.today)
            let paper = try Bulletin.write(
                plan: plan, in: visit.ledger, on: day, language: visit.language, isRanked: visit.form.isOn("ranked"),
                link: { visit.address(of: SiteLink(path: .task($0))) })
            switch visit.form["do"] {
            case "docx": return try LedgerFile.paper(paper, day: day, asPDF: false)
            case "pdf": return try LedgerFile.paper(paper, day: day, asPDF: true)
            default:
                try visit.ledger.issueBulletin(id, on: day, try DocxWriter().docx(paper), by: visit.principal)
            }
        } catch let error as any Explained & Error {
            return try page(visit, id, error: error)
        }
        return .redirect(SitePath.work(.papers(id)).with("done", "bulletinIssued"))
    }

    /// A bulletin as it was issued.
    static func file(_ visit: Visit, _ id: Int64) throws -> Answer {
        guard let bulletin = try visit.ledger.bulletin(id) else { throw SiteError.notFound }
        let plan = try visit.plan(bulletin.plan)
        let bytes = try visit.ledger.store.files.data(bulletin.digest)
        return .file(bytes, name: "\(plan.name) \(bulletin.day.text).docx", type: LedgerFile.word)
    }

    private static func page(_ visit: Visit, _ id: Int64, error: (any Error)?) throws -> Answer {
        let plan = try visit.plan(id)
        guard plan.state != .draft else { throw LedgerError.noPlan }
        let title = visit["work.papers.title"]
        let main: HTML = """
            \(PageHead.html(title, lead: #"<a href="\#(SitePath.ledger.with("plan", "\(id)"))">\#(plan.name)</a>"#))
            \(try Notice.error(visit, error))
            <div class="columns">\(downloads(visit, plan))\(HTML.when(visit.can(.superviseTasks), form(visit, plan)))</div>
            <section><h2>\(visit["work.papers.issued"])</h2>\(try issued(visit, plan))</section>
            """
        return .page(
            Layout.page(visit, title: title, at: .ledger, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }

    private static func downloads(_ visit: Visit, _ plan: Plan) -> HTML {
        let kinds = ["bulletin", "bulletin-pdf", "summary", "summary-pdf", "summary-json", "all-xlsx", "all-json"]
        let links = kinds.filter { !$0.hasSuffix("-pdf") || PaperPDF.isAvailable }.html { kind in
            let link = SitePath.export(kind).with("plan", "\(plan.id)")
            return #"<li><a download href="\#(link)">\#(visit["work.paper.\(kind)"])</a></li>"#
        }
        return """
            <section class="panel"><h2>\(visit["work.papers.today"])</h2><ul class="lines">\(links)</ul></section>
            """
    }

    private static func form(_ visit: Visit, _ plan: Plan) -> HTML {
        let last = (visit.today.startOfMonth + -1).monthText
        let month = visit.form.isOn("month") ? visit.form["month"] : last
        let pdf = HTML.when(
            PaperPDF.isAvailable, #"<button name="do" value="pdf">\#(visit["work.papers.pdf"])</button>"#)
        let fields: HTML = """
            \(Form.field("month", visit["work.papers.month"], value: month, hint: visit["work.papers.monthHint"], isRequired: true, limit: 7))
            \(Form.check("ranked", visit["work.papers.ranked"], isOn: visit.form.isOn("ranked")))
            <p class="buttons"><button class="main" name="do" value="issue">\(visit["work.papers.issue"])</button>\
            <button name="do" value="docx">\(visit["work.papers.docx"])</button>\(pdf)</p>
            """
        return """
            <section class="panel"><h2>\(visit["work.papers.write"])</h2>\(Form.post(visit, to: .work(.papers(plan.id)), fields))</section>
            """
    }

    private static func issued(_ visit: Visit, _ plan: Plan) throws -> HTML {
        let bulletins = try visit.ledger.bulletins(of: plan.id)
        guard !bulletins.isEmpty else { return EmptyState.html(visit["work.papers.none"]) }
        var table = ListTable(
            visit["work.papers.issued"],
            columns: [
                .init(title: visit["work.papers.day"], isName: true), .init(title: visit["work.papers.at"]),
                .init(title: visit["work.papers.by"]), .init(title: "SHA-256"),
            ])
        table.rows = bulletins.map { bulletin in
            .init(cells: [
                #"<a data-nav download href="\#(SitePath.work(.bulletin(bulletin.id)))">\#(bulletin.day.text)</a>"#,
                #"<span class="day">\#(visit.time(bulletin.at))</span>"#,
                "\(bulletin.byName ?? visit["site.history.programme"])",
                #"<code class="hash">\#(bulletin.digest.prefix(16))</code>"#,
            ])
        }
        return table.html
    }
}
