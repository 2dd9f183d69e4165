import Ledger
import Monitoring

extension CockpitPanels {
    /// Targets as bullet rows: baseline, what is expected today, actual, goal.
    var targets: HTML {
        guard !cockpit.aims.isEmpty else { return nothing("views.targets.none") }
        var table = ListTable(
            visit["views.targets.caption"],
            columns: [
                .init(title: visit["views.column.target"], isName: true),
                .init(title: visit["views.column.baseline"], isNumeric: true),
                .init(title: visit["views.column.expected"], isNumeric: true),
                .init(title: visit["views.column.actual"], isNumeric: true),
                .init(title: visit["views.column.goal"], isNumeric: true),
                .init(title: visit["site.column.state"]),
            ])
        table.rows = cockpit.aims.prefix(Cockpit.rows).map { aim in
            let target = aim.target
            let unit = target.quantity.unit
            func value(_ number: Double?) -> HTML {
                number.map { "\(Figure.text($0))\(unit.isEmpty ? "" : " \(unit)")" } ?? "–"
            }
            return .init(cells: [
                """
                <a data-nav href="\(SitePath.task(aim.line.id))">\(target.quantity.metric.isEmpty ? aim.line.title : target.quantity.metric)</a> \
                <span class="muted">\(choice.names(aim.line.leads))</span>
                """,
                value(target.baseline?.value), value(aim.expected), value(target.actual?.value),
                "\(Words.sign(target.quantity.comparator)) \(value(target.goal))", state(aim),
            ])
        }
        return """
            \(targetChart.html(visit, showsTable: false))\(table.html)\
            \(rest(cockpit.aims.count, ledger.with("target", "yes")))
            """
    }

    /// How much of each goal is reached, beside how much is expected by today; in percent of the goal.
    private var targetChart: Chart {
        let aims = cockpit.aims.prefix(Cockpit.rows).filter { $0.target.goal > 0 }
        func share(_ value: Double?, _ aim: Cockpit.Aim) -> Double? {
            value.map { ($0 / aim.target.goal * 1000).rounded() / 10 }
        }
        let links = aims.map { Optional(SiteLink(path: .task($0.line.id), fragment: "targets")) }
        return .bars(
            visit["views.targets.chart"],
            categories: aims.map { $0.target.quantity.metric.isEmpty ? $0.line.title : $0.target.quantity.metric },
            series: [
                .init(
                    name: visit["views.column.actual"], values: aims.map { share($0.target.actual?.value, $0) },
                    tone: .first, links: links),
                .init(
                    name: visit["views.column.expected"], values: aims.map { share($0.expected, $0) }, tone: .off,
                    links: links),
            ], isHorizontal: true, unit: "%")
    }

    private func state(_ aim: Cockpit.Aim) -> HTML {
        guard let isReached = aim.target.isReached else {
            return
                #"<span class="light off"><span aria-hidden="true">○</span> \#(visit["views.target.unmeasured"])</span>"#
        }
        if isReached {
            return
                #"<span class="light blue"><span aria-hidden="true">✓</span> \#(visit["views.target.reached"])</span>"#
        }
        guard let shortfall = aim.shortfall, shortfall > 0, aim.expected != nil else {
            return
                #"<span class="light green"><span aria-hidden="true">●</span> \#(visit["views.target.onPath"])</span>"#
        }
        let isFar = shortfall > cockpit.rule.tolerance
        let words = visit[
            "views.target.short",
            ["share": shortfall.isFinite ? Figure.text(shortfall * 100, decimals: 1) + "%" : "100%"]]
        return """
            <span class="light \(isFar ? "red" : "yellow")"><span aria-hidden="true">\(isFar ? "■" : "▲")</span> \
            \(words)</span>
            """
    }

    /// The months of the plan in figures, the latest last.
    var trend: HTML {
        guard !cockpit.trend.isEmpty else { return nothing("views.trend.none") }
        var table = ListTable(
            visit["views.cockpit.trend"],
            columns: [.init(title: visit["views.column.month"])]
                + ["issued", "verified", "completion", "reports", "overdue"].map {
                    .init(title: visit["views.trend.\($0)"], isNumeric: true)
                })
        table.rows = cockpit.trend.map { month in
            .init(cells: [
                #"<span class="day">\#(month.month.monthText)</span>"#, "\(month.issued)", "\(month.verified)",
                "\(month.completion.map { Figure.text($0, decimals: 1) + "%" } ?? "–")", "\(month.reports)",
                "\(month.overdue)",
            ])
        }
        func values(_ figure: (TrendMonth) -> Int) -> [Double?] { cockpit.trend.map { Double(figure($0)) } }
        let chart = Chart.lines(
            visit["views.cockpit.trend"], categories: cockpit.trend.map(\.month.monthText),
            series: [
                .init(name: visit["views.trend.issued"], values: values(\.issued), tone: .off, isDashed: true),
                .init(name: visit["views.trend.verified"], values: values(\.verified), tone: .done),
                .init(name: visit["views.trend.reports"], values: values(\.reports), tone: .third),
                .init(name: visit["views.trend.overdue"], values: values(\.overdue), tone: .bad),
            ])
        return "\(chart.html(visit, showsTable: false))\(table.html)"
    }
}

extension Chart.Tone {
    /// The colour of a light.
    init(_ light: Light) {
        self =
            switch light {
            case .blue: .done
            case .green: .good
            case .yellow: .warn
            case .red: .bad
            case .off: .off
            }
    }
}
