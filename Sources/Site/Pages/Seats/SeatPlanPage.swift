import Registers
import SeatPlanning
import Seats

/// 学位预测与缺口: pupils expected and seats by area, stage and year, the options that close gaps, and how well earlier forecasts
/// would have been.
enum SeatPlanPage {
    static func show(_ desk: SeatDesk) throws -> Answer {
        let visit = desk.visit
        let title = visit["seats.title"]
        guard let board = desk.board, let now = board.outcomes.first else { return desk.empty(title, at: .plan) }
        let panels = SeatPanels(desk: desk, board: board, now: now)
        let history = board.situation.history
        let lead: HTML =
            "\(visit["seats.lead", ["first": "\(history.firstAutumn)", "last": "\(history.lastAutumn)"]])"
        let actions = ["csv", "xlsx"].html { format -> HTML in
            let file = SitePath.seats(.export(format)).with("scenario", board.scenario?.name)
                .with("years", "\(desk.years)")
            return #"<a class="button" href="\#(file)">\#(visit["seats.export.\(format)"])</a>"#
        }
        let record = HTML.when(
            mayRecord(desk),
            Form.button(visit, to: .seats(.plan), [("stage", desk.stage.rawValue)], title: visit["seats.record"]))
        let shown: HTML = "\(record)\(SeatFiles.isAllowed(desk) ? actions : .empty)"
        let main: HTML = """
            \(PageHead.html(title, lead: lead, actions: shown))\(DataTabs.html(visit, at: .seats(.plan)))\(desk.tabs(at: .plan))
            \(form(desk))
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

    /// Records the forecast by the past's course, for indicators and for looking back.
    static func record(_ desk: SeatDesk) throws -> Answer {
        let visit = desk.visit
        guard mayRecord(desk) else { throw RegisterError.notAllowed }
        guard let board = try visit.site.seats.board() else { throw SiteError.notFound }
        let kept = try SeatRecord(board, on: visit.today).keep(in: visit.registers, by: visit.principal)
        guard kept > 0 else { throw SiteError.badChoice }
        return .redirect(desk.link().with("done", "forecastRecorded"))
    }

    /// It is of all areas, so that only who may write all of them records it.
    private static func mayRecord(_ desk: SeatDesk) -> Bool {
        guard let board = desk.board, let register = desk.visit.registers.catalog.register(SeatRecord.register) else {
            return false
        }
        let scope = desk.access.scope(.write, register)
        return board.groups.allSatisfy { Int64($0.area).map(scope.contains) ?? false }
    }

    private static func section(_ id: String, _ title: String, _ content: HTML) -> HTML {
        guard !content.isEmpty else { return .empty }
        return #"<section class="panel" id="\#(id)"><h2>\#(title)</h2>\#(content)</section>"#
    }

    private static func form(_ desk: SeatDesk) -> HTML {
        """
        <form class="filter choose" action="\(SitePath.seats(.plan))" aria-label="\(desk.visit["site.filter.title"])">\
        \(desk.choices())<p class="buttons"><button class="main">\(desk.visit["site.filter.apply"])</button></p></form>
        """
    }
}
