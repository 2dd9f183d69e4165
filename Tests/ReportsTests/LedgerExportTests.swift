import Documents
import Foundation
import Intake
import Ledger
import Localisation
import Monitoring
import Testing

@testable import Reports

@Suite("Ledger export")
struct LedgerExportTests {
    static let formats = ["xlsx", "csv", "json"]

    static func export(_ format: String, _ rows: [TaskRow], _ language: Language) throws -> [UInt8] {
        let export = LedgerExport(rows: rows, language: language)
        return switch format {
        case "xlsx": try export.xlsx()
        case "csv": export.csv
        default: try export.json()
        }
    }

    @Test("comes back in unchanged, in either language", arguments: formats, Language.allCases)
    func roundTrip(format: String, language: Language) throws {
        let sample = try SampleLedger()
        defer { sample.remove() }
        let rows = try sample.rows()
        #expect(rows.count == 3)
        let file = try Self.export(format, rows, language)
        let back = try LedgerImport(file, named: "台账.\(format)", of: sample.plan.id, in: sample.ledger)
        let preview = try sample.ledger.previewImport(back.rows, into: sample.plan.id)
        #expect(preview.changed.isEmpty && preview.added.isEmpty && preview.conflicts.isEmpty)
        #expect(preview.unchanged == 3)
    }

    @Test("brings an edited owner and due date back in, and can be undone")
    func edits() throws {
        let sample = try SampleLedger(accepting: false)
        defer { sample.remove() }
        let rows = try sample.rows()
        var text = String(decoding: LedgerExport(rows: rows, language: .chinese).csv, as: UTF8.self)
        text = text.replacingOccurrences(of: "人事科", with: "人事科、教研室")
        let back = try LedgerImport(Array(text.utf8), named: "台账.csv", of: sample.plan.id, in: sample.ledger)
        try sample.ledger.importRows(back.rows, into: sample.plan.id, by: .commandLine)
        let edited = try #require(try sample.rows().last)
        #expect(edited.task.leads.map(edited.name) == ["人事科", "教研室"])
        try sample.ledger.undo(in: sample.plan.id, by: .commandLine)
        #expect(try sample.rows().last?.task.leads.count == 1)
    }

    @Test("says how tasks stand, and comes back in all the same", arguments: formats)
    func work(format: String) throws {
        let year = try YearSample()
        defer { year.remove() }
        try year.live(seed: 3)
        let day = Day(of: year.clock.now)
        let rows = try year.sample.rows()
        let export = LedgerExport(
            rows: rows, language: .chinese,
            work: try year.ledger.workLines(.ledger(of: year.plan.id), on: day))
        #expect(String(decoding: export.csv, as: UTF8.self).contains("亮灯原因"))
        let file = format == "xlsx" ? try export.xlsx() : format == "csv" ? export.csv : try export.json()
        let back = try LedgerImport(file, named: "台账.\(format)", of: year.plan.id, in: year.ledger)
        let preview = try year.ledger.previewImport(back.rows, into: year.plan.id)
        #expect(preview.changed.isEmpty && preview.unchanged == 3)
    }

    @Test("holds every event, value, order and file in the archive")
    func archive() throws {
        let year = try YearSample()
        defer { year.remove() }
        try year.live(seed: 11)
        let day = Day(of: year.clock.now)
        let archive = try LedgerArchive(plan: year.plan, in: year.ledger, on: day, language: .chinese)
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(try archive.json())) as? [String: Any])
        let work = try year.tasks.map { try year.ledger.work(of: $0, on: day) }
        func count(_ name: String) -> Int? { (json[name] as? [[String: Any]])?.count }
        #expect(count("tasks") == 3)
        #expect(count("events") == work.reduce(0) { $0 + $1.events.count })
        #expect(count("values") == work.flatMap(\.events).reduce(0) { $0 + ($1.detail.values?.count ?? 0) })
        #expect(count("followUps") == work.reduce(0) { $0 + $1.record.followUps.count })
        #expect(count("evidence") == work.reduce(0) { $0 + $1.evidence.count })
        let back = try LedgerImport(
            try archive.xlsx(), named: "全部.xlsx", of: year.plan.id, in: year.ledger)
        #expect(try year.ledger.previewImport(back.rows, into: year.plan.id).unchanged == 3)
    }

    @Test("takes a CSV that Excel saved again")
    func savedAgain() throws {
        let sample = try SampleLedger()
        defer { sample.remove() }
        var text = String(decoding: LedgerExport(rows: try sample.rows(), language: .chinese).csv, as: UTF8.self)
        let rows = try sample.rows()
        let label = try #require(rows.first?.task.label), due = try #require(rows.compactMap(\.task.due).first)
        #expect(label.hasSuffix(".") && text.contains(",\(due),"))
        let day = due.split(separator: "-").compactMap { Int($0) }
        text = text.replacing(",\(due),", with: ",\(day[0])/\(day[1])/\(day[2]),")
        let marks = text.count { $0 == "." }
        for row in rows {
            text = text.replacingOccurrences(of: "\n\(row.task.label),", with: "\n\(row.task.label.dropLast()),")
        }
        #expect(text.count { $0 == "." } == marks - 3)
        let back = try LedgerImport(Array(text.utf8), named: "台账.csv", of: sample.plan.id, in: sample.ledger)
        let preview = try sample.ledger.previewImport(back.rows, into: sample.plan.id)
        #expect(preview.changed.isEmpty && preview.unchanged == 3)
    }

    @Test("refuses a JSON file whose quantities were edited")
    func editedQuantities() throws {
        let sample = try SampleLedger()
        defer { sample.remove() }
        let json = String(
            decoding: try LedgerExport(rows: try sample.rows(), language: .chinese).json(), as: UTF8.self)
        let edited = json.replacing("\"value\" : 1200", with: "\"value\" : 1500")
        #expect(edited != json)
        #expect {
            try LedgerImport(Array(edited.utf8), named: "台账.json", of: sample.plan.id, in: sample.ledger)
        } throws: { error in
            guard case IntakeError.faults(let faults) = error else { return false }
            return faults.map(\.column) == ["quantities"] && faults[0].row == 1
        }
    }

    @Test("names the row and column of a cell that is for reading only")
    func readOnly() throws {
        let sample = try SampleLedger()
        defer { sample.remove() }
        var text = String(decoding: LedgerExport(rows: try sample.rows(), language: .chinese).csv, as: UTF8.self)
        text = text.replacingOccurrences(of: "新增公办学位 1200", with: "新增公办学位 1500")
            .replacingOccurrences(of: "1200个", with: "1500个")
        #expect {
            try LedgerImport(Array(text.utf8), named: "台账.csv", of: sample.plan.id, in: sample.ledger)
        } throws: { error in
            guard case .faults(let faults) = error as? IntakeError else { return false }
            return faults.contains { $0.row == 2 && $0.expected == .unchanged }
        }
    }

    @Test("guards formulas in CSV and writes them as words in Excel")
    func formulas() throws {
        let sample = try SampleLedger()
        defer { sample.remove() }
        let csv = String(decoding: LedgerExport(rows: try sample.rows(), language: .chinese).csv, as: UTF8.self)
        #expect(csv.contains("'=“阳光招聘”"))
        #expect(!csv.contains(",=“阳光招聘”"))
    }

    @Test("has days that a spreadsheet counts with, and takes them back where somebody moved one")
    func days() throws {
        let sample = try SampleLedger()
        defer { sample.remove() }
        let rows = try sample.rows()
        let task = try #require(rows.first { $0.task.due != nil }?.task)
        let sheet = LedgerExport(rows: rows, language: .chinese).sheet
        let column = try #require(LedgerColumn.allCases.firstIndex(of: .due))
        let line = try #require(rows.firstIndex { $0.id == task.id })
        #expect(sheet.rows[line][column] == .day(try #require(task.due)))
        var moved = sheet
        moved.rows[line][column] = .day("2026-12-01")
        let back = try LedgerImport(
            try SheetWriter().xlsx([moved]), named: "台账.xlsx", of: sample.plan.id, in: sample.ledger)
        let preview = try sample.ledger.previewImport(back.rows, into: sample.plan.id)
        #expect(preview.unchanged == 2)
        let change = try #require(preview.changed.first)
        #expect(change.task == task.id && change.differences.map(\.field) == [.due])
        #expect(change.differences.first?.new == "2026-12-01")
    }

    @Test("opens in openpyxl as a table with frozen header and filters", .enabled(if: Python.has("openpyxl")))
    func openpyxl() throws {
        let sample = try SampleLedger()
        defer { sample.remove() }
        let file = sample.directory.appending(path: "台账.xlsx")
        try Data(try LedgerExport(rows: try sample.rows(), language: .chinese).xlsx()).write(to: file)
        let seen = try Python.run(
            """
            import sys, openpyxl
            book = openpyxl.load_workbook(sys.argv[1]); page = book.active
            table = list(page.tables.values())[0]
            print(page.freeze_panes, table.ref, table.autoFilter.ref, page.max_row, page['B2'].value)
            days = [cell for row in page.iter_rows(min_row=2) for cell in row if cell.is_date]
            print(sorted({f"{cell.column_letter} {cell.number_format} {cell.value:%H:%M}" for cell in days}))
            """, [file.path])
        #expect(seen == "A2 A1:P4 A1:P4 4 扩大公办和普惠园学位供给\n['K yyyy-mm-dd 00:00']")
    }
}

/// Python of the test set-up, for opening files as others would.
enum Python {
    static let program = ProcessInfo.processInfo.environment["XUEZHENG_PYTHON"] ?? "/usr/bin/env"

    static func has(_ module: String) -> Bool { (try? run("import \(module)", [])) != nil }

    struct Failure: Error {}

    static func run(_ script: String, _ arguments: [String]) throws -> String {
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = (program == "/usr/bin/env" ? ["python3"] : []) + ["-c", script] + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure() }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
