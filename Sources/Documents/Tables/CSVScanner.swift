import Foundation

/// Finds the cells of CSV in text that is in memory, eight bytes at a time.
///
/// A cell is a quoted one where its first byte is a quotation mark. Rows end with LF, CR LF or CR. What stands between a
/// closing quotation mark and the next delimiter belongs to the cell, as spreadsheets have it.
struct CSVScanner: ~Copyable {
    private let file: String
    private let limits: TableLimits
    private let delimiter: UInt8
    private var cells: CellBuffer
    /// Rows that ended so far, empty ones as well.
    private(set) var number = 0
    /// Cells of the first row.
    private var width = 0
    private(set) var summary = TableSummary()
    /// Whether the last call ended inside a quoted cell, or was told to stop.
    private(set) var isInQuotes = false
    private(set) var isStopped = false
    /// Columns of the row whose quotation marks are still in them.
    private var quoted: [Int] = []

    init(delimiter: UInt8, file: String, limits: TableLimits) {
        (self.delimiter, self.file, self.limits) = (delimiter, file, limits)
        cells = CellBuffer(columns: limits.columns)
    }

    /// Lends the rows that end within the text and answers where the next one begins.
    ///
    /// - Parameters:
    ///   - base: the text, with at least 8 bytes behind its end that may be read.
    ///   - isLast: whether no text follows, so that the end ends a row.
    mutating func scan(
        _ base: UnsafeMutableRawPointer, _ count: Int, isLast: Bool, _ body: (borrowing TableRow) throws -> Bool
    ) throws -> Int {
        let comma = SIMD8<UInt8>(repeating: delimiter)
        let feed = SIMD8<UInt8>(repeating: 0x0A), carriage = SIMD8<UInt8>(repeating: 0x0D)
        let quote = SIMD8<UInt8>(repeating: 0x22)
        var rowStart = 0, cellStart = 0, column = 0, block = 0
        // Where the quotation mark stands that closes the cell being read.
        var closing = -1
        isInQuotes = false
        quoted.removeAll(keepingCapacity: true)
        blocks: while block < count {
            let bytes = base.loadUnaligned(fromByteOffset: block, as: SIMD8<UInt8>.self)
            let hits = (bytes .== comma) .| (bytes .== feed) .| (bytes .== carriage) .| (bytes .== quote)
            var marks = unsafeBitCast(hits, to: UInt64.self) & 0x8080_8080_8080_8080
            if count - block < 8 { marks &= (1 << UInt64(8 * (count - block))) - 1 }
            while marks != 0 {
                let at = block + marks.trailingZeroBitCount >> 3
                marks &= marks - 1
                let byte = base.load(fromByteOffset: at, as: UInt8.self)
                if byte == delimiter {
                    try put(column, base, cellStart, at, closing)
                    (column, cellStart, closing) = (column + 1, at + 1, -1)
                } else if byte == 0x22 {
                    guard at == cellStart, closing < 0 else { continue }
                    guard let end = closingQuote(base, at + 1, count, isLast) else {
                        isInQuotes = true
                        if isLast { throw TableError.openQuote(file: file, row: number + 1) }
                        return rowStart
                    }
                    closing = end
                    block = end + 1
                    continue blocks
                } else {
                    var next = at + 1
                    if byte == 0x0D {
                        if next == count, !isLast { return rowStart }
                        if next < count, base.load(fromByteOffset: next, as: UInt8.self) == 0x0A { next += 1 }
                    }
                    try put(column, base, cellStart, at, closing)
                    guard try end(base, rowStart, at, column + 1, isQuoted: closing >= 0, body) else { return next }
                    (rowStart, cellStart, column, closing) = (next, next, 0, -1)
                    if next > at + 1 {
                        block = next
                        continue blocks
                    }
                }
            }
            block += 8
        }
        guard isLast, rowStart < count else { return rowStart }
        try put(column, base, cellStart, count, closing)
        _ = try end(base, rowStart, count, column + 1, isQuoted: closing >= 0, body)
        return count
    }

    /// Where the quotation mark stands that closes a cell, nil where the text ends before that is certain.
    private func closingQuote(_ base: UnsafeMutableRawPointer, _ start: Int, _ count: Int, _ isLast: Bool) -> Int? {
        var from = start
        while from < count, let found = memchr(base + from, 0x22, count - from) {
            let at = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            if at + 1 == count { return isLast ? at : nil }
            guard base.load(fromByteOffset: at + 1, as: UInt8.self) == 0x22 else { return at }
            from = at + 2
        }
        return nil
    }

    @inline(__always)
    private mutating func put(
        _ column: Int, _ base: UnsafeMutableRawPointer, _ start: Int, _ end: Int, _ closing: Int
    ) throws {
        guard column < cells.capacity else {
            throw TableError.tooManyColumns(file: file, row: number + 1, limit: limits.columns)
        }
        cells.put(column, base + start, end - start, .text)
        if closing >= 0 { quoted.append(column) }
    }

    /// Ends a row and lends it; false where no more are wanted.
    @inline(__always)
    private mutating func end(
        _ base: UnsafeMutableRawPointer, _ start: Int, _ end: Int, _ count: Int, isQuoted: Bool,
        _ body: (borrowing TableRow) throws -> Bool
    ) throws -> Bool {
        number += 1
        if count == 1, start == end { return true }
        for column in quoted { unquote(&cells.records[column]) }
        quoted.removeAll(keepingCapacity: true)
        if end - start > limits.cellBytes { try checkLengths(count, end - start) }
        if width == 0 { width = count }
        summary.rows += 1
        if count != width { summary.raggedRows += 1 }
        let row = TableRow(
            number: number, isHidden: false, isRagged: count != width, count: count,
            records: UnsafePointer(cells.records), stamp: cells.stamp)
        isStopped = try !body(row)
        cells.beginRow()
        return !isStopped
    }

    private func checkLengths(_ count: Int, _ length: Int) throws {
        for column in 0..<count where Int(cells.records[column].count) > limits.cellBytes {
            let cell = CellAddress.name(column: column, row: number - 1)
            throw TableError.cellTooLong(file: file, cell: cell, limit: limits.cellBytes)
        }
        if length > limits.rowBytes { throw TableError.rowTooLong(file: file, row: number, limit: limits.rowBytes) }
    }

    /// Takes the quotation marks off a cell, in its place.
    private func unquote(_ record: inout CellRecord) {
        let bytes = UnsafeMutableRawPointer(mutating: record.start), count = Int(record.count)
        var from = 1, to = 0
        while from < count {
            // Inside: up to the next quotation mark, which is doubled or the last.
            let found = memchr(bytes + from, 0x22, count - from).map { UnsafeRawPointer($0) - UnsafeRawPointer(bytes) }
            let stop = found ?? count
            memmove(bytes + to, bytes + from, stop - from)
            to += stop - from
            guard stop + 1 < count else { break }
            guard bytes.load(fromByteOffset: stop + 1, as: UInt8.self) == 0x22 else {
                memmove(bytes + to, bytes + stop + 1, count - stop - 1)
                to += count - stop - 1
                break
            }
            bytes.storeBytes(of: 0x22, toByteOffset: to, as: UInt8.self)
            (to, from) = (to + 1, stop + 2)
        }
        record.count = UInt32(truncatingIfNeeded: to)
    }
}
