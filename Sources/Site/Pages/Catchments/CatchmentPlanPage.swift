import CatchmentPlanning
import Catchments
import Hummingbird

/// A plan: what it does in figures beside today, what binds, the map, the schools, and what can be done with it.
enum CatchmentPlanPage {
    static func show(_ here: CatchmentVisit, _ id: Int64, error: (any Error)? = nil) throws -> Answer {
        let visit = here.visit, scheme = try here.desk.scheme(id)
        let run = visit.site.runs[.catchments(.plan(id))]
        let input = try here.plans.input(of: id)
        return try here.page(
            scheme, at: .plan(id), actions: actions(here, scheme), error: error,
            """
            \(try state(here, scheme, run))\(try CatchmentTrials.result(here, scheme, input))\(try result(here, scheme, input))\(try CatchmentMovePanels.html(here, scheme, input))\
            \(MapData.scripts(visit))
            """
        ).refreshed(while: run?.isRunning == true)
    }

    /// The main move first, then the files.
    private static func actions(_ here: CatchmentVisit, _ scheme: CatchmentScheme) -> HTML {
        let visit = here.visit, id = scheme.id
        let publish = HTML.when(
            scheme.state == .solved && scheme.purpose == .areas && here.desk.mayPublish,
            #"<a class="button main" href="\#(SitePath.catchments(.publish(id)))">\#(visit["catchments.publish.open"])</a>"#
        )
        let seen = HTML.when(
            scheme.state == .published,
            #"<a class="button" href="\#(SitePath.families(.catchment(id)))">\#(visit["catchments.public.open"])</a>"#)
        guard scheme.chosen != nil else { return publish }
        let files = HTML.when(
            here.desk.mayExport,
            ["csv", "xlsx", "geojson"].html { kind in
                #"<a class="button" download href="\#(SitePath.catchments(.export(id, kind)))">.\#(kind)</a> "#
            })
        let print: HTML =
            #"<a class="button" href="\#(SitePath.catchments(.print(id)))">\#(visit["catchments.print"])</a>"#
        return "\(publish)\(seen)\(files)\(print)"
    }

    /// What goes on, or what is to be done next.
    private static func state(
        _ here: CatchmentVisit, _ scheme: CatchmentScheme, _ run: BackgroundRuns.Run?
    ) throws -> HTML {
        let visit = here.visit
        let progress = RunPanel(
            visit: visit, page: .catchments(.plan(scheme.id)), title: visit["catchments.run.running"],
            mayEnd: here.desk.mayPlan
        ).html(run)
        if run?.isRunning == true { return progress }
        let withdrawn = HTML.when(
            scheme.state == .withdrawn,
            Notice.html(
                .note,
                "\(visit["catchments.withdrawn.note", ["time": scheme.withdrawnAt.map { visit.time($0) } ?? ""]]) \(scheme.words)"
            ))
        guard scheme.state == .draft else { return progress + withdrawn }
        return progress
            + EmptyState.html(
                visit[here.desk.mayPlan ? "catchments.draft.next" : "catchments.draft.wait"],
                action: HTML.when(here.desk.mayPlan, solve(here, scheme, isMain: true)))
    }

    static func solve(_ here: CatchmentVisit, _ scheme: CatchmentScheme, isMain: Bool) -> HTML {
        Form.button(
            here.visit, to: .catchments(.plan(scheme.id)), [("move", "solve"), ("version", "\(scheme.version)")],
            title: here.visit[scheme.state == .draft ? "catchments.solve" : "catchments.solve.again"],
            kind: isMain ? "main" : "")
    }

    private static func result(_ here: CatchmentVisit, _ scheme: CatchmentScheme, _ input: CatchmentInput) throws
        -> HTML
    {
        let visit = here.visit
        guard let standing = scheme.chosen else {
            return """
                <section class="panel"><h2>\(visit["catchments.input.title"])</h2><p>\(sums(visit, input))</p></section>
                """
        }
        let names = CatchmentNames(input)
        let findings = standing.findings.html { finding -> HTML in
            let show: String? =
                switch finding {
                case .apart: "apart"
                case .beyond: "beyond"
                default: nil
                }
            let more: HTML =
                show.map {
                    #" <a href="\#(SitePath.catchments(.points(scheme.id)).with("show", $0))">\#(visit["catchments.points.see"])</a>"#
                } ?? .empty
            return "<li>\(names.words(visit, finding))\(more)</li>"
        }
        // What was changed by hand costs more on purpose; how good the solver's own plan is stays as it was.
        let proposal = scheme.proposal ?? standing
        let bound =
            proposal.isProved
            ? visit["catchments.bound.proved"]
            : visit["catchments.bound.gap", ["percent": Words.number((proposal.gap * 1000).rounded() / 10)]]
        let binding: HTML =
            standing.findings.isEmpty
            ? "<p>\(visit["catchments.findings.none"])</p>" : #"<ul class="lines">\#(findings)</ul>"#
        let sites = HTML.when(scheme.purpose == .sites, opened(visit, scheme, input))
        let tables = CatchmentTables(visit: visit, input: input, names: names)
        return """
            <p class="sentence">\(sentence(visit, scheme, input, standing))</p>\(sites)
            <section class="panel" id="figures"><h2>\(visit["catchments.figures.title"])</h2>\
            \(tables.figures(scheme))<p class="muted">\(visit["catchments.figures.note"]) \(bound)</p></section>
            <section class="panel" id="findings"><h2>\(visit["catchments.findings.title"])</h2>\(binding)</section>
            \(CatchmentMap(visit, scheme, input, view: visit.query["view"]).panel(link: { view in
                var link = SitePath.catchments(.plan(scheme.id)).with("view", view)
                link.fragment = "map"
                return link
            }))
            <section class="panel" id="schools"><h2>\(visit["catchments.schools.title"])</h2>\(tables.schools(points: .points(scheme.id)))</section>
            """
    }

    /// What the plan does, in a sentence.
    private static func sentence(
        _ visit: Visit, _ scheme: CatchmentScheme, _ input: CatchmentInput, _ standing: CatchmentStanding
    ) -> String {
        let figures = standing.figures
        let words = [
            "children": "\(figures.children)", "schools": "\(input.schools.count(where: \.isOpen))",
            "mean": visit.metres(figures.mean), "overfull": "\(figures.overfull)", "moved": "\(figures.moved)",
            "before": visit.metres(standing.today?.mean), "full": "\(standing.today?.overfull ?? 0)",
        ]
        return visit[standing.today == nil ? "catchments.sentence" : "catchments.sentence.today", words]
    }

    static func sums(_ visit: Visit, _ input: CatchmentInput) -> String {
        let taking = input.schools.filter { $0.isOpen || $0.cost != nil }
        let lacking = input.points.count { $0.today == nil }
        let words = visit[
            "catchments.input.sums",
            [
                "points": "\(input.points.count)", "children": "\(input.children)", "schools": "\(taking.count)",
                "places": "\(taking.reduce(0) { $0 + $1.places })",
                "outlines": "\(input.points.count { $0.outline != nil })",
            ]]
        return lacking == 0 ? words : words + visit["catchments.input.lacking", ["count": "\(lacking)"]]
    }

    private static func opened(_ visit: Visit, _ scheme: CatchmentScheme, _ input: CatchmentInput) -> HTML {
        let sites = input.schools.filter { $0.cost != nil }
        var table = ListTable(
            visit["catchments.sites.title"],
            columns: [
                .init(title: visit["catchments.column.site"], isName: true),
                .init(title: visit["catchments.column.decision"]),
                .init(title: visit["catchments.column.places"], isNumeric: true),
                .init(title: visit["catchments.column.cost"], isNumeric: true),
            ])
        table.rows = sites.sorted { ($0.isOpen ? 0 : 1, $0.code) < ($1.isOpen ? 0 : 1, $1.code) }.map { site in
            .init(cells: [
                "\(site.name)",
                site.isOpen
                    ? Mark.html("accepted", "●", visit["catchments.sites.open"])
                    : Mark.html("pending", "○", visit["catchments.sites.closed"]),
                "\(site.places)", "\(Words.number(site.cost ?? 0))",
            ])
        }
        let words = visit[
            "catchments.sites.lead",
            [
                "count": "\(sites.count(where: \.isOpen))", "all": "\(sites.count)",
                "opening": Words.number(((scheme.chosen?.opening ?? 0) * 10).rounded() / 10),
                "total": Words.number(((scheme.chosen?.cost ?? 0) / 100).rounded() / 10),
            ]]
        return """
            <section class="panel" id="sites"><h2>\(visit["catchments.sites.title"])</h2><p>\(words)</p>\(table.html)</section>
            """
    }
}
