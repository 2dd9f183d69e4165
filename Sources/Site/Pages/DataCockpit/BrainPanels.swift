import Catalog
import Indicators
import Monitoring
import Registers

/// The pieces of the data cockpit. Every figure leads to its indicator, with the rows behind it.
struct BrainPanels {
    let desk: BrainDesk
    let board: BrainBoard
    let choice: BrainChoice
    let aims: BrainAims

    var visit: Visit { desk.visit }

    /// A piece under its heading.
    struct Panel {
        let id: String
        let title: String
        let content: HTML
    }

    /// What is to be said of the organisation: targets, standards, what moved.
    func overview(forWall: Bool = false) -> [Panel] {
        var panels = [
            Panel(id: "standards", title: standardsTitle, content: standards(isOpen: !forWall)),
            Panel(id: "moves", title: visit["brain.moves.title", ["count": "\(board.moves.count)"]], content: moves),
        ]
        // Targets are the ledger's.
        if visit.can(.viewLedger) {
            panels.insert(
                Panel(
                    id: "targets", title: visit["brain.targets.title", ["count": "\(aims.lines.count)"]],
                    content: aims.html(desk)), at: 0)
        }
        return panels
    }

    /// What is to be said of the indicator that was chosen: map, trend, comparison.
    func chosen(forWall: Bool = false) throws -> [Panel] {
        guard let indicator = choice.indicator, let period = choice.period else { return [] }
        let name = "\(desk.title(indicator)) · \(period)"
        var panels = [
            Panel(
                id: "map", title: visit["brain.map.title", ["indicator": name]],
                content: try SchoolMap(desk, choice, indicator, period).html(forWall: forWall)),
            Panel(
                id: "trend", title: visit["brain.trend.title", ["indicator": desk.title(indicator)]],
                content: trend(indicator)),
        ]
        guard let level = choice.level else { return panels }
        let title = visit["brain.compare.title", ["indicator": name, "level": level.title.text(visit.language)]]
        let table = ComparisonTable(
            desk: desk, choice: choice, indicator: indicator, period: period, level: level)
        panels.append(Panel(id: "compare", title: title, content: table.html(forWall: forWall)))
        return panels
    }

    /// One sentence that says how the organisation stands.
    var sentence: HTML {
        let separator: HTML = visit.language == .chinese ? "、" : ", "
        let figures = board.headline.prefix(3).enumerated().html { index, figure in
            """
            \(HTML.when(index > 0, separator))\(desk.title(figure.indicator)) \
            <a href="\(desk.link(figure.indicator, figure.now))">\(desk.words(figure.value, figure.indicator))</a>
            """
        }
        func lights(_ light: Light) -> HTML {
            board.count(light) == 0 ? "0" : ##"<a href="#standards">\##(board.count(light))</a>"##
        }
        let changes = board.changes
        return Sentence.html(
            visit, "brain.sentence",
            [
                "figures": figures, "judged": "\(board.judged.count)", "green": lights(.green),
                "yellow": lights(.yellow), "red": lights(.red), "better": "\(changes.better)",
                "worse": "\(changes.worse)",
            ])
    }

    /// The figures that are shown first, a card each.
    var headline: HTML {
        guard !board.headline.isEmpty else {
            return #"<p class="muted">\#(visit["brain.headline.none"])</p>"#
        }
        let cards = board.headline.html { figure in
            let indicator = figure.indicator
            let change: HTML =
                figure.before.flatMap { before in
                    before.value.map { old in
                        """
                        <p>\(visit["brain.change.since", ["period": before.period.description]]) \
                        \(desk.change(figure.value - old, indicator)) \(desk.judgement(from: old, to: figure.value, indicator))</p>
                        """
                    }
                } ?? "<p>\(visit["brain.change.first"])</p>"
            let standard: HTML =
                desk.standard(indicator).map {
                    "<p>\(desk.mark(figure.light)) \(visit["brain.standard", ["standard": $0]])</p>"
                } ?? .empty
            return """
                <li><h3><a href="\(choice.link(indicator: indicator.name, fragment: "map"))">\(desk.title(indicator))</a></h3>
                <p class="value"><a href="\(desk.link(indicator, figure.now))">\(Figure.text(figure.value))</a> \
                <span class="unit">\(desk.unit(indicator))</span> <span class="muted">\(figure.now.period.description)</span></p>
                \(standard)\(change)</li>
                """
        }
        return #"<ul class="cards">\#(cards)</ul>"#
    }

    // MARK: Standards

    private var standardsTitle: String {
        visit[
            "brain.standards.title",
            ["judged": "\(board.judged.count)", "missed": "\(board.count(.red) + board.count(.yellow))"]]
    }

    /// The indicators with a standard, the furthest short of it first.
    private func standards(isOpen: Bool) -> HTML {
        guard !board.judged.isEmpty else { return nothing("brain.standards.none") }
        let missed = board.judged.filter { $0.light != .green }
        let first = missed.isEmpty ? board.judged.prefix(BrainBoard.rows) : missed.prefix(BrainBoard.rows)
        let rest = board.judged.dropFirst(first.count)
        let more = HTML.when(
            isOpen && !rest.isEmpty,
            """
            <details><summary>\(visit["brain.standards.rest", ["count": "\(rest.count)"]])</summary>\
            \(standardsTable(rest))</details>
            """)
        return """
            <p class="muted">\(visit["brain.standards.rule", ["tolerance": Figure.text(desk.tolerance * 100, decimals: 1)]])</p>
            \(standardsTable(first))\(more)
            """
    }

    private func standardsTable(_ figures: ArraySlice<BrainBoard.Figure>) -> HTML {
        var table = ListTable(
            visit["brain.standards.caption"],
            columns: [
                .init(title: visit["brain.column.indicator"], isName: true),
                .init(title: visit["brain.column.value"], isNumeric: true),
                .init(title: visit["brain.column.standard"], isNumeric: true),
                .init(title: visit["brain.column.light"]),
                .init(title: visit["brain.column.change"], isNumeric: true),
                .init(title: visit["brain.column.period"]),
            ])
        table.rows = figures.map { figure in
            let indicator = figure.indicator
            return .init(cells: [
                #"<a data-nav href="\#(choice.link(indicator: indicator.name, fragment: "map"))">\#(desk.title(indicator))</a>"#,
                #"<a href="\#(desk.link(indicator, figure.now))">\#(desk.words(figure.value, indicator))</a>"#,
                #"<span title="\#(indicator.standard?.source ?? "")">\#(desk.standard(indicator))</span>"#,
                desk.mark(figure.light), "\(figure.change.map { desk.change($0, indicator) } ?? "–")",
                #"<span class="day">\#(figure.now.period.description)</span>"#,
            ])
        }
        return table.html
    }

    // MARK: What moved

    private var moves: HTML {
        guard !board.moves.isEmpty else { return nothing("brain.moves.none") }
        var table = ListTable(
            visit["brain.moves.caption"],
            columns: [
                .init(title: visit["brain.column.indicator"], isName: true),
                .init(title: visit["brain.column.before"], isNumeric: true),
                .init(title: visit["brain.column.now"], isNumeric: true),
                .init(title: visit["brain.column.change"], isNumeric: true),
                .init(title: visit["brain.column.lights"]), .init(title: visit["brain.column.since"]),
            ])
        table.rows = board.moves.prefix(BrainBoard.rows).map { move in
            let figure = move.figure, indicator = figure.indicator
            let lights: HTML =
                move.lights == 0
                ? desk.mark(figure.light) : "\(desk.mark(move.lightBefore)) → \(desk.mark(figure.light))"
            let since =
                switch move.since {
                case .counting(let date): visit.time(date)
                case .period(let period): period.description
                }
            return .init(cells: [
                #"<a data-nav href="\#(choice.link(indicator: indicator.name, fragment: "trend"))">\#(desk.title(indicator))</a>"#,
                "\(desk.words(move.from, indicator))",
                #"<a href="\#(desk.link(indicator, figure.now))">\#(desk.words(figure.value, indicator))</a>"#,
                "\(desk.change(figure.value - move.from, indicator)) \(desk.judgement(from: move.from, to: figure.value, indicator))",
                lights, #"<span class="day">\#(since)</span>"#,
            ])
        }
        return #"<p class="muted">\#(visit["brain.moves.rule"])</p>\#(table.html)"#
    }

    // MARK: Trend

    private func trend(_ indicator: Indicator) -> HTML {
        let values = desk.reader.trend(of: indicator, organisation: choice.organisation.id)
        guard !values.isEmpty else { return nothing("brain.trend.none") }
        var series = [
            Chart.Series(
                name: choice.organisation.name, values: values.map(\.value), tone: .first,
                links: values.map { desk.link(indicator, $0) })
        ]
        if let standard = indicator.standard {
            series.append(
                .init(
                    name: visit["brain.column.standard"], values: values.map { _ in standard.value }, tone: .done,
                    isDashed: true))
        }
        let unit = desk.unit(indicator)
        let chart = Chart.lines(
            desk.title(indicator), categories: values.map(\.period.description), series: series,
            unit: unit == "%" ? unit : " \(unit)")
        let hint = HTML.when(values.count == 1, #"<p class="muted">\#(visit["brain.trend.one"])</p>"#)
        return "\(chart.html(visit))\(hint)"
    }

    private func nothing(_ key: String) -> HTML { #"<p class="muted">\#(visit[key])</p>"# }
}
