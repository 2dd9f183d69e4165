import Catalog
import Indicators
import Ledger
import Measurement
import Monitoring
import Registers

/// A target of a plan: what measures it, what could, and the whole library to choose from.
enum TargetPage {
    /// Indicators of one search that are listed.
    private static let limit = 30

    static func show(_ visit: Visit, _ id: Int64) throws -> Answer {
        let line = try self.line(visit, id)
        let desk = try TargetDesk(visit)
        let title = Words.target(visit, line.target.quantity)
        let task = SiteLink(path: .task(line.line.id), fragment: "targets")
        let main: HTML = """
            \(Crumbs.html(visit, [
                (visit["indicators.targets.title"], SiteLink(path: .indicators(.targets))), (line.line.title, task)
            ]))
            \(PageHead.html(title, lead: "\(visit["indicators.targets.oneLead"])"))
            \(try state(desk, line))\(try suggestions(desk, line))\(try search(desk, line))
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    /// A target of a task that the visitor may know of. - Throws: `WorkError.noTarget`.
    static func line(_ visit: Visit, _ id: Int64) throws -> TargetLine {
        let task = try visit.ledger.task(ofTarget: id)
        var filter = LedgerFilter()
        filter.ids = [task]
        guard let line = try visit.ledger.workLines(filter, on: visit.today).first,
            let target = line.record.targets.first(where: { $0.id == id && !$0.isDropped })
        else { throw WorkError.noTarget }
        return TargetLine(line: line, target: target)
    }

    /// Where the target stands, and what it is bound to.
    private static func state(_ desk: TargetDesk, _ line: TargetLine) throws -> HTML {
        let visit = desk.visit, target = line.target
        var details = Details()
        details.add(visit["indicators.targets.light"], LightMark.html(visit, line.line.finding, showsReason: true))
        details.add(visit["work.column.actual"], desk.actual(target))
        guard let binding = desk.bindings[target.id] else {
            details.add(visit["indicators.targets.measure"], text: visit["indicators.targets.unbound"])
            return details.html
        }
        details.add(visit["indicators.targets.measure"], desk.words(binding))
        let names = try visit.accountNames()
        details.add(
            visit["indicators.targets.by"], text: binding.by.flatMap { names["account:\($0)"] })
        let reading = try desk.measurement.reading(target, by: binding.measure, until: visit.today)
        details.add(
            visit["indicators.targets.reading"],
            reading.map {
                #"\#(Figure.text($0.value)) \#(target.quantity.unit) <span class="muted">\#($0.day.text)</span>"#
            } ?? #"<span class="muted">\#(visit["indicators.targets.noReading"])</span>"#)
        let isWaiting =
            reading != nil && reading != target.actual && !WorkMove.report.from.contains(line.line.record.state)
        let path = SitePath.indicators(.target(target.id))
        return """
            \(details.html)\
            \(HTML.when(isWaiting, Notice.html(.note, "\(visit["indicators.targets.notAtWork"])")))\
            \(HTML.when(desk.mayBind(line.line), Form.button(visit, to: path, [("move", "unbind")], title: visit["indicators.targets.unbind"])))
            """
    }

    /// What could measure it, and what was refused.
    private static func suggestions(_ desk: TargetDesk, _ line: TargetLine) throws -> HTML {
        guard desk.mayBind(line.line), desk.bindings[line.target.id] == nil else { return .empty }
        let visit = desk.visit, path = SitePath.indicators(.target(line.target.id))
        let items = try desk.measurement.suggestions(for: line.target.quantity).html {
            "<li>\(desk.words($0))\(desk.buttons($0, path))</li>"
        }
        let refused = try desk.measurement.refused(for: line.target.quantity).html { indicator in
            """
            <li>\(indicator.title.text(visit.language)) \(Form.button(
                visit, to: path, [("move", "admit"), ("indicator", indicator.name)],
                title: visit["indicators.targets.admit"], kind: "small"))</li>
            """
        }
        let proposals: HTML =
            items.isEmpty ? "<p>\(visit["indicators.targets.noSuggestion"])</p>" : #"<ul class="lines">\#(items)</ul>"#
        return """
            <section><h2>\(visit["indicators.targets.suggested"])</h2>\
            <p class="muted">\(visit["indicators.targets.rule"])</p>\(proposals)</section>
            \(HTML.when(!refused.isEmpty,
                "<section><h2>\(visit["indicators.targets.refused"])</h2><ul class=\"lines\">\(refused)</ul></section>"))
            """
    }

    /// Another indicator of the library, found by words.
    private static func search(_ desk: TargetDesk, _ line: TargetLine) throws -> HTML {
        guard desk.mayBind(line.line) else { return .empty }
        let visit = desk.visit, path = SitePath.indicators(.target(line.target.id))
        let words = String(visit.query["q"].prefix(100))
        let form: HTML = """
            <form class="filter" action="\(path)" role="search">\
            \(Form.field("q", visit["indicators.library.search"], value: words, kind: .search))\
            <p class="buttons"><button class="main">\(visit["indicators.targets.find"])</button></p></form>
            """
        return """
            <section><h2>\(visit["indicators.targets.other"])</h2>\(form)\
            \(try HTML.when(!words.isEmpty, results(desk, line, words)))</section>
            """
    }

    private static func results(_ desk: TargetDesk, _ line: TargetLine, _ words: String) throws -> HTML {
        let visit = desk.visit, indicators = try IndicatorDesk(visit)
        let search = IndicatorSearch(indicators.catalog, words)
        let found = indicators.catalog.indicators.filter(search.finds)
        guard !found.isEmpty else { return EmptyState.html(visit["indicators.library.none"]) }
        var table = ListTable(
            visit["indicators.targets.other"],
            columns: [
                .init(title: visit["indicators.column.indicator"], isName: true),
                .init(title: visit["indicators.column.value"], isNumeric: true),
                .init(title: visit["indicators.page.category"]),
                .init(title: visit["indicators.targets.choose"]),
            ])
        table.rows = found.prefix(limit).map { indicator in
            let value = indicators.value(indicator, indicators.latest(indicator))
            let name = "choice-\(indicator.name)"
            let categories = self.categories(indicators, indicator)
            let select: HTML = HTML.when(
                !categories.isEmpty,
                """
                <select name="\(name)" aria-label="\(visit["indicators.page.category"])">\
                \(Form.options([("", visit["data.filter.all"])] + categories, chosen: ""))</select>
                """)
            return .init(cells: [
                """
                <a data-nav href="\(indicators.link(indicator))">\(indicators.title(indicator))</a><br>\
                <span class="muted">\(indicator.source)</span>
                """,
                "\(IndicatorText.value(visit, value?.value, indicator))", select,
                #"<button name="indicator" value="\#(indicator.name)">\#(visit["indicators.targets.choose"])</button>"#,
            ])
        }
        let more = HTML.when(
            found.count > limit,
            #"<p class="muted">\#(visit["indicators.targets.more", ["count": "\(found.count)", "limit": "\(limit)"]])</p>"#
        )
        return Form.post(
            visit, to: .indicators(.target(line.target.id)),
            """
            \(Form.hiddenField("move", "bind"))<div class="filter">\(organisations(indicators))</div>\
            \(table.html)\(more)
            """)
    }

    /// Whose value it is to be, by code, as bindings name them.
    private static func organisations(_ desk: IndicatorDesk) -> HTML {
        Form.select(
            "organisation", desk.visit["data.filter.organisation"],
            desk.organisations.map { (value: $0.code, title: "\($0.code) \($0.name)") },
            chosen: desk.organisation?.code ?? "")
    }

    private static func categories(_ desk: IndicatorDesk, _ indicator: Indicator) -> [(value: String, title: String)] {
        guard let register = desk.catalog.register(indicator.part.register) else { return [] }
        return indicator.categories.flatMap { name -> [(value: String, title: String)] in
            guard let field = register.field(name), let codes = desk.catalog.codes(of: field)?.codes else { return [] }
            return codes.map { (value: "\(name):\($0.code)", title: $0.title.text(desk.language)) }
        }
    }
}
