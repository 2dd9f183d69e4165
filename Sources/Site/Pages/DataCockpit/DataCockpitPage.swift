import Catalog
import Indicators
import Registers

/// 数据大脑驾驶舱: where the region, an area or a school stands, by what was counted. `?wall=1` shows the same on a wall.
enum DataCockpitPage {
    static func show(_ visit: Visit) throws -> Answer {
        let desk = try BrainDesk(visit)
        let title = visit["brain.title"]
        guard let organisation = desk.organisation else {
            return page(visit, title, "\(head(visit, title))\(EmptyState.html(visit["data.noGrants"]))")
        }
        let board = BrainBoard(desk, at: organisation.id, headline: try visit.ledger.cockpitHeadline())
        guard let made = desk.cube.made else {
            let empty = CountingPanel.html(try IndicatorDesk(visit))
            return page(visit, title, "\(head(visit, title))\(empty)")
                .refreshed(while: visit.site.indicators.counting.run != nil)
        }
        guard !board.figures.isEmpty else {
            return page(visit, title, "\(head(visit, title))\(EmptyState.html(visit["brain.empty"]))")
        }
        let choice = BrainChoice(desk, board, organisation)
        let panels = BrainPanels(
            desk: desk, board: board, choice: choice, aims: try BrainAims(desk, at: organisation))
        if visit.query["wall"] == "1" { return .page(try wall(visit, panels, title)) }
        let lead: HTML = "\(visit["brain.lead", ["time": visit.time(made)]])"
        let actions: HTML = """
            <a class="button" href="\(choice.link().with("wall", "1"))">\(visit["views.cockpit.screen"])</a>\
            \(HTML.when(visit.can(BrainPath.headline.access), #"<a class="button" href="\#(SitePath.brain(.headline))">\#(visit["brain.headline.choose"])</a>"#))
            """
        let main: HTML = """
            \(crumbs(desk, choice))\(PageHead.html("\(organisation.name) · \(title)", lead: lead, actions: actions))
            <p class="sentence">\(panels.sentence)</p>
            <h2 class="unseen">\(visit["brain.headline.title"])</h2>\(panels.headline)
            \(panels.overview().html(section))
            \(form(desk, choice))
            \(try panels.chosen().html(section))
            \(Chart.scripts(visit))\(MapData.scripts(visit))
            """
        return page(visit, "\(title) · \(organisation.name)", main)
    }

    private static func page(_ visit: Visit, _ title: String, _ main: HTML) -> Answer {
        .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    private static func section(_ panel: BrainPanels.Panel) -> HTML {
        #"<section class="panel" id="\#(panel.id)"><h2>\#(panel.title)</h2>\#(panel.content)</section>"#
    }

    private static func head(_ visit: Visit, _ title: String) -> HTML {
        "\(PageHead.html(title))\(DataTabs.html(visit, at: .brain(.cockpit)))"
    }

    /// The organisations above, each with the same choice.
    private static func crumbs(_ desk: BrainDesk, _ choice: BrainChoice) -> HTML {
        let above = desk.above(choice.organisation).map { ($0.name, choice.link(organisation: $0.id)) }
        let tabs = DataTabs.html(desk.visit, at: .brain(.cockpit))
        return above.isEmpty ? tabs : "\(tabs)\(Crumbs.html(desk.visit, above))"
    }

    /// The form that chooses indicator and period for map, trend and comparison.
    private static func form(_ desk: BrainDesk, _ choice: BrainChoice) -> HTML {
        let visit = desk.visit
        return """
            <form class="filter choose" action="\(SitePath.brain(.cockpit))#map" aria-label="\(visit["site.filter.title"])">\
            \(Form.hiddenField("organisation", "\(choice.organisation.id)"))\
            \(HTML.when(choice.level != nil, Form.hiddenField("level", choice.level?.rawValue ?? "")))\
            \(Form.select(
                "indicator", visit["brain.column.indicator"], choice.indicators.map { ($0.name, desk.title($0)) },
                chosen: choice.indicator?.name ?? ""))\
            \(Form.select(
                "period", visit["brain.column.period"], choice.periods.map { ($0.description, $0.description) },
                chosen: choice.period?.description ?? ""))\
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button></p></form>
            """
    }

    private static func wall(_ visit: Visit, _ panels: BrainPanels, _ title: String) throws -> HTML {
        let first = BrainPanels.Panel(id: "headline", title: visit["brain.headline.title"], content: panels.headline)
        return ScreenLayout(
            title: title, name: panels.choice.organisation.name, sentence: panels.sentence,
            panels: ([first] + panels.overview(forWall: true) + (try panels.chosen(forWall: true))).map {
                ($0.title, $0.content)
            },
            back: panels.choice.link(),
            isDark: true, scripts: "\(Chart.scripts(visit))\(MapData.scripts(visit))"
        ).page(visit)
    }
}
