import Catalog
import Foundation
import Intake
import Monitoring
import Registers

/// 教师减负: what schools were asked to fill in, by school and area, and how it went over the terms.
enum BurdenPage {
    private static let terms = 4

    static func show(_ visit: Visit) throws -> Answer {
        let here = try CollectionVisit(visit)
        let tasks = try visit.registers.collections()
        let now = SchoolTerm(of: visit.today)
        let all = (1..<terms).reduce([now]) { terms, _ in terms + [SchoolTerm(of: (terms.last ?? now).start + -1)] }
        let term = all.first { key($0) == visit.query["term"] } ?? now
        let visible = try visible(here)
        func burdens(_ term: SchoolTerm) -> [Int64: Burden] {
            Burden.byOrganisation(tasks, in: term).filter { visible.contains($0.key) }
        }
        let shown = burdens(term)
        let title = visit["collect.burden.title"]
        let tabs = all.map { other in
            (
                title: words(visit, other),
                link: SitePath.collections(.burden).with("term", other == now ? nil : key(other)),
                isCurrent: other == term
            )
        }
        let chart = Chart.bars(
            visit["collect.burden.trend"], categories: all.reversed().map { words(visit, $0) },
            series: [
                .init(
                    name: visit["collect.burden.hours"],
                    values: all.reversed().map { round(sum(burdens($0)).hours) }, tone: .first)
            ], unit: visit["collect.burden.unit"])
        let content: HTML =
            shown.isEmpty
            ? EmptyState.html(visit["collect.burden.none"])
            : "\(areas(here, shown))\(table(here, shown, tasks, term))"
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["collect.burden.lead"])"))
            <p class="muted">\(visit["collect.burden.rule"])</p>
            \(Tabs.html(visit["collect.burden.term"], tabs))\(content)
            \(HTML.when(!tasks.isEmpty, chart.html(visit)))\(Chart.scripts(visit))
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    /// Estimated hours, to one decimal.
    static func hours(_ burden: Burden) -> String { Words.number(round(burden.hours)) }

    private static func round(_ hours: Double) -> Double { (hours * 10).rounded() / 10 }

    private static func sum(_ burdens: [Int64: Burden]) -> Burden {
        burdens.values.reduce(into: Burden()) { $0.add($1) }
    }

    private static func key(_ term: SchoolTerm) -> String { "\(term.year)-\(term.season.rawValue)" }

    private static func words(_ visit: Visit, _ term: SchoolTerm) -> String {
        "\(term.year) \(visit["research.term.\(term.season.rawValue)"])"
    }

    /// The organisations that the visitor may read of, or answers for.
    private static func visible(_ here: CollectionVisit) throws -> Set<Int64> {
        let registers = here.visit.registers.catalog.registers.filter { $0.belongsTo != nil }
        return Set(
            here.tree.nodes.keys.filter { id in
                registers.contains { here.rights.access.scope(.read, $0).contains(id) }
            })
    }

    private static func columns(_ visit: Visit, _ first: String) -> [ListTable.Column] {
        [.init(title: first, isName: true)]
            + ["forms", "fields", "rows", "hours"].map {
                .init(title: visit["collect.burden.\($0)"], isNumeric: true)
            }
    }

    private static func cells(_ burden: Burden) -> [HTML] {
        ["\(burden.forms)", "\(burden.fields)", "\(burden.rows)", "\(hours(burden))"]
    }

    private static func areas(_ here: CollectionVisit, _ burdens: [Int64: Burden]) -> HTML {
        let visit = here.visit
        var byArea: [Int64: Burden] = [:]
        for (organisation, burden) in burdens {
            byArea[here.tree.ancestor(of: organisation, at: .area) ?? 0, default: Burden()].add(burden)
        }
        var table = ListTable(visit["collect.burden.byArea"], columns: columns(visit, visit["collect.burden.area"]))
        table.rows = byArea.sorted { $0.value.hours > $1.value.hours }.map { area, burden in
            .init(cells: ["\(area == 0 ? visit["collect.new.noArea"] : here.name(area))"] + cells(burden))
        }
        return "<section><h2>\(visit["collect.burden.byArea"])</h2>\(table.html)</section>"
    }

    /// Each school with its forms, those most burdened first.
    private static func table(
        _ here: CollectionVisit, _ burdens: [Int64: Burden], _ tasks: [CollectionTask], _ term: SchoolTerm
    ) -> HTML {
        let visit = here.visit
        let asked = tasks.filter { SchoolTerm(of: Day(of: $0.issuedAt)) == term }
        var table = ListTable(
            visit["collect.burden.bySchool"], columns: columns(visit, visit["collect.column.organisation"]))
        table.rows = burdens.sorted { ($1.value.hours, $0.key) < ($0.value.hours, $1.key) }.prefix(500).map {
            organisation, burden in
            let links = asked.filter { $0.part(organisation) != nil }.html { task in
                let mayOpen = here.desk.mayAnswer(task, organisation) || here.desk.mayDecide(task, organisation)
                return mayOpen
                    ? #"<li><a href="\#(SitePath.collections(.part(task.id, organisation)))">\#(task.title)</a></li>"#
                    : "<li>\(task.title)</li>"
            }
            return .init(
                cells: ["<details><summary>\(here.name(organisation))</summary><ul>\(links)</ul></details>"]
                    + cells(burden))
        }
        return "<section><h2>\(visit["collect.burden.bySchool"])</h2>\(table.html)</section>"
    }
}
