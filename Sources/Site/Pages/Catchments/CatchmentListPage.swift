import CatchmentPlanning

/// 划片方案: the plans with their states and figures, and two of them to be compared.
enum CatchmentListPage {
    static func show(_ here: CatchmentVisit) throws -> Answer {
        let visit = here.visit, title = visit["catchments.title"]
        let schemes = try here.desk.schemes()
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["catchments.column.plan"], isName: true),
                .init(title: visit["catchments.column.stage"]),
                .init(title: visit["catchments.column.year"], isNumeric: true),
                .init(title: visit["catchments.column.state"]),
                .init(title: visit["catchments.figure.mean"], isNumeric: true),
                .init(title: visit["catchments.figure.overfull"], isNumeric: true),
                .init(title: visit["catchments.figure.moved"], isNumeric: true),
                .init(title: visit["catchments.column.changed"]),
            ])
        table.rows = schemes.map { scheme in
            let figures = scheme.chosen?.figures
            let study = HTML.when(
                scheme.purpose == .sites, #" <span class="muted">\#(visit["catchments.purpose.sites"])</span>"#)
            return .init(cells: [
                #"<a data-nav href="\#(SitePath.catchments(.plan(scheme.id)))">\#(scheme.title)</a>\#(study)"#,
                "\(visit.stage(scheme.stage))", "\(scheme.year)", scheme.mark(visit), "\(visit.metres(figures?.mean))",
                "\(figures.map { "\($0.overfull)" } ?? "–")", "\(figures.map { "\($0.moved)" } ?? "–")",
                #"<span class="day">\#(visit.time(scheme.updatedAt))</span>"#,
            ])
        }
        let new = HTML.when(
            here.desk.mayPlan,
            #"<a class="button main" href="\#(SitePath.catchments(.new))">\#(visit["catchments.new.title"])</a>"#)
        let seats: HTML = #"<a class="button" href="\#(SitePath.seats(.plan))">\#(visit["seats.title"])</a>"#
        let empty = visit[
            !here.desk.mayRead
                ? "catchments.list.nobody" : here.desk.mayPlan ? "catchments.list.empty" : "catchments.list.none"]
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["catchments.lead"])", actions: new + seats))\
            \(DataTabs.html(visit, at: .catchments(.list)))
            \(schemes.isEmpty ? EmptyState.html(empty, action: new) : table.html)\(compare(here, schemes))
            """
        return .page(here.page(title, main))
    }

    private static func compare(_ here: CatchmentVisit, _ schemes: [CatchmentScheme]) -> HTML {
        let visit = here.visit, solved = schemes.filter { $0.chosen != nil }
        guard solved.count > 1 else { return .empty }
        return """
            <section class="panel"><h2>\(visit["catchments.compare.title"])</h2>\
            \(CatchmentComparisonPage.form(visit, solved, one: solved[0].id, other: solved[1].id))</section>
            """
    }
}
