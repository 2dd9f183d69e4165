import PlanModel

/// The text of a document as the rules read it, with the way back to the original.
///
/// White space, byte-order marks and stray marks are dropped (one space stays between Latin words), full-width digits,
/// letters and signs become ASCII, hard-wrapped lines are joined, page numbers and running heads are dropped. Logical
/// paragraphs are separated by one `\n`, the cells of a table row by one tab. The bytes are always valid UTF-8.
///
/// Every byte remembers where it came from: the text is a row of segments, each either a verbatim stretch of the
/// original or one folded character.
struct CleanText: Sendable {
    /// The clean text in UTF-8.
    let bytes: [UInt8]
    /// Paragraphs and table rows in reading order; their ranges leave out the separators and are never empty.
    let paragraphs: [Paragraph]
    private let segments: [Segment]
    /// Places where a line was joined to the one before it, in order.
    private let joints: [Int]

    /// A logical paragraph or a row of a table.
    struct Paragraph: Sendable {
        /// Where it stands in the clean text.
        var range: Range<Int>
        /// The level of its heading style, 1…; nil for plain text.
        var headingLevel: Int?
        /// The cells where it is a row of a table.
        var row: Row?
        /// Whether the original has an empty line before it.
        var followsBlank = false
        /// Whether it was joined from several lines.
        var isJoined = false
    }

    /// A row of a table.
    struct Row: Sendable {
        /// Number of the table in the document.
        var table: Int
        /// Its cells in grid order.
        var cells: [Cell]
    }

    /// A cell of a table row. A cell that continues the one above has the range of the first one.
    struct Cell: Sendable {
        /// Where its text stands; may be empty.
        var range: Range<Int>
        /// First grid column.
        var column: Int
        /// Number of grid columns.
        var columnSpan: Int
        /// Whether it continues a cell of the row above.
        var continuesAbove: Bool
    }

    /// A stretch of clean bytes from one stretch of the original: of the same length where it is verbatim, and a
    /// single clean byte where it is a folded character.
    struct Segment: Sendable {
        var clean: Int
        var start: Int
        var end: Int
    }

    init(bytes: [UInt8], paragraphs: [Paragraph], segments: [Segment], joints: [Int]) {
        self.bytes = bytes
        self.paragraphs = paragraphs
        self.segments = segments
        self.joints = joints
    }

    /// The same text divided in another way.
    func replacing(paragraphs: [Paragraph]) -> CleanText {
        CleanText(bytes: bytes, paragraphs: paragraphs, segments: segments, joints: joints)
    }

    /// The words of a range; the empty string where it lies outside the text.
    func string(_ range: Range<Int>) -> String {
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return "" }
        return String(decoding: bytes[range], as: UTF8.self)
    }

    /// The words of a range without white space, as they go into a reading.
    func words(_ range: Range<Int>) -> String {
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return "" }
        let words = bytes[range]
        // A clean text has no other white space than these three.
        guard words.contains(where: { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }) else {
            return String(decoding: words, as: UTF8.self)
        }
        return String(decoding: words.filter { $0 != 0x20 && $0 != 0x0A && $0 != 0x09 }, as: UTF8.self)
    }

    /// Where a range of the clean text stands in the original, from its first to its last byte.
    func span(_ range: Range<Int>) -> Span {
        let start = origin(of: range.lowerBound)
        guard !range.isEmpty else { return Span(start, start) }
        return Span(start, max(start, end(of: range.upperBound - 1)))
    }

    /// Whether the original has white space right before this place, which the clean text dropped. The edge of a page
    /// where a line was broken is none.
    func hasGap(before place: Int) -> Bool {
        guard place > 0, place < bytes.count else { return false }
        if bytes[place - 1] == 0x20 { return true }
        return origin(of: place) > end(of: place - 1) && !isJoint(place)
    }

    private func isJoint(_ place: Int) -> Bool {
        var low = 0
        var high = joints.count
        while low < high {
            let middle = (low + high) / 2
            if joints[middle] == place { return true }
            if joints[middle] < place { low = middle + 1 } else { high = middle }
        }
        return false
    }

    /// The segment that holds a place; -1 where there is none.
    private func segment(at place: Int) -> Int {
        var low = 0
        var high = segments.count
        while low < high {
            let middle = (low + high) / 2
            if segments[middle].clean <= place { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    private func origin(of place: Int) -> Int {
        let index = segment(at: place)
        guard index >= 0 else { return segments.first?.start ?? 0 }
        let segment = segments[index]
        return min(segment.start + place - segment.clean, segment.end)
    }

    private func end(of place: Int) -> Int {
        let index = segment(at: place)
        guard index >= 0 else { return segments.first?.start ?? 0 }
        let segment = segments[index]
        let next = index + 1 < segments.count ? segments[index + 1].clean : bytes.count
        // A folded character is one clean byte for several original ones: its end is the segment's.
        if next - segment.clean == 1 { return segment.end }
        return min(segment.start + place - segment.clean + 1, segment.end)
    }
}
