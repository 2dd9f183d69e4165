import PlanModel

/// The words of the genre as data: named tables of rows, read once from CSV.
///
/// The shipped tables stand in `Lexicon/*.csv`: `#` starts a comment line, the other lines are rows of comma-separated
/// cells (no quoting: no word of the genre holds a comma). `Lexicon(extending:with:)` adds rows of the same form, so
/// that a bureau can teach the reader its own offices, labels and verbs.
public struct Lexicon: Sendable {
    private var tables: [String: [[String]]]

    /// The shipped words.
    public static let standard = Lexicon(tables: shippedTables)

    /// Reads tables given as CSV bytes by name.
    init(tables: [String: [UInt8]]) {
        self.tables = tables.mapValues(Lexicon.rows(ofCSV:))
    }

    /// The words of `base` and those of further CSV tables by name; rows are added after the existing ones.
    ///
    /// A name that `base` does not have makes a new table, which no rule reads.
    public init(extending base: Lexicon = .standard, with tables: [String: [UInt8]]) {
        self = base
        for (name, csv) in tables { self.tables[name, default: []] += Lexicon.rows(ofCSV: csv) }
    }

    /// The rows of a table in order, each with at least one cell; none where there is no such table.
    public func rows(_ table: String) -> [[String]] { tables[table] ?? [] }

    /// The first cells of the rows of a table whose second cell is `kind`; all first cells where `kind` is nil.
    public func words(_ table: String, kind: String? = nil) -> [String] {
        rows(table).compactMap { row in kind == nil || (row.count > 1 && row[1] == kind) ? row[0] : nil }
    }

    /// Rows of a CSV text: comment and empty lines left out, cells trimmed of spaces.
    private static func rows(ofCSV bytes: [UInt8]) -> [[String]] {
        var rows: [[String]] = []
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) where line.first != UInt8(ascii: "#") {
            let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { cell in
                var cell = cell
                while cell.first == 0x20 { cell.removeFirst() }
                while cell.last == 0x20 { cell.removeLast() }
                return String(decoding: cell, as: UTF8.self)
            }
            if let word = cells.first, !word.isEmpty { rows.append(cells) }
        }
        return rows
    }
}
