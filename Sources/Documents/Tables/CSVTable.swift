import Foundation

/// Reads CSV (RFC 4180) of any size row by row: UTF-8 with or without mark, UTF-16 with mark, or GB18030; separated by
/// commas, semicolons or tabs, whichever makes its first rows alike.
public struct CSVTable: TableReader, Sendable {
    /// The one sheet of the file, which has no name.
    public let sheets = [TableSheet(name: "", isHidden: false)]

    private let source: TableSource
    private let file: String
    private let limits: TableLimits
    private let delimiter: UInt8?

    /// Bytes that are read at a time: what stays in the processor's cache.
    private static let piece = 1 << 20

    /// A reader; the file is opened when it is read.
    ///
    /// - Parameters:
    ///   - name: what the user calls the file, for messages.
    ///   - delimiter: the byte between cells where it is known; otherwise it is found.
    public init(
        _ source: TableSource, named name: String, delimiter: UInt8? = nil, limits: TableLimits = TableLimits()
    ) {
        (self.source, file, self.delimiter, self.limits) = (source, name, delimiter, limits)
    }

    /// Lends every row that has content; see `TableReader.read(sheet:_:)`.
    public func read(sheet: Int = 0, _ body: (borrowing TableRow) throws -> Bool) throws -> TableSummary {
        var text = try TextInput(source, named: file)
        // Pages of the buffer that no row needs are never touched.
        let capacity = limits.rowBytes + Self.piece
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity + 16, alignment: 16)
        defer { buffer.deallocate() }
        guard let base = buffer.baseAddress else { return TableSummary() }
        (base + capacity).initializeMemory(as: UInt8.self, repeating: 0, count: 16)
        var filled = try text.read(into: .init(start: base, count: Self.piece))
        var scanner = CSVScanner(
            delimiter: delimiter ?? Self.delimiter(of: .init(start: base, count: filled)), file: file, limits: limits)
        while true {
            let isLast = text.isAtEnd && !text.isBroken
            let used = try scanner.scan(base, filled, isLast: isLast, body)
            if scanner.isStopped || isLast { break }
            guard !text.isBroken else { throw TableError.notText(file: file, row: scanner.number + 1) }
            filled -= used
            guard filled <= limits.rowBytes else {
                throw scanner.isInQuotes
                    ? TableError.openQuote(file: file, row: scanner.number + 1)
                    : TableError.rowTooLong(file: file, row: scanner.number + 1, limit: limits.rowBytes)
            }
            memmove(base, base + used, filled)
            filled += try text.read(into: .init(start: base + filled, count: Self.piece))
        }
        var summary = scanner.summary
        summary.encoding = text.encoding
        return summary
    }

    /// The delimiter under which most of the first rows have as many cells as the first, and then the one with more cells.
    static func delimiter(of text: UnsafeRawBufferPointer) -> UInt8 {
        let candidates: [UInt8] = [0x2C, 0x09, 0x3B]
        // How often each candidate stands in each row, outside quotation marks.
        var rows: [[Int]] = [], counts = [0, 0, 0], isQuoted = false
        for byte in text.prefix(65_536) {
            if byte == 0x22 { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if byte == 0x0A || byte == 0x0D {
                if counts != [0, 0, 0] { rows.append(counts) }
                counts = [0, 0, 0]
                if rows.count == 20 { break }
            } else if let index = candidates.firstIndex(of: byte) {
                counts[index] += 1
            }
        }
        if counts != [0, 0, 0], rows.count < 20 { rows.append(counts) }
        guard let first = rows.first else { return 0x2C }
        let scores = candidates.indices.map { index in
            (first[index] == 0 ? 0 : rows.count { $0[index] == first[index] }, first[index])
        }
        let best = scores.indices.max { scores[$0] < scores[$1] || (scores[$0] == scores[$1] && $0 > $1) } ?? 0
        return candidates[best]
    }
}
