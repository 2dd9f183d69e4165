import Foundation
import Testing

@testable import Documents

@Suite("Workbooks of other programs")
struct ForeignWorkbookTests {
    /// Runs a script with the Python of the test set-up. - Returns: whether it ended well.
    static func run(_ script: String, _ arguments: [String] = []) -> Bool {
        guard let python = ProcessInfo.processInfo.environment["XUEZHENG_PYTHON"] else { return false }
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = ["-c", script] + arguments
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test("made with openpyxl are read as what they are", .enabled(if: run("import openpyxl")))
    func openpyxl() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "xuezheng-\(UUID()).xlsx")
        defer { try? FileManager.default.removeItem(at: file) }
        let script = """
            import sys, datetime as d, openpyxl
            book = openpyxl.Workbook(); sheet = book.active; sheet.title = '学生'
            sheet.append(['姓名', '出生日期', '到校', '合计', '分数', '在籍', '备注', '到校时刻'])
            sheet.append(['李一', d.date(2016, 2, 29), d.datetime(2026, 9, 1, 8, 30), '=E2+1', 92.5, True, '两\\n行 & <空>', d.time(7, 5)])
            sheet.merge_cells('A4:B5'); sheet['A4'] = '合并'; sheet.row_dimensions[4].hidden = True; sheet['C4'] = '#N/A'
            sheet.column_dimensions['C'].hidden = True
            book.create_sheet('隐藏').sheet_state = 'hidden'
            book.save(sys.argv[1])
            """
        try #require(Self.run(script, [file.path]))
        let table = try WorkbookTable(.file(file), named: "学生.xlsx")
        #expect(table.sheets.map(\.name) == ["学生", "隐藏"])
        #expect(table.sheets.map(\.isHidden) == [false, true])
        var cells: [String] = [], hidden: [Int] = []
        let summary = try table.read(sheet: 0) { row in
            if row.isHidden { hidden.append(row.number) }
            guard row.number > 1 else { return true }
            for column in 0..<row.count where row[column].kind != .empty {
                cells.append("\(row.reference(column)) \(row[column].kind) \(row[column].text)")
            }
            return true
        }
        #expect(
            cells == [
                "A2 text 李一", "B2 day 2016-02-29", "C2 dayAndTime 2026-09-01 08:30:00", "D2 formula ",
                "E2 number 92.5", "F2 boolean TRUE", "G2 text 两\n行 & <空>", "H2 time 07:05:00", "A4 text 合并",
                "C4 error #N/A",
            ])
        #expect(hidden == [4])
        #expect(summary.merges == [CellRange(rows: 3...4, columns: 0...1)])
        #expect(summary.hiddenColumns == [2...2])
    }
}
