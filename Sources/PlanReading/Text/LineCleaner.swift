/// Copies stretches of the original into a buffer of clean bytes, one line after the other, and keeps the segments
/// that lead back.
///
/// White space, control characters, zero-width characters, stray marks and bytes that are no UTF-8 are left out;
/// full-width ASCII becomes ASCII. Time is linear in the bytes read.
struct LineCleaner {
    /// What a cleaned line looked like.
    struct Line {
        /// Where it stands in `bytes`; empty for a blank line.
        var range: Range<Int>
        /// Columns it took in the original, a Chinese character two.
        var width = 0
        /// Columns of white space before its first character.
        var indent = 0
        /// First segment of the line.
        var firstSegment: Int
    }

    private(set) var bytes: [UInt8] = []
    private(set) var segments: [CleanText.Segment] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    /// Cleans a stretch of the original and appends it.
    mutating func append(_ range: Range<Int>, of original: UnsafeBufferPointer<UInt8>) -> Line {
        let start = bytes.count
        var line = Line(range: start..<start, firstSegment: segments.count)
        var place = range.lowerBound
        var gap = 0  // columns of white space not yet decided about
        var gapStart = place
        let end = range.upperBound
        while place < end {
            let run = plainRun(original, from: place, to: end)
            if run > place {
                closeGap(&gap, from: gapStart, to: place, next: original[place], line: &line, start: start)
                appendVerbatim(original, place..<run)
                place = run
                continue
            }
            let special = Special(original, at: place, end: end)
            switch special.kind {
            case .space(let columns):
                if gap == 0 { gapStart = place }
                gap += columns
            case .fold(let byte):
                closeGap(&gap, from: gapStart, to: place, next: byte, line: &line, start: start)
                segments.append(CleanText.Segment(clean: bytes.count, start: place, end: place + special.length))
                bytes.append(byte)
            case .copied:
                closeGap(&gap, from: gapStart, to: place, next: original[place], line: &line, start: start)
                appendVerbatim(original, place..<place + special.length)
            case .dropped: break
            }
            place += special.length
        }
        line.range = start..<bytes.count
        line.width += Self.width(bytes[start...])
        return line
    }

    /// Appends a byte that separates paragraphs or cells and stands for no byte of the original.
    mutating func appendSeparator(_ byte: UInt8, at origin: Int) {
        segments.append(CleanText.Segment(clean: bytes.count, start: origin, end: origin))
        bytes.append(byte)
    }

    /// Takes back the separator appended last.
    mutating func removeSeparator() {
        segments.removeLast()
        bytes.removeLast()
    }

    /// Decides about white space before a byte that is about to be written: it stays, as one space, between two
    /// Latin words; between digits only where it is wide enough to part two columns.
    private mutating func closeGap(
        _ gap: inout Int, from gapStart: Int, to place: Int, next: UInt8, line: inout Line, start: Int
    ) {
        guard gap > 0 else { return }
        defer { gap = 0 }
        guard bytes.count > start, let last = bytes.last else {
            line.indent = gap
            return
        }
        line.width += min(gap, 8)
        guard last.isASCIILetterOrDigit, next.isASCIILetterOrDigit else { return }
        if last.isASCIIDigit, next.isASCIIDigit, gap < 2 { return }
        segments.append(CleanText.Segment(clean: bytes.count, start: gapStart, end: place))
        bytes.append(0x20)
    }

    private mutating func appendVerbatim(_ original: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        if let last = segments.last, last.end == range.lowerBound,
            last.end - last.start == bytes.count - last.clean
        {
            segments[segments.count - 1].end = range.upperBound
        } else {
            segments.append(
                CleanText.Segment(clean: bytes.count, start: range.lowerBound, end: range.upperBound))
        }
        bytes.append(contentsOf: original[range])
    }

    /// The end of the longest stretch from `start` of characters that are copied as they are.
    private func plainRun(_ original: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
        var place = start
        while place < end {
            let byte = original[place]
            if byte < 0x80 {
                if byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "&") { break }
                place += 1
            } else if byte >= 0xE2, byte <= 0xEF {
                guard place + 2 < end, original[place + 1] & 0xC0 == 0x80, original[place + 2] & 0xC0 == 0x80,
                    Self.isPlain(byte, original[place + 1], original[place + 2])
                else { break }
                place += 3
            } else {
                break
            }
        }
        return place
    }

    /// Whether a well-formed character of three bytes is copied as it is; the few that are not lie in known rows.
    private static func isPlain(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        switch first {
        case 0xE2: second != 0x81 && (second != 0x80 || (third >= 0x90 && third <= 0xA7))
        case 0xE3: second != 0x80 || third != 0x80
        case 0xED: second < 0xA0
        // Full-width commas, colons, semicolons and brackets are Chinese; the rest of the row is looked at closely.
        case 0xEF: second < 0xBB || (second == 0xBC && isChineseFullWidth(third))
        default: true
        }
    }

    /// Whether the character EF BC `third` is one of ！（），：；？.
    private static func isChineseFullWidth(_ third: UInt8) -> Bool {
        switch third {
        case 0x81, 0x88, 0x89, 0x8C, 0x9A, 0x9B, 0x9F: true
        default: false
        }
    }

    /// Columns of clean bytes: an ASCII character one, any other two.
    private static func width(_ bytes: ArraySlice<UInt8>) -> Int {
        var width = 0
        for byte in bytes {
            if byte < 0x80 { width += 1 } else if byte & 0xC0 != 0x80 { width += 2 }
        }
        return width
    }
}

extension UInt8 {
    /// 0–9.
    var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }
    /// a–z, A–Z.
    var isASCIILetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
    /// 0–9, a–z, A–Z.
    var isASCIILetterOrDigit: Bool { isASCIIDigit || isASCIILetter }
}
