import Documents
import Foundation

/// A table in the format that was asked for.
struct SheetOutput {
    let sheet: Sheet
    let format: ResultFormat
    let output: String?

    /// Writes it to the file or to standard output.
    func write() throws {
        let result = ResultFile(path: output)
        switch format {
        case .table: try result.write(table.text)
        case .json: try result.write(try json())
        case .csv: try result.write(Data(CSVWriter().write(sheet)))
        case .xlsx:
            if output == nil, isatty(STDOUT_FILENO) == 1 { throw CommandFailure.needsOutput(format: "xlsx") }
            try result.write(Data(try SheetWriter().xlsx([sheet])))
        }
    }

    private func text(_ cell: Sheet.Cell) -> String {
        switch cell {
        case .empty: ""
        case .text(let words), .day(let words): words
        case .number(let value): value == value.rounded() ? "\(Int64(value))" : "\(value)"
        }
    }

    private var table: TextTable {
        TextTable(
            columns: sheet.columns.map { .init($0.title, limit: 40) }, rows: sheet.rows.map { $0.map(text) })
    }

    /// An array of objects, columns' titles as keys; what is empty is left out.
    private func json() throws -> Data {
        let rows = sheet.rows.map { row in
            var object: [String: JSONCell] = [:]
            for (column, cell) in zip(sheet.columns, row) {
                if let value = JSONCell(cell) { object[column.title] = value }
            }
            return object
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(rows) + Data("\n".utf8)
    }

    private struct JSONCell: Encodable {
        let cell: Sheet.Cell

        init?(_ cell: Sheet.Cell) {
            if cell == .empty { return nil }
            self.cell = cell
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch cell {
            case .empty: try container.encodeNil()
            case .text(let words), .day(let words): try container.encode(words)
            case .number(let value): try container.encode(value)
            }
        }
    }
}
