import Catalog
import Documents
import Foundation
import Registers

/// A file to be taken into a register: the sheet that holds it, its header, and which column holds which field.
public struct RegisterFile: Sendable {
    /// Where the bytes are.
    public let source: TableSource
    /// What the user calls the file.
    public let name: String
    /// The sheet's place among the sheets, and its name; empty for CSV.
    public let sheet: (index: Int, name: String)
    /// The header's row, from 1.
    public let headerRow: Int
    /// Which column holds which field.
    public var mapping: ColumnMapping

    /// Opens a file and finds the sheet and row whose titles the register knows best.
    ///
    /// - Parameter remembered: fields by titles that were chosen before.
    /// - Throws: `DocumentError`, `TableError`, `IntakeError.noHeader` where no row has two known titles.
    public init(
        _ source: TableSource, named name: String, for register: Register, remembered: [String: String] = [:]
    ) throws {
        let table = try TableFile.open(source, named: name)
        var best: (score: Int, sheet: Int, row: Int, titles: [String])?
        for (index, sheet) in table.sheets.enumerated() where !sheet.isHidden {
            var seen = 0
            _ = try table.read(sheet: index) { row in
                let titles = (0..<row.count).map { row[$0].text }
                let score = ColumnMapping.known(titles, register, remembered)
                if score > (best?.score ?? 0) { best = (score, index, row.number, titles) }
                seen += 1
                return seen < 20
            }
        }
        guard let best, best.score >= min(2, register.entryFields.count) else {
            let expected = register.entryFields.filter(\.isRequired).map(\.title.chinese).joined(separator: "、")
            throw IntakeError.noHeader(file: name, expected: expected)
        }
        self.source = source
        self.name = name
        sheet = (best.sheet, table.sheets[best.sheet].name)
        headerRow = best.row
        mapping = ColumnMapping(titles: best.titles, register: register, remembered: remembered)
    }

    /// Lends every row under the header, hidden ones too: a filter must not lose rows.
    func read(_ body: (borrowing TableRow) throws -> Bool) throws {
        let table = try TableFile.open(source, named: name)
        _ = try table.read(sheet: sheet.index) { row in
            row.number <= headerRow ? true : try body(row)
        }
    }
}
