import SeatPlanning
import Seats

/// 学位预测与缺口: pupils expected and seats by area, stage and year, the options that close gaps, and how well earlier forecasts
/// would have been.
enum SeatPlanPage {
    static func show(_ desk: SeatDesk) throws -> Answer {
        let visit = desk.visit
        let title = visit["seats.title"]
        let tabs = DataTabs.html(visit, at: .seats(.plan))
        guard let board = desk.board, let now = board.outcomes.first else {
            let main: HTML = "\(PageHead.html(title))\(tabs)\(EmptyState.html(visit["seats.empty"]))"
            return .page(Layout.page(visit, title: title, at: .data, main: main))
        }
        let panels = SeatPanels(desk: desk, board: board, now: now)
        let history = board.situation.history
        let lead: HTML =
            "\(visit["seats.lead", ["first": "\(history.firstAutumn)", "last": "\(history.lastAutumn)"]])"
        let actions = ["csv", "xlsx"].html { format -> HTML in
            let file = SitePath.seats(.export(format)).with("scenario", board.scenario?.name)
                .with("years", "\(desk.years)")
            return #"<a class="button" href="\#(file)">\#(visit["seats.export.\(format)"])</a>"#
        }
        let shown = SeatFiles.isAllowed(desk) ? actions : .empty
        let main: HTML = """
            \(PageHead.html(title, lead: lead, actions: shown))\(tabs)
            \(form(desk, board))
            <p class="sentence">\(panels.sentence)</p>
            \(section("trend", visit["seats.panel.trend"], panels.trend))
            \(section("gaps", visit["seats.panel.gaps", ["stage": desk.word(desk.stage)]], panels.gaps))
            \(section("map", visit["seats.panel.map"], try SeatMap(desk, board, now).html))
            \(section("options", visit["seats.panel.options"], panels.options))
            \(section("grades", visit["seats.panel.grades"], panels.grades))
            \(section("posts", visit["seats.panel.posts"], panels.posts))
            \(section("accuracy", visit["seats.panel.accuracy"], panels.accuracy))
            \(section("rule", visit["seats.panel.rule"], panels.rule))
            \(Chart.scripts(visit))\(MapData.scripts(visit))
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    private static func section(_ id: String, _ title: String, _ content: HTML) -> HTML {
        guard !content.isEmpty else { return .empty }
        return #"<section class="panel" id="\#(id)"><h2>\#(title)</h2>\#(content)</section>"#
    }

    private static func form(_ desk: SeatDesk, _ board: SeatBoard) -> HTML {
        let visit = desk.visit
        let scenarios =
            [("", visit["seats.scenario.none"])] + board.situation.scenarios.map { ($0.name, $0.name) }
        let areas = [("", visit["seats.area.all"])] + desk.areas.map { ("\($0.id)", $0.name) }
        return """
            <form class="filter choose" action="\(SitePath.seats(.plan))" aria-label="\(visit["site.filter.title"])">\
            \(Form.select("scenario", visit["seats.choice.scenario"], scenarios, chosen: board.scenario?.name ?? ""))\
            \(Form.select(
                "stage", visit["seats.choice.stage"], desk.stages.map { ($0.rawValue, desk.word($0)) },
                chosen: desk.stage.rawValue))\
            \(Form.select("area", visit["seats.choice.area"], areas, chosen: desk.area.map { "\($0.id)" } ?? ""))\
            \(Form.select(
                "years", visit["seats.choice.years"],
                [5, 10, 15].map { ("\($0)", visit["seats.years", ["count": "\($0)"]]) }, chosen: "\(desk.years)"))\
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button></p></form>
            """
    }
}
