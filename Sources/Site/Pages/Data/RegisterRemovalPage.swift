import Catalog
import Localisation
import Registers

/// Asks before a row is taken out, and says what that means; a row that others refer to stays.
enum RegisterRemovalPage {
    static func show(_ desk: RegisterDesk, _ id: Int64) throws -> Answer {
        .page(try page(desk, id, .empty))
    }

    static func remove(_ desk: RegisterDesk, _ id: Int64) throws -> Answer {
        do {
            try desk.store.remove(
                id, since: desk.visit.form.row("since") ?? 0, from: desk.register, access: desk.access,
                by: desk.visit.principal)
        } catch RegisterError.stillUsed(let name, let rows) {
            let title = desk.catalog.register(name)?.title.text(desk.language) ?? name
            let words = desk.visit["data.stillUsed", ["register": title, "rows": "\(rows)"]]
            return .page(try page(desk, id, Notice.html(.error, "\(words)")), status: .conflict)
        }
        RowFindings.recheck(desk, [id])
        return .redirect(SitePath.data(.rows(desk.register.name)).with("done", "rowRemoved"))
    }

    private static func page(_ desk: RegisterDesk, _ id: Int64, _ notice: HTML) throws -> HTML {
        let visit = desk.visit, name = desk.register.name
        let row = try desk.row(id)
        guard desk.mayWrite(row) else { throw RegisterError.notAllowed }
        let versions = try desk.store.history(of: id, in: desk.register, access: desk.access).count
        let title = visit["data.removal", ["row": desk.label(of: row)]]
        let form = Form.post(
            visit, to: .data(.removal(name, id)),
            """
            \(Form.hiddenField("since", "\(row.since)"))\
            \(Form.buttons(visit["data.remove"], cancel: (visit["site.cancel"], SiteLink(path: .data(.row(name, id))))))
            """)
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["data.removalLead", ["versions": "\(versions)"]])"))\(notice)
            \(try RegisterRowPage.details(desk, row))\(form)
            """
        return Layout.page(visit, title: title, at: .data, main: main)
    }
}
