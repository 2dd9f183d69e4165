import Documents
import Foundation
import Ledger
import Localisation
import Monitoring
import Reports
import Store

/// An exported ledger that comes back edited (.xlsx, .csv, .json).
///
/// Tasks are found by their key; a row without key is a new task. Cells that are the same as in the ledger are left
/// alone, so an untouched export changes nothing. Columns for reading only must be unchanged.
public struct LedgerImport: Sendable {
    /// The rows, for `PlanLedger.previewImport` and `importRows`.
    public let rows: [ImportedRow]

    /// Reads an edited export of a plan.
    ///
    /// - Throws: `DocumentError`; `IntakeError` with every cell that cannot be taken.
    public init(_ bytes: [UInt8], named file: String, of plan: Int64, in ledger: PlanLedger) throws {
        var filter = LedgerFilter.review(of: plan)
        filter.planStates = []
        let current = Dictionary(
            try ledger.tasks(filter).rows.map { ($0.task.key, $0) }, uniquingKeysWith: { first, _ in first })
        let table =
            file.lowercased().hasSuffix(".json")
            ? try Self.jsonTable(bytes, named: file)
            : try ImportTable.read(
                bytes, named: file, expecting: [LedgerColumn.title, .leads, .due, .key].map { $0.title(in: .chinese) },
                least: 3, knows: { LedgerColumn(title: $0) != nil })
        guard !table.rows.isEmpty else { throw IntakeError.noRows(file: file) }
        let columns = table.header.map { LedgerColumn(title: $0) }
        guard columns.contains(.title) else {
            throw IntakeError.missingColumns(file: file, columns: [LedgerColumn.title.title(in: .chinese)])
        }
        var rows: [ImportedRow] = [], faults: [ImportFault] = []
        for row in table.rows {
            var reader = LedgerRowReader(table: table, row: row, columns: columns)
            rows.append(reader.read(current: current))
            faults += reader.faults
        }
        if file.lowercased().hasSuffix(".json") { faults += try Self.fixedFaults(bytes, table, current) }
        guard faults.isEmpty else { throw IntakeError.faults(faults) }
        self.rows = rows
    }

    /// What a JSON file has changed in the lists that an import does not bring back in: to pass over it would lose it.
    private static func fixedFaults(
        _ bytes: [UInt8], _ table: ImportTable, _ current: [String: TaskRow]
    ) throws -> [ImportFault] {
        let objects = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [[String: Any]] ?? []
        var faults: [ImportFault] = []
        for (index, object) in objects.enumerated() {
            let known = (object["key"] as? String).flatMap { current[$0] }
            var kept: [String: Any] = [:]
            if let known {
                let json = try LedgerExport(rows: [known], language: .chinese).json()
                kept = ((try JSONSerialization.jsonObject(with: Data(json))) as? [[String: Any]])?.first ?? [:]
            }
            for name in ["quantities", "steps", "papers", "dueDates"] {
                guard let said = object[name] as? NSArray, said != (kept[name] as? NSArray ?? []) else { continue }
                faults.append(table.fault(row: index + 1, column: name, found: "…", expected: .unchanged))
            }
        }
        return faults
    }

    /// The JSON export as a table: one object a task, named as the columns.
    private static func jsonTable(_ bytes: [UInt8], named file: String) throws -> ImportTable {
        let columns = LedgerColumn.allCases
        guard let objects = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [[String: Any]] else {
            throw IntakeError.noHeader(file: file, expected: columns.map(\.rawValue).joined(separator: "、"))
        }
        let header = columns.filter { column in objects.contains { $0[column.rawValue] != nil } }
        return ImportTable(
            file: file, sheet: "", header: header.map { $0.title(in: .chinese) },
            rows: objects.enumerated().map { index, object in
                ImportTable.Row(
                    number: index + 1,
                    cells: header.map { column in
                        switch object[column.rawValue] {
                        case let words as String: words
                        case let list as [String]:
                            list.joined(
                                separator: column == .section
                                    ? LedgerColumn.headingSeparator : LedgerColumn.nameSeparator)
                        case let number as NSNumber: number.stringValue
                        default: ""
                        }
                    })
            })
    }
}

/// One row of an edited ledger being read.
struct LedgerRowReader {
    let table: ImportTable
    let row: ImportTable.Row
    let columns: [LedgerColumn?]
    private(set) var faults: [ImportFault] = []

    init(table: ImportTable, row: ImportTable.Row, columns: [LedgerColumn?]) {
        self.table = table
        self.row = row
        self.columns = columns
    }

    private func cell(_ column: LedgerColumn) -> String? {
        columns.firstIndex(of: column).map { row.cells[$0] }
    }

    private mutating func refuse(_ column: LedgerColumn, _ expected: ImportFault.Expectation) {
        guard let place = columns.firstIndex(of: column) else { return }
        faults.append(
            table.fault(row: row.number, column: table.header[place], found: row.cells[place], expected: expected))
    }

    /// What the row says beside what the ledger has.
    mutating func read(current: [String: TaskRow]) -> ImportedRow {
        let key = cell(.key).flatMap { $0.isEmpty ? nil : $0 }
        let known = key.flatMap { current[$0] }
        var version: Int?
        if let text = cell(.version), !text.isEmpty {
            version = Int(text)
            if version == nil { refuse(.version, .number) }
        }
        var fields = TaskChange()
        for case let column? in columns where column.isEditable {
            guard let words = cell(column), known.map({ !Self.same(column, words, $0) }) ?? !words.isEmpty else {
                continue
            }
            set(column, words, in: &fields)
        }
        if let known {
            for case let column? in columns where !column.isEditable && column != .key && column != .version {
                if let words = cell(column), !Self.same(column, words, known) { refuse(column, .unchanged) }
            }
        }
        if cell(.title)?.isEmpty ?? true { refuse(.title, .something) }
        return ImportedRow(key: key, version: version, fields: fields)
    }

    /// Whether a cell says what the ledger has, whichever language the export was made in.
    private static func same(_ column: LedgerColumn, _ words: String, _ row: TaskRow) -> Bool {
        let said = plain(words)
        if Language.allCases.contains(where: { plain(column.text(of: row, in: $0)) == said }) { return true }
        // Excel takes `1.` for the number 1 and a day for its own kind of day when it saves a CSV again.
        switch column {
        case .label: return !said.isEmpty && said.allSatisfy(\.isNumber) && row.task.label == said + "."
        case .due: return row.task.due.map { day(said)?.text == $0 } ?? false
        default: return false
        }
    }

    /// A day as people and spreadsheets write it: 2026-09-30, 2026/9/30, 2026.9.30, 2026年9月30日.
    static func day(_ words: String) -> Day? {
        var text = words.trimmed
        if text.hasSuffix("日") { text.removeLast() }
        let pieces = text.split(omittingEmptySubsequences: false) { "-/.年月".contains($0) }
        guard pieces.count == 3, pieces[0].count == 4, pieces.allSatisfy({ (1...4).contains($0.utf8.count) }),
            pieces.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }), let year = Int(pieces[0]),
            let month = Int(pieces[1]), let day = Int(pieces[2])
        else { return nil }
        return Day(year: year, month: month, day: day)
    }

    /// Spreadsheets change line ends, and CSV guards formulas with an apostrophe.
    private static func plain(_ words: String) -> String {
        let unified = words.replacing("\r\n", with: "\n").trimmed
        return String(unified.drop { $0 == "'" })
    }

    private mutating func set(_ column: LedgerColumn, _ words: String, in fields: inout TaskChange) {
        let names = words.split { "、，,；;\n".contains($0) }.map { String($0).trimmed }.filter { !$0.isEmpty }
        switch column {
        case .label: fields.label = words
        case .title: fields.title = words
        case .section:
            fields.path = words.components(separatedBy: LedgerColumn.headingSeparator).filter { !$0.isEmpty }
        case .goal: fields.goal = words
        case .measures: fields.measures = words
        case .leads: fields.leads = names
        case .coOwners: fields.coOwners = names
        case .leaders: fields.leaders = names
        case .due:
            if words.isEmpty {
                fields.due = .never
            } else if let day = Self.day(words) {
                fields.due = .on(day.text)
            } else {
                refuse(.due, .day)
            }
        case .targets, .milestones, .deliverables, .state, .plan, .key, .version: break
        }
    }
}
