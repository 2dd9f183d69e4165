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
        if visit.query["screen"] == "1" { return .page(ScreenLayout.page(visit, panels)) }
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

/// The cockpit on a wall: no navigation, large type, one panel after the other without anybody's hand. Without script,
/// or where people asked for less motion, the panels stand one below the other.
enum ScreenLayout {
    static func page(_ visit: Visit, _ panels: CockpitPanels) -> HTML {
        let assets = visit.site.assets
        let name = panels.cockpit.plan.name
        let back = SitePath.views(.cockpit).with("plan", "\(panels.cockpit.plan.id)")
        return """
            <!DOCTYPE html>
            <html lang="\(visit.language.tag)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(visit["views.cockpit.title"]) · \(name)</title>
            \(HTML.link(assets.link("site.css"), rel: "stylesheet"))\(HTML.link(assets.link("icon.svg"), rel: "icon"))
            \([assets.link("screen.js")].compactMap { $0 }.html { #"<script src="\#($0)" defer></script>"# })
            </head>
            <body class="screen">
            <main id="main">
            <div class="head"><h1>\(name)</h1><p class="muted">\(visit.time(visit.now)) · \
            <a href="\(back)">\(visit["views.screen.leave"])</a></p></div>
            <p class="sentence">\(panels.sentence)</p>
            \(panels.screens.html { panel in
                """
                <section class="panel" data-screen-panel><h2>\(panel.title)</h2>\(panel.content)</section>
                """
            })
            </main>\(Chart.scripts(visit))
            </body>
            </html>

            """
    }
}
