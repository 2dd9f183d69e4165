import Catalog
import Hummingbird
import Indicators
import Registers

/// 指标库: every indicator by subject, with the latest value of an organisation, its standard and whether it is met.
enum IndicatorLibraryPage {
    static func show(_ visit: Visit) throws -> Answer {
        let library = try IndicatorLibrary(visit)
        let desk = library.desk
        let title = visit["indicators.library.title"]
        let topics = IndicatorTopic.all(library.lines.map(\.indicator))
        let content =
            library.lines.isEmpty
            ? EmptyState.html(visit["indicators.library.none"])
            : missed(library)
                + topics.html { topic in
                    section(library, topic, library.lines.filter { IndicatorTopic.name(of: $0.indicator) == topic })
                }
        let main: HTML = """
            \(PageHead.html(title, lead: lead(library), actions: actions(library)))
            \(DataTabs.html(visit, at: .indicators(.library)))
            \(CountingPanel.html(desk))\(filter(library))
            \(content)
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
            .refreshed(while: visit.site.indicators.counting.run != nil)
    }

    /// How many there are, how many have a value, how many miss their standard: each figure leads to them.
    private static func lead(_ library: IndicatorLibrary) -> HTML {
        let visit = library.desk.visit
        guard let organisation = library.desk.organisation else {
            return "\(visit["indicators.library.noOrganisation"])"
        }
        let link = library.link(.library)
        func figure(_ state: IndicatorLibrary.State, _ key: String) -> HTML {
            let count = library.lines.count { state.holds($0) }
            return #"<a href="\#(link.with("state", state.rawValue))">\#(visit[key, ["count": "\(count)"]])</a>"#
        }
        return """
            \(organisation.name) · \(visit["indicators.library.count", ["count": "\(library.lines.count)"]]) · \
            \(figure(.counted, "indicators.library.counted")) · \(figure(.missed, "indicators.library.missed"))
            """
    }

    private static func actions(_ library: IndicatorLibrary) -> HTML {
        let visit = library.desk.visit
        let mayExport = library.lines.contains { library.desk.mayExport($0.indicator) }
        return HTML.when(
            mayExport,
            FileLinks.html(visit, IndicatorPath.tables) { library.link(.libraryFile($0)) })
            + CountingPanel.menu(library.desk)
    }

    private static func filter(_ library: IndicatorLibrary) -> HTML {
        let desk = library.desk, visit = desk.visit
        let all = (value: "", title: visit["data.filter.all"])
        let topics = IndicatorTopic.all(desk.catalog.indicators).map {
            (value: $0, title: IndicatorTopic.title(visit, $0))
        }
        let sets = Set(desk.catalog.indicators.flatMap(\.sets)).sorted().map { (value: $0, title: $0) }
        let states = IndicatorLibrary.State.allCases.map {
            (value: $0.rawValue, title: visit["indicators.state.\($0.rawValue)"])
        }
        return """
            <form class="filter" action="\(SitePath.indicators(.library))" role="search">\
            \(Form.field("q", visit["indicators.library.search"], value: library.words, kind: .search))\
            \(OrganisationChoice.html(desk))\
            \(Form.select("topic", visit["indicators.library.topic"], [all] + topics, chosen: library.topic))\
            \(Form.select("set", visit["data.measure.sets"], [all] + sets, chosen: library.set))\
            \(Form.select("state", visit["indicators.library.state"], [all] + states, chosen: library.state?.rawValue ?? ""))\
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button>\
            <a class="button" href="\(SitePath.indicators(.library))">\(visit["data.filter.clear"])</a></p></form>
            """
    }

    /// Most indicators that are shown at once; of more, the subjects are to be opened one by one.
    private static let size = 60

    /// What wants a look first, where the list is too long to be seen at once.
    private static func missed(_ library: IndicatorLibrary) -> HTML {
        let missed = library.lines.filter { IndicatorLibrary.State.missed.holds($0) }
        guard library.lines.count > size, !missed.isEmpty else { return .empty }
        let visit = library.desk.visit
        let title = visit["indicators.library.missed", ["count": "\(missed.count)"]]
        let link = library.link(.library).with("state", IndicatorLibrary.State.missed.rawValue)
        let rest = HTML.when(
            missed.count > 10, #"<p><a href="\#(link)">\#(visit["indicators.library.allMissed"])</a></p>"#)
        return """
            <section><h2>\(title)</h2>\(table(library, title, Array(missed.prefix(10))))\(rest)</section>
            """
    }

    /// A subject with its figures; opened where the list is short.
    private static func section(
        _ library: IndicatorLibrary, _ topic: String, _ lines: [IndicatorLibrary.Line]
    ) -> HTML {
        let visit = library.desk.visit, name = IndicatorTopic.title(visit, topic)
        let counted = lines.count { IndicatorLibrary.State.counted.holds($0) }
        let missed = lines.count { IndicatorLibrary.State.missed.holds($0) }
        let bad = HTML.when(
            missed > 0,
            " · \(Mark.html("late", "■", visit["indicators.library.missed", ["count": "\(missed)"]]))")
        return """
            <details class="topic" id="topic-\(topic)"\(flag: "open", if: library.lines.count <= size)>\
            <summary><h2>\(name)</h2> <span class="muted">\
            \(visit["indicators.library.count", ["count": "\(lines.count)"]]) · \
            \(visit["indicators.library.counted", ["count": "\(counted)"]])</span>\(bad)</summary>\
            \(table(library, name, lines))</details>
            """
    }

    private static func table(
        _ library: IndicatorLibrary, _ name: String, _ lines: [IndicatorLibrary.Line]
    ) -> HTML {
        let desk = library.desk, visit = desk.visit
        var table = ListTable(
            name,
            columns: [
                .init(title: visit["indicators.column.indicator"], isName: true),
                .init(title: visit["indicators.column.value"], isNumeric: true),
                .init(title: visit["indicators.column.period"]),
                .init(title: visit["indicators.column.change"], isNumeric: true),
                .init(title: visit["indicators.column.standard"]), .init(title: visit["indicators.column.verdict"]),
                .init(title: visit["indicators.column.better"]),
            ])
        table.rows = lines.map { line in
            let indicator = line.indicator
            let link = desk.link(indicator)
            let value: HTML =
                line.value?.value == nil
                ? #"<span class="muted">\#(visit["indicators.page.noValue"])</span>"#
                : #"<a href="\#(desk.link(indicator, line.period))">\#(IndicatorText.value(visit, line.value?.value, indicator))</a>"#
            return .init(cells: [
                """
                <a data-nav href="\(link)">\(desk.title(indicator))</a><br>\
                <span class="muted">\(indicator.source)</span>
                """,
                value, #"<span class="day">\#(line.period?.description)</span>"#,
                "\(IndicatorText.change(visit, line.value?.value, line.before?.value, indicator))",
                "\(IndicatorText.standard(visit, indicator))", IndicatorText.mark(visit, line.value?.value, indicator),
                #"<span class="muted">\#(IndicatorText.direction(visit, indicator))</span>"#,
            ])
        }
        return #"<div class="library">\#(table.html)</div>"#
    }
}

/// Links to the same as files.
enum FileLinks {
    static func html(_ visit: Visit, _ formats: [String], _ link: (String) -> SiteLink) -> HTML {
        let links = formats.html { #"<a class="button" download href="\#(link($0))">.\#($0)</a> "# }
        return #"<span class="group"><span class="muted">\#(visit["data.export"])</span> \#(links)</span>"#
    }
}

/// The choice of whose values are shown; nothing where there is only one.
enum OrganisationChoice {
    static func html(_ desk: IndicatorDesk) -> HTML {
        guard desk.organisations.count > 1 else { return .empty }
        return Form.select(
            "organisation", desk.visit["data.filter.organisation"],
            desk.organisations.map { (value: "\($0.id)", title: "\($0.code) \($0.name)") },
            chosen: desk.organisation.map { "\($0.id)" } ?? "")
    }
}
