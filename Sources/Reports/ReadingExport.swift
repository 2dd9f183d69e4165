import Documents
import Localisation
import PlanModel

/// Readings as a workbook of tasks, quantities, indicators and notes, or their tasks as CSV.
public struct ReadingExport: Sendable {
    private let readings: [PlanReading]
    private let words: ReportWords

    /// An export of readings, titles in a language.
    public init(readings: [PlanReading], language: Language) {
        self.readings = readings
        words = ReportWords(language)
    }

    /// An Excel workbook. - Throws: `DocumentWritingError`.
    public func xlsx() throws -> [UInt8] {
        try SheetWriter().xlsx([tasks, quantities, indicators, notes].filter { !$0.rows.isEmpty || $0 == tasks })
    }

    /// The tasks as CSV.
    public var csv: [UInt8] { CSVWriter().write(tasks) }

    private func sheet(_ name: String, _ columns: [(String, Double)], _ rows: [[Sheet.Cell]]) -> Sheet {
        Sheet(
            name: words("sheet.\(name)"), columns: columns.map { Sheet.Column(words("column.\($0.0)"), width: $0.1) },
            rows: rows)
    }

    private var tasks: Sheet {
        let rows = readings.flatMap { reading in
            let targets = Dictionary(grouping: reading.quantities) { $0.task ?? "" }
            let papers = Dictionary(grouping: reading.deliverables) { $0.task ?? "" }
            let parts = Dictionary(reading.parts.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
            return reading.tasks.map { task -> [Sheet.Cell] in
                [
                    text(reading.title), text(parts[task.part] ?? ""),
                    text(task.path.joined(separator: LedgerColumn.headingSeparator)), text(task.label),
                    text(task.title.text), text(task.goal?.text ?? ""), text(task.measures?.text ?? ""),
                    names(task.owners), names(task.coOwners), names(task.leaders),
                    text((targets[task.id] ?? []).map { $0.statement(in: words.language) }.joined(separator: "\n")),
                    text(task.milestones.map { "\($0.due) \($0.text)" }.joined(separator: "\n")),
                    text(task.milestones.map(\.due).max() ?? ""),
                    text((papers[task.id] ?? []).map { "\($0.verb)《\($0.name)》" }.joined(separator: "\n")),
                    text(task.isCertain ? "" : words("certain.no")),
                ]
            }
        }
        return sheet(
            "tasks",
            [
                ("plan", 26), ("part", 20), ("section", 34), ("label", 7), ("title", 34), ("goal", 46),
                ("measures", 46), ("leads", 20), ("coOwners", 20), ("leaders", 16), ("targets", 34),
                ("milestones", 34), ("due", 12), ("deliverables", 34), ("certain", 10),
            ], rows)
    }

    private var quantities: Sheet {
        let rows = readings.flatMap { reading in
            let titles = Dictionary(
                reading.tasks.map { ($0.id, $0.title.text) }, uniquingKeysWith: { first, _ in first })
            return reading.quantities.map { quantity -> [Sheet.Cell] in
                [
                    text(quantity.task.flatMap { titles[$0] } ?? ""), text(quantity.metric),
                    text(quantity.comparator.rawValue), .number(quantity.value),
                    quantity.high.map { .number($0) } ?? .empty,
                    text(quantity.unit), quantity.year.map { .number(Double($0)) } ?? .empty,
                    text(words("kind.\(quantity.kind.rawValue)")), text(quantity.text),
                    text(quantity.isCertain ? "" : words("certain.no")),
                ]
            }
        }
        return sheet(
            "quantities",
            [
                ("title", 34), ("metric", 30), ("comparator", 8), ("value", 12), ("high", 10), ("unit", 9),
                ("year", 8), ("kind", 8), ("words", 46), ("certain", 10),
            ], rows)
    }

    private var indicators: Sheet {
        sheet(
            "indicators",
            [
                ("name", 34), ("unit", 9), ("baselineYear", 10), ("baseline", 10), ("targetYear", 10), ("target", 10),
                ("nature", 10),
            ],
            readings.flatMap(\.indicators).map { indicator in
                [
                    text(indicator.name), text(indicator.unit), number(indicator.baselineYear.map(Double.init)),
                    number(indicator.baseline), number(indicator.targetYear.map(Double.init)),
                    number(indicator.target), text(indicator.nature ?? ""),
                ]
            })
    }

    private var notes: Sheet {
        sheet(
            "notes", [("plan", 30), ("words", 80)],
            readings.flatMap { reading in
                reading.notes.map { note in
                    [
                        text(reading.title),
                        text(
                            StringCatalogue.standard.string(
                                "reading.note.\(note.about)", words.language, ["says": note.says])),
                    ]
                }
            })
    }

    private func text(_ words: String) -> Sheet.Cell { words.isEmpty ? .empty : .text(words) }
    private func number(_ value: Double?) -> Sheet.Cell { value.map { .number($0) } ?? .empty }
    private func names(_ list: [Excerpt]) -> Sheet.Cell {
        text(list.map(\.text).joined(separator: LedgerColumn.nameSeparator))
    }
}
