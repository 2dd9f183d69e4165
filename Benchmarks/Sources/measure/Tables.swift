import Documents
import Foundation

/// What the readers of the intake take for a table: every cell is looked at, nothing is checked or stored.
enum Tables {
    /// Number of cells with content of the first sheet.
    static func cells(of file: String) throws -> Int {
        let table = try TableFile.open(.file(URL(fileURLWithPath: file)), named: file)
        var found = 0
        _ = try table.read(sheet: 0) { row in
            for column in 0..<row.count where row[column].kind != .empty { found += 1 }
            return true
        }
        return found
    }
}
