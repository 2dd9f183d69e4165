/// A page for a wall: no navigation, large type, one panel after the other without anybody's hand. Without script, or
/// where people asked for less motion, the panels stand one below the other.
struct ScreenLayout {
    /// What kind of page it is, for the title of the window.
    var title: String
    /// What it is about.
    var name: String
    /// One sentence that says how it stands.
    var sentence: HTML
    /// The panels in turn.
    var panels: [(title: String, content: HTML)]
    /// The way back to the page for a desk.
    var back: SiteLink
    /// Whether it is light on dark, as fits a hall.
    var isDark = false
    /// The scripts that draw its charts and maps.
    var scripts: HTML

    func page(_ visit: Visit) -> HTML {
        let assets = visit.site.assets
        return """
            <!DOCTYPE html>
            <html lang="\(visit.language.tag)"\(attribute: "class", isDark ? "dark" : nil)>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) · \(name)</title>
            \(HTML.link(assets.link("site.css"), rel: "stylesheet"))\(HTML.link(assets.link("icon.svg"), rel: "icon"))
            \([assets.link("screen.js")].compactMap { $0 }.html { #"<script src="\#($0)" defer></script>"# })
            </head>
            <body class="screen">
            <main id="main">
            <div class="head"><h1>\(name)</h1><p class="muted">\(visit.time(visit.now)) · \
            <a href="\(back)">\(visit["views.screen.leave"])</a></p></div>
            <p class="sentence">\(sentence)</p>
            \(panels.html { panel in
                """
                <section class="panel" data-screen-panel><h2>\(panel.title)</h2>\(panel.content)</section>
                """
            })
            </main>\(scripts)
            </body>
            </html>

            """
    }
}
