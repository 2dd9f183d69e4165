/// Rows of tables in plain text: cells parted by tabs or by vertical bars.
enum PlainRow {
    /// The cells of a line with at least three columns; nil where it is not a row.
    static func cells(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> [Range<Int>]? {
        var tabs = 0
        var bars = 0
        for place in line {
            if bytes[place] == 0x09 { tabs += 1 } else if bytes[place] == UInt8(ascii: "|") { bars += 1 }
        }
        if bars >= 3 { return split(bytes, line, at: UInt8(ascii: "|"), isFramed: true) }
        guard tabs >= 2 else { return nil }
        // Tabs before the first word are an indent.
        var start = line.lowerBound
        while start < line.upperBound, bytes[start] == 0x20 { start += 1 }
        let cells = split(bytes, start..<line.upperBound, at: 0x09, isFramed: false)
        return cells.filter { !isBlank(bytes, $0) }.count >= 2 || !isBlank(bytes, cells[0]) ? cells : nil
    }

    /// Whether a line only draws a table: |---|:--:|, +----+.
    static func isRule(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
        var dashes = 0
        for place in line {
            switch bytes[place] {
            case UInt8(ascii: "-"), UInt8(ascii: "="): dashes += 1
            case UInt8(ascii: "|"), UInt8(ascii: "+"), UInt8(ascii: ":"), 0x20, 0x09, 0x0D: break
            default: return false
            }
        }
        return dashes >= 3
    }

    private static func split(
        _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, at separator: UInt8, isFramed: Bool
    ) -> [Range<Int>] {
        var cells: [Range<Int>] = []
        var start = line.lowerBound
        for place in line where bytes[place] == separator {
            cells.append(start..<place)
            start = place + 1
        }
        cells.append(start..<line.upperBound)
        if isFramed {
            if let first = cells.first, isBlank(bytes, first) { cells.removeFirst() }
            if let last = cells.last, isBlank(bytes, last) { cells.removeLast() }
        }
        return cells
    }

    private static func isBlank(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        for place in range where bytes[place] > 0x20 { return false }
        return true
    }
}
