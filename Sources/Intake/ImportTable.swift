import Documents
import Foundation
import PlanModel

/// A table that somebody filled in: its header and rows, with the place of each row for messages.
public struct ImportTable: Sendable {
    /// File name as the user knows it.
    public let file: String
    /// Sheet name; empty for a CSV file.
    public let sheet: String
    /// Titles of the columns, as printed.
    public let header: [String]
    /// Rows under the header that have any cell filled in.
    public let rows: [Row]

    /// One row.
    public struct Row: Sendable {
        /// Its number in the sheet, from 1, the header included.
        public let number: Int
        /// Its cells without outer white space, as many as the header has titles.
        public let cells: [String]
    }

    /// Reads the table of a spreadsheet or CSV file: the first row that has at least `least` known titles is the header.
    ///
    /// - Parameter knows: whether a title is one that the import understands.
    /// - Throws: `DocumentError`; `IntakeError.noHeader` where no row has the titles.
    public static func read(
        _ bytes: [UInt8], named file: String, expecting titles: [String], least: Int = 2,
        knows: (String) -> Bool
    ) throws -> ImportTable {
        for sheet in try sheets(bytes, named: file) {
            guard
                let head = sheet.rows.firstIndex(where: { row in
                    row.cells.count { knows(Self.plain($0)) } >= least
                })
            else { continue }
            let header = sheet.rows[head].cells.map(Self.plain)
            let rows = sheet.rows[(head + 1)...].map { row in
                Row(
                    number: row.number,
                    cells: header.indices.map { $0 < row.cells.count ? row.cells[$0].trimmed : "" })
            }
            return ImportTable(
                file: file, sheet: sheet.name, header: header,
                rows: rows.filter { $0.cells.contains { !$0.isEmpty } })
        }
        throw IntakeError.noHeader(file: file, expected: titles.joined(separator: "、"))
    }

    /// The sheets of a file: those of a workbook, or a CSV file as one.
    private static func sheets(_ bytes: [UInt8], named file: String) throws -> [(name: String, rows: [Row])] {
        if file.lowercased().hasSuffix(".csv") {
            let records = try CSVReader().read(bytes, named: file)
            return [("", records.enumerated().map { Row(number: $0.offset + 1, cells: $0.element) })]
        }
        let document = try DocumentReader().read(bytes, named: file)
        var sheets: [(name: String, rows: [Row])] = []
        var heading = "", table = -1
        for block in document.text.blocks {
            switch block.kind {
            case .paragraph:
                heading = document.text.string(block.span)
            case .tableRow(let number, let row, let cells):
                if number != table {
                    sheets.append((heading, []))
                    table = number
                }
                var words: [String] = []
                for cell in cells {
                    while words.count < cell.column { words.append("") }
                    words.append(document.text.string(cell.span))
                }
                sheets[sheets.count - 1].rows.append(Row(number: row + 1, cells: words))
            }
        }
        return sheets
    }

    /// A title without white space and the marks that templates put beside it.
    private static func plain(_ title: String) -> String {
        title.filter { !$0.isWhitespace && $0 != "*" && $0 != "＊" && $0 != "\u{FEFF}" }
    }

    /// The place of a column's cell in a row, in words of the user.
    func fault(row: Int, column: String, found: String, expected: ImportFault.Expectation) -> ImportFault {
        ImportFault(file: file, sheet: sheet, row: row, column: column, found: found, expected: expected)
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
