import Foundation

/// A chart: drawn by Apache ECharts where scripts run, and in any case a table with the same figures and links, so that
/// it can be read, printed and reached by keyboard without.
struct Chart: Encodable, Sendable {
    /// What it draws.
    enum Kind: String, Encodable, Sendable {
        /// Bars side by side or stacked, lying or standing.
        case bars
        /// Lines over categories; a value that is missing is a gap.
        case lines
        /// Bullets 子弹图: a bar a category for what is, and a tick for each series that is a line, such as what should be.
        case bullets
    }

    /// What a colour means; nothing is shown by colour alone.
    enum Tone: String, Encodable, Sendable {
        case done, good, warn, bad, off
        /// Colours without a meaning, for several things side by side.
        case first, second, third, fourth
    }

    /// A row of values, one for each category.
    struct Series: Encodable, Sendable {
        var name: String
        var values: [Double?]
        var tone: Tone
        /// Whether it is a path or a plan, and not what is.
        var isDashed = false
        /// Whether it is drawn as a line over bars.
        var isLine = false
        /// Where a click on a value leads; as many as values, or none.
        var links: [SiteLink?] = []

        /// The value at a place; nil where there is none, or one that is not a number and so cannot be drawn.
        subscript(index: Int) -> Double? {
            guard index < values.count, let value = values[index], value.isFinite else { return nil }
            return value
        }

        private enum CodingKeys: String, CodingKey {
            case name, values, tone, isDashed, isLine, links
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(name, forKey: .name)
            try container.encode(values.indices.map { self[$0] }, forKey: .values)
            try container.encode(tone, forKey: .tone)
            try container.encode(isDashed, forKey: .isDashed)
            try container.encode(isLine, forKey: .isLine)
            try container.encode(links.map { $0?.url }, forKey: .links)
        }
    }

    let kind: Kind
    /// What it shows, in words.
    let title: String
    let categories: [String]
    let series: [Series]
    let isStacked: Bool
    /// Whether bars lie: for long names.
    let isHorizontal: Bool
    /// The unit behind each value.
    let unit: String

    private enum CodingKeys: String, CodingKey {
        case kind, title, categories, series, isStacked, isHorizontal, unit
    }

    /// Bars over categories.
    static func bars(
        _ title: String, categories: [String], series: [Series], isStacked: Bool = false, isHorizontal: Bool = false,
        unit: String = ""
    ) -> Chart {
        Chart(
            kind: .bars, title: title, categories: categories, series: series, isStacked: isStacked,
            isHorizontal: isHorizontal, unit: unit)
    }

    /// Lines over categories.
    static func lines(_ title: String, categories: [String], series: [Series], unit: String = "") -> Chart {
        Chart(
            kind: .lines, title: title, categories: categories, series: series, isStacked: false, isHorizontal: false,
            unit: unit)
    }

    /// Bullets over categories: bars lying, and ticks for the series that are lines.
    static func bullets(_ title: String, categories: [String], series: [Series], unit: String = "") -> Chart {
        Chart(
            kind: .bullets, title: title, categories: categories, series: series, isStacked: false,
            isHorizontal: true, unit: unit)
    }

    /// The figure: the place that the script draws in, and the table, which stays open unless the script draws.
    ///
    /// - Parameter showsTable: false where the same table already stands beside it.
    func html(_ visit: Visit, showsTable: Bool = true) -> HTML {
        guard !categories.isEmpty, !series.isEmpty else { return .empty }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        let rows = HTML.when(
            showsTable,
            """
            <details open><summary>\(visit["site.chart.table"])</summary>\(table)</details>
            """)
        return """
            <figure class="chart" data-chart="\(data)">
            <figcaption>\(title)</figcaption>
            <div class="drawing" role="img" aria-label="\(title)" hidden></div>
            \(rows)</figure>
            """
    }

    private var table: HTML {
        var table = ListTable(
            title, columns: [.init(title: "", isName: true)] + series.map { .init(title: $0.name, isNumeric: true) })
        table.rows = categories.enumerated().map { index, category in
            .init(
                cells: ["\(category)"]
                    + series.map { series in
                        guard let value = series[index] else { return "–" }
                        let words: HTML = "\(Words.number(value))\(unit.isEmpty ? "" : " \(unit)")"
                        guard index < series.links.count, let link = series.links[index] else { return words }
                        return #"<a href="\#(link)">\#(words)</a>"#
                    })
        }
        return table.html
    }

    /// The scripts; once on each page that has a chart.
    static func scripts(_ visit: Visit) -> HTML {
        let assets = visit.site.assets
        guard let library = assets.link("echarts.min.js"), let own = assets.link("charts.js") else { return .empty }
        return #"<script src="\#(library)" defer></script><script src="\#(own)" defer></script>"#
    }
}
