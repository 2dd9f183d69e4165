import Ledger
import Monitoring
import Store

/// What to do next.
enum HomePage {
    /// Rows of each list.
    private static let length = 8

    static func show(_ visit: Visit) throws -> Answer {
        guard visit.can(.viewLedger) else { return try DataHomePage.welcome(visit) }
        let plans = try visit.ledger.plans(states: [.draft, .open])
        let opened = plans.filter { $0.state == .open }
        let drafts = visit.can(.viewDrafts) ? plans.filter { $0.state == .draft } : []
        let title = visit["site.home.title", ["name": try visit.account.displayName]]
        guard !opened.isEmpty || !drafts.isEmpty else {
            return .page(
                Layout.page(
                    visit, title: title, at: .home,
                    main:
                        "\(PageHead.html(title))\(try CollectionPages.waiting(visit))\(try WorklistPage.waiting(visit))\(first(visit))"
                ))
        }
        let late = try due(visit, from: nil, until: visit.today + -1)
        let soon = try due(visit, from: visit.today, until: visit.today + 30)
        let recent = try visit.ledger.tasks(sort: LedgerSort(.updated, isDescending: true), page: .page(1, size: 5))
        let lead = visit[
            "site.home.lead",
            [
                "day": visit.today.prose(visit.language), "plans": "\(opened.count)",
                "tasks": "\(opened.map(\.counts.accepted).reduce(0, +))", "drafts": "\(drafts.count)",
                "soon": "\(soon.total)", "late": "\(late.total)",
            ]]
        let main: HTML = """
            \(PageHead.html(title, lead: "\(lead)", actions: importLink(visit)))
            \(try CollectionPages.waiting(visit))
            \(try WorklistPage.waiting(visit))
            \(reviews(visit, drafts))
            \(try HTML.when(!opened.isEmpty, ToDo.section(visit, try ToDo.waiting(visit))))
            \(HTML.when(
                !opened.isEmpty,
                """
                <div class="columns">
                \(section(visit, "site.home.late", late, more: link(from: nil, until: visit.today + -1)))
                \(section(visit, "site.home.soon", soon, more: link(from: visit.today, until: visit.today + 30)))
                </div>
                """))
            \(recentSection(visit, recent))
            """
        return .page(Layout.page(visit, title: visit["site.nav.home"], at: .home, main: main))
    }

    private static func importLink(_ visit: Visit) -> HTML {
        HTML.when(
            visit.can(.importPlan),
            #"<a class="button main" href="\#(SitePath.planImport)">\#(visit["site.plans.import"])</a>"#)
    }

    private static func first(_ visit: Visit) -> HTML {
        let words = visit[visit.can(.importPlan) ? "site.home.empty" : "site.home.emptyReader"]
        return EmptyState.html(words, action: importLink(visit))
    }

    /// The own office's tasks for those who work for one, everybody's for the others.
    private static func due(_ visit: Visit, from: Day?, until: Day) throws -> TaskPage {
        var filter = LedgerFilter()
        // What a summary reports is done: it is not due any more.
        filter.partRole = .plan
        // Nor is what was submitted, verified, set aside or ended.
        filter.workStates = [.draft, .issued, .accepted, .underWay]
        filter.dueFrom = from?.text
        filter.dueUntil = until.text
        if !visit.can(.reviewPlan), !visit.can(.viewDrafts) { filter.office = try visit.account.office }
        return try visit.ledger.tasks(filter, sort: LedgerSort(.due), page: .page(1, size: length))
    }

    private static func link(from: Day?, until: Day) -> SiteLink {
        SitePath.ledger.with("from", from?.text).with("until", until.text).with("sort", "due")
    }

    private static func reviews(_ visit: Visit, _ drafts: [Plan]) -> HTML {
        guard !drafts.isEmpty else { return .empty }
        var table = ListTable(
            visit["site.home.reviews"],
            columns: [
                .init(title: visit["site.column.plan"]), .init(title: visit["site.column.unsure"], isNumeric: true),
                .init(title: visit["site.column.progress"]),
            ])
        table.rows = drafts.prefix(length).map { plan in
            .init(cells: [
                #"<a href="\#(SitePath.review(plan.id))">\#(plan.name)</a>"#,
                plan.counts.unsure > 0
                    ? Mark.html("unsure", "▲", "\(plan.counts.unsure)") : "\(plan.counts.unsure)",
                Mark.progress(visit, done: plan.counts.decided, of: plan.counts.total),
            ])
        }
        return #"<section><h2>\#(visit["site.home.reviews"])</h2>\#(table.html)</section>"#
    }

    private static func section(_ visit: Visit, _ key: String, _ page: TaskPage, more: SiteLink) -> HTML {
        let list: HTML =
            page.rows.isEmpty
            ? #"<p class="muted">\#(visit["\(key).none"])</p>"#
            : #"<ul class="lines due">\#(page.rows.map { line(visit, $0) })</ul>"#
        let rest: HTML =
            page.total > page.rows.count
            ? #"<p><a href="\#(more)">\#(visit["site.home.all", ["count": "\(page.total)"]])</a></p>"# : .empty
        return #"<section class="panel"><h2>\#(visit[key])</h2>\#(list)\#(rest)</section>"#
    }

    private static func line(_ visit: Visit, _ row: TaskRow) -> HTML {
        """
        <li><a href="\(SitePath.task(row.id))">\(row.task.title.text)</a>
        <span class="muted">\(Words.owners(row, .lead))</span>
        <span class="when">\(Mark.due(visit, row.due))</span></li>
        """
    }

    private static func recentSection(_ visit: Visit, _ page: TaskPage) -> HTML {
        guard !page.rows.isEmpty else { return .empty }
        let lines = page.rows.html { row in
            """
            <li><a href="\(SitePath.task(row.id))">\(row.task.title.text)</a>
            <span class="when muted">\(visit.time(row.task.updatedAt))</span></li>
            """
        }
        return
            #"<section class="panel"><h2>\#(visit["site.home.recent"])</h2><ul class="lines due">\#(lines)</ul></section>"#
    }
}
