import SeatPlanning
import Seats

/// 情景比较: pupils and gaps under scenarios side by side, and the dated changes that each is made of.
enum SeatScenariosPage {
    /// More would not be told apart.
    private static let most = 4

    static func show(_ desk: SeatDesk) throws -> Answer {
        let visit = desk.visit
        let title = visit["seats.scenarios.title"]
        guard let board = desk.board else { return desk.empty(title, at: .scenarios) }
        let names = board.situation.scenarios.map(\.name)
        let asked = visit.query.items.filter { $0.name == "scenario" }.map(\.value.trimmed)
            .filter { $0.isEmpty || names.contains($0) }
        // Without a choice the first ones, beside the course that the past shows.
        var chosen: [String] = []
        for name in asked.count > 1 ? asked : [""] + names where !chosen.contains(name) && chosen.count < most {
            chosen.append(name)
        }
        let boards = try chosen.compactMap { try visit.site.seats.board($0) }
        let page = Comparison(desk: desk, boards: boards)
        let add = HTML.when(
            desk.mayAdd("demand_change"),
            #"<a class="button main" href="\#(SitePath.data(.new("demand_change")))">\#(visit["seats.scenarios.add"])</a>"#
        )
        let comparison: HTML =
            names.isEmpty
            ? EmptyState.html(visit["seats.scenarios.none"], action: add)
            : """
            \(page.chart)
            <section class="panel" id="summary"><h2>\(visit["seats.scenarios.summary"])</h2>\(page.summary)</section>
            <section class="panel" id="years"><h2>\(visit["seats.school.years"])</h2>\(page.years)</section>
            """
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["seats.scenarios.lead"])", actions: add))\
            \(DataTabs.html(visit, at: .seats(.plan)))\(desk.tabs(at: .scenarios))\(form(desk, names, chosen))\(comparison)
            \(board.situation.scenarios.html { changes(desk, $0) })\(Chart.scripts(visit))
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    private static func form(_ desk: SeatDesk, _ names: [String], _ chosen: [String]) -> HTML {
        let visit = desk.visit
        let boxes = ([""] + names).html { name in
            // An empty value would not be told from none.
            Form.check(
                "scenario", name.isEmpty ? visit["seats.scenario.none"] : name, value: name.isEmpty ? " " : name,
                isOn: chosen.contains(name))
        }
        return """
            <form class="filter" action="\(SitePath.seats(.scenarios))" aria-label="\(visit["site.filter.title"])">\
            <fieldset class="checks"><legend>\(visit["seats.scenarios.choose", ["most": "\(most)"]])</legend>\(boxes)</fieldset>\
            \(desk.choices(hasScenario: false))\
            <p class="buttons"><button class="main">\(visit["seats.scenarios.compare"])</button></p></form>
            """
    }

    /// The changes of a scenario, each with its time, place and size.
    private static func changes(_ desk: SeatDesk, _ scenario: Scenario) -> HTML {
        let visit = desk.visit
        var table = ListTable(
            scenario.name,
            columns: ["name", "kind", "area", "time", "grades", "amount"].map {
                .init(title: visit["seats.change.\($0)"], isNumeric: $0 == "amount", isName: $0 == "name")
            })
        table.rows = scenario.adjustments.map { change in
            let area = change.unit.isEmpty ? visit["seats.area.all"] : desk.board?.situation.name(change.unit) ?? ""
            let first = GradeLadder.name(change.firstGrade, in: visit.language)
            let last = GradeLadder.name(change.lastGrade, in: visit.language)
            return .init(cells: [
                "\(change.name)", "\(visit["seats.change.\(change.kind.rawValue)"])", "\(area)",
                "\(change.from)–\(change.until.map { "\($0)" } ?? visit["seats.change.open"])",
                "\(first == last ? first : "\(first)–\(last)")", "\(amount(visit, change))",
            ])
        }
        let edit = desk.rows("demand_change").map {
            #"<p><a href="\#($0.with("q", scenario.name))">\#(visit["seats.scenarios.edit"])</a></p>"# as HTML
        }
        return """
            <section class="panel"><h2>\(scenario.name)</h2>\
            <div class="wide" tabindex="0" role="region" aria-label="\(scenario.name)">\(table.html)</div>\(edit ?? .empty)\
            </section>
            """
    }

    private static func amount(_ visit: Visit, _ change: Adjustment) -> String {
        let number = Words.number(change.amount)
        switch change.kind {
        case .housing:
            return visit[
                "seats.change.dwellings",
                ["count": number, "yield": Words.number(change.yield), "years": "\(change.years)"]]
        case .pupils: return visit["seats.change.each", ["count": number]]
        case .entrants, .share: return "\(change.amount > 0 ? "+" : "")\(Words.number(change.amount * 100))%"
        }
    }

    /// The chosen scenarios, in their order.
    private struct Comparison {
        let desk: SeatDesk
        let boards: [SeatBoard]

        private var visit: Visit { desk.visit }
        private static let tones: [Chart.Tone] = [.first, .second, .third, .fourth]

        private func name(_ board: SeatBoard) -> String { board.scenario?.name ?? visit["seats.scenario.none"] }

        /// The stage year by year in the area shown, or in all.
        private func totals(_ board: SeatBoard) -> [SeatGap] {
            if let area = desk.area { return desk.gaps(board.outcomes[0]).filter { $0.area == "\(area.id)" } }
            return board.total(desk.stage, areas: desk.areas.map { "\($0.id)" }, through: desk.autumns.upperBound)
        }

        var chart: HTML {
            let seats = boards.first.map(totals)?.map(\.seats) ?? []
            return Chart.lines(
                visit[
                    "seats.chart.title",
                    ["area": desk.area?.name ?? visit["seats.area.all"], "stage": desk.word(desk.stage)]],
                categories: desk.autumns.map(String.init),
                series: zip(boards, Self.tones).map { board, tone in
                    .init(name: name(board), values: totals(board).map { $0.pupils.rounded() }, tone: tone)
                } + [.init(name: visit["seats.chart.seats"], values: seats, tone: .warn, isDashed: true)],
                unit: visit["seats.unit"]
            ).html(visit, showsTable: false)
        }

        /// Pupils and gap of each year, a column a scenario.
        var years: HTML {
            var table = ListTable(
                visit["seats.scenarios.title"],
                columns: [
                    .init(title: visit["seats.school.year"], isName: true),
                    .init(title: visit["seats.column.seats"], isNumeric: true),
                ] + boards.map { .init(title: name($0), isNumeric: true) })
            let lines = boards.map(totals)
            table.rows = desk.autumns.map { autumn in
                let found = lines.map { $0.first { $0.autumn == autumn } }
                let seats = found.first.flatMap { $0?.seats }.map(desk.number) ?? "–"
                return .init(
                    cells: ["\(autumn)", "\(seats)"]
                        + found.map { gap in
                            guard let gap else { return "–" }
                            let likely = gap.probability.map {
                                #" <span class="muted">\#(desk.percent($0))</span>"# as HTML
                            }
                            return "\(desk.number(gap.pupils))<br>\(desk.words(gap))\(likely ?? .empty)"
                        })
            }
            return """
                <p class="muted">\(visit["seats.scenarios.years"])</p>
                <div class="wide" tabindex="0" role="region" aria-label="\(table.caption)">\(table.html)</div>
                """
        }

        /// What each scenario means for all areas to see, of the stage and years shown.
        var summary: HTML {
            var table = ListTable(
                visit["seats.scenarios.summary"],
                columns: [
                    .init(title: visit["seats.choice.scenario"], isName: true),
                    .init(title: visit["seats.column.missing"], isNumeric: true),
                    .init(title: visit["seats.column.shortages"], isNumeric: true),
                    .init(title: visit["seats.column.worst"]),
                    .init(title: visit["seats.column.empty"], isNumeric: true),
                ])
            table.rows = boards.map { board in
                let seen = OptionOutcome(option: nil, gaps: desk.gaps(board.outcomes[0]))
                let link = desk.link().with("scenario", board.scenario?.name)
                return .init(cells: [
                    #"<a href="\#(link)">\#(name(board))</a>"#, "\(desk.number(seen.missingSeatYears))",
                    "\(seen.shortages)", "\(desk.worst(seen))", "\(desk.number(seen.emptySeats))",
                ])
            }
            return #"<div class="wide" tabindex="0" role="region" aria-label="\#(table.caption)">\#(table.html)</div>"#
        }
    }
}
