/// Narrows stretches of text down to the words that name a thing.
struct Phrase: Sendable {
    let glyphs: Glyphs
    let words: ClauseWords

    /// The stretch without the punctuation, years and fillers that lead into it.
    func trimmedHead(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        let end = range.upperBound
        while start < end {
            if let after = yearEnd(at: start, end: end) {
                start = after
            } else if let filler = words.fillers.match(glyphs.bytes, at: start, end: end) {
                guard drops(filler.value, at: start + filler.length, end: end) else { return start..<end }
                start += filler.length
            } else if let scalar = glyphs.at(start, end: end), isMark(scalar) {
                start = glyphs.next(start)
            } else {
                break
            }
        }
        return start..<end
    }

    private func drops(_ filler: ClauseWords.Filler, at place: Int, end: Int) -> Bool {
        switch filler {
        case .drop: return true
        case .keep: return false
        case .verb:
            if let verb = words.verbs.match(glyphs.bytes, at: place, end: end)?.value { return verb.kind != .lead }
            return false
        }
    }

    /// 2020年, 到2025年, 截至2020年底 at a place: where it ends.
    func yearEnd(at place: Int, end: Int) -> Int? {
        var at = place
        for lead: StaticString in ["截至", "截止", "到", "至"] where glyphs.has(lead, at: at, end: end) {
            at += lead.utf8CodeUnitCount
            break
        }
        guard at + 7 <= end else { return nil }
        for offset in 0..<4 where !glyphs.bytes[at + offset].isASCIIDigit { return nil }
        guard glyphs.has("年", at: at + 4, end: end) else { return nil }
        at += 7
        if at > place + 7, glyphs.has("末", at: at, end: end) || glyphs.has("底", at: at, end: end) { at += 3 }
        if glyphs.has("底", at: at, end: end) || glyphs.has("度", at: at, end: end) { at += 3 }
        return at
    }

    /// The stretch without fillers, adverbs and marks at its end.
    func trimmedTail(_ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound {
            if let filler = words.fillersBackwards.match(glyphs.bytes, endingAt: end, start: range.lowerBound),
                filler.value == .drop
            {
                end -= filler.length
            } else if let scalar = glyphs.before(end, start: range.lowerBound), isMark(scalar) {
                end = glyphs.previous(end, start: range.lowerBound)
            } else {
                break
            }
        }
        return range.lowerBound..<end
    }

    private func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "、", "，", ",", "：", ":", " ", "—", "-", "·", "；", "。", ".": true
        default: false
        }
    }

    /// A verb in a stretch of text.
    struct FoundVerb {
        var range: Range<Int>
        var verb: ClauseWords.Verb
    }

    /// The first verb that governs the end of a stretch: at its head or, past a subject, one that is no noun as well.
    /// What stands before the last 的 qualifies the thing and does not govern it.
    func governingVerb(in range: Range<Int>, enclosures: [Clause.Enclosure]) -> FoundVerb? {
        var found: FoundVerb?
        var place = range.lowerBound
        while place < range.upperBound {
            if let enclosure = enclosures.first(holding: place) {
                place = max(enclosure.range.upperBound, place + 1)
                continue
            }
            if glyphs.has("的", at: place, end: range.upperBound) {
                found = nil
                place += 3
                // 签署的, 承办的: from here on only another verb governs.
                continue
            }
            if let match = words.verbs.match(glyphs.bytes, at: place, end: range.upperBound) {
                let isHead = place == range.lowerBound
                if match.value.kind != .lead, found == nil, isHead || !match.value.isNoun {
                    found = FoundVerb(range: place..<place + match.length, verb: match.value)
                }
                place += match.length
            } else {
                place = glyphs.next(place)
            }
        }
        return found
    }

    /// A phrase put together from stretches, without the words 共, 累计 and the like between them, at most 240 bytes.
    func string(_ pieces: [Range<Int>]) -> String {
        var bytes: [UInt8] = []
        for piece in pieces {
            let piece = glyphs.clipped(piece, to: max(0, 240 - bytes.count))
            bytes.append(contentsOf: glyphs.bytes[piece])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
