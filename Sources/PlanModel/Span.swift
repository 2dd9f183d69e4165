/// A stretch of the text that was read: half-open UTF-8 byte offsets, `start ..< end`.
///
/// Every item that a reading yields carries one, so that a page can show the words it came from. In JSON it is
/// the pair `[start, end]`.
public struct Span: Hashable, Sendable, Comparable {
    /// Offset of the first byte.
    public var start: Int
    /// Offset after the last byte.
    public var end: Int

    /// The bytes `start ..< end`; `end` is never before `start`.
    public init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = max(start, end)
    }

    /// The bytes of a range.
    public init(_ range: Range<Int>) { self.init(range.lowerBound, range.upperBound) }

    /// The same stretch as a range.
    public var range: Range<Int> { start..<end }
    /// Whether it holds no byte.
    public var isEmpty: Bool { start == end }

    /// Whether `other` lies inside this stretch.
    public func contains(_ other: Span) -> Bool { start <= other.start && other.end <= end }

    /// The smallest stretch that holds both.
    public func union(_ other: Span) -> Span { Span(min(start, other.start), max(end, other.end)) }

    /// Reading order: earlier start first, then the longer stretch.
    public static func < (left: Span, right: Span) -> Bool {
        (left.start, -left.end) < (right.start, -right.end)
    }
}

extension Span: Codable {
    /// Reads the printed form.
    public init(from decoder: any Decoder) throws {
        var pair = try decoder.unkeyedContainer()
        self.init(try pair.decode(Int.self), try pair.decode(Int.self))
    }

    /// Writes the printed form.
    public func encode(to encoder: any Encoder) throws {
        var pair = encoder.unkeyedContainer()
        try pair.encode(start)
        try pair.encode(end)
    }
}
