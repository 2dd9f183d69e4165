import Ledger
import Monitoring

/// 目标绑定: the targets of open plans, what measures each, and what could.
enum TargetsPage {
    private static let size = 20

    /// Which targets are listed.
    private enum Choice: String, CaseIterable {
        case open, bound, all
    }

    static func show(_ visit: Visit) throws -> Answer {
        let desk = try TargetDesk(visit)
        var filter = LedgerFilter()
        let plans = try visit.ledger.plans().filter { $0.state == .open }
        let plan = plans.first { $0.id == visit.query.row("plan") }
        filter.plan = plan?.id
        filter.text = String(visit.query["q"].prefix(100))
        let lines = try visit.ledger.workLines(filter, on: visit.today, milestonesOnly: true)
        let all = lines.flatMap { line in
            line.record.targets.filter { !$0.isDropped }.map { TargetLine(line: line, target: $0) }
        }
        func holds(_ target: TargetLine, _ choice: Choice) -> Bool {
            choice == .all || (desk.bindings[target.target.id] != nil) == (choice == .bound)
        }
        let choice = Choice(rawValue: visit.query["show"]) ?? .open
        let found = all.filter { holds($0, choice) }
        let page = Pager.page(visit)
        let here = SitePath.indicators(.targets).with("plan", plan.map { "\($0.id)" })
            .with("q", filter.text.isEmpty ? nil : filter.text)
        let tabs = Tabs.html(
            visit["indicators.targets.title"],
            Choice.allCases.map { other in
                let count = all.count { holds($0, other) }
                return (
                    "\(visit["indicators.targets.\(other.rawValue)"]) \(count)", here.with("show", other.rawValue),
                    other == choice
                )
            })
        let shown = Array(found.dropFirst((page - 1) * size).prefix(size))
        let content: HTML =
            shown.isEmpty
            ? EmptyState.html(visit["indicators.targets.none.\(choice.rawValue)"])
            : """
            \(try table(desk, shown))\
            \(Pager.html(visit, link: here.with("show", choice.rawValue), page: page, size: size, total: found.count))
            """
        let title = visit["indicators.targets.title"]
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["indicators.targets.lead"])"))
            \(DataTabs.html(visit, at: .indicators(.targets)))
            <form class="filter" action="\(SitePath.indicators(.targets))" role="search">\
            \(Form.hiddenField("show", choice.rawValue))\
            \(Form.field("q", visit["data.filter.search"], value: filter.text, kind: .search))\
            \(Form.select("plan", visit["indicators.targets.plan"],
                [("", visit["data.filter.all"])] + plans.map { (value: "\($0.id)", title: $0.name) },
                chosen: plan.map { "\($0.id)" } ?? ""))\
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button></p></form>
            \(try waiting(visit, filter, lines))\(tabs)\(content)
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    /// Tasks with targets that were not handed over yet: their targets come into the list with that.
    private static func waiting(_ visit: Visit, _ filter: LedgerFilter, _ lines: [WorkLine]) throws -> HTML {
        var filter = filter
        filter.hasTarget = true
        let drafts = Set(lines.filter { $0.record.state == .draft && $0.record.targets.isEmpty }.map(\.id))
        let count = try visit.ledger.tasks(filter).rows.count { drafts.contains($0.id) }
        guard count > 0 else { return .empty }
        let link = SitePath.ledger.with("plan", filter.plan.map { "\($0)" }).with("target", "yes")
        let words = visit["indicators.targets.waiting", ["count": "\(count)"]]
        return Notice.html(.note, #"<a href="\#(link)">\#(words)</a>"#)
    }

    private static func table(_ desk: TargetDesk, _ lines: [TargetLine]) throws -> HTML {
        let visit = desk.visit
        var table = ListTable(
            visit["indicators.targets.title"],
            columns: [
                .init(title: visit["indicators.targets.target"], isName: true),
                .init(title: visit["indicators.targets.light"]),
                .init(title: visit["work.column.actual"], isNumeric: true),
                .init(title: visit["indicators.targets.measure"], isName: true),
            ])
        table.rows = try lines.map { line in
            let target = line.target
            return .init(
                cells: [
                    """
                    <a data-nav href="\(SitePath.indicators(.target(target.id)))">\(Words.target(visit, target.quantity))</a><br>\
                    <a class="muted" href="\(SiteLink(path: .task(line.line.id), fragment: "targets"))">\(line.line.title)</a>
                    """,
                    LightMark.html(visit, line.line.finding), desk.actual(target), try desk.measure(line),
                ], id: "target-\(target.id)")
        }
        return table.html
    }
}
