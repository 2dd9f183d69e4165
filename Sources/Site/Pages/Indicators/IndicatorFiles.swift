import Catalog
import Documents
import Foundation
import Indicators
import Registers

/// Values of indicators as files: what the page shows, small cells left out as there.
enum IndicatorFiles {
    /// The library as it is narrowed, with the latest values; only of indicators whose rows may be taken out.
    static func library(_ visit: Visit, _ format: String) throws -> Answer {
        let library = try IndicatorLibrary(visit)
        let lines = library.lines.filter { library.desk.mayExport($0.indicator) }
        guard let organisation = library.desk.organisation, !lines.isEmpty else { throw IndicatorError.notAllowed }
        let values = lines.map { line in
            ExportedValue(
                library.desk, line.indicator, organisation, line.period, line.value, small: false)
        }
        return try file(visit, values, "\(visit["indicators.library.title"]) \(organisation.name)", format)
    }

    /// The values of an indicator: of the organisation shown, and of those under it.
    static func values(_ visit: Visit, _ name: String, _ format: String) throws -> Answer {
        let choice = try IndicatorChoice(visit, name)
        guard choice.desk.mayExport(choice.indicator), choice.maySee, let organisation = choice.desk.organisation
        else { throw IndicatorError.notAllowed }
        let own = ExportedValue(
            choice.desk, choice.indicator, organisation, choice.period, choice.value, small: false)
        let others = IndicatorComparison(choice).levels.flatMap { level in
            level.lines.sorted { $0.node.code < $1.node.code }.map { line in
                ExportedValue(
                    choice.desk, choice.indicator, line.node, choice.period, line.value, small: line.value == nil)
            }
        }
        return try file(visit, [own] + others, choice.desk.title(choice.indicator), format)
    }

    private static func file(_ visit: Visit, _ values: [ExportedValue], _ title: String, _ format: String) throws
        -> Answer
    {
        let name = "\(title) \(visit.today.text)"
        if format == "json" {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return .file(try encoder.encode(values), name: "\(name).json", type: "application/json")
        }
        let columns = [
            "indicator", "name", "organisation", "level", "period", "value", "unit", "part", "whole", "standard",
            "verdict", "source",
        ]
        let sheet = Sheet(
            name: title,
            columns: columns.map {
                .init(visit["indicators.column.\($0)"], width: ["indicator", "source"].contains($0) ? 40 : 14)
            }, rows: values.map { $0.cells(visit) })
        return try ProjectFiles.sheet(sheet, name: name, isText: format == "csv")
    }
}

/// A value in a file.
private struct ExportedValue: Encodable {
    let indicator, title, organisation, organisationName, level: String
    let period: String?
    let value: Double?
    let unit: String
    let part, whole, standard: Double?
    let meetsStandard: Bool?
    /// Whether the value is left out since few persons would be known by it.
    let isSuppressed: Bool
    let source: String

    init(
        _ desk: IndicatorDesk, _ indicator: Indicator, _ organisation: OrganisationTree.Node, _ period: Period?,
        _ value: IndicatorValue?, small: Bool
    ) {
        self.indicator = indicator.name
        title = desk.title(indicator)
        self.organisation = organisation.code
        organisationName = organisation.name
        level = organisation.level.title.text(desk.language)
        self.period = period?.description
        self.value = value?.value
        unit = IndicatorText.unit(desk.visit, indicator)
        part = value?.parts.part
        whole = value?.parts.whole
        standard = indicator.standard?.value
        meetsStandard = IndicatorText.meets(value?.value, indicator)
        isSuppressed = small
        source = indicator.source
    }

    func cells(_ visit: Visit) -> [Sheet.Cell] {
        func number(_ number: Double?) -> Sheet.Cell {
            number.flatMap { $0.isFinite ? .number(($0 * 10_000).rounded() / 10_000) : nil } ?? .empty
        }
        func text(_ text: String?) -> Sheet.Cell { text.map { $0.isEmpty ? .empty : .text($0) } ?? .empty }
        let verdict = meetsStandard.map { visit[$0 ? "indicators.page.met" : "indicators.page.missed"] }
        return [
            text(title), text(indicator), text("\(organisation) \(organisationName)"), text(level), text(period),
            isSuppressed ? .text("＊") : number(value), text(unit), number(part), number(whole), number(standard),
            text(verdict), text(source),
        ]
    }
}
