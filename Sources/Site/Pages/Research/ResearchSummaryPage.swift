import Ledger
import Monitoring

/// Contact duty and problems of a year by leader and by office, with the rules behind the figures.
enum ResearchSummaryPage {
    static func show(_ visit: Visit) throws -> Answer {
        let years = try visit.ledger.dutyYears()
        let year = DutiesPage.year(visit, years)
        let summary = try visit.ledger.researchSummary(year: year, on: visit.today)
        let isEmpty = summary.leaders.isEmpty
        let lead = visit[
            "research.summary.lead",
            ["year": DutiesPage.yearName(year), "day": visit.today.prose(visit.language)]]
        let main: HTML = """
            \(PageHead.html(visit["research.summary"], lead: "\(lead)",
            actions: HTML.when(visit.can(.exportLedger) && !isEmpty, ResearchExport.links(visit, "summary", year: year))))
            \(ResearchTabs.html(visit, at: .summary))
            \(DutiesPage.yearForm(visit, .summary, years, year))
            \(isEmpty ? EmptyState.html(visit["research.summary.empty"]) : tables(visit, summary, year))
            """
        return .page(ResearchTabs.page(visit, title: visit["research.summary"], main))
    }

    private static func tables(_ visit: Visit, _ summary: ResearchSummary, _ year: Int) -> HTML {
        let problems = SitePath.research(.problems).with("year", "\(year)")
        var leaders = ListTable(
            visit["research.summary.leaders"],
            columns: [.init(title: visit["research.column.leader"], isName: true)]
                + ["visits", "fulfilment", "overdueTerms"].map {
                    .init(title: visit["research.tally.\($0)"], isNumeric: true)
                }
                + problemColumns(visit))
        leaders.rows = summary.leaders.map { name, tally in
            let duties = SitePath.research(.duties).with("year", "\(year)").with("leader", name)
            return row("\(name)", tally, dutyLink: duties, problems.with("leader", name))
        }
        leaders.rows.append(
            row(
                "\(visit["research.tally.total"])", summary.total,
                dutyLink: SitePath.research(.duties).with("year", "\(year)"), problems))
        var offices = ListTable(
            visit["research.summary.offices"],
            columns: [.init(title: visit["research.column.responsible"], isName: true)] + problemColumns(visit))
        offices.rows = summary.offices.map { office, name, tally in
            let link = problems.with("office", office.map { "\($0)" } ?? "none")
            return .init(cells: ["\(name ?? visit["research.none"])"] + problemCells(tally, link))
        }
        return """
            <section><h2>\(visit["research.summary.leaders"])</h2>\(leaders.html)
            <p class="muted">\(visit["research.rule.fulfilment"])</p></section>
            <section><h2>\(visit["research.summary.offices"])</h2>\(offices.html)
            <p class="muted">\(visit["research.rule.solved"])</p></section>
            """
    }

    private static func problemColumns(_ visit: Visit) -> [ListTable.Column] {
        ["problems", "solved", "solvedShare", "overdue", "tasks"].map {
            .init(title: visit["research.tally.\($0)"], isNumeric: true)
        }
    }

    private static func row(_ name: HTML, _ tally: ResearchTally, dutyLink: SiteLink, _ problems: SiteLink)
        -> ListTable.Row
    {
        .init(
            cells: [
                name, #"<a href="\#(dutyLink)">\#(tally.visitsMade)</a>"#,
                """
                <a href="\(dutyLink)">\(Figure.percent(tally.visitsCounted, of: tally.visitsRequired))</a> \
                <span class="muted">\(tally.visitsCounted) / \(tally.visitsRequired)</span>
                """,
                #"<a href="\#(dutyLink)">\#(tally.dutiesOverdue)</a>"#,
            ] + problemCells(tally, problems))
    }

    /// Each figure leads to its problems.
    private static func problemCells(_ tally: ResearchTally, _ link: SiteLink) -> [HTML] {
        [
            #"<a href="\#(link)">\#(tally.problems)</a>"#,
            #"<a href="\#(link.with("light", "blue"))">\#(tally.solved)</a>"#,
            "\(Figure.percent(tally.solved, of: tally.problems))",
            #"<a href="\#(link.with("light", "red"))">\#(tally.overdue)</a>"#,
            #"<a href="\#(link.with("task", "yes"))">\#(tally.tasks)</a>"#,
        ]
    }
}
