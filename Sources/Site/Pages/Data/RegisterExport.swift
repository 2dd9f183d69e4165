import Catalog
import Documents
import Foundation
import Localisation
import Registers

/// Rows of a register as a file that can be imported again: titles of fields in the first row, codes with their names.
enum RegisterExport {
    /// Most rows of a file; more are exported in parts, by a filter.
    static let limit = 100_000

    /// Too many rows for one file.
    struct TooManyRows: Error, Explained {
        let messageKey = "data.error.tooManyRows"
        var limit = RegisterExport.limit
        var messageArguments: [String: String] { ["limit": "\(limit)"] }
    }

    static func file(_ desk: RegisterDesk, _ format: String) throws -> Answer {
        try file(desk, try RegisterFilter(desk).query, format)
    }

    /// The rows of a query as a file.
    static func file(_ desk: RegisterDesk, _ query: RowQuery, _ format: String) throws -> Answer {
        guard desk.access.may(.export, desk.register) else { throw RegisterError.notAllowed }
        var query = query
        query.action = .export
        guard try desk.store.count(of: desk.register, query, access: desk.access) <= limit else { throw TooManyRows() }
        let fields = self.fields(desk)
        var sheet = Sheet(name: desk.title, columns: columns(desk, fields))
        var count = 0
        try desk.store.each(of: desk.register, query, access: desk.access) { rows in
            count += rows.count
            sheet.rows += rows.map { row in fields.map { cell(desk, $0, row[$0.name]) } }
        }
        try desk.store.record(.export, of: desk.register, count: count, by: desk.visit.principal)
        let name = "\(desk.title) \(desk.visit.today.text).\(format)"
        guard format == "xlsx" else {
            return .file(Data(CSVWriter().write(sheet)), name: name, type: "text/csv; charset=utf-8")
        }
        return .file(Data(try SheetWriter().xlsx([sheet])), name: name, type: LedgerFile.workbook)
    }

    /// What stands in the file: no files, and nothing personal for whoever may not see it.
    private static func fields(_ desk: RegisterDesk) -> [Field] {
        let seesPersonal = !desk.access.personalScope(desk.register).isEmpty
        return desk.shownFields.filter { $0.type != .file && (seesPersonal || !$0.isPersonal) }
    }

    /// Titles; a field whose title another has already goes by its name.
    private static func columns(_ desk: RegisterDesk, _ fields: [Field]) -> [Sheet.Column] {
        var taken: Set<String> = []
        return fields.map { field in
            let title = desk.title(of: field)
            let isNew = taken.insert(title.lowercased()).inserted
            return .init(isNew ? title : field.name, width: field.type == .note ? 40 : 16)
        }
    }

    private static func cell(_ desk: RegisterDesk, _ field: Field, _ value: FieldValue?) -> Sheet.Cell {
        switch value {
        case nil, .masked: .empty
        case .integer(let number): .number(Double(number))
        case .real(let number): .number(number)
        case .money(let fen): .number(Double(fen) / 100)
        case .day(let day): .day(day)
        case .code(let code):
            if !field.isMany, let title = desk.catalog.codes(of: field)?[code]?.title.text(desk.language) {
                .text("\(code) \(title)")
            } else {
                .text(code)
            }
        case .some(let value): .text(value.written)
        }
    }
}
