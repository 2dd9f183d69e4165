import Documents
import Foundation
import Ledger
import Localisation
import Monitoring
import PlanModel

/// Rows of the ledger as .xlsx, .csv or .json. Each of them can be imported again (`LedgerImport`).
public struct LedgerExport: Sendable {
    private let rows: [TaskRow]
    private let language: Language
    private let work: [Int64: WorkLine]

    /// An export of rows, titles in a language.
    ///
    /// - Parameter work: how the tasks stand; with it the columns of `WorkColumn` follow those of the plan.
    public init(rows: [TaskRow], language: Language, work: [WorkLine] = []) {
        self.rows = rows
        self.language = language
        self.work = Dictionary(work.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The columns of work; none where nobody knows how the tasks stand.
    private var workColumns: [WorkColumn] { work.isEmpty ? [] : WorkColumn.allCases }

    /// The table that .xlsx and .csv share.
    public var sheet: Sheet {
        Sheet(
            name: StringCatalogue.standard.string("reports.sheet.ledger", language),
            columns: LedgerColumn.allCases.map { Sheet.Column($0.title(in: language), width: $0.width) }
                + workColumns.map { Sheet.Column($0.title(in: language), width: $0.width) },
            rows: rows.map { row in
                LedgerColumn.allCases.map { column in
                    let words = column.text(of: row, in: language)
                    if words.isEmpty { return .empty }
                    return switch column {
                    case .version: .number(Double(row.task.version))
                    case .due: .day(words)
                    default: .text(words)
                    }
                } + workColumns.map { column in work[row.id].map { column.cell(of: $0, in: language) } ?? .empty }
            })
    }

    /// An Excel workbook. - Throws: `DocumentWritingError`.
    public func xlsx() throws -> [UInt8] { try SheetWriter().xlsx([sheet]) }

    /// CSV in UTF-8 with byte-order mark.
    public var csv: [UInt8] { CSVWriter().write(sheet) }

    /// JSON: an array of tasks with the columns' names as keys and everything that was read as values.
    public func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys, .prettyPrinted]
        return [UInt8](try encoder.encode(rows.map { ExportedTask(row: $0, line: work[$0.id], language: language) }))
    }
}

extension LedgerColumn {
    /// Width in a spreadsheet, in characters.
    var width: Double {
        switch self {
        case .label, .version: 7
        case .title, .section: 34
        case .goal, .measures: 46
        case .leads, .coOwners, .leaders: 20
        case .targets, .milestones, .deliverables: 34
        case .due, .state: 12
        case .plan: 26
        case .key: 18
        }
    }
}

/// A task in the JSON export.
private struct ExportedTask: Encodable {
    let row: TaskRow
    let line: WorkLine?
    let language: Language

    enum CodingKeys: String, CodingKey {
        case label, title, section, goal, measures, leads, coOwners, leaders, due, state, plan, key, version
        case quantities, steps, papers, dueDates, span, work
    }

    enum WorkKeys: String, CodingKey {
        case state, light, reason, percent, lastReport, actuals, extendedDue, person, priority, tags
    }

    struct Actual: Encodable {
        let metric: String, unit: String
        let value: Double
        let day: Day
    }

    func encode(to encoder: any Encoder) throws {
        let task = row.task
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(task.label, forKey: .label)
        try fields.encode(task.title.text, forKey: .title)
        try fields.encode(task.path, forKey: .section)
        try fields.encodeIfPresent(task.goal?.text, forKey: .goal)
        try fields.encodeIfPresent(task.measures?.text, forKey: .measures)
        try fields.encode(task.leads.map(row.name), forKey: .leads)
        try fields.encode(task.coOwners.map(row.name), forKey: .coOwners)
        try fields.encode(task.leaders.map(\.text), forKey: .leaders)
        try fields.encodeIfPresent(task.due, forKey: .due)
        try fields.encode(LedgerColumn.state.text(of: row, in: language), forKey: .state)
        try fields.encode(row.planTitle, forKey: .plan)
        try fields.encode(task.key, forKey: .key)
        try fields.encode(task.version, forKey: .version)
        try fields.encode(task.targets, forKey: .quantities)
        try fields.encode(task.actions, forKey: .steps)
        try fields.encode(task.deliverables, forKey: .papers)
        try fields.encode(task.milestones, forKey: .dueDates)
        try fields.encode(task.span, forKey: .span)
        guard let line else { return }
        var work = fields.nestedContainer(keyedBy: WorkKeys.self, forKey: .work)
        let record = line.record
        try work.encode(record.state, forKey: .state)
        try work.encode(line.finding.light, forKey: .light)
        try work.encode(ReportWords(language).reasons(line.finding), forKey: .reason)
        try work.encode(record.percent, forKey: .percent)
        try work.encodeIfPresent(record.lastReport, forKey: .lastReport)
        try work.encodeIfPresent(record.due, forKey: .extendedDue)
        try work.encode(record.person, forKey: .person)
        try work.encode(record.priority.name, forKey: .priority)
        try work.encode(record.tags, forKey: .tags)
        try work.encode(
            record.targets.filter { !$0.isDropped }.compactMap { target in
                target.actual.map {
                    Actual(metric: target.quantity.metric, unit: target.quantity.unit, value: $0.value, day: $0.day)
                }
            }, forKey: .actuals)
    }
}
