import CXLSXWriter
import Foundation

/// Writes tables as an Excel workbook: a real table a sheet, header frozen, filters on, text wrapped.
public struct SheetWriter: Sendable {
    /// A writer.
    public init() {}

    /// The workbook's bytes.
    ///
    /// Words are written as strings whatever they begin with, so that no cell becomes a formula.
    ///
    /// - Throws: `DocumentWritingError.tooLarge` above Excel's limits (1,048,575 rows, 16,384 columns, 32,767
    ///   characters a cell), `.failed` where the library refuses.
    public func xlsx(_ sheets: [Sheet]) throws -> [UInt8] {
        for sheet in sheets {
            guard sheet.rows.count < 1_048_576, (1...16_384).contains(sheet.columns.count) else {
                throw DocumentWritingError.tooLarge(sheet: sheet.name)
            }
        }
        // The library of Debian 12 writes files only: a private directory holds it for a moment.
        let folder = FileManager.default.temporaryDirectory.appending(path: "xuezheng-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "sheets.xlsx")
        guard try write(sheets, to: file.path) == LXW_NO_ERROR else { throw DocumentWritingError.failed(what: "xlsx") }
        return [UInt8](try Data(contentsOf: file))
    }

    private func write(_ sheets: [Sheet], to path: String) throws -> lxw_error {
        var options = lxw_workbook_options()
        guard let book = workbook_new_opt(path, &options) else { throw DocumentWritingError.failed(what: "xlsx") }
        let formats = Formats(book)
        var names = Set<String>()
        for sheet in sheets {
            let name = Self.allowedName(sheet.name, taken: &names)
            guard let page = workbook_add_worksheet(book, name) else {
                throw DocumentWritingError.failed(what: "xlsx")
            }
            try fill(page, with: sheet, formats)
            try FormRules(book: book, page: page, pageName: name).add(sheet)
        }
        return workbook_close(book)
    }

    /// How cells of a workbook look.
    private struct Formats {
        /// Words and numbers; days; words and days with a fault.
        let plain, day, wrong, wrongDay: UnsafeMutablePointer<lxw_format>?

        init(_ book: UnsafeMutablePointer<lxw_workbook>) {
            plain = workbook_add_format(book)
            format_set_text_wrap(plain)
            day = workbook_add_format(book)
            format_set_num_format(day, "yyyy-mm-dd")
            wrong = workbook_add_format(book)
            format_set_text_wrap(wrong)
            wrongDay = workbook_add_format(book)
            format_set_num_format(wrongDay, "yyyy-mm-dd")
            for format in [wrong, wrongDay] { format_set_bg_color(format, 0xFFC7CE) }
            for format in [plain, day, wrong, wrongDay] {
                format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
            }
        }
    }

    private func fill(
        _ page: UnsafeMutablePointer<lxw_worksheet>, with sheet: Sheet, _ formats: Formats
    ) throws {
        for (index, column) in sheet.columns.enumerated() {
            worksheet_set_column(page, UInt16(index), UInt16(index), column.width, nil)
        }
        worksheet_freeze_panes(page, 1, 0)
        worksheet_repeat_rows(page, 0, 0)
        worksheet_set_landscape(page)
        worksheet_set_paper(page, 9)  // A4
        worksheet_fit_to_pages(page, 1, 0)
        for (number, row) in sheet.rows.enumerated() {
            for (place, cell) in row.prefix(sheet.columns.count).enumerated() {
                let line = UInt32(number + 1), column = UInt16(place)
                let mark = sheet.marks.isEmpty ? nil : sheet.marks[Sheet.Place(row: number, column: place)]
                let plain = mark == nil ? formats.plain : formats.wrong
                if let mark { worksheet_write_comment(page, line, column, Self.allowed(String(mark.prefix(500)))) }
                switch cell {
                case .empty:
                    if mark != nil { worksheet_write_blank(page, line, column, plain) }
                case .number(let value): worksheet_write_number(page, line, column, value, plain)
                case .text(let words), .day(let words):
                    if case .day = cell, var day = Self.date(words) {
                        worksheet_write_datetime(
                            page, line, column, &day, mark == nil ? formats.day : formats.wrongDay)
                        continue
                    }
                    guard words.utf16.count <= 32_767 else { throw DocumentWritingError.tooLarge(sheet: sheet.name) }
                    worksheet_write_string(page, line, column, Self.cell(words), plain)
                }
            }
        }
        try addTable(page, sheet)
    }

    /// A day as the library takes it; nil for words that are none, or for one before 1900, which Excel cannot count.
    static func date(_ words: String) -> lxw_datetime? {
        let parts = words.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } })
        else { return nil }
        let numbers = parts.compactMap { Int32($0) }
        let (year, month, day) = (numbers[0], numbers[1], numbers[2])
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int32] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard year >= 1900, (1...12).contains(month), (1...lengths[Int(month) - 1]).contains(day) else { return nil }
        return lxw_datetime(year: year, month: month, day: day, hour: 0, min: 0, sec: 0)
    }

    /// The header with filters, as an Excel table; titles are written by it.
    private func addTable(_ page: UnsafeMutablePointer<lxw_worksheet>, _ sheet: Sheet) throws {
        let titles = sheet.columns.map { strdup($0.title) }
        defer { titles.forEach { free($0) } }
        let columns = titles.map { title in
            let column = UnsafeMutablePointer<lxw_table_column>.allocate(capacity: 1)
            column.initialize(to: lxw_table_column())
            column.pointee.header = title
            return column
        }
        defer { columns.forEach { $0.deallocate() } }
        var list: [UnsafeMutablePointer<lxw_table_column>?] = columns + [nil]
        let result = list.withUnsafeMutableBufferPointer { pointers in
            var options = lxw_table_options()
            options.columns = pointers.baseAddress
            options.style_type = UInt8(LXW_TABLE_STYLE_TYPE_LIGHT.rawValue)
            options.style_type_number = 9
            // A table without rows is not allowed: an empty ledger has one empty row.
            return worksheet_add_table(
                page, 0, 0, UInt32(max(1, sheet.rows.count)), UInt16(sheet.columns.count - 1), &options)
        }
        guard result == LXW_NO_ERROR else { throw DocumentWritingError.failed(what: "xlsx") }
    }

    /// A sheet name that Excel takes: at most 31 characters, none of `[]:*?/\`, not taken.
    static func allowedName(_ name: String, taken: inout Set<String>) -> String {
        let plain = String(name.map { "[]:*?/\\'".contains($0) ? " " : $0 }.prefix(28))
        let base = plain.allSatisfy(\.isWhitespace) ? "Sheet" : plain
        var candidate = base, number = 2
        while !taken.insert(candidate.lowercased()).inserted {
            candidate = "\(base) \(number)"
            number += 1
        }
        return candidate
    }

    /// Words as a cell holds them: what looks like an escaped character (`_x000D_`) has its first line escaped, so that it
    /// is read back as it stands (ECMA-376 part 1, 22.9.2.19).
    static func cell(_ words: String) -> String {
        let words = allowed(words)
        guard words.contains("_x") else { return words }
        let bytes = Array(words.utf8)
        var escaped: [UInt8] = []
        for index in bytes.indices {
            if XMLWords.isEscape(bytes[index...]) { escaped += "_x005F".utf8 }
            escaped.append(bytes[index])
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    /// Without the control characters that XML forbids.
    static func allowed(_ words: String) -> String {
        guard words.unicodeScalars.contains(where: { !$0.isAllowedInXML }) else { return words }
        return String(String.UnicodeScalarView(words.unicodeScalars.filter(\.isAllowedInXML)))
    }
}

extension Unicode.Scalar {
    /// Whether XML 1.0 (2.2) allows it.
    var isAllowedInXML: Bool {
        switch value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
