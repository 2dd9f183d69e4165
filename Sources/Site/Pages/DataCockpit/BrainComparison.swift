import Catalog
import Indicators
import Monitoring
import Registers

/// The organisations of a level beside each other by one indicator.
struct BrainComparison {
    /// An organisation with its value.
    struct Row {
        let node: OrganisationTree.Node
        let value: IndicatorValue
        let number: Double
        /// From 1, the best first; equal values share a place.
        let place: Int
        /// What it differs by from the whole.
        let difference: Double?
        /// What it has changed by since the period before.
        let change: Double?
        let light: Light
    }

    /// In the order that was asked for.
    let rows: [Row]
    /// The organisations whose values are left out because few persons stand behind them, or could be told from others.
    let hidden: [OrganisationTree.Node]
    /// The organisations without a value.
    let missing: [OrganisationTree.Node]
    /// The value of the whole; no mean of the rows.
    let whole: IndicatorValue?

    init(_ desk: BrainDesk, _ choice: BrainChoice, _ indicator: Indicator, in period: Period, at level: Level) {
        let nodes = desk.parts(of: choice.organisation, at: level)
        let whole = desk.reader.value(of: indicator, in: period, organisation: choice.organisation.id)
        let values = desk.reader.values(of: indicator, in: period, organisations: nodes.map(\.id))
            .filter { $0.value != nil }
        // Those that add up to one figure are a table: the organisations under the same one.
        let published = Dictionary(grouping: values) { desk.tree.nodes[$0.organisation]?.parent ?? 0 }.values.flatMap {
            SmallCells(desk.catalog).published($0, of: indicator).compactMap { $0 }
        }
        let before = desk.cube.periods(of: indicator).last { $0 < period }
        let sign = indicator.better == .lower ? 1.0 : -1.0
        var rows: [Row] = []
        for value in published.sorted(by: { ($0.value ?? 0) * sign < ($1.value ?? 0) * sign }) {
            guard let node = desk.tree.nodes[value.organisation], let number = value.value else { continue }
            let old = before.flatMap { desk.reader.value(of: indicator, in: $0, organisation: node.id)?.value }
            rows.append(
                Row(
                    node: node, value: value, number: number,
                    place: rows.last.map { $0.number == number ? $0.place : rows.count + 1 } ?? 1,
                    difference: whole?.value.map { number - $0 }, change: old.map { number - $0 },
                    light: indicator.light(of: number, tolerance: desk.tolerance)))
        }
        let counted = Set(values.map(\.organisation)), shown = Set(published.map(\.organisation))
        hidden = nodes.filter { counted.contains($0.id) && !shown.contains($0.id) }
        missing = nodes.filter { !counted.contains($0.id) }
        self.whole = whole
        self.rows = Self.sorted(rows, choice.sort)
    }

    private static func sorted(_ rows: [Row], _ sort: BrainChoice.Sort) -> [Row] {
        let (name, isDown) = sort.field
        func isBefore(_ one: Row, _ other: Row) -> Bool {
            switch name {
            case "name": one.node.name < other.node.name
            case "value": one.number > other.number
            case "change": (one.change ?? -.infinity) > (other.change ?? -.infinity)
            default: one.place < other.place
            }
        }
        // Equal ones stay in the order of their codes, whichever end is first.
        return rows.sorted { ($0.node.code, $0.node.id) < ($1.node.code, $1.node.id) }.enumerated().sorted {
            one, other in
            let (left, right) = isDown ? (other.element, one.element) : (one.element, other.element)
            if isBefore(left, right) { return true }
            if isBefore(right, left) { return false }
            return one.offset < other.offset
        }.map(\.element)
    }
}
