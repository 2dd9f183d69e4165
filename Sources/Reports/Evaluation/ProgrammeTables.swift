import Documents
import Ledger
import Localisation
import Monitoring

/// Programmes and their indicators at the end of a year as tables.
public struct ProgrammeTables: Sendable {
    private let language: Language
    private let tolerance: Double

    /// Tables in a language.
    ///
    /// - Parameter tolerance: the share of a value that may be short, as the lights have it.
    public init(language: Language, tolerance: Double) {
        self.language = language
        self.tolerance = tolerance
    }

    private func say(_ key: String) -> String { StringCatalogue.standard.string("programmes.\(key)", language) }

    private func light(_ light: Light) -> String {
        StringCatalogue.standard.string("programmes.light.\(light.rawValue)", language)
    }

    /// One row a programme, with the counts of its lights at the end of its latest measured year.
    public func programmes(_ programmes: [Programme], thisYear: Int) -> Sheet {
        let lights: [Light] = [.blue, .green, .yellow, .red, .off]
        return Sheet(
            name: say("title"),
            columns: [
                .init(StringCatalogue.standard.string("cli.column.id", language)), .init(say("name"), width: 36),
                .init(say("years")), .init(say("asOf")), .init(say("indicators")),
            ] + lights.map { .init(light($0)) },
            rows: programmes.map { programme in
                let year = programme.latestYear(until: thisYear)
                let counts = programme.lights(year, tolerance: tolerance)
                return [
                    .text("\(programme.id)"), .text(programme.details.name),
                    .text("\(programme.details.startYear)–\(programme.details.endYear)"), .number(Double(year)),
                    .number(Double(programme.indicators.count)),
                ] + lights.map { .number(Double(counts[$0] ?? 0)) }
            })
    }

    /// One row an indicator, as it stands at the end of a year.
    public func indicators(_ programme: Programme, year: Int, offices: [Int64: String]) -> Sheet {
        // What arithmetic adds is no part of a figure.
        func number(_ value: Double?) -> Sheet.Cell { value.map { .number(($0 * 1e6).rounded() / 1e6) } ?? .empty }
        return Sheet(
            name: say("indicators"),
            columns: [
                .init(say("indicator"), width: 36), .init(say("unit")), .init(say("baseline")),
                .init("\(year) \(say("path"))"), .init("\(year) \(say("actual"))"), .init(say("target")),
                .init(say("made")), .init(StringCatalogue.standard.string("site.column.light", language)),
                .init(StringCatalogue.standard.string("site.column.office", language), width: 20),
            ],
            rows: programme.indicators.map { indicator in
                let (details, path) = (indicator.details, indicator.path)
                let made = path?.completion(year, actuals: indicator.actuals)
                return [
                    .text(details.name), .text(details.unit), .number(details.baseline), number(path?.expected(year)),
                    number(path?.reached(year, actuals: indicator.actuals)), .number(details.target),
                    made.map { .text(Figure.text($0, decimals: 1) + "%") } ?? .empty,
                    .text(light(indicator.verdict(year, tolerance: tolerance).light)),
                    details.office.flatMap { offices[$0] }.map(Sheet.Cell.text) ?? .empty,
                ]
            })
    }
}
