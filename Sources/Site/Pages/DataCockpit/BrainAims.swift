import Catalog
import Indicators
import Ledger
import Monitoring
import Registers

/// The targets of opened plans that are measured by indicators here, or under here.
struct BrainAims {
    /// A target with what measures it.
    struct Line {
        let aim: Cockpit.Aim
        let indicator: Indicator?
        /// The value of the indicator at the organisation that the target is bound to; nil where there is none to see.
        let value: IndicatorValue?
    }

    /// Those furthest behind first, those without an actual value last.
    let lines: [Line]

    init(_ desk: BrainDesk, at organisation: OrganisationTree.Node) throws {
        let visit = desk.visit
        let bindings = visit.can(.viewLedger) ? try visit.ledger.bindings() : []
        guard !bindings.isEmpty else {
            lines = []
            return
        }
        let under = desk.tree.under(organisation.id)
        let codes = Dictionary(under.compactMap { desk.tree.nodes[$0] }.map { ($0.code, $0.id) }) { first, _ in first }
        let measures = Dictionary(bindings.map { ($0.target, $0.measure) }) { first, _ in first }
        let work = try visit.ledger.plans(states: [.open]).flatMap { plan in
            try visit.ledger.workLines(ViewChoice.tasks(of: plan), on: visit.today, milestonesOnly: true)
        }
        lines = Cockpit.aims(work, visit.today).compactMap { aim in
            guard let measure = measures[aim.target.id], let id = codes[measure.organisation] else { return nil }
            let indicator = desk.catalog.indicator(measure.indicator)
            let value = indicator.flatMap { desk.reader.latest(of: $0, organisation: id)?.now }
            return Line(aim: aim, indicator: indicator, value: value)
        }
    }

    /// A chart of bullets beside a table.
    func html(_ desk: BrainDesk) -> HTML {
        let visit = desk.visit
        guard !lines.isEmpty else {
            return """
                <p class="muted">\(visit["brain.targets.none"])</p>
                <p><a class="button" href="\(SitePath.indicators(.targets))">\(visit["indicators.targets.title"])</a></p>
                """
        }
        var table = ListTable(
            visit["brain.targets.caption"],
            columns: [
                .init(title: visit["brain.column.target"], isName: true),
                .init(title: visit["brain.column.indicator"]),
                .init(title: visit["views.column.baseline"], isNumeric: true),
                .init(title: visit["views.column.expected"], isNumeric: true),
                .init(title: visit["views.column.actual"], isNumeric: true),
                .init(title: visit["views.column.goal"], isNumeric: true),
                .init(title: visit["site.column.state"]),
            ])
        table.rows = lines.map { line in
            let target = line.aim.target, unit = target.quantity.unit
            func value(_ number: Double?) -> HTML {
                number.map { "\(Figure.text($0))\(unit.isEmpty ? "" : " \(unit)")" } ?? "–"
            }
            let indicator: HTML =
                line.indicator.map { indicator in
                    let title = desk.title(indicator)
                    return line.value.map { #"<a href="\#(desk.link(indicator, $0))">\#(title)</a>"# } ?? "\(title)"
                } ?? "–"
            let day: HTML = target.actual.map { #" <span class="muted">\#($0.day.text)</span>"# } ?? .empty
            return .init(cells: [
                #"<a data-nav href="\#(SitePath.task(line.aim.line.id))">\#(AimWords.name(line.aim))</a>"#,
                indicator, value(target.baseline?.value), value(line.aim.expected),
                "\(value(target.actual?.value))\(day)",
                "\(Words.sign(target.quantity.comparator)) \(value(target.goal))",
                AimWords.state(visit, line.aim, tolerance: desk.tolerance),
            ])
        }
        return "\(AimWords.chart(visit, lines.map(\.aim)).html(visit, showsTable: false))\(table.html)"
    }
}
