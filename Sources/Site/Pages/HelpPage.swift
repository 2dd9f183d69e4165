/// How it works: the steps, the keys, the words.
enum HelpPage {
    static func show(_ visit: Visit) -> Answer {
        let title = visit["site.help.title"]
        let steps = (1...6).html { "<li>\(visit["site.help.step.\($0)"])</li>" }
        let keys = [
            ("/", "search"), ("j k", "move"), ("Enter", "open"), ("a", "accept"), ("e", "edit"), ("s", "split"),
            ("x", "reject"), ("n", "add"), ("u", "undo"), ("Esc", "escape"), ("?", "help"),
        ].html { key, name in
            "<tr><th scope=\"row\"><kbd>\(key)</kbd></th><td>\(visit["site.help.key.\(name)"])</td></tr>"
        }
        let marks: [HTML] = [
            Mark.html("unsure", "▲", visit["site.state.unsure"]),
            Mark.html("pending", "○", visit["site.state.pending"]),
            Mark.html("accepted", "✓", visit["site.state.accepted"]),
            Mark.html("rejected", "×", visit["site.state.rejected"]),
        ]
        let states = zip(marks, ["unsure", "pending", "accepted", "rejected"]).html { mark, name in
            "<dt>\(mark)</dt><dd>\(visit["site.help.state.\(name)"])</dd>"
        }
        let main: HTML = """
            \(PageHead.html(title))
            <div class="prose">
            <h2>\(visit["site.help.steps"])</h2><ol>\(steps)</ol>
            <h2>\(visit["site.help.states"])</h2><dl class="details">\(states)</dl>
            <h2>\(visit["site.help.source"])</h2>
            <ul class="legend"><li><span class="f-owner">\(visit["site.field.owners"])</span></li>\
            <li><span class="f-due">\(visit["site.field.due"])</span></li>\
            <li><span class="f-target">\(visit["site.field.targets"])</span></li>\
            <li><span class="f-paper">\(visit["site.field.deliverables"])</span></li>\
            <li><span class="f-leader">\(visit["site.field.leaders"])</span></li>\
            <li><span class="f-doubt">\(visit["site.state.unsure"])</span></li></ul>
            <h2 id="keys">\(visit["site.help.keys"])</h2>
            <table class="keys"><caption class="unseen">\(visit["site.help.keys"])</caption><tbody>\(keys)</tbody></table>
            <p>\(visit["site.help.noScript"])</p>
            </div>
            """
        return .page(Layout.page(visit, title: title, at: .none, main: main))
    }
}
