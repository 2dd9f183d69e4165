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
            } else if let after = spanEnd(at: start, end: end) {
                start = after
            } else if let filler = words.fillers.match(glyphs.bytes, at: start, end: end) {
                guard drops(filler.value, at: start + filler.length, end: end) else { return start..<end }
                start += filler.length
            } else if let scalar = glyphs.at(start, end: end), isMark(scalar) || scalar == "的" || scalar == "了" {
                start = glyphs.next(start)
            } else if let after = locativeEnd(at: start, end: end) {
                start = after
            } else {
                break
            }
        }
        return start..<end
    }

    /// 在…考核中, 在…基础上 at a place: where it ends, if more than it is there.
    private func locativeEnd(at place: Int, end: Int) -> Int? {
        guard glyphs.has("在", at: place, end: end) else { return nil }
        let limit = min(end, place + 150)
        var at = glyphs.next(place)
        while at < limit {
            for word: StaticString in ["基础上", "过程中", "期间", "方面", "中", "上", "下"]
            where glyphs.has(word, at: at, end: limit) {
                let after = at + word.utf8CodeUnitCount
                guard after + 6 <= end, at > place + 6 else { break }
                if word.utf8CodeUnitCount == 3, isInsideWord(before: at, after: after, end: end) { break }
                return after
            }
            at = glyphs.next(at)
        }
        return nil
    }

    /// Whether 中, 上 or 下 at a place is part of a word: 中小学, 中心, 集中, 线上, 以上.
    private func isInsideWord(before place: Int, after: Int, end: Int) -> Bool {
        switch glyphs.at(after, end: end) {
        case "小", "学", "职", "考", "高", "国", "华", "心", "央", "等", "外", "期", "层", "级", "海", "线", "岗", "报", "半", "校",
            "属", "发", "设", "和", "、", "年", "长", "青", "医", "共", "门", "游", "下", "沉":
            return true
        default: break
        }
        switch glyphs.before(place, start: max(0, place - 4)) {
        case "集", "初", "高", "其", "线", "以", "网", "城", "及", "部": return true
        default: return false
        }
    }

    /// What stands behind the last 将 or 把, which lead to the thing that a verb acts on.
    func afterDisposal(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var place = range.lowerBound
        while place < range.upperBound {
            if glyphs.has("将", at: place, end: range.upperBound) || glyphs.has("把", at: place, end: range.upperBound) {
                let after = place + 3
                if words.fillers.match(glyphs.bytes, at: place, end: range.upperBound)?.value == .drop,
                    glyphs.before(place, start: range.lowerBound) != "即", after < range.upperBound
                {
                    start = after
                }
            }
            place = glyphs.next(place)
        }
        return start..<range.upperBound
    }

    /// 三年内, 3年来 at a place: where it ends.
    private func spanEnd(at place: Int, end: Int) -> Int? {
        guard let scalar = glyphs.at(place, end: end) else { return nil }
        let kind = CharacterClass.of(scalar)
        guard kind == .digit || kind == .numeral else { return nil }
        let after = glyphs.next(place)
        guard glyphs.has("年内", at: after, end: end) || glyphs.has("年来", at: after, end: end) else { return nil }
        return after + 6
    }

    private func drops(_ filler: ClauseWords.Filler, at place: Int, end: Int) -> Bool {
        switch filler {
        case .drop: return true
        case .keep: return false
        case .verb:
            // The verb may stand where the bounds of a number were taken off.
            if place == end { return true }
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
        if glyphs.has("以来", at: at, end: end) { at += 6 }
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
            if found == nil, place > range.lowerBound, isExistence(at: place, end: range.upperBound) {
                found = FoundVerb(range: place..<place + 3, verb: ClauseWords.Verb(kind: .light, isNoun: false))
                place += 3
            } else if found == nil, let change = words.changes.match(glyphs.bytes, at: place, end: range.upperBound),
                change.value.place == .change
            {
                let verb = ClauseWords.Verb(kind: .light, isNoun: false)
                found = FoundVerb(range: place..<place + change.length, verb: verb)
                place += change.length
            } else if let match = words.verbs.match(glyphs.bytes, at: place, end: range.upperBound) {
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

    /// 有 as a verb, not as part of 有效, 所有, 具有 and the like.
    private func isExistence(at place: Int, end: Int) -> Bool {
        guard glyphs.has("有", at: place, end: end) else { return false }
        switch glyphs.at(place + 3, end: end) {
        case "效", "序", "关", "限", "利", "机", "力", "益", "所", "无", "的", "条", "特", "质", "影", nil: return false
        default: break
        }
        switch glyphs.before(place, start: max(0, place - 4)) {
        case "所", "具", "没", "含", "享", "占", "国", "公", "特", "富", "固", "独", "原", "稀", "只", "唯", "兼": return false
        default: return true
        }
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
