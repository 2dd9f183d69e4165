import Ledger
import Monitoring
import Store

/// The pieces of the cockpit. Every figure leads to the tasks that it counts.
struct CockpitPanels {
    let visit: Visit
    let choice: ViewChoice
    let cockpit: Cockpit

    /// A piece under its heading.
    struct Panel {
        let id: String
        let title: String
        let content: HTML
    }

    /// All pieces, the most important first.
    var all: [Panel] {
        [
            Panel(id: "offices", title: visit["views.cockpit.offices"], content: offices(cockpit.offices[...])),
            Panel(id: "late", title: visit["views.cockpit.late", ["count": "\(cockpit.late.count)"]], content: late),
            Panel(
                id: "targets",
                title: visit[
                    "views.cockpit.targets",
                    ["reached": "\(cockpit.standing.reached)", "targets": "\(cockpit.standing.targets)"]],
                content: targets),
            Panel(id: "waiting", title: visit["views.cockpit.waiting"], content: waiting),
            Panel(id: "trend", title: visit["views.cockpit.trend"], content: trend),
            Panel(id: "sections", title: visit["views.cockpit.sections"], content: sections),
            Panel(
                id: "week", title: visit["views.cockpit.week", ["days": "\(Cockpit.newsDays)"]], content: week),
        ]
    }

    /// The pieces for a wall: nobody scrolls there, so a long list of offices is cut into several.
    var screens: [Panel] {
        let most = 14
        let count = max(1, (cockpit.offices.count + most - 1) / most)
        let size = (cockpit.offices.count + count - 1) / count
        let offices = (0..<count).map { number in
            let rows = cockpit.offices.dropFirst(number * size).prefix(size)
            let place = count > 1 ? visit["views.screen.part", ["part": "\(number + 1)", "parts": "\(count)"]] : ""
            return Panel(
                id: "offices-\(number)", title: visit["views.cockpit.offices"] + place, content: self.offices(rows))
        }
        return offices + all.dropFirst()
    }

    /// The ledger of this plan, of all offices and sections.
    var ledger: SiteLink { SitePath.ledger.with("plan", "\(cockpit.plan.id)") }

    /// One sentence that says how the year stands.
    var sentence: HTML {
        let standing = cockpit.standing
        func lights(_ light: Light) -> HTML {
            Sentence.figure(standing[light], ledger.with("light", light.rawValue))
        }
        return Sentence.html(
            visit, "views.cockpit.sentence",
            [
                "tasks": Sentence.figure(standing.tasks, ledger), "blue": lights(.blue), "green": lights(.green),
                "yellow": lights(.yellow), "red": lights(.red), "off": lights(.off),
                "targets": Sentence.figure(standing.targets, ledger.with("target", "yes")),
                "reached": standing.reached == 0 ? "0" : ##"<a href="#targets">\##(standing.reached)</a>"##,
                "completion": ##"<a href="#rules">\##(Figure.percent(standing.done, of: standing.counted))</a>"##,
                "change": "\(change)",
            ])
    }

    private var change: String {
        guard let rate = cockpit.standing.completion, let before = cockpit.completionBefore else {
            return visit["views.cockpit.change.none"]
        }
        let difference = rate - before.rate
        let text = Figure.text(abs(difference), decimals: 1)
        let kind = text == "0" ? "same" : difference > 0 ? "up" : "down"
        return visit["views.cockpit.change.\(kind)", ["month": before.month.monthText, "points": text]]
    }

    private func offices(_ rows: ArraySlice<(office: OfficeID?, standing: Standing)>) -> HTML {
        standings(
            visit["views.cockpit.offices"], head: visit["site.column.office"],
            rows.map { row in
                guard let office = row.office else { return (visit["site.rollUp.noOffice"], nil, row.standing) }
                let link = ledger.with("office", "\(office)").with("role", "lead")
                return (choice.offices[office]?.name ?? "", link, row.standing)
            })
    }

    private var sections: HTML {
        standings(
            visit["views.cockpit.sections"], head: visit["site.column.section"],
            cockpit.sections.map { section in
                guard !section.name.isEmpty else { return (visit["site.rollUp.noSection"], nil, section.standing) }
                return (section.name, ledger.with("part", section.part).with("section", section.name), section.standing)
            })
    }

    /// A chart and a table of lights with the same figures and links.
    private func standings(
        _ caption: String, head: String, _ rows: [(name: String, link: SiteLink?, standing: Standing)]
    ) -> HTML {
        let lights = LightColumns.lights
        var table = ListTable(
            caption,
            columns: [.init(title: head, isName: true), .init(title: visit["views.column.tasks"], isNumeric: true)]
                + LightColumns.heads(visit) + [.init(title: visit["views.column.completion"], isNumeric: true)])
        table.rows = rows.map { row in
            let tasks = row.link.map { Sentence.figure(row.standing.tasks, $0) } ?? "\(row.standing.tasks)"
            let name: HTML = row.link.map { #"<a data-nav href="\#($0)">\#(row.name)</a>"# } ?? "\(row.name)"
            return .init(
                cells: [name, tasks] + LightColumns.cells(row.standing, row.link) + [percent(row.standing, row.link)])
        }
        let series = lights.map { light in
            Chart.Series(
                name: LightMark.word(visit, light), values: rows.map { Double($0.standing[light]) }, tone: .init(light),
                links: rows.map { $0.link?.with("light", light.rawValue) })
        }
        let chart = Chart.bars(
            caption, categories: rows.map(\.name), series: series, isStacked: true, isHorizontal: true)
        return #"\#(chart.html(visit, showsTable: false))<div class="lights">\#(table.html)</div>"#
    }

    private var late: HTML {
        guard !cockpit.late.isEmpty else { return nothing("views.cockpit.late.none") }
        var table = ListTable(
            visit["views.cockpit.late.caption"],
            columns: [
                .init(title: visit["site.column.title"], isName: true), .init(title: visit["views.column.why"]),
                .init(title: visit["views.column.daysLate"], isNumeric: true),
                .init(title: visit["site.column.office"]), .init(title: visit["site.column.due"]),
            ])
        table.rows = cockpit.late.prefix(Cockpit.rows).map { row in
            .init(cells: [
                task(row.line), LightMark.html(visit, row.line.finding, showsReason: true),
                "\(row.days.map { "\($0)" })", "\(choice.names(row.line.leads))",
                #"<span class="day">\#(row.line.due?.text)</span>"#,
            ])
        }
        return "\(table.html)\(rest(cockpit.late.count, ledger.with("light", "red")))"
    }

    /// What waits for an answer: of the offices, and of the bureau itself.
    private var waiting: HTML {
        let orders = cockpit.orders.prefix(Cockpit.rows).html { open in
            """
            <li><a href="\(SitePath.task(open.line.id))">\(open.line.title)</a> \
            <span class="muted">\(choice.names(open.line.leads)) · \(visit["views.waiting.replyBy"])</span> \
            \(Mark.due(visit, open.order.replyBy.text))</li>
            """
        }
        let submitted = cockpit.submitted.prefix(Cockpit.rows).html { line in
            """
            <li><a href="\(SitePath.task(line.id))">\(line.title)</a> <span class="muted">\(choice.names(line.leads)) · \
            \(visit["views.waiting.since", ["day": line.record.submitted?.text ?? "–"]])</span></li>
            """
        }
        return """
            <div class="columns"><div><h3>\(visit["views.waiting.orders", ["count": "\(cockpit.orders.count)"]])</h3>\
            \(orders.isEmpty ? nothing("views.waiting.orders.none") : "<ul class=\"lines\">\(orders)</ul>")</div>\
            <div><h3>\(visit["views.waiting.submitted", ["count": "\(cockpit.submitted.count)"]])</h3>\
            \(submitted.isEmpty ? nothing("views.waiting.submitted.none") : "<ul class=\"lines\">\(submitted)</ul>")\
            \(rest(cockpit.submitted.count, ledger.with("work", "submitted")))</div></div>
            """
    }

    private var week: HTML {
        let counts = WorkMove.allCases.compactMap { move in
            cockpit.moves[move].map {
                visit["views.week.count", ["move": visit["work.move.\(move.rawValue)"], "count": "\($0)"]]
            }
        }
        guard !counts.isEmpty else { return nothing("views.week.none") }
        let news = cockpit.news.html { one in
            """
            <li><span class="day">\(one.day.text)</span> <strong>\(visit["work.move.\(one.move.rawValue)"])</strong> \
            <a href="\(SitePath.task(one.task))">\(one.title)</a></li>
            """
        }
        return """
            <p>\(counts.joined(separator: visit.language == .chinese ? "，" : ", "))</p>\
            \(HTML.when(!news.isEmpty, "<ul class=\"lines\">\(news)</ul>"))
            """
    }

    /// How the figures above come about.
    var rules: HTML {
        let rule = cockpit.rule
        let words = visit[
            "views.rules.lights",
            [
                "warning": "\(rule.warningDays)", "tolerance": Figure.text(rule.tolerance * 100, decimals: 1),
                "acceptance": "\(rule.acceptanceDays)",
            ]]
        let reporting =
            rule.reportingDays > 0
            ? visit["views.rules.reporting.yes", ["days": "\(rule.reportingDays)"]] : visit["views.rules.reporting.no"]
        let others = ["completion", "change", "offices", "targets", "trend"].html { name in
            "<li>\(visit["views.rules.\(name)"])</li>"
        }
        return """
            <details class="panel" id="rules"><summary>\(visit["views.rules.title"])</summary>\
            <ul class="prose"><li>\(words)</li><li>\(reporting)</li>\(others)</ul></details>
            """
    }

    // MARK: Pieces

    /// The completion rate, with a link to the tasks that are done.
    private func percent(_ standing: Standing, _ link: SiteLink?) -> HTML {
        let words = Figure.percent(standing.done, of: standing.counted)
        guard let link, standing.done > 0 else { return "\(words)" }
        return #"<a href="\#(link.with("work", WorkState.verified.rawValue))">\#(words)</a>"#
    }

    func task(_ line: WorkLine) -> HTML { #"<a data-nav href="\#(SitePath.task(line.id))">\#(line.title)</a>"# }

    func nothing(_ key: String) -> HTML { #"<p class="muted">\#(visit[key])</p>"# }

    /// The way to all of them, whether or not they fit here.
    func rest(_ count: Int, _ link: SiteLink) -> HTML {
        guard count > 0 else { return .empty }
        return #"<p><a href="\#(link)">\#(visit["views.all", ["count": "\(count)"]])</a></p>"#
    }
}
