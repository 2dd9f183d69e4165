/// A character of the original that is not simply copied: white space, a full-width form, a stray mark, broken UTF-8 —
/// or, in the end, one of the rarer characters that are copied one by one.
struct Special {
    /// What becomes of it.
    enum Kind {
        /// White space of so many columns.
        case space(Int)
        /// An ASCII byte stands for it.
        case fold(UInt8)
        /// It leaves no trace.
        case dropped
        /// It is copied.
        case copied
    }

    var kind: Kind
    var length: Int

    /// Looks at the character at `place`, which lies before `end`.
    init(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, end: Int) {
        let byte = bytes[place]
        length = 1
        kind = .dropped
        switch byte {
        case 0x09, 0x0A, 0x0B, 0x0C, 0x0D: kind = .space(4)
        case 0x20: kind = .space(1)
        case 0..<0x20, 0x7F: break
        case UInt8(ascii: "["): self = Special.bracket(bytes, at: place, end: end)
        case UInt8(ascii: "&"): self = Special.entity(bytes, at: place, end: end)
        case 0..<0x80: kind = .copied
        default: self = Special.multibyte(bytes, at: place, end: end)
        }
    }

    private init(_ kind: Kind, _ length: Int) {
        self.kind = kind
        self.length = length
    }

    /// `[bookmark: …]` and the like, which converters from word processors leave behind.
    private static func bracket(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, end: Int) -> Special {
        for mark in strayMarks where starts(bytes, at: place, end: end, with: mark) {
            let limit = min(end, place + 200)
            var close = place + mark.count
            while close < limit, bytes[close] != UInt8(ascii: "]") { close += 1 }
            if close < limit { return Special(.dropped, close + 1 - place) }
        }
        return Special(.copied, 1)
    }

    /// Entities of HTML that stand for white space.
    private static func entity(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, end: Int) -> Special {
        for entity in spaceEntities where starts(bytes, at: place, end: end, with: entity) {
            return Special(.space(1), entity.count)
        }
        return Special(.copied, 1)
    }

    private static func multibyte(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, end: Int) -> Special {
        guard let length = characterLength(bytes, at: place, end: end) else { return Special(.dropped, 1) }
        let byte = bytes[place]
        let second = bytes[place + 1]
        let third = length > 2 ? bytes[place + 2] : 0
        switch (byte, second) {
        case (0xC2, 0xA0): return Special(.space(1), 2)
        case (0xC2, 0x80...0x9F), (0xC2, 0xAD): return Special(.dropped, 2)
        case (0xE2, 0x80) where third <= 0x8A || third == 0xA8 || third == 0xA9 || third == 0xAF:
            return Special(.space(1), 3)
        case (0xE2, 0x80) where third <= 0x8F || (third >= 0xAA && third <= 0xAE): return Special(.dropped, 3)
        case (0xE2, 0x81) where third == 0x9F: return Special(.space(1), 3)
        case (0xE2, 0x81) where third >= 0xA0 && third <= 0xAF: return Special(.dropped, 3)
        case (0xE3, 0x80) where third == 0x80: return Special(.space(2), 3)
        case (0xEF, 0xBB) where third == 0xBF: return Special(.dropped, 3)
        case (0xEF, 0xBF) where third == 0xBD: return Special(.dropped, 3)
        case (0xEF, 0xBC), (0xEF, 0xBD):
            let ascii = second == 0xBC ? Int(third) - 0x60 : Int(third) - 0x20
            if let folded = UInt8(exactly: ascii), Special.folds(folded) { return Special(.fold(folded), 3) }
            return Special(.copied, 3)
        default: return Special(.copied, length)
        }
    }

    /// Whether the full-width form of an ASCII character is read as that character. Punctuation that is Chinese in its
    /// full-width form (，；：（）！？) stays.
    private static func folds(_ byte: UInt8) -> Bool {
        if byte.isASCIILetterOrDigit { return true }
        switch byte {
        case UInt8(ascii: "%"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="),
            UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "#"), UInt8(ascii: "*"):
            return true
        default: return false
        }
    }

    /// The length of the well-formed character at `place`, nil where the bytes are no UTF-8.
    private static func characterLength(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, end: Int) -> Int? {
        let lead = bytes[place]
        func follows(_ offset: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
            place + offset < end && bytes[place + offset] >= low && bytes[place + offset] <= high
        }
        switch lead {
        case 0xC2...0xDF: return follows(1) ? 2 : nil
        case 0xE0: return follows(1, 0xA0) && follows(2) ? 3 : nil
        case 0xED: return follows(1, 0x80, 0x9F) && follows(2) ? 3 : nil
        case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : nil
        case 0xF0: return follows(1, 0x90) && follows(2) && follows(3) ? 4 : nil
        case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : nil
        case 0xF4: return follows(1, 0x80, 0x8F) && follows(2) && follows(3) ? 4 : nil
        default: return nil
        }
    }

    private static func starts(
        _ bytes: UnsafeBufferPointer<UInt8>, at place: Int, end: Int, with words: [UInt8]
    ) -> Bool {
        guard end - place >= words.count else { return false }
        for offset in 0..<words.count where bytes[place + offset] != words[offset] { return false }
        return true
    }

    private static let strayMarks = ["[bookmark:", "[endif]", "[if ", "[image:", "[pic:"].map { Array($0.utf8) }
    private static let spaceEntities = ["&nbsp;", "&emsp;", "&ensp;", "&#160;", "&#12288;"].map { Array($0.utf8) }
}
