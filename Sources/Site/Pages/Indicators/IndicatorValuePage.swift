import Catalog
import Hummingbird
import Indicators
import Monitoring
import Registers

/// An indicator: its figure for an organisation and period, how it is counted, how it went, who has how much of it.
enum IndicatorValuePage {
    static func show(_ visit: Visit, _ name: String) throws -> Answer {
        let choice = try IndicatorChoice(visit, name)
        let indicator = choice.indicator
        let title = choice.desk.title(indicator)
        let definition = SitePath.data(.indicator(name))
        let actions: HTML = """
            \(HTML.when(choice.desk.mayExport(indicator) && choice.period != nil,
                FileLinks.html(visit, IndicatorPath.tables) { choice.link(.file(name, $0)) }))\
            <a class="button" href="\(definition)">\(visit["data.dictionary.definition"])</a>
            """
        let comparison = IndicatorComparison(choice)
        let main: HTML = """
            \(Crumbs.html(visit, choice.crumbs))
            \(PageHead.html(title, lead: "\(indicator.describe?.text(visit.language))", actions: actions))
            \(try form(choice))
            <div class="columns">\(try IndicatorFigure(choice).html)\(definitionPanel(choice))</div>
            \(trend(choice))\(try splits(choice))\(comparison.html)
            \(Chart.scripts(visit))
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    /// Which figure is shown.
    private static func form(_ choice: IndicatorChoice) throws -> HTML {
        let visit = choice.visit, desk = choice.desk
        var periods = desk.cube.periods(of: choice.indicator)
        if let period = choice.period, !periods.contains(period) { periods.append(period) }
        let options = periods.sorted(by: >).map { (value: $0.description, title: $0.description) }
        let categories = try choice.indicator.categories.flatMap { field in
            try choice.split(by: field).compactMap(\.category).map { split in
                (
                    value: "\(split.field):\(split.value)",
                    title: "\(choice.title(ofCategory: field))：\(choice.words(split))"
                )
            }
        }
        let chosen = choice.category.map { "\($0.field):\($0.value)" } ?? ""
        return """
            <form class="filter" action="\(SitePath.indicator(choice.indicator.name))">\
            \(OrganisationChoice.html(desk))\
            \(HTML.when(!options.isEmpty,
                Form.select("period", visit["indicators.column.period"], options, chosen: choice.period?.description ?? "")))\
            \(HTML.when(!categories.isEmpty,
                Form.select("category", visit["indicators.page.category"], [("", visit["data.filter.all"])] + categories, chosen: chosen)))\
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button></p></form>
            """
    }

    /// How it is counted, in words; the registers that it reads; what it means that there is no value.
    private static func definitionPanel(_ choice: IndicatorChoice) -> HTML {
        let visit = choice.visit, indicator = choice.indicator, catalog = choice.desk.catalog
        let lines = IndicatorWords(catalog, visit.language).lines(indicator).html { "<li>\($0)</li>" }
        let registers = IndicatorInputs(indicator, in: catalog).inputs.html { input -> HTML in
            guard let register = catalog.register(input.register) else { return .empty }
            let path: SitePath =
                choice.desk.access.may(.read, register)
                ? .data(.rows(register.name)) : .data(.definition(register.name))
            let fields = input.fields.compactMap { register.field($0)?.title.text(visit.language) }
            return """
                <li><a href="\(path)">\(register.title.text(visit.language))</a> \
                <span class="muted">\(fields.joined(separator: visit.language == .chinese ? "、" : ", "))</span></li>
                """
        }
        var details = Details()
        details.add(visit["indicators.page.rule"], "<ul class=\"plain\">\(lines)</ul>")
        details.add(visit["data.measure.unit"], text: IndicatorText.unit(visit, indicator))
        details.add(visit["indicators.column.better"], text: IndicatorText.direction(visit, indicator))
        details.add(visit["data.measure.period"], text: visit["indicators.period.\(indicator.period.rawValue)"])
        details.add(
            visit["data.measure.standard"],
            indicator.standard.map {
                #"\#(IndicatorText.standard(visit, indicator)) <span class="muted">\#($0.source)</span>"#
            })
        details.add(visit["data.dictionary.source"], text: indicator.source)
        details.add(visit["data.measure.sets"], text: indicator.sets.joined(separator: "、"))
        details.add(
            visit["data.measure.levels"],
            text: indicator.levels.map { $0.title.text(visit.language) }.joined(separator: "、"))
        details.add(visit["data.measure.missing"], text: visit["data.missing.\(indicator.missing.rawValue)"])
        details.add(visit["indicators.page.reads"], "<ul class=\"plain\">\(registers)</ul>")
        return #"<section class="panel"><h2>\#(visit["indicators.page.definition"])</h2>\#(details.html)</section>"#
    }

    /// The values over the periods that were counted, with the standard beside them.
    private static func trend(_ choice: IndicatorChoice) -> HTML {
        guard let organisation = choice.desk.organisation else { return .empty }
        let visit = choice.visit, indicator = choice.indicator
        let values = choice.desk.cube.trend(
            of: indicator, organisation: organisation.id, category: choice.category, access: choice.desk.access)
        guard values.contains(where: { $0.value != nil }) else { return .empty }
        guard values.count > 1 else {
            return HTML.when(choice.desk.mayCount, #"<p class="muted">\#(visit["indicators.page.onePeriod"])</p>"#)
        }
        var series = [
            Chart.Series(
                name: choice.desk.title(indicator), values: values.map { rounded($0.value) }, tone: .first,
                links: values.map { choice.link(period: $0.period) })
        ]
        if let standard = indicator.standard {
            series.append(
                Chart.Series(
                    name: visit["indicators.column.standard"], values: values.map { _ in standard.value },
                    tone: .second,
                    isDashed: true))
        }
        let chart = Chart.lines(
            choice.desk.title(indicator), categories: values.map(\.period.description), series: series,
            unit: IndicatorText.unit(visit, indicator))
        return "<section><h2>\(visit["indicators.page.trend"])</h2>\(chart.html(visit))</section>"
    }

    /// The values of the organisation by each field of the indicator.
    private static func splits(_ choice: IndicatorChoice) throws -> HTML {
        guard choice.category == nil else { return .empty }
        let visit = choice.visit
        return try choice.indicator.categories.html { field in
            let values = try choice.split(by: field)
            guard !values.isEmpty else { return .empty }
            let title = visit["indicators.page.by", ["field": choice.title(ofCategory: field)]]
            var table = ListTable(
                title,
                columns: [
                    .init(title: choice.title(ofCategory: field), isName: true),
                    .init(title: visit["indicators.column.value"], isNumeric: true),
                ] + IndicatorComparison.sums(visit, choice.indicator))
            table.rows = values.map { value in
                let here = choice.link(category: .some(value.category))
                let words = value.category.map(choice.words) ?? ""
                var cells: [HTML] = [
                    "\(words)",
                    #"<a data-nav href="\#(here)">\#(IndicatorText.value(visit, value.value, choice.indicator))</a>"#,
                ]
                if choice.indicator.whole != nil {
                    cells += [value.parts.part, value.parts.whole].map { sum in
                        sum.map { "\(Words.number($0))" } ?? "–"
                    }
                }
                return .init(cells: cells)
            }
            return "<section><h2>\(title)</h2>\(table.html)</section>"
        }
    }

    /// A value as charts show it.
    static func rounded(_ value: Double?) -> Double? { value.map { ($0 * 100).rounded() / 100 } }
}
