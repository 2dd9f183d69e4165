/// Cuts the heading or lead sentence from the head of a paragraph.
struct LeadSentence {
    let text: CleanText
    let labels: FieldLabels

    /// Characters that a heading before a colon or a gap has at most.
    private static let longestBeforeColon = 20
    private static let longestBeforeGap = 40
    /// Characters that are looked at: no lead sentence is longer.
    private static let longestSentence = 600

    /// The heading or lead sentence of the words in `content`, final punctuation left out; the whole where it does not
    /// end. A gap may stand for a missing stop after a heading.
    func range(of content: Range<Int>) -> Range<Int> {
        var cursor = Cursor(text.bytes, content.lowerBound, content.upperBound)
        var depth = 0
        var count = 0
        var commaSeen = false
        var colon: Int?
        var gap: Int?
        while let character = cursor.peek(), count < Self.longestSentence {
            let place = cursor.place
            switch character {
            case "“", "《", "〈", "「", "『": depth += 1
            case "”", "》", "〉", "」", "』": depth = max(0, depth - 1)
            case "（", "(", "【", "[", "〔":
                if labels.startsField(text.bytes, at: place, end: content.upperBound), place > content.lowerBound {
                    return trimmed(content.lowerBound..<place)
                }
                depth += 1
            case "）", ")", "】", "]", "〕": depth = max(0, depth - 1)
            case "。", "！", "？": if depth == 0 { return cut(content, at: place, colon: colon, gap: gap) }
            case "，", ",", "；", "、": commaSeen = true
            case "：", ":":
                let rest = content.upperBound - place
                if depth == 0, colon == nil, !commaSeen, count <= Self.longestBeforeColon, count > 1, rest > 6 {
                    colon = place
                }
            default: break
            }
            if gap == nil, count >= 4, count <= Self.longestBeforeGap, !commaSeen, depth == 0,
                character.value > 0x2E80, text.bytes[place - 1] >= 0x80, text.hasGap(before: place)
            {
                gap = place
            }
            cursor.advance()
            count += 1
        }
        let end = count < Self.longestSentence ? content.upperBound : cursor.place
        return cut(content, at: end, colon: colon, gap: gap)
    }

    /// The words before the first colon, if they are short; before a gap, if the sentence would be long without it.
    private func cut(_ content: Range<Int>, at end: Int, colon: Int?, gap: Int?) -> Range<Int> {
        if let colon, colon < end { return trimmed(content.lowerBound..<colon) }
        if let gap, gap < end, end - content.lowerBound > 3 * Self.longestBeforeGap {
            return trimmed(content.lowerBound..<gap)
        }
        return trimmed(content.lowerBound..<end)
    }

    /// Without punctuation at the end.
    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while let (character, length) = Cursor.last(text.bytes, start: range.lowerBound, end: end) {
            guard "。；;，,、：:.！！".unicodeScalars.contains(character) else { break }
            end -= length
        }
        return range.lowerBound..<end
    }
}
