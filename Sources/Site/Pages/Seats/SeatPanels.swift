import SeatPlanning
import Seats

/// The parts of the page of seats.
struct SeatPanels {
    let desk: SeatDesk
    let board: SeatBoard
    /// As things stand.
    let now: OptionOutcome

    private var visit: Visit { desk.visit }
    private var history: EnrolmentHistory { board.situation.history }
    /// The units shown in chart and tables of grades and posts.
    private var units: [String] { (desk.area.map { [$0] } ?? desk.areas).map { "\($0.id)" } }

    /// How many areas lack seats, and where most.
    var sentence: HTML {
        let gaps = desk.gaps(now)
        let short = gaps.filter { ($0.gap ?? 0) > 0 && ($0.probability ?? 0) >= 0.5 }
        let range = ["first": "\(desk.autumns.lowerBound)", "last": "\(desk.autumns.upperBound)"]
        guard let worst = short.max(by: { ($0.gap ?? 0) < ($1.gap ?? 0) }) else {
            let key = gaps.contains { $0.seats != nil } ? "seats.sentence.enough" : "seats.sentence.unknown"
            return "\(visit[key, range.merging(["stage": desk.word(desk.stage)]) { $1 }])"
        }
        let words = [
            "stage": desk.word(desk.stage), "count": "\(Set(short.map(\.area)).count)",
            "area": board.situation.name(worst.area), "year": "\(worst.autumn)", "gap": desk.number(worst.gap ?? 0),
            "probability": desk.percent(worst.probability ?? 0),
        ]
        return "\(visit["seats.sentence.short", range.merging(words) { $1 }])"
    }

    /// The past and what is expected, with its interval and the seats.
    var trend: HTML {
        let past = Array(max(history.firstAutumn, history.lastAutumn - 7)...history.lastAutumn)
        let gaps =
            desk.area.map { area in desk.gaps(now).filter { $0.area == "\(area.id)" } }
            ?? board.total(
                desk.stage, areas: units, through: desk.autumns.upperBound)
        let actual = past.map { autumn in units.reduce(0) { $0 + board.pupils($1, desk.stage, autumn) } }
        let none = [Double?](repeating: nil, count: past.count)
        // The lines of what is expected begin at the last actual number.
        func line(_ value: (SeatGap) -> Double?) -> [Double?] {
            none.dropLast() + [actual.last] + gaps.map { value($0)?.rounded() }
        }
        let name = desk.area?.name ?? visit["seats.area.all"]
        return Chart.lines(
            visit["seats.chart.title", ["area": name, "stage": desk.word(desk.stage)]],
            categories: (past + gaps.map(\.autumn)).map(String.init),
            series: [
                .init(
                    name: visit["seats.chart.actual"], values: actual + gaps.map { _ in nil }, tone: .first),
                .init(name: visit["seats.chart.expected"], values: line(\.pupils), tone: .second),
                .init(name: visit["seats.chart.low"], values: line(\.low80), tone: .off, isDashed: true),
                .init(name: visit["seats.chart.high"], values: line(\.high80), tone: .off, isDashed: true),
                .init(name: visit["seats.chart.seats"], values: none + gaps.map(\.seats), tone: .warn, isDashed: true),
            ], unit: visit["seats.unit"]
        ).html(visit)
    }

    /// Areas × years: what is missing, and how likely.
    var gaps: HTML {
        let gaps = Dictionary(grouping: desk.gaps(now), by: \.area)
        var table = ListTable(
            visit["seats.panel.gaps", ["stage": desk.word(desk.stage)]],
            columns: [
                .init(title: visit["seats.column.area"], isName: true),
                .init(title: visit["seats.column.now", ["year": "\(history.lastAutumn)"]], isNumeric: true),
                .init(title: visit["seats.column.seats"], isNumeric: true),
            ] + desk.autumns.map { .init(title: "\($0)", isNumeric: true) })
        table.rows = desk.areas.compactMap { area in
            let unit = "\(area.id)"
            guard let years = gaps[unit] else { return nil }
            let seats: HTML =
                years.first?.seats.map { figure(desk.number($0), desk.rows(SeatDesk.register, area.id)) } ?? "–"
            let name: HTML = #"<a data-nav href="\#(desk.link(area: area.id))">\#(area.name)</a>"#
            let pupils = desk.number(board.pupils(unit, desk.stage, history.lastAutumn))
            return .init(
                cells: [name, figure(pupils, desk.rows("enrolment", area.id)), seats]
                    + desk.autumns.map { autumn in cell(years.first { $0.autumn == autumn }, area.id) })
        }
        let note: HTML = #"<p class="muted">\#(visit["seats.gaps.note"])</p>"#
        return
            #"\#(note)<div class="wide" tabindex="0" role="region" aria-label="\#(table.caption)">\#(table.html)</div>"#
    }

    private func figure(_ words: String, _ link: SiteLink?) -> HTML {
        link.map { #"<a href="\#($0)">\#(words)</a>"# } ?? "\(words)"
    }

    /// The gap with its sign, the pupils, and how likely seats are missing.
    private func cell(_ gap: SeatGap?, _ area: Int64) -> HTML {
        guard let gap else { return "–" }
        guard let missing = gap.gap, let probability = gap.probability else { return "\(desk.number(gap.pupils))" }
        let isShort = missing > 0
        let mark: HTML =
            isShort
            ? #"<span class="worse">\#(visit["seats.gap.missing", ["count": desk.number(missing)]])</span>"#
            : "\(visit["seats.gap.free", ["count": desk.number(-missing)]])"
        let title = visit["seats.gap.range", ["low": desk.number(gap.low80), "high": desk.number(gap.high80)]]
        return """
            <span title="\(title)">\(desk.number(gap.pupils))</span><br>\(mark)<br>\
            <span class="muted">\(desk.percent(probability))</span>
            """
    }

    /// What each option leaves missing in the areas, stage and years shown.
    var options: HTML {
        let add = HTML.when(
            desk.mayAdd("seat_project"),
            #"<p><a class="button" href="\#(SitePath.data(.new("seat_project")))">\#(visit["seats.option.add"])</a></p>"#
        )
        guard board.outcomes.count > 1 else { return EmptyState.html(visit["seats.option.none"], action: add) }
        var table = ListTable(
            visit["seats.panel.options"],
            columns: [
                .init(title: visit["seats.column.option"], isName: true),
                .init(title: visit["seats.column.missing"], isNumeric: true),
                .init(title: visit["seats.column.shortages"], isNumeric: true),
                .init(title: visit["seats.column.worst"]),
                .init(title: visit["seats.column.empty"], isNumeric: true),
                .init(title: visit["seats.column.cost"], isNumeric: true),
            ])
        table.rows = board.outcomes.map { outcome in
            let seen = OptionOutcome(option: outcome.option, gaps: desk.gaps(outcome))
            let name = outcome.option?.name ?? visit["seats.cli.option.none"]
            let rows = outcome.option.flatMap { desk.rows("seat_project")?.with("q", $0.name) }
            return .init(cells: [
                figure(name, rows), "\(desk.number(seen.missingSeatYears))", "\(seen.shortages)",
                "\(desk.worst(seen))", "\(desk.number(seen.emptySeats))",
                "\(outcome.option?.cost.map { visit["seats.cost", ["amount": Words.number(($0 / 10_000).rounded())]] } ?? "–")",
            ])
        }
        let isShort = board.outcomes.contains { desk.gaps($0).contains { ($0.gap ?? 0) > 0 } }
        let tones: [Chart.Tone] = [.off, .first, .second, .third, .fourth]
        let series = zip(board.outcomes, tones).map { outcome, tone in
            let years = Dictionary(grouping: desk.gaps(outcome), by: \.autumn)
            return Chart.Series(
                name: outcome.option?.name ?? visit["seats.cli.option.none"],
                values: desk.autumns.map { year in
                    (years[year] ?? []).reduce(0) { $0 + max(0, $1.gap ?? 0) }.rounded()
                }, tone: tone)
        }
        let chart = Chart.lines(
            visit["seats.chart.options", ["stage": desk.word(desk.stage)]],
            categories: desk.autumns.map(String.init), series: series, unit: visit["seats.unit.seats"])
        return
            #"<p class="muted">\#(visit["seats.options.note"])</p>\#(table.html)\#(HTML.when(isShort, chart.html(visit)))\#(add)"#
    }

    /// Pupils by grade of what is shown.
    var grades: HTML {
        let autumns = Array(desk.autumns)
        let known = Set(units)
        var sums: [Int: [Int: Double]] = [:]
        for cell in board.forecast.cells where known.contains(history.units[cell.unit]) {
            let step = history.grades[cell.grade]
            guard SchoolStage(step: step) == desk.stage else { continue }
            sums[step, default: [:]][cell.autumn, default: 0] += cell.pupils
        }
        var table = ListTable(
            visit["seats.panel.grades"],
            columns: [
                .init(title: visit["seats.column.grade"], isName: true),
                .init(title: visit["seats.column.now", ["year": "\(history.lastAutumn)"]], isNumeric: true),
            ] + autumns.map { .init(title: "\($0)", isNumeric: true) })
        table.rows = sums.keys.sorted().map { step in
            let place = history.grades.firstIndex(of: step) ?? 0
            let last = history.units.indices.filter { known.contains(history.units[$0]) }
                .reduce(0) { $0 + history.pupils(unit: $1, grade: place, autumn: history.lastAutumn) }
            return .init(
                cells: ["\(GradeLadder.name(step, in: visit.language))", "\(desk.number(last))"]
                    + autumns.map { "\(desk.number(sums[step]?[$0] ?? 0))" })
        }
        return #"<div class="wide" tabindex="0" role="region" aria-label="\#(table.caption)">\#(table.html)</div>"#
    }

    /// Posts that the expected pupils need, by stage.
    var posts: HTML {
        let known = Set(units)
        var table = ListTable(
            visit["seats.panel.posts"],
            columns: [.init(title: visit["seats.column.stage"], isName: true)]
                + desk.autumns.map { .init(title: "\($0)", isNumeric: true) })
        let standards = SeatStandards.national
        table.rows = desk.stages.map { stage in
            .init(
                cells: [#"<a href="\#(desk.link(stage: stage))">\#(desk.word(stage))</a>"#]
                    + desk.autumns.map { autumn in
                        let pupils = now.gaps.filter {
                            known.contains($0.area) && $0.stage == stage && $0.autumn == autumn
                        }.reduce(0) { $0 + $1.pupils }
                        return "\(standards.posts(for: pupils, stage))"
                    })
        }
        return #"<p class="muted">\#(visit["seats.posts.note"])</p>\#(table.html)"#
    }

    /// The error of earlier forecasts of the same areas, beside the simple methods.
    var accuracy: HTML { SeatAccuracy.html(visit, board.test, note: visit["seats.accuracy.note"]) }

    /// How it is reckoned, and which changes the scenario makes.
    var rule: HTML {
        let changes = (board.scenario?.adjustments ?? []).html { "<li>\($0.name)</li>" }
        let list = HTML.when(!changes.isEmpty, "<p>\(visit["seats.rule.scenario"])</p><ul>\(changes)</ul>")
        let links = [
            ("enrolment_count", "seats.link.history"), ("population", "seats.link.population"),
            ("seat_project", "seats.link.projects"), ("demand_change", "seats.link.scenarios"),
            ("seat_forecast", "seats.link.record"),
        ].html { register, key -> HTML in
            desk.rows(register).map { #"<li><a href="\#($0)">\#(visit[key])</a></li>"# } ?? .empty
        }
        return """
            <p>\(visit["seats.rule.demand"])</p><p>\(visit["seats.rule.blend"])</p><p>\(visit["seats.rule.interval"])</p><p>\(visit["seats.rule.supply"])</p>
            \(list)<ul>\(links)</ul>
            """
    }
}
