import Ledger
import Monitoring

/// The log of visits.
enum VisitsPage {
    private static let size = 50

    static func show(_ visit: Visit) throws -> Answer {
        let filter = Self.filter(visit)
        let page = Pager.page(visit)
        let found = try visit.ledger.visits(filter, page: .page(page, size: size))
        let isNarrowed = filter != VisitFilter()
        let action: HTML =
            #"<a class="button main" href="\#(SitePath.research(.newVisit))">\#(visit["research.visit.new"])</a>"#
        var list = EmptyState.html(visit[isNarrowed ? "research.noneFound" : "research.visits.empty"])
        if found.total > 0 {
            let link = SiteLink(
                path: .research(.visits), query: visit.query.items.filter { $0.name != "page" && !$0.value.isEmpty })
            list =
                "\(table(visit, found.rows))\(Pager.html(visit, link: link, page: page, size: size, total: found.total))"
        }
        let kept = ["duty", "topic", "leader"].filter { !visit.query[$0].isEmpty }.html {
            Form.hiddenField($0, visit.query[$0])
        }
        let main: HTML = """
            \(PageHead.html(visit["research.visits"], lead: "\(visit["research.visits.lead", ["count": "\(found.total)"]])",
            actions: "\(action)\(HTML.when(visit.can(.exportLedger), ResearchExport.links(visit, "visits")))"))
            \(ResearchTabs.html(visit, at: .visits))
            <form class="filter" action="\(SitePath.research(.visits))">\(kept)
            \(Form.field("q", visit["site.filter.text"], value: filter.text, kind: .search))
            \(Form.field("from", visit["research.field.from"], value: visit.query["from"], kind: .date))
            \(Form.field("until", visit["research.field.until"], value: visit.query["until"], kind: .date))
            <p class="buttons"><button>\(visit["site.filter.apply"])</button>\
            \(HTML.when(isNarrowed, #"<a class="button" href="\#(SitePath.research(.visits))">\#(visit["site.filter.clear"])</a>"#))</p></form>
            \(list)
            """
        return .page(ResearchTabs.page(visit, title: visit["research.visits"], main))
    }

    /// The filter that the address asks for.
    static func filter(_ visit: Visit) -> VisitFilter {
        var filter = VisitFilter()
        filter.text = visit.query["q"]
        filter.leader = visit.query["leader"]
        filter.from = Day(visit.query["from"])
        filter.until = Day(visit.query["until"])
        filter.subject = visit.query.row("duty").map(ResearchSubject.duty)
        if let topic = visit.query.row("topic") { filter.subject = .topic(topic) }
        return filter
    }

    /// The visits of a duty or topic, under its details.
    static func section(_ visit: Visit, _ subject: ResearchSubject) throws -> HTML {
        var filter = VisitFilter()
        filter.subject = subject
        let found = try visit.ledger.visits(filter, page: .page(1, size: 200))
        let list: HTML =
            found.rows.isEmpty
            ? #"<p class="muted">\#(visit["research.visits.none"])</p>"# : table(visit, found.rows)
        return "<section><h2>\(visit["research.visits"])（\(found.total)）</h2>\(list)</section>"
    }

    private static func table(_ visit: Visit, _ visits: [ResearchVisit]) -> HTML {
        var table = ListTable(
            visit["research.visits"],
            columns: [
                .init(title: visit["research.column.day"]), .init(title: visit["research.column.leader"]),
                .init(title: visit["research.column.object"]),
                .init(title: visit["research.field.seen"], isName: true),
                .init(title: visit["research.problems"], isNumeric: true),
                .init(title: visit["research.files"], isNumeric: true),
            ])
        table.rows = visits.map { item in
            let path = SitePath.research(.visit(item.id))
            let seen = item.details.seen
            return .init(cells: [
                #"<a class="day" data-nav href="\#(path)">\#(item.details.day.text)</a>"#, "\(item.leader.name)",
                VisitPage.subject(item.details.subject, item.subjectName),
                "\(seen.count > 80 ? seen.prefix(80) + "…" : seen)",
                #"<a href="\#(SiteLink(path: path, fragment: "problems"))">\#(item.problemCount)</a>"#,
                "\(item.files.count)",
            ])
        }
        return table.html
    }
}
