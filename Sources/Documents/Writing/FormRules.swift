import CXLSXWriter
import Foundation

/// Adds to a sheet what a spreadsheet checks while somebody fills it in: lists to choose from, bounds, days.
struct FormRules {
    let book: UnsafeMutablePointer<lxw_workbook>
    let page: UnsafeMutablePointer<lxw_worksheet>
    let pageName: String

    /// Rows below the header that the rules hold for, beyond those filled in.
    private static let spare = 5_000
    /// Longer lists stand in a hidden sheet. Excel takes 255 characters, but the library copies a list into 256 bytes
    /// after counting its characters.
    private static let inlineLimit = 240

    /// Adds the rules of all columns that have some.
    ///
    /// - Throws: `DocumentWritingError.failed` where the library refuses a rule.
    func add(_ sheet: Sheet) throws {
        guard sheet.columns.contains(where: { $0.entry != nil }) else { return }
        let last = UInt32(min(1_048_575, sheet.rows.count + Self.spare))
        let required = workbook_add_format(book)
        format_set_bold(required)
        format_set_font_color(required, 0xC00000)
        var lists = ChoiceLists(book: book, name: "_" + pageName.prefix(20))
        for (index, column) in sheet.columns.enumerated() {
            guard let entry = column.entry else { continue }
            if entry.isRequired { worksheet_write_string(page, 0, UInt16(index), column.title, required) }
            try add(entry, to: UInt16(index), title: column.title, last: last, &lists)
        }
    }

    private func add(
        _ entry: Sheet.Entry, to column: UInt16, title: String, last: UInt32, _ lists: inout ChoiceLists
    ) throws {
        var rule = lxw_data_validation()
        rule.ignore_blank = UInt8(LXW_VALIDATION_ON.rawValue)
        rule.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_STOP.rawValue)
        // Excel shows at most 32 characters of a title and 255 of a message.
        let shortTitle = strdup(String(title.prefix(30))), shortHelp = strdup(String(entry.help.prefix(250)))
        defer {
            free(shortTitle)
            free(shortHelp)
        }
        if !entry.help.isEmpty {
            rule.input_title = shortTitle
            rule.input_message = shortHelp
        }
        switch entry.rule {
        case .any:
            guard !entry.help.isEmpty else { return }
            rule.validate = UInt8(LXW_VALIDATION_TYPE_ANY.rawValue)
            try apply(&rule, column, last)
        case .integer(let low, let high):
            rule.validate = UInt8(LXW_VALIDATION_TYPE_INTEGER.rawValue)
            rule.criteria = UInt8(LXW_VALIDATION_CRITERIA_BETWEEN.rawValue)
            rule.minimum_number = Double(low)
            rule.maximum_number = Double(high)
            try apply(&rule, column, last)
        case .number(let low, let high):
            rule.validate = UInt8(LXW_VALIDATION_TYPE_DECIMAL.rawValue)
            rule.criteria = UInt8(LXW_VALIDATION_CRITERIA_BETWEEN.rawValue)
            rule.minimum_number = low
            rule.maximum_number = high
            try apply(&rule, column, last)
        case .day:
            rule.validate = UInt8(LXW_VALIDATION_TYPE_DATE.rawValue)
            rule.criteria = UInt8(LXW_VALIDATION_CRITERIA_BETWEEN.rawValue)
            rule.minimum_datetime = lxw_datetime(year: 1900, month: 1, day: 1, hour: 0, min: 0, sec: 0)
            rule.maximum_datetime = lxw_datetime(year: 2200, month: 12, day: 31, hour: 0, min: 0, sec: 0)
            try apply(&rule, column, last)
        case .choice(let choices):
            let isShort = choices.joined(separator: ",").utf8.count <= Self.inlineLimit
            if isShort, !choices.contains(where: { $0.contains(",") }) {
                rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
                let items = choices.map { strdup($0) }
                defer { items.forEach { free($0) } }
                var list = items + [nil]
                try list.withUnsafeMutableBufferPointer { pointers in
                    rule.value_list = pointers.baseAddress
                    try apply(&rule, column, last)
                }
            } else {
                rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
                let formula = strdup(try lists.range(of: choices))
                defer { free(formula) }
                rule.value_formula = formula
                try apply(&rule, column, last)
            }
        }
    }

    private func apply(_ rule: inout lxw_data_validation, _ column: UInt16, _ last: UInt32) throws {
        guard worksheet_data_validation_range(page, 1, column, last, column, &rule) == LXW_NO_ERROR else {
            throw DocumentWritingError.failed(what: "xlsx")
        }
    }
}

/// Long lists of choices, in a hidden sheet of the workbook.
private struct ChoiceLists {
    let book: UnsafeMutablePointer<lxw_workbook>
    let name: String
    private var page: UnsafeMutablePointer<lxw_worksheet>?
    private var count: UInt16 = 0

    init(book: UnsafeMutablePointer<lxw_workbook>, name: some StringProtocol) {
        self.book = book
        self.name = String(name)
    }

    /// Writes a list and gives the formula that refers to it.
    mutating func range(of choices: [String]) throws -> String {
        if page == nil {
            page = workbook_add_worksheet(book, name)
            worksheet_hide(page)
        }
        guard let page else { throw DocumentWritingError.failed(what: "xlsx") }
        for (row, choice) in choices.enumerated() {
            worksheet_write_string(page, UInt32(row), count, SheetWriter.cell(choice), nil)
        }
        defer { count += 1 }
        let column = CellAddress.name(column: Int(count), row: 0).filter(\.isLetter)
        return "='\(name)'!$\(column)$1:$\(column)$\(choices.count)"
    }
}
