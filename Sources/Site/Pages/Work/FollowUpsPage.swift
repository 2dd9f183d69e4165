import Ledger
import Monitoring

/// All follow-up orders 督办单: open ones first, the most overdue on top.
enum FollowUpsPage {
    static func show(_ visit: Visit) throws -> Answer {
        let kind = visit.query["state"]
        var filter = LedgerFilter()
        filter.plan = visit.query.row("plan")
        let all = try visit.ledger.workLines(filter, on: visit.today, milestonesOnly: true).flatMap { line in
            line.record.followUps.map { (line: line, order: $0) }
        }
        let shown = all.filter { item in
            switch kind {
            case "replied": item.order.replied != nil && item.order.closed == nil
            case "closed": item.order.closed != nil
            case "all": true
            default: item.order.isOpen
            }
        }.sorted { ($0.order.replyBy, $0.order.id) < ($1.order.replyBy, $1.order.id) }
        let names = Dictionary(try visit.ledger.offices().map { ($0.id, $0.name) }) { first, _ in first }
        let tabs = Tabs.html(
            visit["work.followUps"],
            ["open", "replied", "closed", "all"].map { state in
                (
                    visit["work.followUps.\(state)"], SitePath.work(.followUps).with("state", state),
                    kind == state || (state == "open" && !["replied", "closed", "all"].contains(kind))
                )
            })
        var table = ListTable(
            visit["work.followUps"],
            columns: [
                .init(title: visit["work.column.ordered"]), .init(title: visit["work.column.order"], isName: true),
                .init(title: visit["site.column.title"]), .init(title: visit["site.column.leads"]),
                .init(title: visit["work.column.replyBy"]), .init(title: visit["work.column.reply"]),
            ])
        table.rows = shown.map { item in
            let order = item.order
            let link = SiteLink(path: .task(item.line.id), fragment: "order-\(order.id)")
            return .init(cells: [
                #"<span class="day">\#(order.ordered.text)</span>"#,
                #"<a data-nav href="\#(link)">\#(order.text)</a>"#, "\(item.line.title)",
                "\(item.line.leads.compactMap { names[$0] }.joined(separator: "、"))",
                order.isOpen
                    ? Mark.due(visit, order.replyBy.text) : #"<span class="day">\#(order.replyBy.text)</span>"#,
                "\(order.reply)",
            ])
        }
        let content = shown.isEmpty ? EmptyState.html(visit["work.followUps.none"]) : table.html
        let lead = visit["work.followUps.lead", ["count": "\(shown.count)"]]
        let main: HTML = "\(PageHead.html(visit["work.followUps"], lead: "\(lead)"))\(tabs)\(content)"
        return .page(Layout.page(visit, title: visit["work.followUps"], at: .ledger, main: main))
    }
}
