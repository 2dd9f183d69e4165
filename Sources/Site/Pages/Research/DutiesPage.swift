import Ledger
import Localisation
import Monitoring

/// The contact duties of a year: leader by term, with visits made of those required.
enum DutiesPage {
    static func show(_ visit: Visit) throws -> Answer {
        let years = try visit.ledger.dutyYears()
        let year = Self.year(visit, years)
        let duties = try visit.ledger.duties(year: year)
        let leader = visit.query["leader"]
        let shown = duties.filter { leader.isEmpty || $0.details.leader.name == leader }
        let mayManage = visit.can(.manageResearch)
        let actions: HTML = """
            \(HTML.when(mayManage, """
                <a class="button main" href="\(SitePath.research(.newDuty))">\(visit["research.duty.new"])</a>\
                <a class="button" href="\(SitePath.research(.dutyImport))">\(visit["research.duties.import"])</a>
                """))\(HTML.when(visit.can(.exportLedger) && !duties.isEmpty, ResearchExport.links(visit, "duties", year: year)))
            """
        var content = EmptyState.html(visit["research.duties.empty"])
        if !duties.isEmpty {
            content = """
                \(leaders(visit, duties, year))
                <h2>\(visit["research.duties.each"])</h2>
                \(HTML.when(!leader.isEmpty, #"<p>\#(visit["research.ofLeader", ["name": leader]]) <a href="\#(SitePath.research(.duties).with("year", "\(year)"))">\#(visit["site.filter.clear"])</a></p>"#))
                \(shown.isEmpty ? EmptyState.html(visit["research.noneFound"]) : table(visit, shown))
                """
        }
        let lead = visit["research.duties.lead", ["count": "\(duties.count)", "year": yearName(year)]]
        let main: HTML = """
            \(PageHead.html(visit["research.duties"], lead: "\(lead)", actions: actions))
            \(ResearchTabs.html(visit, at: .duties))\(ResearchTabs.done(visit))
            \(yearForm(visit, .duties, years, year))
            \(content)
            <p class="muted">\(visit["research.rule.duty"])</p>
            """
        return .page(ResearchTabs.page(visit, title: visit["research.duties"], main))
    }

    /// The year asked for, else the one of today.
    static func year(_ visit: Visit, _ years: [Int]) -> Int {
        if let asked = Int(visit.query["year"]), SchoolTerm.years.contains(asked) { return asked }
        let now = SchoolTerm(of: visit.today).year
        return years.isEmpty || years.contains(now) ? now : years[0]
    }

    /// 2026.
    static func yearName(_ year: Int) -> String { "\(year)" }

    /// A choice among the years that have duties.
    static func yearForm(_ visit: Visit, _ path: ResearchPath, _ years: [Int], _ year: Int) -> HTML {
        let all = Set(years + [year]).sorted(by: >)
        guard all.count > 1 else { return .empty }
        return """
            <form class="filter" action="\(SitePath.research(path))">
            \(Form.select("year", visit["research.column.year"], all.map { ("\($0)", yearName($0)) }, chosen: "\(year)"))
            <p class="buttons"><button>\(visit["site.filter.apply"])</button></p></form>
            """
    }

    /// One row a leader, one column a term.
    private static func leaders(_ visit: Visit, _ duties: [ContactDuty], _ year: Int) -> HTML {
        var table = ListTable(
            visit["research.duties.byLeader"],
            columns: [
                .init(title: visit["research.column.leader"], isName: true),
                .init(title: visit["research.duties"], isNumeric: true),
            ] + SchoolTerm.Season.allCases.map { .init(title: visit["research.term.\($0.rawValue)"]) })
        let groups = Dictionary(grouping: duties) { $0.details.leader.name }
        table.rows = groups.sorted { $0.key < $1.key }.map { name, duties in
            let link = SitePath.research(.duties).with("year", "\(year)").with("leader", name)
            let terms = SchoolTerm.terms(of: year).map { term -> HTML in
                let parts = duties.flatMap(\.fulfilments).filter { $0.term == term }
                let worst = parts.map { $0.state(on: visit.today) }.max {
                    ($0.light.severity ?? -1) < ($1.light.severity ?? -1)
                }
                let counted = parts.reduce(0) { $0 + $1.counted }
                let required = parts.reduce(0) { $0 + $1.required }
                let visits = SitePath.research(.visits).with("leader", name).with("from", term.start.text)
                    .with("until", term.end.text)
                let light = worst.map { LightMark.html(visit, $0.light) } ?? .empty
                return #"<a href="\#(visits)">\#(counted) / \#(required)</a> \#(light)"#
            }
            return .init(
                cells: [
                    #"<a data-nav href="\#(link)">\#(name)</a>"#, #"<a href="\#(link)">\#(duties.count)</a>"#,
                ] + terms)
        }
        return table.html
    }

    /// One row a duty.
    static func table(_ visit: Visit, _ duties: [ContactDuty]) -> HTML {
        var table = ListTable(
            visit["research.duties"],
            columns: [
                .init(title: visit["research.column.leader"]), .init(title: visit["research.column.kind"]),
                .init(title: visit["research.column.object"], isName: true),
                .init(title: visit["research.column.perTerm"], isNumeric: true),
            ] + SchoolTerm.Season.allCases.map { .init(title: visit["research.term.\($0.rawValue)"]) } + [
                .init(title: visit["research.column.last"])
            ])
        table.rows = duties.map { duty in
            .init(
                cells: [
                    "\(duty.details.leader.name)", "\(visit["research.kind.\(duty.details.object.kind)"])",
                    #"<a data-nav href="\#(SitePath.research(.duty(duty.id)))">\#(duty.objectName)</a>"#,
                    "\(duty.details.perTerm)",
                ] + duty.fulfilments.map { fulfilment(visit, $0, duty.id) } + [
                    #"<span class="day">\#(duty.visits.last?.text)</span>"#
                ])
        }
        return table.html
    }

    /// Visits made of those required in a term, with the light and why.
    static func fulfilment(_ visit: Visit, _ fulfilment: DutyFulfilment, _ duty: Int64) -> HTML {
        let link = SitePath.research(.visits).with("duty", "\(duty)").with("from", fulfilment.term.start.text)
            .with("until", fulfilment.term.end.text)
        let state = fulfilment.state(on: visit.today)
        return """
            <a href="\(link)">\(fulfilment.made) / \(fulfilment.required)</a> \(LightMark.html(visit, state.light)) \
            <span class="muted">\(words(visit, state))</span>
            """
    }

    /// Why a duty has its light in a term.
    static func words(_ visit: Visit, _ state: DutyFulfilment.State) -> String {
        switch state {
        case .notRequired: visit["research.dutyState.notRequired"]
        case .fulfilled: visit["research.dutyState.fulfilled"]
        case .ahead: visit["research.dutyState.ahead"]
        case .running(let missing): visit["research.dutyState.running", ["missing": "\(missing)"]]
        case .dueSoon(let missing, let days):
            visit["research.dutyState.dueSoon", ["missing": "\(missing)", "days": "\(days)"]]
        case .overdue(let missing): visit["research.dutyState.overdue", ["missing": "\(missing)"]]
        }
    }
}
