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
                .init(title: visit["views.column.bullet"]), .init(title: visit["site.column.state"]),
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
                "\(Words.sign(target.quantity.comparator)) \(value(target.goal))", Bullet(aim).html, state(aim),
            ])
        }
        return """
            \(table.html)<p class="muted">\(visit["views.targets.legend"])</p>\
            \(rest(cockpit.aims.count, ledger.with("target", "yes")))
            """
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
        return table.html
    }
}

/// A bar of lights: each light a stretch as long as its share of the tasks. The figures stand beside it in the table.
enum LightBar {
    private static let width = 160.0

    /// - Parameter largest: the tasks of the longest bar.
    static func html(_ standing: Standing, of largest: Int) -> HTML {
        var start = 0.0
        var bars = HTML.empty
        for light in [Light.blue, .green, .yellow, .red, .off] where standing[light] > 0 {
            let length = Double(standing[light]) / Double(max(largest, 1)) * width
            bars +=
                #"<rect class="\#(light.rawValue)" x="\#(Figure.text(start))" y="0" width="\#(Figure.text(length))" height="12"/>"#
            start += length
        }
        return #"<svg class="bar-of-lights" viewBox="0 0 160 12" aria-hidden="true" focusable="false">\#(bars)</svg>"#
    }
}

/// A target as a line: a bar for the actual value, a thin mark for what is expected today, a thick one for the goal.
struct Bullet {
    private let aim: Cockpit.Aim
    private let low: Double
    private let high: Double
    private static let width = 160.0

    init(_ aim: Cockpit.Aim) {
        self.aim = aim
        let values = [aim.target.baseline?.value, aim.expected, aim.target.actual?.value, aim.target.goal].compactMap {
            $0
        }
        // With a baseline the way from there counts; without, the whole amount.
        let start = aim.target.baseline == nil ? min(0, values.min() ?? 0) : values.min() ?? 0
        let end = values.max() ?? 1
        let margin = max((end - start) * 0.08, 1e-9)
        low = aim.target.baseline == nil ? start : start - margin
        high = end + margin
    }

    var html: HTML {
        var pieces: HTML = #"<rect class="track" x="0" y="2" width="160" height="12"/>"#
        if let actual = aim.target.actual?.value {
            let from = place(aim.target.baseline?.value ?? max(0, low))
            let (left, right) = (min(from, place(actual)), max(from, place(actual)))
            pieces +=
                #"<rect class="actual" x="\#(Figure.text(left))" y="5" width="\#(Figure.text(max(right - left, 2)))" height="6"/>"#
        }
        if let expected = aim.expected {
            pieces += #"<rect class="expected" x="\#(Figure.text(place(expected) - 1))" y="0" width="2" height="16"/>"#
        }
        pieces += #"<rect class="goal" x="\#(Figure.text(place(aim.target.goal) - 2))" y="0" width="4" height="16"/>"#
        return #"<svg class="bullet" viewBox="0 0 160 16" aria-hidden="true" focusable="false">\#(pieces)</svg>"#
    }

    private func place(_ value: Double) -> Double { (value - low) / (high - low) * Self.width }
}
