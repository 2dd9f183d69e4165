import Documents
import Catchments

/// A small table with a header, whose columns are found by any of several names.
struct CatchmentTable {
    let file: String
    private let header: [String]
    private(set) var rows: [(number: Int, cells: [String])] = []

    /// Reads a CSV file or workbook. Where the file has a column `instance`, only rows of the named one are kept.
    init(_ source: TableSource, named file: String, instance: String? = nil) throws {
        var header: [String] = [], rows: [(number: Int, cells: [String])] = []
        let table = try TableFile.open(source, named: file)
        _ = try table.read(sheet: 0) { row in
            let cells = (0..<row.count).map { row[$0].text.trimmed }
            if header.isEmpty { header = cells.map { $0.lowercased() } } else { rows.append((row.number, cells)) }
            return true
        }
        guard !rows.isEmpty else { throw CatchmentFileError.noRows(file: file) }
        (self.file, self.header, self.rows) = (file, header, rows)
        if let column = column(["instance", "实例"]) {
            var names: [String] = []
            for row in rows where names.last != cell(row, column) { names.append(cell(row, column)) }
            let wanted = instance ?? (Set(names).count == 1 ? names.first : nil)
            self.rows = rows.filter { cell($0, column) == wanted }
            if self.rows.isEmpty {
                throw CatchmentFileError.instance(file: file, found: instance ?? "", names: names)
            }
        }
    }

    /// The first column of one of these names.
    func column(_ names: [String]) -> Int? {
        for name in names { if let found = header.firstIndex(of: name) { return found } }
        return nil
    }

    /// The same; an error where there is none.
    func needed(_ names: [String]) throws(CatchmentFileError) -> Int {
        guard let found = column(names) else {
            throw .missingColumn(file: file, names: names, found: header)
        }
        return found
    }

    /// A cell's words, empty beyond the row's end.
    func cell(_ row: (number: Int, cells: [String]), _ column: Int) -> String {
        column < row.cells.count ? row.cells[column] : ""
    }

    /// A cell's words, which must not be empty.
    func name(_ row: (number: Int, cells: [String]), _ column: Int) throws(CatchmentFileError) -> String {
        let words = cell(row, column)
        guard !words.isEmpty else { throw .emptyCell(file: file, row: row.number, column: header[column]) }
        return words
    }

    /// A cell's number, from 0 where it must not be below.
    func number(
        _ row: (number: Int, cells: [String]), _ column: Int, isSigned: Bool = false, most: Double = 1e9
    ) throws(CatchmentFileError) -> Double {
        let words = cell(row, column)
        guard let value = Double(words), value.isFinite, isSigned || value >= 0, abs(value) <= most else {
            throw .notNumber(file: file, row: row.number, column: header[column], found: words)
        }
        return value
    }

    /// A place, where the table has columns for it and the cells are not empty.
    func place(_ row: (number: Int, cells: [String])) throws(CatchmentFileError) -> Place? {
        if let x = column(["x", "横坐标"]), let y = column(["y", "纵坐标"]), !cell(row, x).isEmpty {
            return .plane(x: try number(row, x, isSigned: true), y: try number(row, y, isSigned: true))
        }
        if let x = column(["lon", "lng", "longitude", "经度"]), let y = column(["lat", "latitude", "纬度"]),
            !cell(row, x).isEmpty
        {
            return .globe(
                longitude: try number(row, x, isSigned: true), latitude: try number(row, y, isSigned: true))
        }
        return nil
    }
}

extension String {
    var trimmed: String {
        let spaces: Set<Character> = [" ", "\t", "\u{3000}", "\u{FEFF}"]
        return String(drop { spaces.contains($0) }.reversed().drop { spaces.contains($0) }.reversed())
    }
}
