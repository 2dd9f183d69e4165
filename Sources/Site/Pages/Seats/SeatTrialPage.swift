import Registers
import SeatPlanning
import Seats

/// 试算: what if. Nothing is written until the planner keeps what was tried as an option.
enum SeatTrialPage {
    static func show(_ desk: SeatDesk) throws -> Answer { try page(desk, desk.visit.query, faults: []) }

    /// Keeps what was tried as an option: rows of `seat_project`, all or none.
    static func keep(_ desk: SeatDesk) throws -> Answer {
        let visit = desk.visit
        let name = visit.form["name"]
        guard let register = visit.registers.catalog.register("seat_project"), desk.mayAdd(register.name) else {
            throw RegisterError.notAllowed
        }
        let trial = SeatTrial(desk, visit.form, name: name)
        guard !name.isEmpty, name.count <= 40 else {
            return try page(desk, visit.form, faults: [visit["seats.trial.needsName"]])
        }
        guard trial.faults.isEmpty, !trial.isEmpty else {
            return try page(desk, visit.form, faults: trial.isEmpty ? [visit["seats.trial.nothing"]] : [])
        }
        if desk.board?.situation.options.contains(where: { $0.name == name }) == true {
            return try page(desk, visit.form, faults: [visit["seats.trial.taken.name", ["name": name]]])
        }
        let report = try visit.registers.add(trial.rows, to: register, access: desk.access, by: visit.principal)
        guard report.isKept else {
            return try page(
                desk, visit.form,
                faults: report.faults.filter { !$0.isWarning }.map { $0.expected.words(visit.language) })
        }
        return .redirect(desk.link(fragment: "options").with("done", "optionKept"))
    }

    private static func page(_ desk: SeatDesk, _ values: FormValues, faults: [String]) throws -> Answer {
        let visit = desk.visit
        let title = visit["seats.trial.title"]
        guard let board = desk.board else { return desk.empty(title, at: .trial) }
        let trial = SeatTrial(desk, values, name: values["name"].isEmpty ? visit["seats.trial.name"] : values["name"])
        let told = (faults + trial.faults).html { Notice.html(.error, "\($0)") }
        let result = trial.isEmpty ? .empty : try result(desk, board, trial)
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["seats.trial.lead"])"))\(DataTabs.html(visit, at: .seats(.plan)))\
            \(desk.tabs(at: .trial))\(told)\(form(desk, board, values))\(result)\(Chart.scripts(visit))
            """
        let status: Bool = !faults.isEmpty
        return .page(
            Layout.page(visit, title: title, at: .data, main: main), status: status ? .unprocessableContent : .ok)
    }

    private static func form(_ desk: SeatDesk, _ board: SeatBoard, _ values: FormValues) -> HTML {
        let visit = desk.visit
        let areas = [("", visit["seats.trial.choose"])] + desk.areas.map { ("\($0.id)", $0.name) }
        let projects =
            [("", visit["seats.trial.choose"])]
            + SeatTrial.projects(board, desk).map {
                ($0.key, "\(board.situation.name($0.source.area)) · \($0.source.name)（\($0.source.from ?? 0)）")
            }
        func number(_ name: String, _ hint: String? = nil) -> HTML {
            Form.field(
                name, visit["seats.trial.\(name)"], value: values[name], kind: .number, hint: hint.map { visit[$0] })
        }
        func area(_ name: String) -> HTML {
            Form.select(name, visit["seats.trial.\(name)"], areas, chosen: values[name])
        }
        let shift: HTML =
            projects.count == 1
            ? #"<p class="muted">\#(visit["seats.trial.noProjects"])</p>"#
            : """
            <div class="fields">\(Form.select("project", visit["seats.trial.project"], projects, chosen: values["project"]))\
            \(number("shift", "seats.trial.hint.shift"))</div>
            """
        return """
            <form class="panel" action="\(SitePath.seats(.trial))" aria-label="\(visit["seats.trial.title"])">
            <div class="fields">\(desk.choices(hasArea: false))</div>
            <fieldset><legend>\(visit["seats.trial.group.rooms"])</legend><div class="fields">\
            \(area("in"))\(number("rooms", "seats.trial.hint.rooms"))\(area("taken"))\(number("from"))\
            \(number("until", "seats.trial.hint.until"))</div></fieldset>
            <fieldset><legend>\(visit["seats.trial.group.move"])</legend><div class="fields">\
            \(area("out"))\(area("to"))\(number("share", "seats.trial.hint.share"))\(number("start"))</div></fieldset>
            <fieldset><legend>\(visit["seats.trial.group.shift"])</legend>\(shift)</fieldset>
            \(Form.buttons(visit["seats.trial.run"], cancel: (visit["seats.trial.clear"], desk.link(to: .trial))))</form>
            """
    }

    /// As things stand against what is tried, and the form that keeps it.
    private static func result(_ desk: SeatDesk, _ board: SeatBoard, _ trial: SeatTrial) throws -> HTML {
        let visit = desk.visit
        let outcomes = [board.outcomes[0], board.outcome(trial.option)]
        let touched = Set(trial.option.sources.map(\.area) + trial.option.moves.flatMap { [$0.from, $0.to] })
        var table = ListTable(
            visit["seats.trial.result"],
            columns: [
                .init(title: visit["seats.column.area"], isName: true),
                .init(title: visit["seats.column.option"]),
            ] + desk.autumns.map { .init(title: "\($0)", isNumeric: true) })
        let names = [visit["seats.cli.option.none"], trial.option.name]
        for area in desk.areas where touched.contains("\(area.id)") {
            for (outcome, name) in zip(outcomes, names) {
                let gaps = desk.gaps(outcome).filter { $0.area == "\(area.id)" }
                table.rows.append(
                    .init(
                        cells: ["\(area.name)", "\(name)"]
                            + desk.autumns.map { autumn in
                                gaps.first { $0.autumn == autumn }.map { gap in
                                    """
                                    \(desk.words(gap))<br><span class="muted">\
                                    \(gap.probability.map(desk.percent) ?? "–")</span>
                                    """
                                } ?? "–"
                            }))
            }
        }
        let sums = outcomes.map { OptionOutcome(option: $0.option, gaps: desk.gaps($0)) }
        let arguments = [
            "before": desk.number(sums[0].missingSeatYears), "after": desk.number(sums[1].missingSeatYears),
            "short": "\(sums[0].shortages)", "left": "\(sums[1].shortages)",
        ]
        let chart = Chart.lines(
            visit["seats.chart.options", ["stage": desk.word(desk.stage)]], categories: desk.autumns.map(String.init),
            series: zip(sums, [Chart.Tone.off, .first]).enumerated().map { index, pair in
                let years = Dictionary(grouping: pair.0.gaps, by: \.autumn)
                return .init(
                    name: names[index],
                    values: desk.autumns.map { (years[$0] ?? []).reduce(0) { $0 + max(0, $1.gap ?? 0) }.rounded() },
                    tone: pair.1)
            }, unit: visit["seats.unit.seats"])
        return """
            <section class="panel" id="result"><h2>\(visit["seats.trial.result"])</h2>
            <p class="sentence">\(visit["seats.trial.sentence", arguments])</p>
            <div class="wide" tabindex="0" role="region" aria-label="\(table.caption)">\(table.html)</div>
            \(HTML.when(sums[0].shortages + sums[1].shortages > 0, chart.html(visit, showsTable: false)))\(keepForm(desk, trial))</section>
            """
    }

    private static func keepForm(_ desk: SeatDesk, _ trial: SeatTrial) -> HTML {
        let visit = desk.visit
        guard desk.mayAdd("seat_project"), trial.faults.isEmpty else { return .empty }
        let hidden = SeatTrial.fields.filter { !trial.values[$0].isEmpty }
            .html { Form.hiddenField($0, trial.values[$0]) }
        let choice = [
            ("stage", desk.stage.rawValue), ("scenario", desk.board?.scenario?.name ?? ""), ("years", "\(desk.years)"),
        ].html { Form.hiddenField($0.0, $0.1) }
        return Form.post(
            visit, to: .seats(.trial),
            """
            \(hidden)\(choice)\(Form.field(
                "name", visit["seats.trial.keepAs"], value: trial.values["name"],
                hint: visit["seats.trial.hint.keep", ["count": "\(trial.rows.count)"]], isRequired: true, limit: 40))\
            \(Form.buttons(visit["seats.trial.keep"]))
            """)
    }
}
