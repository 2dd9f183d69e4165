/// A line of the original after cleaning, before lines are joined to paragraphs.
struct SourceLine {
    /// Where it stands in the cleaner's bytes; never empty.
    var range: Range<Int>
    /// Its first segment in the cleaner.
    var firstSegment: Int
    /// Where its last byte ends in the original.
    var originEnd: Int
    /// Columns it took in the original, a Chinese character two.
    var width: Int
    /// Columns of white space before it.
    var indent: Int
    /// Level of its heading style.
    var headingLevel: Int?
    /// Whether an empty line stands before it.
    var followsBlank = false
    /// The cells where it is a row of a table.
    var row: CleanText.Row?
    /// What becomes of it.
    var fate = Fate.starts

    /// What becomes of a line.
    enum Fate {
        /// It begins a paragraph.
        case starts
        /// It goes on with the paragraph before it.
        case continues
        /// It is a page number or a running head.
        case dropped
    }

    /// Whether its last words end a sentence: 。！？… before closing quotation marks and brackets, if any, or before a
    /// bracket as a whole: …落实责任。（人事科）.
    func endsSentence(_ bytes: [UInt8]) -> Bool {
        var end = range.upperBound
        if let (character, _) = Cursor.last(bytes, start: range.lowerBound, end: end),
            character == "）" || character == ")",
            let opening = bracketStart(bytes), let before = Cursor.last(bytes, start: range.lowerBound, end: opening),
            before.scalar == "。"
        {
            return true
        }
        while let (character, length) = Cursor.last(bytes, start: range.lowerBound, end: end) {
            switch character {
            case "”", "’", "）", ")", "》", "】", "」", "\"": end -= length
            case "。", "！", "？", "!", "?", "…": return true
            default: return false
            }
        }
        return false
    }

    /// Where the bracket opens that closes the line, if it is a short one.
    private func bracketStart(_ bytes: [UInt8]) -> Int? {
        var place = range.upperBound
        let limit = max(range.lowerBound, place - 240)
        var depth = 0
        while place > limit, let (character, length) = Cursor.last(bytes, start: range.lowerBound, end: place) {
            place -= length
            if character == "）" || character == ")" { depth += 1 }
            if character == "（" || character == "(" { depth -= 1 }
            if depth == 0 { return place }
        }
        return nil
    }

    /// Whether a stop 。 stands anywhere in it.
    func hasStop(_ bytes: [UInt8]) -> Bool {
        var place = range.lowerBound
        while place + 2 < range.upperBound {
            if bytes[place] == 0xE3, bytes[place + 1] == 0x80, bytes[place + 2] == 0x82 { return true }
            place += Cursor.length(bytes[place])
        }
        return false
    }

    /// The last character.
    func last(_ bytes: [UInt8]) -> Unicode.Scalar? {
        Cursor.last(bytes, start: range.lowerBound, end: range.upperBound)?.scalar
    }
}
