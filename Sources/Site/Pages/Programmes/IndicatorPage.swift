import Ledger
import Localisation
import Monitoring
import Store

/// One indicator of a programme: its path, values, forecast, history, and the forms to report and change.
enum IndicatorPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { try page(visit, id, error: nil) }

    /// Reports a value, confirms one, changes the indicator, or takes it out.
    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        let indicator = try visit.ledger.indicator(id)
        let here = SitePath.programmes(.indicator(id))
        do {
            switch visit.form["move"] {
            case "report":
                guard mayReport(visit, indicator) else { throw SiteError.forbidden }
                guard let value = Double(visit.form["value"]), let year = Int(visit.form["year"]) else {
                    throw ProgrammeError.badValue
                }
                try visit.ledger.reportValue(
                    value, year: year, source: visit.form["source"], files: try EvidenceFiles.keep(visit), of: id,
                    by: visit.principal)
            case "confirm":
                try visit.require(.manageProgrammes)
                guard let value = visit.form.row("value") else { throw SiteError.badChoice }
                try visit.ledger.confirmValue(value, of: id, by: visit.principal)
            case "change":
                try visit.require(.manageProgrammes)
                try visit.ledger.changeIndicator(id, to: try IndicatorForm.details(visit), by: visit.principal)
            case "remove":
                try visit.require(.manageProgrammes)
                try visit.ledger.removeIndicator(id, by: visit.principal)
                return .redirect(SitePath.programmes(.one(indicator.programme)))
            default: throw SiteError.badChoice
            }
        } catch let error as SiteError {
            throw error
        } catch let error as any Explained & Error {
            return try page(visit, id, error: error)
        }
        return .redirect(here.with("done", "indicator"))
    }

    private static func mayReport(_ visit: Visit, _ indicator: ProgrammeIndicator) -> Bool {
        visit.can(.manageProgrammes) || visit.can(.reportProgramme, office: indicator.details.office)
    }

    private static func page(_ visit: Visit, _ id: Int64, error: (any Error)?) throws -> Answer {
        let indicator = try visit.ledger.indicator(id)
        let programme = try visit.ledger.programme(indicator.programme)
        let rule = try visit.ledger.lightRule()
        let lead: HTML = """
            <a href="\(SitePath.programmes(.one(programme.id)))">\(programme.details.name)</a> · \
            \(visit[indicator.details.isBinding ? "programmes.binding" : "programmes.expected"])
            """
        let main: HTML = """
            \(PageHead.html(indicator.details.name, lead: lead))\(try Notice.error(visit, error))
            \(chart(visit, indicator))\(years(visit, indicator, rule))
            <p>\(forecast(visit, indicator))</p>
            \(HTML.when(mayReport(visit, indicator), reportForm(visit, indicator)))
            \(history(visit, indicator))
            \(try HTML.when(visit.can(.manageProgrammes), changeForm(visit, indicator)))
            \(Chart.scripts(visit))
            """
        return .page(
            Layout.page(visit, title: indicator.details.name, at: .programmes, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }

    private static func chart(_ visit: Visit, _ indicator: ProgrammeIndicator) -> HTML {
        guard let path = indicator.path else { return .empty }
        let years = Array(path.baselineYear...path.targetYear)
        let reached = years.map { year -> Double? in
            year == path.baselineYear ? path.fixed[year] : path.reached(year, actuals: indicator.actuals)
        }
        return Chart.lines(
            visit["programmes.pathChart"], categories: years.map(String.init),
            series: [
                .init(
                    name: visit["programmes.path"], values: years.map(path.expected), tone: .off, isDashed: true),
                .init(name: visit["programmes.actual"], values: reached, tone: .first),
            ], unit: indicator.details.unit
        ).html(visit, showsTable: false)
    }

    private static func years(_ visit: Visit, _ indicator: ProgrammeIndicator, _ rule: LightRule) -> HTML {
        guard let path = indicator.path else { return .empty }
        let isSum = path.measure == .cumulative
        var columns: [ListTable.Column] = [
            .init(title: visit["programmes.year"], isNumeric: true),
            .init(title: visit["programmes.expectedYear"], isNumeric: true),
        ]
        if isSum { columns.append(.init(title: visit["programmes.ofYear"], isNumeric: true)) }
        columns += [
            .init(title: visit[isSum ? "programmes.sum" : "programmes.actual"], isNumeric: true),
            .init(title: visit["programmes.made"], isNumeric: true), .init(title: visit["work.column.light"]),
        ]
        var table = ListTable(visit["programmes.years"], columns: columns)
        func value(_ number: Double?) -> HTML { number.map { "\(Figure.text($0)) \(indicator.details.unit)" } ?? "–" }
        table.rows = ((path.baselineYear + 1)...path.targetYear).map { year in
            var cells: [HTML] = ["\(year)", value(path.expected(year))]
            if isSum { cells.append(value(indicator.actuals[year])) }
            let made = path.completion(year, actuals: indicator.actuals).map { Figure.text($0, decimals: 1) + "%" }
            cells += [
                value(path.reached(year, actuals: indicator.actuals)), "\(made ?? "–")",
                VerdictMark.html(
                    visit, indicator.verdict(year, tolerance: rule.tolerance), unit: indicator.details.unit),
            ]
            return .init(cells: cells)
        }
        return table.html
    }

    private static func forecast(_ visit: Visit, _ indicator: ProgrammeIndicator) -> String {
        guard let path = indicator.path,
            let forecast = path.forecast(actuals: indicator.actuals, until: visit.today.year)
        else { return visit["programmes.noForecast"] }
        let falls =
            indicator.details.direction.shortfall(actual: forecast.value, expected: indicator.details.target) > 0
        return visit[
            falls ? "programmes.forecastShort" : "programmes.forecastReached",
            [
                "year": "\(path.targetYear)", "value": Figure.text(forecast.value) + indicator.details.unit,
                "low": Figure.text(forecast.value - forecast.margin),
                "high": Figure.text(forecast.value + forecast.margin),
            ]]
    }

    private static func reportForm(_ visit: Visit, _ indicator: ProgrammeIndicator) -> HTML {
        let years = (indicator.details.baselineYear...indicator.details.targetYear).filter { $0 <= visit.today.year }
        let chosen = visit.form.sent("year") ?? "\(years.last ?? indicator.details.baselineYear)"
        let isSum = indicator.details.measure == .cumulative
        let fields: HTML = """
            \(Form.hiddenField("move", "report"))
            \(Form.select("year", visit["programmes.year"], years.map { ("\($0)", "\($0)") }, chosen: chosen))
            \(Form.field("value", visit[isSum ? "programmes.ofYear" : "programmes.actual"], value: visit.form["value"], kind: .number, hint: indicator.details.unit, isRequired: true))
            \(Form.field("source", visit["programmes.source"], value: visit.form["source"], hint: visit["programmes.sourceHint"], isRequired: true, limit: 500))
            \(TopicPage.files(visit, "programmes.files", isMultiple: true))
            \(Form.buttons(visit["programmes.report"]))
            """
        return """
            <section class="panel"><h2>\(visit["programmes.report"])</h2>\
            \(Form.post(visit, to: .programmes(.indicator(indicator.id)), hasFiles: true, fields))</section>
            """
    }

    private static func history(_ visit: Visit, _ indicator: ProgrammeIndicator) -> HTML {
        guard !indicator.values.isEmpty else { return EmptyState.html(visit["programmes.noValues"]) }
        var table = ListTable(
            visit["programmes.history"],
            columns: [
                .init(title: visit["programmes.year"], isNumeric: true),
                .init(title: visit["programmes.value"], isNumeric: true),
                .init(title: visit["programmes.source"], isName: true), .init(title: visit["programmes.files"]),
                .init(title: visit["programmes.reportedBy"]),
                .init(title: visit["programmes.confirmed"]),
            ])
        let latest = Dictionary(indicator.values.map { ($0.year, $0.id) }) { $1 }
        table.rows = indicator.values.reversed().map { value in
            let replaced: HTML =
                latest[value.year] == value.id
                ? .empty : #" <span class="muted">\#(visit["programmes.replaced"])</span>"#
            let confirm: HTML =
                if let at = value.confirmedAt {
                    Mark.html("accepted", "✓", visit.time(at))
                } else if visit.can(.manageProgrammes) {
                    Form.button(
                        visit, to: .programmes(.indicator(indicator.id)),
                        [("move", "confirm"), ("value", "\(value.id)")], title: visit["programmes.confirm"],
                        kind: "small")
                } else {
                    "–"
                }
            return .init(cells: [
                "\(value.year)", "\(Figure.text(value.value)) \(indicator.details.unit)\(replaced)", "\(value.source)",
                files(visit, value),
                "\(value.byName ?? visit["site.history.programme"]) <span class=\"muted\">\(visit.time(value.at))</span>",
                confirm,
            ])
        }
        return #"<section><h2>\#(visit["programmes.history"])</h2>\#(table.html)</section>"#
    }

    private static func files(_ visit: Visit, _ value: YearValue) -> HTML {
        guard !value.files.isEmpty else { return "–" }
        let items = value.files.html { file in
            let name: HTML = "\(file.file.name)"
            return visit.can(.exportLedger)
                ? #"<li><a download href="\#(SitePath.programmes(.file(file.id)))">\#(name)</a></li>"#
                : "<li>\(name)</li>"
        }
        return #"<ul class="lines">\#(items)</ul>"#
    }

    private static func changeForm(_ visit: Visit, _ indicator: ProgrammeIndicator) throws -> HTML {
        let here = SitePath.programmes(.indicator(indicator.id))
        let remove = HTML.when(
            indicator.values.isEmpty,
            Form.button(visit, to: here, [("move", "remove")], title: visit["programmes.remove"]))
        return """
            <details class="panel"><summary>\(visit["programmes.change"])</summary>\
            \(Form.post(
                visit, to: here,
                "\(Form.hiddenField("move", "change"))\(try IndicatorForm.fields(visit, indicator.details))\(Form.buttons(visit["programmes.save"]))"
            ))\(remove)</details>
            """
    }
}

/// The fields of an indicator.
enum IndicatorForm {
    static func fields(_ visit: Visit, _ details: IndicatorDetails) throws -> HTML {
        let offices = try visit.ledger.offices().map { (value: "\($0.id)", title: $0.name) }
        let yearly = details.yearly.sorted { $0.key < $1.key }.map { "\($0.key)=\(Figure.text($0.value))" }
        let measures = YearlyPath.Measure.allCases.map { ($0.rawValue, visit["programmes.measure.\($0.rawValue)"]) }
        let directions = Direction.allCases.map { ($0.rawValue, visit["work.direction.\($0.rawValue)"]) }
        return """
            \(Form.field("name", visit["programmes.indicator"], value: details.name, isRequired: true, limit: 200))
            <div class="row">\(Form.field("unit", visit["programmes.unit"], value: details.unit, limit: 20))\
            \(Form.select("measure", visit["programmes.measure"], measures, chosen: details.measure.rawValue))\
            \(Form.select("direction", visit["work.field.direction"], directions, chosen: details.direction.rawValue))</div>
            <div class="row">\(Form.field("baselineYear", visit["programmes.baselineYear"], value: "\(details.baselineYear)", kind: .number))\
            \(Form.field("baseline", visit["programmes.baseline"], value: Figure.text(details.baseline), kind: .number))\
            \(Form.field("targetYear", visit["programmes.targetYear"], value: "\(details.targetYear)", kind: .number))\
            \(Form.field("target", visit["programmes.target"], value: Figure.text(details.target), kind: .number))</div>
            \(Form.field("yearly", visit["programmes.yearly"], value: yearly.joined(separator: " "), hint: visit["programmes.yearlyHint"]))
            \(Form.field("domain", visit["programmes.domain"], value: details.domain, limit: 50))
            \(Form.select("office", visit["site.column.office"], [("", visit["site.account.noOffice"])] + offices, chosen: details.office.map { "\($0)" } ?? ""))
            \(Form.field("clause", visit["programmes.clause"], value: details.source, limit: 500))
            \(Form.check("binding", visit["programmes.binding"], isOn: details.isBinding))
            """
    }

    /// - Throws: `ProgrammeError.badPath` for figures that are none.
    static func details(_ visit: Visit) throws -> IndicatorDetails {
        let form = visit.form
        guard let measure = YearlyPath.Measure(rawValue: form["measure"]),
            let direction = Direction(rawValue: form["direction"])
        else { throw SiteError.badChoice }
        guard let baselineYear = Int(form["baselineYear"]), let baseline = Double(form["baseline"]),
            let targetYear = Int(form["targetYear"]), let target = Double(form["target"])
        else { throw ProgrammeError.badPath(name: form["name"]) }
        var yearly: [Int: Double] = [:]
        for piece in form["yearly"].split(whereSeparator: { $0.isWhitespace || ",，;；".contains($0) }) {
            let pair = piece.split(separator: "=")
            guard pair.count == 2, let year = Int(pair[0]), let value = Double(pair[1]) else {
                throw ProgrammeError.badPath(name: form["name"])
            }
            yearly[year] = value
        }
        return IndicatorDetails(
            name: form["name"], unit: form["unit"], measure: measure, direction: direction,
            isBinding: form.isOn("binding"), baselineYear: baselineYear, baseline: baseline, targetYear: targetYear,
            target: target, yearly: yearly, domain: form["domain"], office: form.row("office"), source: form["clause"])
    }
}
