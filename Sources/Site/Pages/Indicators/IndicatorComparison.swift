import Catalog
import Foundation
import Indicators
import Registers

/// The organisations under the one shown, level by level: ranked, sortable, with small cells left out.
struct IndicatorComparison {
    let choice: IndicatorChoice
    /// The levels that have values, from above.
    let levels: [(level: Level, lines: [Line])]

    /// An organisation with its value.
    struct Line {
        let node: OrganisationTree.Node
        /// Nil where few persons would be known by it.
        let value: IndicatorValue?
        /// Its place among those of the level; nil without a value.
        var place: Int?
    }

    /// Rows of a page, and those of them that are drawn.
    private static let size = 50, drawn = 20

    init(_ choice: IndicatorChoice) {
        self.choice = choice
        guard let top = choice.desk.organisation, let period = choice.period else {
            levels = []
            return
        }
        let desk = choice.desk
        let under = desk.cube.rollup.counted(in: top.id).subtracting([top.id])
        levels = [Level.district, .area, .group, .school, .campus].compactMap { level in
            let nodes = under.compactMap { desk.tree.nodes[$0] }.filter { $0.level == level }.sorted {
                $0.code < $1.code
            }
            let values = desk.cube.values(
                of: choice.indicator, in: period, organisations: nodes.map(\.id), category: choice.category,
                access: desk.access
            ).filter { $0.value != nil }
            let lines = Self.lines(values, choice)
            return lines.isEmpty ? nil : (level, lines)
        }
    }

    /// Small cells are left out among those that add up to one figure: the organisations under the same one.
    private static func lines(_ values: [IndicatorValue], _ choice: IndicatorChoice) -> [Line] {
        let tree = choice.desk.tree, cells = SmallCells(choice.desk.catalog)
        var lines = Dictionary(grouping: values) { tree.nodes[$0.organisation]?.parent ?? 0 }.values.flatMap {
            siblings in
            zip(siblings, cells.published(siblings, of: choice.indicator)).compactMap { value, published in
                tree.nodes[value.organisation].map { Line(node: $0, value: published) }
            }
        }
        let sign = choice.indicator.better == .lower ? 1.0 : -1.0
        func order(_ line: Line) -> Double { (line.value?.value).map { $0 * sign } ?? .infinity }
        lines.sort { (order($0), $0.node.code) < (order($1), $1.node.code) }
        for index in lines.indices where lines[index].value != nil {
            lines[index].place =
                index > 0 && order(lines[index - 1]) == order(lines[index]) ? lines[index - 1].place : index + 1
        }
        return lines
    }

    private var visit: Visit { choice.visit }

    /// The columns of what a ratio is made of; a plain sum has none but itself.
    static func sums(_ visit: Visit, _ indicator: Indicator) -> [ListTable.Column] {
        guard indicator.whole != nil else { return [] }
        return [
            .init(title: visit["indicators.page.part"], isNumeric: true),
            .init(title: visit["indicators.page.whole"], isNumeric: true),
        ]
    }

    var html: HTML {
        guard !levels.isEmpty else { return .empty }
        let hidesAny = levels.contains { $0.lines.contains { $0.value == nil } }
        let note = HTML.when(
            hidesAny,
            """
            <p class="muted">\(visit[
                "indicators.compare.hidden", ["least": Words.number(SmallCells.smallestCell)]])</p>
            """)
        return """
            <h2>\(visit["indicators.compare.title"])</h2><p class="muted">\(visit["indicators.compare.rule"])</p>\(note)
            \(levels.html(section))
            """
    }

    private enum Order: String {
        case place, name, part, whole
    }

    private func section(_ level: Level, _ lines: [Line]) -> HTML {
        let name = level.title.text(visit.language)
        let order = Order(rawValue: visit.query["sort"]) ?? .place
        let isDown = visit.query.isOn("down")
        let sorted = self.sorted(lines, by: order, isDown: isDown)
        let isPaged = lines.count > Self.size
        let page = isPaged ? Pager.page(visit) : 1
        let shown = Array(sorted.dropFirst((page - 1) * Self.size).prefix(Self.size))
        let title = visit["indicators.compare.level", ["level": name, "count": "\(lines.count)"]]
        let here = choice.link().with("sort", order == .place ? nil : order.rawValue).with("down", isDown ? "1" : nil)
        let pager = HTML.when(
            isPaged, Pager.html(visit, link: here, page: page, size: Self.size, total: lines.count))
        return """
            <section id="level-\(level.rawValue)"><h3>\(title)</h3>\(chart(title, shown))
            \(table(title, shown, order, isDown))\(pager)</section>
            """
    }

    private func sorted(_ lines: [Line], by order: Order, isDown: Bool) -> [Line] {
        func number(_ line: Line) -> Double? {
            switch order {
            case .part: line.value?.parts.part
            case .whole: line.value?.parts.whole
            default: nil
            }
        }
        let sorted =
            switch order {
            case .place: lines
            case .name: lines.sorted { $0.node.code < $1.node.code }
            // Without a number last, either way.
            case .part, .whole:
                lines.sorted {
                    guard let one = number($0), let other = number($1) else { return number($0) != nil }
                    return (one, $0.node.code) < (other, $1.node.code)
                }
            }
        return isDown ? sorted.reversed() : sorted
    }

    private func chart(_ title: String, _ lines: [Line]) -> HTML {
        guard lines.count > 1 else { return .empty }
        let top =
            lines.count > Self.drawn ? visit["indicators.compare.drawn", ["count": "\(Self.drawn)"]] : ""
        let lines = lines.prefix(Self.drawn)
        return Chart.bars(
            "\(choice.desk.title(choice.indicator)) · \(title)\(top)", categories: lines.map(\.node.name),
            series: [
                .init(
                    name: choice.desk.title(choice.indicator),
                    values: lines.map { IndicatorValuePage.rounded($0.value?.value) }, tone: .first,
                    links: lines.map { choice.link(organisation: $0.node.id) })
            ], isHorizontal: true, unit: IndicatorText.unit(visit, choice.indicator)
        ).html(visit, showsTable: false)
    }

    private func table(_ title: String, _ lines: [Line], _ order: Order, _ isDown: Bool) -> HTML {
        let indicator = choice.indicator
        func column(_ title: String, _ by: Order, isNumeric: Bool = true, isName: Bool = false) -> ListTable.Column {
            let isCurrent = order == by
            let link = choice.link().with("sort", by.rawValue).with("down", isCurrent && !isDown ? "1" : nil)
            return .init(
                title: title, isNumeric: isNumeric, isName: isName, sort: link,
                order: isCurrent ? (isDown ? .descending : .ascending) : nil)
        }
        let sums: [ListTable.Column] =
            indicator.whole == nil
            ? []
            : [
                column(visit["indicators.page.part"], .part), column(visit["indicators.page.whole"], .whole),
                .init(title: visit["indicators.compare.difference"], isNumeric: true),
            ]
        var table = ListTable(
            title,
            columns: [
                column(visit["indicators.compare.place"], .place),
                column(visit["data.filter.organisation"], .name, isNumeric: false, isName: true),
                .init(title: visit["indicators.column.value"], isNumeric: true),
            ] + sums
                + (indicator.standard == nil ? [] : [.init(title: visit["indicators.column.verdict"])]))
        table.rows = lines.map { line in
            .init(cells: cells(line))
        }
        return table.html
    }

    private func cells(_ line: Line) -> [HTML] {
        let indicator = choice.indicator
        let link = choice.link(organisation: line.node.id)
        let name: HTML = #"<a data-nav href="\#(link)">\#(line.node.name)</a>"#
        let rest = (indicator.whole == nil ? 0 : 3) + (indicator.standard == nil ? 0 : 1)
        guard let value = line.value else {
            let words = visit["indicators.compare.small"]
            return [
                "", name, #"<span class="masked" title="\#(words)">＊<span class="unseen"> \#(words)</span></span>"#,
            ]
                + [HTML](repeating: .empty, count: rest)
        }
        var cells: [HTML] = [
            "\(line.place.map(String.init))", name,
            #"<a href="\#(link)">\#(IndicatorText.value(visit, value.value, indicator))</a>"#,
        ]
        if indicator.whole != nil {
            cells += [
                choice.rows(.part, value.parts.part, organisation: line.node.id),
                choice.rows(.whole, value.parts.whole, organisation: line.node.id),
                "\(IndicatorText.change(visit, value.value, choice.value?.value, indicator))",
            ]
        }
        if indicator.standard != nil { cells.append(IndicatorText.mark(visit, value.value, indicator)) }
        return cells
    }
}
