import Documents
import Foundation
import Localisation

/// Why a file of places, of catchments or of results is not taken: the file, the row and what is wrong.
public enum AdmissionFileError: Error, Hashable, Explained {
    /// The file has none of the columns, which are named.
    case noColumns(file: String, expected: String)
    /// There is no row under the header.
    case noRows(file: String)
    /// A cell is wrong: row from 1, column, what stands there.
    case badCell(file: String, row: Int, column: String, found: String)
    /// More rows than a district has.
    case tooLong(file: String, limit: Int)

    /// The key of its words in `Strings/admission.json`.
    public var messageKey: String {
        switch self {
        case .noColumns: "admission.file.noColumns"
        case .noRows: "admission.file.noRows"
        case .badCell: "admission.file.badCell"
        case .tooLong: "admission.file.tooLong"
        }
    }

    /// The file and its cell.
    public var messageArguments: [String: String] {
        switch self {
        case .noColumns(let file, let expected): ["file": file, "expected": expected]
        case .noRows(let file): ["file": file]
        case .badCell(let file, let row, let column, let found):
            ["file": file, "row": "\(row)", "column": column, "found": String(found.prefix(40))]
        case .tooLong(let file, let limit): ["file": file, "limit": "\(limit)"]
        }
    }
}

/// Lists that come in as tables: CSV in UTF-8 or GB18030, or a workbook.
public enum PlacementFiles {
    /// Rows that a list has at most.
    public static let rowLimit = 200_000

    /// `school,places` → places by code.
    public static func schools(_ bytes: [UInt8], named file: String) throws -> [String: Int] {
        var places: [String: Int] = [:]
        try read(
            bytes, file, [["school", "code", "学校代码", "机构编码", "代码"], ["places", "capacity", "学位", "招生计划", "计划数"]]
        ) {
            row, cells in
            guard !cells[0].isEmpty, places[cells[0]] == nil else {
                throw AdmissionFileError.badCell(file: file, row: row, column: "school", found: cells[0])
            }
            guard let count = Int(cells[1]), (0...20_000).contains(count) else {
                throw AdmissionFileError.badCell(file: file, row: row, column: "places", found: cells[1])
            }
            places[cells[0]] = count
        }
        return places
    }

    /// `code,name,schools` → places, with codes of schools between spaces or 、.
    public static func places(_ bytes: [UInt8], named file: String) throws -> [RoundPlace] {
        var places: [RoundPlace] = []
        try read(bytes, file, [["code", "编号", "代码"], ["name", "名称", "地址"], ["schools", "学校", "对应学校"]]) { row, cells in
            let schools = cells[2].split { " 、,，;；|".contains($0) }.map(String.init)
            for (name, cell) in zip(["code", "name", "schools"], cells) where cell.isEmpty {
                throw AdmissionFileError.badCell(file: file, row: row, column: name, found: cell)
            }
            places.append(RoundPlace(code: cells[0], name: cells[1], schools: schools))
        }
        return places
    }

    /// `student,school,choice,number,reason` as `xuezheng admissions place` writes it → lines of results. An empty school is
    /// none; `number` is the number on the waiting list where there is no school.
    public static func results(_ bytes: [UInt8], named file: String) throws -> [PlacementLine] {
        var lines: [PlacementLine] = []
        let columns = [["student", "报名号"], ["school", "学校"], ["number", "序号"], ["reason", "理由"]]
        try read(bytes, file, columns) { row, cells in
            guard ApplicationNumber.isRight(cells[0]) else {
                throw AdmissionFileError.badCell(file: file, row: row, column: "student", found: cells[0])
            }
            let number = Int(cells[2])
            guard cells[2].isEmpty || number.map({ $0 > 0 }) ?? false else {
                throw AdmissionFileError.badCell(file: file, row: row, column: "number", found: cells[2])
            }
            let isPlaced = !cells[1].isEmpty
            lines.append(
                PlacementLine(
                    number: cells[0], school: isPlaced ? cells[1] : nil, waiting: isPlaced ? nil : number,
                    chinese: cells[3], english: cells[3]))
        }
        return lines
    }

    /// Reads the columns wanted, each found by one of its titles; cells of optional columns that are missing are empty.
    static func read(
        _ bytes: [UInt8], _ file: String, _ titles: [[String]], optional: [[String]] = [],
        _ row: (Int, [String]) throws -> Void
    ) throws {
        let table = try TableFile.open(.bytes(bytes), named: file)
        var places: [Int?]?
        var count = 0
        _ = try table.read(sheet: 0) { line in
            let cells = (0..<line.count).map { line[$0].text.trimmingCharacters(in: .whitespacesAndNewlines) }
            guard let found = places else {
                let found = (titles + optional).map { names in
                    cells.firstIndex { names.contains($0.lowercased().trimmingCharacters(in: ["\u{FEFF}", "*"])) }
                }
                places = found
                return !found.prefix(titles.count).contains(nil)
            }
            count += 1
            guard count <= rowLimit else { throw AdmissionFileError.tooLong(file: file, limit: rowLimit) }
            try row(line.number, found.map { place in place.map { $0 < cells.count ? cells[$0] : "" } ?? "" })
            return true
        }
        guard let places, !places.prefix(titles.count).contains(nil) else {
            throw AdmissionFileError.noColumns(
                file: file, expected: titles.compactMap(\.first).joined(separator: ","))
        }
        guard count > 0 else { throw AdmissionFileError.noRows(file: file) }
    }
}
