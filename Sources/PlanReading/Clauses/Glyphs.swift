/// Characters of UTF-8 bytes by place, for rules that look forwards and backwards. All places are of first bytes.
struct Glyphs: Sendable {
    let bytes: [UInt8]

    /// The character that starts at a place before `end`; nil at the end.
    @inline(__always)
    func at(_ place: Int, end: Int) -> Unicode.Scalar? {
        place < end ? Cursor.scalar(bytes, at: place, end: end) : nil
    }

    /// The character that ends right before a place after `start`; nil at the start.
    func before(_ place: Int, start: Int) -> Unicode.Scalar? {
        Cursor.last(bytes, start: start, end: place)?.scalar
    }

    /// The place of the character before `place`; `start` where there is none.
    func previous(_ place: Int, start: Int) -> Int {
        guard let last = Cursor.last(bytes, start: start, end: place) else { return start }
        return place - last.length
    }

    /// The place after the character at `place`.
    @inline(__always)
    func next(_ place: Int) -> Int { place + Cursor.length(bytes[place]) }

    /// The place `count` characters before `place`, not before `start`.
    func back(_ count: Int, from place: Int, start: Int) -> Int {
        var place = place
        for _ in 0..<count where place > start { place = previous(place, start: start) }
        return place
    }

    /// Whether a word starts at a place and ends by `end`.
    func has(_ word: StaticString, at place: Int, end: Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard place >= 0, min(end, bytes.count) - place >= count else { return false }
        return word.withUTF8Buffer { word in
            for offset in 0..<count where bytes[place + offset] != word[offset] { return false }
            return true
        }
    }

    /// Whether a word ends right before `end` and starts at `start` or later.
    func has(_ word: StaticString, endingAt end: Int, start: Int) -> Bool {
        let place = end - word.utf8CodeUnitCount
        return place >= start && has(word, at: place, end: end)
    }

    /// The first place of a word in a range, nil where it does not stand there.
    func find(_ word: StaticString, in range: Range<Int>) -> Int? {
        guard let first = word.utf8CodeUnitCount > 0 ? word.utf8Start.pointee : nil else { return nil }
        var place = range.lowerBound
        while place < range.upperBound {
            if bytes[place] == first, has(word, at: place, end: range.upperBound) { return place }
            place += 1
        }
        return nil
    }

    /// How many characters a range holds.
    func count(_ range: Range<Int>) -> Int {
        var count = 0
        for place in range where bytes[place] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// The part of a range that lies within `reach` bytes of a stretch inside it.
    func surroundings(of stretch: Range<Int>, in range: Range<Int>, reach: Int) -> Range<Int> {
        var start = max(range.lowerBound, stretch.lowerBound - reach)
        while start < stretch.lowerBound, bytes[start] & 0xC0 == 0x80 { start += 1 }
        var end = min(range.upperBound, stretch.upperBound + reach)
        while end > stretch.upperBound, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return min(start, stretch.lowerBound)..<max(end, stretch.upperBound)
    }

    /// The range without the last characters that would make it longer than `limit` bytes.
    func clipped(_ range: Range<Int>, to limit: Int) -> Range<Int> {
        guard range.count > limit else { return range }
        var end = range.lowerBound + limit
        while end > range.lowerBound, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return range.lowerBound..<end
    }
}
