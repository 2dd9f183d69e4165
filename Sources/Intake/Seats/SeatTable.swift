import Documents
import Foundation

/// A table of seats or enrolment: its header, its rows and what could not be taken of them.
///
/// Titles are compared without case, white space and underscores, so that the columns of public data sets are accepted as
/// they are.
struct SeatTable {
    let file: String
    let header: [String]
    private(set) var rows: [(number: Int, cells: [String])] = []
    private(set) var faults: [ImportFault] = []
    private let plain: [String]

    /// Faults after which reading stops.
    private static let mostFaults = 200
    /// Rows that are taken at most.
    private static let mostRows = 20_000_000

    init(_ source: TableSource, named file: String) throws {
        self.file = file
        let reader = try TableFile.open(source, named: file)
        var header: [String] = []
        var rows: [(number: Int, cells: [String])] = []
        _ = try reader.read(sheet: 0) { row in
            let cells = (0..<row.count).map { row[$0].text.trimmed }
            guard cells.contains(where: { !$0.isEmpty }) else { return true }
            if header.isEmpty { header = cells } else { rows.append((row.number, cells)) }
            return rows.count < Self.mostRows
        }
        guard !header.isEmpty else { throw IntakeError.noRows(file: file) }
        (self.header, self.rows) = (header, rows)
        plain = header.map(Self.plain)
    }

    /// The place of the first title that the header has.
    func place(_ titles: [String]) -> Int? {
        titles.lazy.compactMap { plain.firstIndex(of: Self.plain($0)) }.first
    }

    /// The same of a column that has to be there.
    func needed(_ titles: [String]) throws -> Int {
        guard let place = place(titles) else { throw IntakeError.missingColumns(file: file, columns: [titles[0]]) }
        return place
    }

    /// The words of a cell; empty beyond the row's end.
    func text(_ row: (number: Int, cells: [String]), _ place: Int?) -> String {
        guard let place, place < row.cells.count else { return "" }
        return row.cells[place]
    }

    mutating func refuse(_ row: (number: Int, cells: [String]), _ place: Int, _ expected: ImportFault.Expectation) {
        guard faults.count < Self.mostFaults else { return }
        faults.append(
            ImportFault(
                file: file, sheet: "", row: row.number, column: place < header.count ? header[place] : "",
                found: text(row, place), expected: expected))
    }

    /// A number, nil where the cell is empty or refused: 1,234 and 56人 are numbers too.
    mutating func number(_ row: (number: Int, cells: [String]), _ place: Int?, isNegative: Bool = false) -> Double? {
        guard let place else { return nil }
        let words = text(row, place)
        guard !words.isEmpty else { return nil }
        let digits = words.filter { $0 != "," && $0 != "，" && !"人个名间元%".contains($0) }
        guard let number = Double(digits), number.isFinite, abs(number) < 1e12, isNegative || number >= 0 else {
            refuse(row, place, isNegative ? .decimal : .amount)
            return nil
        }
        return words.hasSuffix("%") ? number / 100 : number
    }

    /// A year, nil where the cell is refused or, unless needed, empty.
    mutating func year(_ row: (number: Int, cells: [String]), _ place: Int?, isNeeded: Bool = true) -> Int? {
        guard let place else { return nil }
        let words = text(row, place)
        if words.isEmpty, !isNeeded { return nil }
        if let year = Self.year(words) { return year }
        refuse(row, place, words.isEmpty ? .something : .years(first: 1900, last: 2199))
        return nil
    }

    /// Ends reading where anything was refused.
    func finish() throws {
        guard faults.isEmpty else { throw IntakeError.faults(faults) }
    }

    /// The autumn of `2005`, `20052006`, `2005-06`, `2005-2006学年`, `2005年` or, the year in which a fiscal year ends, `FY06`.
    static func year(_ words: String) -> Int? {
        let word = words.lowercased()
        let digits = word.filter(\.isNumber)
        guard digits.allSatisfy(\.isASCII) else { return nil }
        if word.hasPrefix("fy") {
            guard let number = Int(digits), word.dropFirst(2) == digits else { return nil }
            if digits.count == 2 { return 2000 + number - 1 }
            return (1900...2200).contains(number) ? number - 1 : nil
        }
        let rest = word.filter { !$0.isNumber && !$0.isWhitespace }
        guard ["", "-", "–", "/", "年", "学年", "-学年", "年秋", "年秋季", "秋", "--"].contains(rest), digits.count >= 4,
            digits.count <= 8, let year = Int(digits.prefix(4)), (1900..<2200).contains(year)
        else {
            // A day such as 1998-09-18 stands for its year.
            let parts = word.split(separator: "-")
            guard parts.count == 3, parts[0].count == 4, let year = Int(parts[0]), (1900..<2200).contains(year) else {
                return nil
            }
            return year
        }
        return year
    }

    private static func plain(_ title: String) -> String {
        title.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "*" && $0 != "\u{FEFF}" }
    }
}
