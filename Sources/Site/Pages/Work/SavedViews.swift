import Ledger
import Localisation
import Store

/// Views of the ledger and of registers that somebody keeps under a name: a filter, an order, columns.
enum SavedViews {
    /// The list, to open and remove them.
    static func show(_ visit: Visit) throws -> Answer {
        let views = try visit.ledger.savedViews(of: try visit.account.id).filter { try mayOpen(visit, link($0).path) }
        let title = visit["work.views.title"]
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["work.views.name"], isName: true), .init(title: visit["work.views.owner"]),
                .init(title: visit["work.views.action"]),
            ])
        table.rows = views.map { view in
            let remove: HTML =
                view.isOwn
                ? Form.button(
                    visit, to: .work(.savedViews), [("remove", "\(view.id)")], title: visit["work.remove"],
                    kind: "small")
                : .empty
            return .init(cells: [
                #"<a data-nav href="\#(link(view))">\#(view.name)</a>"#,
                "\(visit[view.isOwn ? view.isShared ? "work.views.ownShared" : "work.views.own" : "work.views.shared"])",
                remove,
            ])
        }
        let content = views.isEmpty ? EmptyState.html(visit["work.views.none"]) : table.html
        return .page(
            Layout.page(
                visit, title: title, at: .ledger,
                main: "\(PageHead.html(title, lead: "\(visit["work.views.lead"])"))\(content)"))
    }

    /// Whether the list that a shared view shows is for the visitor to see.
    private static func mayOpen(_ visit: Visit, _ path: SitePath) throws -> Bool {
        guard case .data(.rows(let name)) = path else { return visit.can(path.access) }
        guard let register = visit.registers.catalog.register(name) else { return false }
        return try visit.registers.access(of: visit.account).may(.read, register)
    }

    /// Keeps the view that the ledger page shows, or removes one.
    static func change(_ visit: Visit) throws -> Answer {
        let account = try visit.account
        if let id = visit.form.row("remove") {
            try visit.ledger.removeView(id, of: account.id)
            return .redirect(SitePath.work(.savedViews).with("done", "viewRemoved"))
        }
        guard let shown = SiteLink(local: visit.form["query"]), isList(shown.path) else { throw SiteError.badChoice }
        let query = SiteLink(path: shown.path, query: shown.query.filter { !["page", "done"].contains($0.name) }).url
        let view = try visit.ledger.saveView(
            visit.form["name"], query: query, isShared: visit.form.isOn("shared") && visit.can(.superviseTasks),
            of: account.id)
        return .redirect(link(view).with("done", "viewSaved"))
    }

    /// Whether views are kept of a page: of the ledger, and of the rows of registers.
    private static func isList(_ path: SitePath) -> Bool {
        if case .data(.rows) = path { true } else { path == .ledger }
    }

    /// The list as a view shows it.
    static func link(_ view: SavedView) -> SiteLink { SiteLink(local: view.query) ?? SiteLink(path: .ledger) }

    /// The views as links, and the form that keeps the present one.
    static func bar(_ visit: Visit, _ shown: SiteLink, mayKeep: Bool) throws -> HTML {
        let views = try visit.ledger.savedViews(of: try visit.account.id).filter { link($0).path == shown.path }
        let links = views.prefix(12).html { #"<a class="chip" href="\#(link($0))">\#($0.name)</a>"# }
        let share = HTML.when(visit.can(.superviseTasks), Form.check("shared", visit["work.views.share"]))
        let keep = HTML.when(
            mayKeep,
            """
            <details class="menu"><summary class="button">\(visit["work.views.keep"])</summary>\
            \(Form.post(
                visit, to: .work(.savedViews), name: "panel",
                """
                \(Form.hiddenField("query", shown.url))\
                \(Form.field("name", visit["work.views.name"], isRequired: true, limit: 50))\(share)\
                \(Form.buttons(visit["work.views.save"]))
                """))</details>
            """)
        let manage = HTML.when(
            !views.isEmpty,
            #"<a class="quiet" href="\#(SitePath.work(.savedViews))">\#(visit["work.views.manage"])</a>"#)
        guard !views.isEmpty || mayKeep else { return .empty }
        return
            #"<div class="views"><span class="muted">\#(visit["work.views.title"])</span> \#(links)\#(keep)\#(manage)</div>"#
    }
}
