import CatchmentPlanning
import Catchments

/// Two plans side by side: figures, schools, points that differ.
enum CatchmentComparisonPage {
    static func form(_ visit: Visit, _ schemes: [CatchmentScheme], one: Int64, other: Int64) -> HTML {
        let options = schemes.map { ("\($0.id)", "\($0.title)（\($0.year)）") }
        return """
            <form class="filter choose" action="\(SitePath.catchments(.compare))">\
            \(Form.select("one", visit["catchments.compare.one"], options, chosen: "\(one)"))\
            \(Form.select("other", visit["catchments.compare.other"], options, chosen: "\(other)"))\
            <p class="buttons"><button class="main">\(visit["catchments.compare.do"])</button></p></form>
            """
    }

    static func show(_ here: CatchmentVisit) throws -> Answer {
        let visit = here.visit, title = visit["catchments.compare.title"]
        let schemes = try here.desk.schemes().filter { $0.chosen != nil }
        let lead: HTML = #"<a href="\#(SitePath.catchments(.list))">\#(visit["catchments.title"])</a>"#
        guard let one = schemes.first(where: { $0.id == visit.query.row("one") }),
            let other = schemes.first(where: { $0.id == visit.query.row("other") })
        else {
            let main: HTML =
                schemes.count < 2
                ? EmptyState.html(visit["catchments.compare.few"])
                : form(visit, schemes, one: schemes[0].id, other: schemes[1].id)
            return .page(here.page(title, "\(PageHead.html(title, lead: lead))\(main)"))
        }
        let inputs = (try here.plans.input(of: one.id), try here.plans.input(of: other.id))
        let main: HTML = """
            \(PageHead.html(title, lead: lead))\(form(visit, schemes, one: one.id, other: other.id))
            <section class="panel"><h2>\(visit["catchments.compare.figures"])</h2>\(figures(visit, one, other))</section>
            <section class="panel"><h2>\(visit["catchments.schools.title"])</h2>\(schools(visit, one, other, inputs))</section>
            \(points(visit, one, other, inputs))
            """
        return .page(here.page(title, main))
    }

    private static func head(_ scheme: CatchmentScheme) -> String { "\(scheme.title)（\(scheme.year)）" }

    private static func figures(_ visit: Visit, _ one: CatchmentScheme, _ other: CatchmentScheme) -> HTML {
        guard let first = one.chosen?.figures, let second = other.chosen?.figures else { return .empty }
        var table = ListTable(
            visit["catchments.compare.figures"],
            columns: [
                .init(title: visit["catchments.column.figure"], isName: true), .init(title: head(one), isNumeric: true),
                .init(title: head(other), isNumeric: true),
            ])
        table.rows = CatchmentTables.lines(visit).map { line in
            func cell(_ mine: CatchmentFigures, _ theirs: CatchmentFigures) -> HTML {
                let isBetter = line.number(mine) < line.number(theirs) - 0.0005
                return isBetter
                    ? #"\#(line.value(mine)) <span class="better"><span aria-hidden="true">\#(line.key == "near" ? "▲" : "▼")</span> \#(visit["catchments.better"])</span>"#
                    : "\(line.value(mine))"
            }
            return .init(cells: [
                "\(visit["catchments.figure.\(line.key)"])", cell(first, second), cell(second, first),
            ])
        }
        return table.html
    }

    private static func schools(
        _ visit: Visit, _ one: CatchmentScheme, _ other: CatchmentScheme, _ inputs: (CatchmentInput, CatchmentInput)
    ) -> HTML {
        func loads(_ input: CatchmentInput) -> [String: Int] {
            input.points.flatMap(\.chosen).reduce(into: [:]) { $0[$1.school, default: 0] += $1.children }
        }
        let (first, second) = (loads(inputs.0), loads(inputs.1))
        let mine = Dictionary(inputs.0.schools.map { ($0.code, $0) }) { one, _ in one }
        let theirs = Dictionary(inputs.1.schools.map { ($0.code, $0) }) { one, _ in one }
        var table = ListTable(
            visit["catchments.schools.title"],
            columns: [.init(title: visit["catchments.column.school"], isName: true)]
                + [head(one), head(other)].map {
                    .init(title: visit["catchments.compare.load", ["plan": $0]], isNumeric: true)
                })
        func cell(_ load: Int?, _ school: PlanSchool?) -> HTML {
            guard let school, school.isOpen else { return "–" }
            let words = "\(load ?? 0) / \(school.places)"
            return (load ?? 0) > school.places ? #"<span class="worse">\#(words) ■</span>"# : "\(words)"
        }
        table.rows = Set(mine.keys).union(theirs.keys).sorted().map { code in
            .init(cells: [
                "\(mine[code]?.name ?? theirs[code]?.name ?? code)", cell(first[code], mine[code]),
                cell(second[code], theirs[code]),
            ])
        }
        return table.html
    }

    private static func points(
        _ visit: Visit, _ one: CatchmentScheme, _ other: CatchmentScheme, _ inputs: (CatchmentInput, CatchmentInput)
    ) -> HTML {
        let names = (CatchmentNames(inputs.0), CatchmentNames(inputs.1))
        let changes = inputs.0.changes(against: inputs.1)
        var table = ListTable(
            visit["catchments.compare.points"],
            columns: [
                .init(title: visit["catchments.column.point"], isName: true),
                .init(title: visit["catchments.column.count"], isNumeric: true), .init(title: head(one)),
                .init(title: head(other)),
            ])
        table.rows = changes.prefix(500).map { change in
            .init(cells: [
                #"<a href="\#(SitePath.catchments(.points(one.id)).with("q", change.point.code))">\#(change.point.name)</a>"#,
                "\(change.point.children)", "\(names.0.list(change.now))", "\(names.1.list(change.before))",
            ])
        }
        let words = visit[
            "catchments.compare.differ",
            ["count": "\(changes.count)", "children": "\(changes.reduce(0) { $0 + $1.point.children })"]]
        return """
            <section class="panel"><h2>\(visit["catchments.compare.points"])</h2><p>\(words)</p>\
            \(HTML.when(!changes.isEmpty, table.html))</section>
            """
    }
}
