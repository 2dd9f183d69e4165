/// Writes a table as CSV (RFC 4180): UTF-8 with a byte-order mark, so that Excel reads Chinese right.
public struct CSVWriter: Sendable {
    /// A writer.
    public init() {}

    /// The file's bytes. A cell that a spreadsheet would run as a formula gets an apostrophe before it.
    public func write(_ sheet: Sheet) -> [UInt8] {
        var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
        append(sheet.columns.map { .text($0.title) }, to: &bytes)
        for row in sheet.rows { append(row, to: &bytes) }
        return bytes
    }

    private func append(_ row: [Sheet.Cell], to bytes: inout [UInt8]) {
        for (index, cell) in row.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            switch cell {
            case .empty: break
            case .number(let value):
                let whole = value.rounded() == value && abs(value) < 1e15
                bytes.append(contentsOf: (whole ? String(Int64(value)) : String(value)).utf8)
            case .text(let words), .day(let words): append(words, to: &bytes)
            }
        }
        bytes.append(contentsOf: [0x0D, 0x0A])
    }

    private func append(_ words: String, to bytes: inout [UInt8]) {
        Self.appendQuoted(Self.isGuarded(words.utf8) ? "'" + words : words, to: &bytes)
    }

    private static func appendQuoted(_ words: String, to bytes: inout [UInt8]) {
        let needsQuotes = words.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        guard needsQuotes else { return bytes.append(contentsOf: words.utf8) }
        bytes.append(0x22)
        for byte in words.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }

    /// Adds a line of a file for programs: quoted where it must be, nothing put before formulas, ended by a line feed.
    public static func appendLine(_ cells: [String], to bytes: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(0x2C) }
            appendQuoted(cell, to: &bytes)
        }
        bytes.append(0x0A)
    }

    /// Whether words get an apostrophe: a spreadsheet would take them for a formula, a plain signed number aside. Those
    /// that begin with apostrophes before such words get one more, so that every cell can be read back as it was.
    static func isGuarded(_ words: some Collection<UInt8>) -> Bool {
        let rest = words.drop { $0 == UInt8(ascii: "'") }
        switch rest.first {
        case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0D: return true
        case UInt8(ascii: "+"), UInt8(ascii: "-"): return Double(String(decoding: rest, as: UTF8.self)) == nil
        default: return false
        }
    }

    /// A cell of a CSV file without the apostrophe that keeps spreadsheets from running it.
    public static func unguarded(_ cell: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard cell.first == UInt8(ascii: "'") else { return cell }
        let rest = UnsafeRawBufferPointer(rebasing: cell.dropFirst())
        return isGuarded(rest) ? rest : cell
    }

    /// The same of words.
    public static func unguarded(_ words: String) -> String {
        words.first == "'" && isGuarded(words.utf8.dropFirst()) ? String(words.dropFirst()) : words
    }
}
