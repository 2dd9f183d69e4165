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
                "\(Words.sign(target.quantity.comparator)) \(value(target.goal))",
                AimWords.state(visit, aim, tolerance: cockpit.rule.tolerance),
            ])
        }
        return """
            \(AimWords.chart(visit, cockpit.aims.prefix(Cockpit.rows)).html(visit, showsTable: false))\(table.html)\
            \(rest(cockpit.aims.count, ledger.with("target", "yes")))
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
