import Foundation

/// Reads the sheets of a file row by row, in memory that does not grow with the file.
///
/// `CSVTable` and `WorkbookTable` are of one shape, so that what takes tables in need not know which it has:
/// ```swift
/// let table = try TableFile.open(.file(url), named: "学生.xlsx")
/// let summary = try table.read(sheet: 0) { row in
///     names.append(row[1].text)
///     return true
/// }
/// ```
public protocol TableReader {
    /// The sheets in order. A CSV file is one sheet without a name.
    var sheets: [TableSheet] { get }

    /// Lends every row that has content, from top to bottom, and stops where false is returned.
    ///
    /// - Parameter sheet: its place in `sheets`.
    /// - Returns: what is known of the sheet after its last row.
    /// - Throws: `TableError` or `DocumentError`, after the rows before the fault were lent; what `body` throws.
    func read(sheet: Int, _ body: (borrowing TableRow) throws -> Bool) throws -> TableSummary
}

/// A sheet of a table.
public struct TableSheet: Hashable, Sendable {
    /// Its name, empty for a CSV file.
    public let name: String
    /// Whether the workbook hides it.
    public let isHidden: Bool
}

/// What is known of a sheet when its last row was read, or the last that was asked for.
public struct TableSummary: Hashable, Sendable {
    /// Number of rows with content.
    public internal(set) var rows = 0
    /// Number of rows of a CSV file with another number of cells than the first.
    public internal(set) var raggedRows = 0
    /// Ranges of cells shown as one, whose value is in the first; they stand behind the rows of a workbook's sheet.
    public internal(set) var merges: [CellRange] = []
    /// Columns that the sheet hides, from 0.
    public internal(set) var hiddenColumns: [ClosedRange<Int>] = []
    /// In what a CSV file was written.
    public internal(set) var encoding: TextEncoding?
}

/// A block of cells, from 0.
public struct CellRange: Hashable, Sendable {
    /// From the first row to the last.
    public let rows: ClosedRange<Int>
    /// From the first column to the last.
    public let columns: ClosedRange<Int>
}

/// Where the bytes of a table are.
public enum TableSource: Hashable, Sendable {
    /// A file on disk, of any size; it is not loaded.
    case file(URL)
    /// Bytes in memory.
    case bytes([UInt8])
}

/// Opens a table by what its first bytes say it is.
public enum TableFile {
    /// A reader for an Excel workbook (.xlsx) or, where it is none, a CSV file.
    ///
    /// - Parameter name: what the user calls the file, for messages.
    /// - Throws: `DocumentError.unreadable`, `.empty`, `.encrypted`, `.unknownFormat` (an .xls of before 2007), `.damaged`.
    public static func open(
        _ source: TableSource, named name: String, limits: TableLimits = TableLimits()
    ) throws -> any TableReader {
        let head = try source.head(8192, named: name)
        if head.isEmpty { throw DocumentError.empty(file: name) }
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            return try WorkbookTable(source, named: name, limits: limits)
        }
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            // A compound file: a workbook locked with a password, or one of before 2007.
            let isLocked = name.lowercased().hasSuffix(".xlsx")
            throw isLocked ? DocumentError.encrypted(file: name) : DocumentError.unknownFormat(file: name)
        }
        return CSVTable(source, named: name, limits: limits)
    }
}
