import Documents
import Ledger
import Localisation
import PlanModel

/// A comparison as paper and workbook: two plans side by side, or a summary against its plan.
public struct ComparisonPaper: Sendable {
    private let title: String
    private let lead: String
    private let tables: [Table]

    /// A part of the paper, which is a sheet of the workbook too.
    private struct Table: Sendable {
        var title: String
        var header: [String]
        var rows: [[String]]
        var widths: [Int]
    }

    /// Two plans: the tasks by what became of them, then the targets that moved.
    public init(
        _ comparison: PlanComparison, old: (name: String, reading: PlanReading),
        new: (name: String, reading: PlanReading), language: Language
    ) {
        let phrase = Self.phrase(language)
        title = phrase("research.compare.title", [:])
        lead = phrase("research.compare.plans.lead", ["old": old.name, "new": new.name])
        var tables = [TaskMatch.Kind.changed, .new, .gone, .unchanged].map { kind in
            Table(
                title: phrase("research.compare.kind.\(kind.rawValue)", [:]),
                header: [phrase("research.compare.old", [:]), phrase("research.compare.new", [:])]
                    + [phrase("research.compare.differences", [:])],
                rows: comparison.tasks.filter { $0.kind == kind }.map { match in
                    [
                        match.old.map { old.reading.tasks[$0].title.text } ?? "",
                        match.new.map { new.reading.tasks[$0].title.text } ?? "",
                        match.differences.map { "\($0.old.isEmpty ? "—" : $0.old) → \($0.new.isEmpty ? "—" : $0.new)" }
                            .joined(separator: "\n"),
                    ]
                }, widths: [5, 5, 8])
        }
        tables.append(
            Table(
                title: phrase("research.compare.targets", [:]),
                header: [
                    phrase("research.compare.metric", [:]), phrase("research.compare.old", [:]),
                    phrase("research.compare.new", [:]), phrase("research.compare.oldClause", [:]),
                    phrase("research.compare.newClause", [:]),
                ],
                rows: comparison.targets.map { move in
                    [
                        move.metric, move.old?.statement(in: language) ?? "", move.new?.statement(in: language) ?? "",
                        move.old?.text ?? "", move.new?.text ?? "",
                    ]
                }, widths: [4, 4, 4, 5, 5]))
        self.tables = tables
    }

    /// A summary against its plan: each target with its verdict, both clauses and the arithmetic.
    public init(_ comparison: SummaryComparison, plan: String, summary: String, language: Language) {
        let phrase = Self.phrase(language)
        title = phrase("research.compare.summary.title", [:])
        lead = phrase("research.compare.summary.lead", ["plan": plan, "summary": summary])
        tables = [
            Table(
                title: phrase("research.compare.outcomes", [:]),
                header: [
                    phrase("research.compare.target", [:]), phrase("research.compare.statement", [:]),
                    phrase("research.compare.verdict", [:]), phrase("research.compare.computed", [:]),
                    phrase("research.compare.doubts", [:]),
                ],
                rows: comparison.outcomes.map { outcome in
                    [
                        outcome.target.text, outcome.statement?.text ?? "", outcome.verdict(in: language),
                        outcome.arithmetic(in: language) ?? "", outcome.doubts(in: language),
                    ]
                }, widths: [5, 5, 2, 4, 4])
        ]
    }

    /// The paper.
    public var document: WordDocument {
        var paper = WordDocument(title: title)
        paper.blocks.append(.paragraph(lead))
        for table in tables where !table.rows.isEmpty {
            paper.blocks.append(.heading(level: 1, "\(table.title)（\(table.rows.count)）"))
            paper.blocks.append(.table(header: table.header, rows: table.rows, widths: table.widths))
        }
        return paper
    }

    /// An Excel workbook, a sheet a table. - Throws: `DocumentWritingError`.
    public func xlsx() throws -> [UInt8] {
        try SheetWriter().xlsx(
            tables.map { table in
                Sheet(
                    name: table.title,
                    columns: zip(table.header, table.widths).map { Sheet.Column($0, width: Double($1) * 7) },
                    rows: table.rows.map { $0.map { $0.isEmpty ? .empty : .text(String($0.prefix(Self.longest))) } })
            })
    }

    /// Excel takes 32,767 UTF-16 units a cell; longer words stand in the paper and on the page.
    private static let longest = 16_000

    private static func phrase(_ language: Language) -> (String, [String: String]) -> String {
        { StringCatalogue.standard.string($0, language, $1) }
    }
}
