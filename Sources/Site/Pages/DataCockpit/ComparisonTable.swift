import Catalog
import Indicators
import Monitoring
import Registers

/// The organisations of a level beside each other: a chart of the first, and a table with the way down to each.
struct ComparisonTable {
    let desk: BrainDesk
    let choice: BrainChoice
    let indicator: Indicator
    let period: Period
    let level: Level

    private var visit: Visit { desk.visit }
    /// Rows a page, and bars of the chart.
    private static let rows = 50, bars = 20, wallBars = 14

    func html(forWall: Bool) -> HTML {
        let comparison = BrainComparison(desk, choice, indicator, in: period, at: level)
        let levels = choice.levels.map { level in
            (
                title: level.title.text(visit.language), link: choice.link(level: level, fragment: "compare"),
                isCurrent: level == self.level
            )
        }
        let tabs = HTML.when(!forWall && levels.count > 1, Tabs.html(visit["brain.compare.levels"], levels))
        let isCounted = indicator.levels.contains(level)
        let nothing = HTML.when(
            comparison.rows.isEmpty,
            #"<p class="muted">\#(visit[isCounted ? "brain.compare.none" : "brain.compare.notAtLevel"])</p>"#)
        let drawn = chart(comparison, rows: forWall ? Self.wallBars : Self.bars).html(visit, showsTable: false)
        // Nobody scrolls at a wall: the chart says it all.
        guard !forWall else { return "\(nothing)\(drawn)\(notes(comparison))" }
        var table = table
        let rows =
            comparison.rows.map(row) + comparison.hidden.map { row($0, "＊") } + comparison.missing.map { row($0, "–") }
        let page = Pager.page(visit)
        table.rows = Array(rows.dropFirst((page - 1) * Self.rows).prefix(Self.rows))
        let pager = Pager.html(
            visit, link: choice.link(fragment: "compare"), page: page, size: Self.rows, total: rows.count)
        return "\(tabs)\(nothing)\(drawn)\(notes(comparison))\(table.html)\(pager)"
    }

    private func row(_ row: BrainComparison.Row) -> ListTable.Row {
        .init(
            cells: [
                "\(row.place)", name(row.node),
                #"<a href="\#(desk.link(indicator, row.value))">\#(desk.words(row.number, indicator))</a>"#,
                "\(row.difference.map { desk.change($0, indicator) } ?? "–")",
                "\(row.change.map { desk.change($0, indicator) } ?? "–")",
            ] + (indicator.standard == nil ? [] : [desk.mark(row.light)]) + [profile(row.node)])
    }

    /// An organisation without a figure: the way down is there all the same.
    private func row(_ node: OrganisationTree.Node, _ sign: String) -> ListTable.Row {
        .init(
            cells: ["–", name(node), "\(sign)", "–", "–"] + (indicator.standard == nil ? [] : [.empty]) + [
                profile(node)
            ])
    }

    private func name(_ node: OrganisationTree.Node) -> HTML {
        #"<a data-nav href="\#(choice.link(organisation: node.id))">\#(node.name)</a>"#
    }

    private func profile(_ node: OrganisationTree.Node) -> HTML {
        desk.profile(node.id).map { #"<a href="\#($0)">\#(visit["brain.profile"])</a>"# } ?? "–"
    }

    private var table: ListTable {
        func column(_ key: String, sort name: String? = nil, isNumeric: Bool = false, isName: Bool = false)
            -> ListTable.Column
        {
            var column = ListTable.Column(title: visit[key], isNumeric: isNumeric, isName: isName)
            guard let name, let up = BrainChoice.Sort(rawValue: name),
                let down = BrainChoice.Sort(rawValue: "-\(name)")
            else { return column }
            let current = choice.sort.field
            let isCurrent = current.name == name
            column.sort = choice.link(sort: isCurrent && !current.isDown ? down : up, fragment: "compare")
            // The best place and the largest value come first.
            let isDescending = (name == "value" || name == "change") != current.isDown
            column.order = isCurrent ? (isDescending ? .descending : .ascending) : nil
            return column
        }
        var columns = [
            column("brain.column.place", sort: "place", isNumeric: true),
            column("brain.column.organisation", sort: "name", isName: true),
            column("brain.column.value", sort: "value", isNumeric: true),
            column("brain.column.difference", isNumeric: true),
            column("brain.column.change", sort: "change", isNumeric: true),
        ]
        if indicator.standard != nil { columns.append(column("brain.column.light")) }
        columns.append(column("brain.column.profile"))
        return ListTable(visit["brain.compare.caption"], columns: columns)
    }

    /// The first in the order of the table, with the value of the whole as a line where it can be compared with them.
    private func chart(_ comparison: BrainComparison, rows count: Int) -> Chart {
        let rows = comparison.rows.prefix(count)
        var series = [
            Chart.Series(
                name: desk.title(indicator), values: rows.map(\.number), tone: .first,
                links: rows.map { choice.link(organisation: $0.node.id) })
        ]
        // The sum of all parts is no yardstick for one of them.
        if indicator.whole != nil, let whole = comparison.whole?.value {
            series.append(
                .init(
                    name: choice.organisation.name, values: rows.map { _ in whole }, tone: .off, isDashed: true,
                    isLine: true))
        }
        let unit = desk.unit(indicator)
        return .bars(
            visit["brain.compare.chart", ["count": "\(rows.count)"]], categories: rows.map(\.node.name), series: series,
            isHorizontal: true, unit: unit == "%" ? unit : " \(unit)")
    }

    /// The rule behind the places, and what is not listed.
    private func notes(_ comparison: BrainComparison) -> HTML {
        var notes = [visit["brain.compare.rule.\(indicator.better.rawValue)"]]
        if let whole = comparison.whole?.value {
            notes.append(
                visit[
                    "brain.compare.whole",
                    ["organisation": choice.organisation.name, "value": desk.words(whole, indicator)]])
        }
        if !comparison.hidden.isEmpty {
            notes.append(
                visit[
                    "brain.compare.hidden",
                    ["count": "\(comparison.hidden.count)", "least": Figure.text(SmallCells.smallestCell)]])
        }
        if !comparison.missing.isEmpty {
            notes.append(visit["brain.compare.missing", ["count": "\(comparison.missing.count)"]])
        }
        return #"<p class="muted">\#(notes.joined(separator: visit.language == .chinese ? "" : " "))</p>"#
    }
}
