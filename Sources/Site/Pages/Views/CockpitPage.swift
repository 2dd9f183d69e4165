import Ledger
import Monitoring
import Store

/// 驾驶舱: where the year stands, on one page. `?screen=1` shows the same on a wall.
enum CockpitPage {
    static func show(_ visit: Visit) throws -> Answer {
        let choice = try ViewChoice(visit)
        let title = visit["views.cockpit.title"]
        guard let plan = choice.plan else {
            return .page(
                Layout.page(
                    visit, title: title, at: .cockpit, main: "\(PageHead.html(title))\(ViewChoice.empty(visit))"))
        }
        // The cockpit is of the whole bureau: offices and sections are its rows.
        var filter = choice.filter(of: plan)
        filter.office = nil
        filter.section = nil
        let cockpit = try Cockpit(visit.ledger, plan: plan, filter: filter, today: visit.today)
        let panels = CockpitPanels(visit: visit, choice: choice, cockpit: cockpit)
        if visit.query["screen"] == "1" {
            let screen = ScreenLayout(
                title: title, name: plan.name, sentence: panels.sentence,
                panels: panels.screens.map { ($0.title, $0.content) },
                back: SitePath.views(.cockpit).with("plan", "\(plan.id)"), scripts: Chart.scripts(visit))
            return .page(screen.page(visit))
        }
        let screen = SitePath.views(.cockpit).with("plan", "\(plan.id)").with("screen", "1")
        let main: HTML = """
            \(PageHead.html(plan.name, lead: panels.sentence,
            actions: #"<a class="button" href="\#(screen)">\#(visit["views.cockpit.screen"])</a>"#))
            \(choice.tabs(visit, at: .cockpit))
            \(HTML.when(choice.plans.count > 1, choice.form(visit, at: .cockpit, hasOffice: false)))
            \(panels.all.html { panel in
                #"<section class="panel" id="\#(panel.id)"><h2>\#(panel.title)</h2>\#(panel.content)</section>"#
            })
            \(panels.rules)\(Chart.scripts(visit))
            """
        return .page(Layout.page(visit, title: "\(title) · \(plan.name)", at: .cockpit, main: main))
    }
}
