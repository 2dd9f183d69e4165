/// One row of a sheet, lent to whoever reads the table: it and its cells are valid until that call returns.
///
/// A row cannot be copied, so it cannot be kept by mistake; words that are to stay are taken with `TableCell.text`.
public struct TableRow: ~Copyable {
    /// Where the row stands in its sheet, from 1. Empty rows count, as a spreadsheet counts them.
    public let number: Int
    /// Whether the sheet hides the row, by hand or by a filter. Never so in CSV.
    public let isHidden: Bool
    /// Whether a row of a CSV file has another number of cells than the first, most often a delimiter or quotation mark
    /// too many. Never so in workbooks, whose cells say where they stand.
    public let isRagged: Bool
    /// Number of cells: as written in CSV, up to the last one with content in workbooks.
    public let count: Int

    @usableFromInline let records: UnsafePointer<CellRecord>
    @usableFromInline let stamp: UInt32

    /// The cell of a column, from 0; an empty one beyond the last.
    @inlinable public subscript(column: Int) -> TableCell {
        guard column >= 0, column < count else { return TableCell() }
        let record = records[column]
        guard record.stamp == stamp, record.count > 0 || record.kind == .formula else { return TableCell() }
        return TableCell(
            kind: record.kind, bytes: UnsafeRawBufferPointer(start: record.start, count: Int(record.count)))
    }

    /// The address of a column's cell as a spreadsheet names it, such as `C12`.
    public func reference(_ column: Int) -> String { CellAddress.name(column: column, row: number - 1) }
}

/// The content of a cell, valid as long as its row.
public struct TableCell {
    /// What a cell holds. CSV has texts and nothing else.
    public enum Kind: UInt8, Sendable {
        /// Nothing.
        case empty
        /// Words.
        case text
        /// A number, as the file writes it: `92.5`, `1E-2`.
        case number
        /// A day as `2026-09-01`, where the cell's format shows its number as one.
        case day
        /// A day and time as `2026-09-01 08:30:00`.
        case dayAndTime
        /// A time of day as `08:30:00`.
        case time
        /// `TRUE` or `FALSE`.
        case boolean
        /// An error such as `#N/A`.
        case error
        /// A formula whose value no program has worked out yet; there are no bytes.
        case formula
    }

    /// What it holds.
    public let kind: Kind
    /// The content in valid UTF-8, without the quotation marks and references by which the file wrote it.
    public let bytes: UnsafeRawBufferPointer

    @inlinable init(kind: Kind = .empty, bytes: UnsafeRawBufferPointer = .init(start: nil, count: 0)) {
        self.kind = kind
        self.bytes = bytes
    }

    /// A copy of the content, to be kept.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Where a cell's content lies. Its stamp is that of the row it was written for, so that no row has to be cleared.
@usableFromInline struct CellRecord {
    @usableFromInline var start: UnsafeRawPointer
    @usableFromInline var count: UInt32
    @usableFromInline var stamp: UInt32
    @usableFromInline var kind: TableCell.Kind
}

/// The cells of the row being read, by column.
struct CellBuffer: ~Copyable {
    let records: UnsafeMutablePointer<CellRecord>
    let capacity: Int
    /// The row being read; no record has it yet when the row begins.
    private(set) var stamp: UInt32 = 1

    init(columns: Int) {
        capacity = max(1, columns)
        records = .allocate(capacity: capacity)
        let nothing = CellRecord(start: UnsafeRawPointer(records), count: 0, stamp: 0, kind: .empty)
        records.initialize(repeating: nothing, count: capacity)
    }

    deinit { records.deallocate() }

    @inline(__always)
    func put(_ column: Int, _ start: UnsafeRawPointer, _ count: Int, _ kind: TableCell.Kind) {
        records[column] = CellRecord(start: start, count: UInt32(truncatingIfNeeded: count), stamp: stamp, kind: kind)
    }

    mutating func beginRow() { stamp &+= 1 }
}
