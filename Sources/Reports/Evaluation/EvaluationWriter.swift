import Documents
import Ledger
import Localisation
import Monitoring

/// The chapters of an evaluation.
struct EvaluationWriter {
    let programme: Programme
    let kind: Evaluation.Kind
    let year: Int
    let offices: [Int64: String]
    let tolerance: Double
    let words: ReportWords
    var grouping = Evaluation.Grouping.none
    var paper: WordDocument
    private var sources: [(indicator: ProgrammeIndicator, value: YearValue)] = []

    init(
        programme: Programme, kind: Evaluation.Kind, year: Int, offices: [Int64: String], tolerance: Double,
        language: Language
    ) {
        self.programme = programme
        self.kind = kind
        self.year = year
        self.offices = offices
        self.tolerance = tolerance
        words = ReportWords(language)
        paper = WordDocument(
            title: words(
                "evaluation.title.\(kind.rawValue)", ["programme": programme.details.name, "year": "\(year)"]),
            subtitle: words(
                "evaluation.subtitle",
                ["start": "\(programme.details.startYear)", "end": "\(programme.details.endYear)", "year": "\(year)"]))
    }

    private func verdict(_ indicator: ProgrammeIndicator) -> YearlyVerdict {
        indicator.verdict(year, tolerance: tolerance)
    }

    mutating func write() {
        let all = programme.indicators
        func of(_ lights: Set<Light>) -> [ProgrammeIndicator] { all.filter { lights.contains(verdict($0).light) } }
        paper.blocks.append(
            .paragraph(
                words(
                    "evaluation.lead",
                    [
                        "count": "\(all.count)", "binding": "\(all.count(where: \.details.isBinding))",
                        "reached": "\(of([.blue]).count)", "onPath": "\(of([.green]).count)",
                        "behind": "\(of([.yellow]).count)", "far": "\(of([.red]).count)",
                        "unmeasured": "\(of([.off]).count)", "year": "\(year)",
                    ])))
        chart(of([.blue, .green, .yellow, .red]))
        head("evaluation.table")
        groups(all)
        head("evaluation.behind")
        list(of([.red, .yellow]), none: "evaluation.behind.none")
        head("evaluation.unmeasured")
        names(of([.off]))
        if kind != .final {
            head("evaluation.forecast")
            forecasts(all)
        }
        head("evaluation.sources")
        writeSources()
        paper.blocks.append(.note(words("evaluation.rule", ["tolerance": Figure.text(tolerance * 100)])))
    }

    private mutating func head(_ key: String) { paper.blocks.append(.heading(level: 1, words(key))) }

    private mutating func chart(_ measured: [ProgrammeIndicator]) {
        let rows = measured.prefix(26).compactMap { row in
            row.path?.completion(year, actuals: row.actuals).map { (row.details.name, $0) }
        }
        guard !rows.isEmpty else { return }
        paper.blocks.append(
            .chart(
                WordChart(
                    .stackedBars, title: words("evaluation.chart"), categories: rows.map(\.0),
                    series: [.init(words("evaluation.made"), values: rows.map(\.1), colour: "2F6DB3")])))
    }

    private func value(_ number: Double?, _ unit: String) -> String { number.map { Figure.text($0) + unit } ?? "–" }

    /// The numbers of the reports that a value reached by the end of the year comes from: of a sum, every year's.
    private mutating func cite(_ indicator: ProgrammeIndicator) -> [String] {
        guard let path = indicator.path, path.reached(year, actuals: indicator.actuals) != nil else { return [] }
        let years = path.measure == .cumulative ? path.baselineYear + 1...year : year...year
        return years.compactMap { each in
            guard let report = indicator.values.last(where: { $0.year == each }) else { return nil }
            sources.append((indicator, report))
            return "S\(sources.count)"
        }
    }

    /// A value with links to where it comes from: one is behind the figure, several stand after it.
    private func cited(_ figure: String, _ sources: [String]) -> String {
        guard sources.count > 1 else { return sources.first.map { PaperLink.mark(figure, to: $0) } ?? figure }
        return "\(figure)（\(sources.map { PaperLink.mark($0, to: $0) }.joined(separator: words.comma))）"
    }

    /// The table of all indicators, or one under a heading for each group, those of no group last.
    private mutating func groups(_ all: [ProgrammeIndicator]) {
        func group(_ indicator: ProgrammeIndicator) -> String {
            switch grouping {
            case .none: ""
            case .domain: indicator.details.domain
            case .office: indicator.details.office.flatMap { offices[$0] } ?? ""
            }
        }
        guard grouping != .none, !all.isEmpty else { return indicators(all) }
        let members = Dictionary(grouping: all, by: group)
        var names: [String] = []
        for name in all.map(group) where !names.contains(name) { names.append(name) }
        for name in names.filter({ !$0.isEmpty }) + names.filter(\.isEmpty) {
            let (own, other) = (members[name] ?? [], grouping == .office ? "bulletin.unassigned" : "evaluation.other")
            paper.blocks.append(.heading(level: 2, name.isEmpty ? words(other) : name))
            func count(_ light: Light) -> String { "\(own.count { verdict($0).light == light })" }
            paper.blocks.append(
                .paragraph(
                    words(
                        "evaluation.group",
                        [
                            "count": "\(own.count)", "reached": count(.blue), "onPath": count(.green),
                            "behind": count(.yellow), "far": count(.red), "unmeasured": count(.off),
                        ])))
            indicators(own)
        }
    }

    private mutating func indicators(_ all: [ProgrammeIndicator]) {
        guard !all.isEmpty else { return paper.blocks.append(.paragraph(words("bulletin.none"))) }
        var rows: [[String]] = []
        for indicator in all {
            let (details, path) = (indicator.details, indicator.path)
            let actual = cited(
                value(path?.reached(year, actuals: indicator.actuals), details.unit), cite(indicator))
            rows.append([
                details.name, words(details.isBinding ? "evaluation.binding" : "evaluation.expected"),
                "\(value(details.baseline, details.unit))（\(details.baselineYear)）",
                value(path?.expected(year), details.unit), actual,
                "\(value(details.target, details.unit))（\(details.targetYear)）",
                value(path?.completion(year, actuals: indicator.actuals).map { ($0 * 10).rounded() / 10 }, "%"),
                StringCatalogue.standard.string(
                    "programmes.light.\(verdict(indicator).light.rawValue)", words.language),
            ])
        }
        paper.blocks.append(
            .table(
                header: ["indicator", "nature", "baseline", "path", "actual", "target", "made", "light"].map {
                    words("evaluation.column.\($0)")
                }, rows: rows, widths: [6, 3, 4, 3, 3, 4, 3, 3]))
    }

    private mutating func list(_ indicators: [ProgrammeIndicator], none: String) {
        guard !indicators.isEmpty else { return paper.blocks.append(.paragraph(words(none))) }
        for indicator in indicators {
            paper.blocks.append(
                .paragraph(
                    words(
                        "evaluation.behind.item",
                        [
                            "name": indicator.details.name,
                            "why": YearlyReason(verdict(indicator), unit: indicator.details.unit).message(
                                in: words.language),
                            "office": indicator.details.office.flatMap { offices[$0] } ?? words("bulletin.unassigned"),
                        ])))
        }
    }

    private mutating func names(_ indicators: [ProgrammeIndicator]) {
        let names = indicators.map(\.details.name).joined(separator: words.comma)
        paper.blocks.append(.paragraph(names.isEmpty ? words("bulletin.none") : names))
    }

    private mutating func forecasts(_ all: [ProgrammeIndicator]) {
        var rows: [[String]] = []
        for indicator in all {
            guard let forecast = indicator.path?.forecast(actuals: indicator.actuals, until: year) else { continue }
            let details = indicator.details
            let isShort = details.direction.shortfall(actual: forecast.value, expected: details.target) > 0
            rows.append([
                details.name, value(forecast.value, details.unit),
                "\(Figure.text(forecast.value - forecast.margin))–\(Figure.text(forecast.value + forecast.margin))",
                value(details.target, details.unit),
                words(isShort ? "evaluation.forecast.short" : "evaluation.forecast.reached"),
            ])
        }
        guard !rows.isEmpty else { return paper.blocks.append(.paragraph(words("evaluation.forecast.none"))) }
        paper.blocks.append(
            .table(
                header: ["indicator", "forecast", "interval", "target", "verdict"].map {
                    words("evaluation.column.\($0)")
                },
                rows: rows, widths: [7, 4, 5, 4, 4]))
        paper.blocks.append(.note(words("evaluation.forecast.note")))
    }

    private mutating func writeSources() {
        guard !sources.isEmpty else { return paper.blocks.append(.paragraph(words("bulletin.none"))) }
        paper.blocks.append(
            .table(
                header: ["number", "indicator", "value", "source", "evidence", "reported", "confirmed"].map {
                    words("evaluation.column.\($0)")
                },
                rows: sources.enumerated().map { index, entry in
                    [
                        PaperLink.row("S\(index + 1)", anchor: "S\(index + 1)"), entry.indicator.details.name,
                        words(
                            "evaluation.source.value",
                            [
                                "year": "\(entry.value.year)",
                                "value": value(entry.value.value, entry.indicator.details.unit),
                            ]), entry.value.source,
                        entry.value.files.map(\.file.name).joined(separator: words.comma),
                        "\(Day(of: entry.value.at).text) \(entry.value.byName ?? "")",
                        entry.value.confirmedAt.map { Day(of: $0).text } ?? words("evaluation.unconfirmed"),
                    ]
                }, widths: [2, 6, 4, 6, 5, 4, 3]))
    }
}
