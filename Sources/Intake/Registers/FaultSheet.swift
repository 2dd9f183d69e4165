import Catalog
import Documents
import Localisation
import Registers

/// Tells what is wrong with a file: as a list, and as the file's own rows with the bad cells marked.
public struct FaultSheet: Sendable {
    private let register: Register
    private let file: RegisterFile
    private let language: Language

    /// What is wrong with a file for a register.
    public init(register: Register, file: RegisterFile, language: Language) {
        self.register = register
        self.file = file
        self.language = language
    }

    /// A list: sheet, row, column, what was found, what is expected.
    public func list(_ faults: [CellFault]) -> Sheet {
        func word(_ key: String) -> String { StringCatalogue.standard.string("registers.fault.\(key)", language) }
        return Sheet(
            name: word("name"),
            columns: [
                .init(word("sheet"), width: 14), .init(word("row"), width: 8), .init(word("cell"), width: 8),
                .init(word("column"), width: 18), .init(word("found"), width: 24), .init(word("expected"), width: 50),
                .init(word("grade"), width: 8),
            ],
            rows: faults.map { fault in
                [
                    .text(file.sheet.name), .number(Double(fault.row)), .text(cell(fault)), .text(title(fault)),
                    .text(fault.found), .text(expected(fault)),
                    .text(word(fault.isWarning ? "warning" : "error")),
                ]
            })
    }

    /// The rows of the file with a fault, each bad cell marked and noted, under the same titles: to be corrected and
    /// handed in again.
    ///
    /// - Throws: what reading the file throws.
    public func marked(_ faults: [CellFault]) throws -> Sheet {
        var notes: [Int: [Int: [String]]] = [:]
        for fault in faults {
            let column = file.mapping.column(of: fault.field) ?? 0
            notes[fault.row, default: [:]][column, default: []].append(expected(fault))
        }
        let titles = file.mapping.titles.enumerated().map { $1.isEmpty ? "#\($0 + 1)" : $1 }
        var sheet = Sheet(
            name: register.title.text(language), columns: Self.unique(titles).map { Sheet.Column($0, width: 16) })
        try file.read { row in
            guard let marks = notes[row.number] else { return true }
            var cells: [Sheet.Cell] = []
            for column in titles.indices {
                let cell = row[column]
                cells.append(cell.kind == .day ? .day(cell.text) : cell.bytes.isEmpty ? .empty : .text(cell.text))
            }
            for (column, words) in marks {
                sheet.marks[Sheet.Place(row: sheet.rows.count, column: column)] = words.joined(separator: "\n")
            }
            sheet.rows.append(cells)
            return true
        }
        return sheet
    }

    /// A table's titles must differ.
    private static func unique(_ titles: [String]) -> [String] {
        var taken: Set<String> = []
        return titles.map { title in
            var candidate = title, number = 2
            while !taken.insert(candidate.lowercased()).inserted {
                candidate = "\(title) \(number)"
                number += 1
            }
            return candidate
        }
    }

    private func cell(_ fault: CellFault) -> String {
        file.mapping.column(of: fault.field).map { CellAddress.name(column: $0, row: fault.row - 1) } ?? ""
    }

    private func title(_ fault: CellFault) -> String { register.field(fault.field)?.title.text(language) ?? "" }

    private func expected(_ fault: CellFault) -> String { fault.expected.words(language) }
}
