import Documents
import Ledger
import Localisation
import Monitoring

/// The evaluation of a programme: 年度监测, 中期评估, 终期评估. Every figure names the report that it comes from.
public enum Evaluation {
    /// What an evaluation is for.
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        /// Where a year stands 年度监测.
        case annual
        /// Half-way, with what has to be caught up 中期评估.
        case midterm
        /// At the end, what was reached and what not 终期评估.
        case final
    }

    /// Writes it as of the end of a year. Pure.
    ///
    /// - Parameters:
    ///   - offices: names by office.
    ///   - tolerance: the share of a value that may be short, as the lights have it.
    public static func write(
        _ programme: Programme, kind: Kind, year: Int, offices: [Int64: String], tolerance: Double,
        language: Language
    ) throws -> WordDocument {
        guard (programme.details.startYear...programme.details.endYear).contains(year) else {
            throw ReportError.badMonth("\(year)")
        }
        var writer = EvaluationWriter(
            programme: programme, kind: kind, year: year, offices: offices, tolerance: tolerance, language: language)
        writer.write()
        return PaperLink.resolve(writer.paper)
    }
}

/// The chapters of an evaluation.
struct EvaluationWriter {
    let programme: Programme
    let kind: Evaluation.Kind
    let year: Int
    let offices: [Int64: String]
    let tolerance: Double
    let words: ReportWords
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
        indicators(all)
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

    /// The number of the report that a year's value comes from.
    private mutating func cite(_ indicator: ProgrammeIndicator) -> String? {
        guard let report = indicator.values.last(where: { $0.year == year }) else { return nil }
        sources.append((indicator, report))
        return "S\(sources.count)"
    }

    private mutating func indicators(_ all: [ProgrammeIndicator]) {
        guard !all.isEmpty else { return paper.blocks.append(.paragraph(words("bulletin.none"))) }
        var rows: [[String]] = []
        for indicator in all {
            let (details, path) = (indicator.details, indicator.path)
            let actual = value(path?.reached(year, actuals: indicator.actuals), details.unit)
            let source = cite(indicator)
            rows.append([
                details.name, words(details.isBinding ? "evaluation.binding" : "evaluation.expected"),
                "\(value(details.baseline, details.unit))（\(details.baselineYear)）",
                value(path?.expected(year), details.unit), source.map { PaperLink.mark(actual, to: $0) } ?? actual,
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
                            "name": indicator.details.name, "why": verdict(indicator).message(in: words.language),
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
                header: ["number", "indicator", "source", "reported", "confirmed"].map {
                    words("evaluation.column.\($0)")
                },
                rows: sources.enumerated().map { index, entry in
                    [
                        PaperLink.row("S\(index + 1)", anchor: "S\(index + 1)"), entry.indicator.details.name,
                        entry.value.source, "\(Day(of: entry.value.at).text) \(entry.value.byName ?? "")",
                        entry.value.confirmedAt.map { Day(of: $0).text } ?? words("evaluation.unconfirmed"),
                    ]
                }, widths: [2, 6, 8, 4, 4]))
    }
}
