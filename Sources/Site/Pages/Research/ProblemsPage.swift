import Ledger
import Monitoring

/// The problems that were found: filtered, ordered, each with its light.
enum ProblemsPage {
    private static let size = 50

    static func show(_ visit: Visit) throws -> Answer {
        let filter = Self.filter(visit)
        let order = ProblemOrder(rawValue: visit.query["sort"]) ?? .light
        let found = try visit.ledger.problems(filter, order: order, on: visit.today)
        let page = Pager.page(visit)
        let shown = Array(found.dropFirst((page - 1) * size).prefix(size))
        let isNarrowed = filter != ProblemFilter()
        var list = EmptyState.html(visit[isNarrowed ? "research.noneFound" : "research.problems.empty"])
        let link = SiteLink(
            path: .research(.problems), query: visit.query.items.filter { $0.name != "page" && !$0.value.isEmpty })
        if !found.isEmpty {
            list = """
                \(table(visit, shown, sorted: (link, order)))\
                \(Pager.html(visit, link: link, page: page, size: size, total: found.count))
                """
        }
        let counts = [Light.red, .yellow, .green, .blue].html { light in
            let count = found.count { $0.standing(on: visit.today).light == light }
            return
                #"<li><a href="\#(link.with("light", light.rawValue))">\#(LightMark.html(visit, light)) \#(count)</a></li>"#
        }
        let main: HTML = """
            \(PageHead.html(visit["research.problems"], lead: "\(visit["research.problems.lead", ["count": "\(found.count)"]])",
            actions: HTML.when(visit.can(.exportLedger) && !found.isEmpty, ResearchExport.links(visit, "problems"))))
            \(ResearchTabs.html(visit, at: .problems))
            <ul class="figures">\(counts)</ul>
            \(try form(visit, isNarrowed))
            \(list)
            <p class="muted">\(visit["research.rule.problem"])</p>
            """
        return .page(ResearchTabs.page(visit, title: visit["research.problems"], main))
    }

    /// The filter that the address asks for.
    static func filter(_ visit: Visit) -> ProblemFilter {
        let query = visit.query
        var filter = ProblemFilter()
        filter.text = query["q"]
        if let state = ProblemState(rawValue: query["state"]) { filter.states = [state] }
        if query["state"] == "unsolved" { filter.states = [.open, .answered] }
        filter.light = Light(rawValue: query["light"])
        filter.office = query.row("office")
        if query["office"] == "none" { filter.hasOffice = false }
        filter.year = Int(query["year"]).flatMap { SchoolTerm.years.contains($0) ? $0 : nil }
        filter.leader = query["leader"]
        filter.gravity = ProblemGravity(rawValue: query["gravity"])
        filter.hasTask = ["yes": true, "no": false][query["task"]]
        filter.subject = query.row("duty").map(ResearchSubject.duty)
        if let topic = query.row("topic") { filter.subject = .topic(topic) }
        return filter
    }

    private static func form(_ visit: Visit, _ isNarrowed: Bool) throws -> HTML {
        let query = visit.query
        let all = [("", visit["site.filter.all"])]
        let states =
            [("unsolved", visit["research.unsolved"])]
            + ProblemState.allCases.map { ($0.rawValue, visit["research.problemState.\($0.rawValue)"]) }
        let lights = [Light.red, .yellow, .green, .blue].map { ($0.rawValue, LightMark.word(visit, $0)) }
        let gravities = ProblemGravity.allCases.map { ($0.rawValue, visit["research.gravity.\($0.rawValue)"]) }
        let offices =
            try visit.ledger.offices().map { (value: "\($0.id)", title: $0.name) }
            + [(value: "none", title: visit["research.none"])]
        let kept = ["duty", "topic", "leader", "year", "sort"].filter { !query[$0].isEmpty }.html {
            Form.hiddenField($0, query[$0])
        }
        let yesNo = [("yes", visit["research.hasTask.yes"]), ("no", visit["research.hasTask.no"])]
        return """
            <form class="filter" action="\(SitePath.research(.problems))">\(kept)
            \(Form.field("q", visit["site.filter.text"], value: query["q"], kind: .search))
            \(Form.select("state", visit["site.column.state"], all + states, chosen: query["state"]))
            \(Form.select("light", visit["research.column.light"], all + lights, chosen: query["light"]))
            \(Form.select("office", visit["research.column.responsible"], all + offices, chosen: query["office"]))
            \(Form.select("gravity", visit["research.gravity.atLeast"], all + gravities, chosen: query["gravity"]))
            \(Form.select("task", visit["research.column.task"], all + yesNo, chosen: query["task"]))
            <p class="buttons"><button>\(visit["site.filter.apply"])</button>\
            \(HTML.when(isNarrowed, #"<a class="button" href="\#(SitePath.research(.problems))">\#(visit["site.filter.clear"])</a>"#))</p></form>
            """
    }

    /// The problems of a duty or topic, under its details.
    static func section(_ visit: Visit, _ subject: ResearchSubject) throws -> HTML {
        var filter = ProblemFilter()
        filter.subject = subject
        let found = try visit.ledger.problems(filter, on: visit.today)
        let list: HTML =
            found.isEmpty ? #"<p class="muted">\#(visit["research.problems.none"])</p>"# : table(visit, found)
        return "<section><h2>\(visit["research.problems"])（\(found.count)）</h2>\(list)</section>"
    }

    /// The table; its heads order the list where it has an address.
    static func table(
        _ visit: Visit, _ problems: [ResearchProblem], sorted: (link: SiteLink, order: ProblemOrder)? = nil
    ) -> HTML {
        func column(_ key: String, _ order: ProblemOrder? = nil, isName: Bool = false) -> ListTable.Column {
            .init(
                title: visit[key], isName: isName,
                sort: order.flatMap { order in sorted?.link.with("sort", order.rawValue) },
                order: order != nil && order == sorted?.order ? .ascending : nil)
        }
        var table = ListTable(
            visit["research.problems"],
            columns: [
                column("research.column.light", .light), column("research.column.problem", isName: true),
                column("research.column.gravity", .gravity), column("research.column.object"),
                column("research.column.responsible", .office), column("research.column.found", .found),
                column("research.column.due", .due), column("site.column.state"), column("research.column.task"),
            ])
        table.rows = problems.map { problem in
            let text = problem.details.text
            let due = problem.details.due?.text
            return .init(cells: [
                light(visit, problem),
                """
                <a data-nav href="\(SitePath.research(.problem(problem.id)))">\(text.count > 60 ? text.prefix(60) + "…" : text)</a>
                """,
                "\(visit["research.gravity.\(problem.details.gravity.rawValue)"])",
                VisitPage.subject(problem.subject, problem.subjectName), "\(problem.officeName)",
                #"<span class="day">\#(problem.found.text)</span>"#,
                problem.state.isSolved ? #"<span class="day">\#(due)</span>"# : Mark.due(visit, due),
                "\(visit["research.problemState.\(problem.state.rawValue)"])", task(visit, problem),
            ])
        }
        return table.html
    }

    /// The light with its reason.
    static func light(_ visit: Visit, _ problem: ResearchProblem) -> HTML {
        LightMark.html(visit, problem.standing(on: visit.today).light)
    }

    /// The task that a problem became, with its state.
    static func task(_ visit: Visit, _ problem: ResearchProblem) -> HTML {
        guard let task = problem.task else { return .empty }
        guard let id = task.id, task.isInLedger else {
            return #"<span class="muted">\#(visit["research.task.gone"])</span>"#
        }
        return #"<a href="\#(SitePath.task(id))">\#(visit["work.state.\(task.state.rawValue)"])</a>"#
    }
}
