/// Finds the numbers of a clause that count something.
///
/// A number counts where a measure word (or a noun that needs none) follows it and nothing around it makes it a date,
/// an ordinal, a name or a set phrase. What a number means is settled by its neighbours only, so a clause of any length
/// is read in time linear in its numbers.
struct CountFinder: Sendable {
    let glyphs: Glyphs
    let words: ClauseWords
    let numerals: NumeralReader

    init(glyphs: Glyphs, words: ClauseWords) {
        self.glyphs = glyphs
        self.words = words
        numerals = NumeralReader(glyphs: glyphs)
    }

    /// How far around a number its neighbours are looked at, in bytes.
    static let reach = 240

    /// The counts of a clause in reading order.
    func counts(in clause: Clause) -> [Count] {
        var counts: [Count] = []
        var readTo = clause.range.lowerBound
        var times = 1
        var timesStart = readTo
        for place in clause.numerals where place >= readTo {
            let quote = clause.enclosures.first(holding: place)
            let bounds = quote?.content ?? clause.range
            let scope = Scope(
                start: max(bounds.lowerBound, readTo), end: min(bounds.upperBound, aligned(place + Self.reach)),
                clauseStart: bounds.lowerBound, clauseEnd: bounds.upperBound, quote: quote)
            guard var count = count(at: place, in: scope, times: &times) else {
                readTo = max(readTo, digitsEnd(at: place, scope))
                if times > 1 { timesStart = place }
                continue
            }
            count.quote = quote
            if times > 1, count.kind == .share {
                count.times = times
                count.range = timesStart..<count.range.upperBound
            }
            times = 1
            // “三个100%” and “零缺课”: the opening mark belongs to the count.
            if let quote, quote.content.lowerBound == count.range.lowerBound {
                let isWhole = quote.content.upperBound == count.range.upperBound
                count.range = quote.range.lowerBound..<(isWhole ? quote.range.upperBound : count.range.upperBound)
            }
            readTo = count.range.upperBound
            counts.append(count)
        }
        return counts
    }

    /// What a number is read in.
    struct Scope {
        /// The end of the count before it, or the start of clause or quote.
        var start: Int
        /// The end of what can belong to the number.
        var end: Int
        var clauseStart: Int
        var clauseEnd: Int
        var quote: Clause.Enclosure?
    }

    /// The end of digits at a place that count nothing.
    private func digitsEnd(at place: Int, _ scope: Scope) -> Int {
        var end = place
        while end < scope.end, glyphs.bytes[end].isASCIIDigit { end += 1 }
        return end
    }

    /// The place, or the start of the next character where it lies inside one.
    private func aligned(_ place: Int) -> Int {
        var place = place
        while place < glyphs.bytes.count, glyphs.bytes[place] & 0xC0 == 0x80 { place += 1 }
        return place
    }

    // MARK: One number

    private func count(at place: Int, in scope: Scope, times: inout Int) -> Count? {
        let isDigit = glyphs.bytes[place].isASCIIDigit
        if !isDigit, glyphs.has("零", at: place, end: scope.end) { return zero(at: place, in: scope) }
        guard !isExcluded(at: place, isDigit: isDigit, in: scope),
            var numeral = numerals.read(at: place, end: scope.end)
        else { return nil }
        if numeral.magnitude == .bare, glyphs.has("上", endingAt: place, start: scope.start),
            !glyphs.has("以上", endingAt: place, start: scope.start)
        {
            numeral.isAbout = true
        }
        if let quote = scope.quote, !states(quote, before: place, numeral) { return nil }
        switch numeral.style {
        case .ratio: return ratio(numeral, in: scope)
        case .fraction: return fraction(numeral, in: scope)
        case .digits, .chinese: break
        }
        if numeral.share != nil {
            let end = numeral.range.upperBound
            // 百分之九十 prints no sign.
            guard glyphs.bytes[end - 1] == UInt8(ascii: "%") || numeral.share == 0 else {
                var count = finish(numeral, unit: end..<end, kind: .share, in: scope)
                count?.impliedUnit = "%"
                return count
            }
            return finish(numeral, unit: end - (numeral.share == 0 ? 3 : 1)..<end, kind: .share, in: scope)
        }
        return measured(numeral, in: scope, times: &times)
    }

    /// Whether what stands right before a number, or a set phrase around it, makes it no count.
    private func isExcluded(at place: Int, isDigit: Bool, in scope: Scope) -> Bool {
        let floor = max(scope.clauseStart, place - Self.reach)
        if let previous = glyphs.before(place, start: floor) {
            switch previous {
            case "第", "+", ".", "/", "№", "〔", "×", "*", "＋", "_", "#", "－": return true
            case "届", "A"..."Z", "a"..."z": return true
            case "-":
                if let earlier = glyphs.before(place - 1, start: floor), earlier.isASCII, earlier != " " { return true }
            case "前": if startsRank(at: place, in: scope) { return true }
            default: break
            }
        }
        guard !isDigit else { return false }
        // A set phrase may start up to four characters before its number.
        var start = place
        for _ in 0...4 {
            if let phrase = words.setPhrases.match(glyphs.bytes, at: start, end: scope.clauseEnd),
                start + phrase.length > place
            {
                return true
            }
            guard start > floor else { break }
            start = glyphs.previous(start, start: floor)
        }
        return false
    }

    /// 前三名, 前10位: a rank.
    private func startsRank(at place: Int, in scope: Scope) -> Bool {
        guard let numeral = numerals.read(at: place, end: scope.end),
            let next = glyphs.at(numeral.range.upperBound, end: scope.end)
        else { return false }
        return next == "名" || next == "位" || next == "强" || numeral.share != nil
    }

    /// Whether a quote states something (“每天校外1小时”), rather than being a name or a slogan.
    private func states(_ quote: Clause.Enclosure, before place: Int, _ numeral: Numeral) -> Bool {
        let before = quote.content.lowerBound..<place
        if numeral.share != nil {
            // “三个100%” and “到课率100%”, not “100%+行动”.
            guard numeral.range.upperBound == quote.content.upperBound else { return false }
            return true
        }
        if numeral.style == .chinese, let at = glyphs.at(numeral.range.upperBound, end: quote.content.upperBound),
            at == "个", quote.content.upperBound - numeral.range.upperBound > 3,
            glyphs.bytes[numeral.range.upperBound + 3].isASCIIDigit
        {
            return true
        }
        for word in Self.statingWords where glyphs.find(word, in: before) != nil { return true }
        return false
    }

    private static let statingWords: [StaticString] = [
        "至少", "不少于", "不低于", "不超过", "每天", "每日", "每周", "每生", "每校", "达到", "控制在",
    ]

    // MARK: Ratios, fractions, none

    private func ratio(_ numeral: Numeral, in scope: Scope) -> Count? {
        let before = max(scope.clauseStart, numeral.range.lowerBound - 90)..<numeral.range.lowerBound
        let after = numeral.range.upperBound..<min(scope.clauseEnd, numeral.range.upperBound + 18)
        guard glyphs.find("比", in: before) != nil || glyphs.find("比", in: after) != nil else { return nil }
        let end = numeral.range.upperBound
        var count = finish(numeral, unit: end..<end, kind: .share, in: scope)
        count?.impliedUnit = "比"
        return count
    }

    private func fraction(_ numeral: Numeral, in scope: Scope) -> Count? {
        // 1/3 among digits is a fraction only where a share is spoken of.
        if glyphs.bytes[numeral.range.lowerBound].isASCIIDigit {
            guard numeral.value < 1 else { return nil }
            let place = numeral.range.lowerBound
            let bound = words.before.match(glyphs.bytes, endingAt: place, start: scope.start)
            let after = words.after.match(glyphs.bytes, at: numeral.range.upperBound, end: scope.end)
            guard bound != nil || after != nil || glyphs.has("的", at: numeral.range.upperBound, end: scope.end)
            else { return nil }
        }
        let end = numeral.range.upperBound
        return finish(numeral, unit: end..<end, kind: .share, in: scope)
    }

    /// 零缺课, “零问题”: a count of none with the two characters that name the thing.
    private func zero(at place: Int, in scope: Scope) -> Count? {
        if let previous = glyphs.before(place, start: scope.clauseStart) {
            switch previous {
            case "清", "归", "从", "飘", "凋", "孤", "动": return nil
            default: if CharacterClass.of(previous) == .numeral { return nil }
            }
        }
        guard words.notZero.match(glyphs.bytes, at: place, end: scope.end) == nil else { return nil }
        let after = place + 3
        var end = after
        for _ in 0..<2 {
            guard let scalar = glyphs.at(end, end: scope.end), CharacterClass.of(scalar) == .other, !scalar.isASCII
            else {
                return nil
            }
            end = glyphs.next(end)
        }
        // A quote has to end with the thing: “零缺课”, not “零废弃校园”.
        if let quote = scope.quote, quote.content.lowerBound != place || quote.content.upperBound > end + 6 {
            return nil
        }
        let numeral = Numeral(range: place..<after, value: 0, style: .chinese)
        return Count(numeral: numeral, unit: after..<after, kind: .thing, range: place..<after, isZero: true)
    }

    /// Puts a count together and reads the bound behind its unit.
    func finish(
        _ numeral: Numeral, unit: Range<Int>, kind: ClauseWords.MeasureWord.Kind, in scope: Scope
    ) -> Count? {
        var count = Count(
            numeral: numeral, unit: unit, kind: kind,
            range: numeral.range.lowerBound..<max(unit.upperBound, numeral.range.upperBound))
        if let bound = words.after.match(glyphs.bytes, at: count.range.upperBound, end: scope.clauseEnd),
            bound.value.place != .timeafter || kind == .time || kind == .year || kind == .size
        {
            count.trailing = bound.value
            count.range = count.range.lowerBound..<count.range.upperBound + bound.length
        }
        return count
    }
}
