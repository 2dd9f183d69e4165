/// Finds what a count measures or counts.
///
/// The answer is a noun phrase in the words of the text: the subject where the clause says what it reaches
/// (到课率达到93%), the object where it is counted (引进博士15名, 建设2所中学); without adverbs, years and the verbs
/// that say nothing of it. A list that a number sums up belongs to the phrase (甲、乙、丙三项措施).
struct MetricReader: Sendable {
    let phrase: Phrase
    private var glyphs: Glyphs { phrase.glyphs }
    private var words: ClauseWords { phrase.words }

    init(phrase: Phrase) { self.phrase = phrase }

    /// A metric, still as stretches of the text.
    struct Metric {
        /// The stretches that make it up.
        var pieces: [Range<Int>]
        /// Whether the words before the number are the subject that it measures.
        var isSubject = false
        /// The verb that governs it, for later members of the same list.
        var verb: Range<Int>?
        /// Whether a verb governs it, left out or not.
        var isGoverned = false
        /// Whether the clause itself names nothing.
        var isEmpty: Bool { pieces.allSatisfy(\.isEmpty) }
    }

    /// What the bounds before the number leave of the words before it.
    struct Subject {
        /// The words without bounds.
        var range: Range<Int>
        /// The bounds, nearest first.
        var bounds: [ClauseWords.Bound] = []
        /// Whether a verb of reaching stood before the number.
        var reaches: Bool { bounds.contains { $0.place == .reach || $0.place == .share } }
    }

    /// Takes the bounds off the end of the words before a number.
    func subject(of member: Member) -> Subject {
        let floor = max(member.before.lowerBound, member.before.upperBound - 400)
        var subject = Subject(range: aligned(floor)..<member.before.upperBound)
        var end = subject.range.upperBound
        let start = subject.range.lowerBound
        while end > start {
            // 为500名学生提供…: 为 leads to those who are served; what stands before it is another matter.
            if member.count.kind != .share, !member.after.isEmpty, glyphs.has("为", endingAt: end, start: start),
                words.before.match(glyphs.bytes, endingAt: end, start: start)?.length == 3
            {
                return Subject(range: end..<end, bounds: subject.bounds)
            }
            if let bound = words.before.match(glyphs.bytes, endingAt: end, start: start) {
                if bound.value.place == .none || bound.value.place == .keep { break }
                if bound.value.place == .big, member.count.numeral.magnitude != .bare { break }
                subject.bounds.append(bound.value)
                end -= bound.length
            } else if let filler = words.fillersBackwards.match(glyphs.bytes, endingAt: end, start: start),
                filler.value == .drop, filler.length > 3
            {
                end -= filler.length
            } else if let scalar = glyphs.before(end, start: start), scalar == "了" || scalar == " " || scalar == "：" {
                end = glyphs.previous(end, start: start)
            } else {
                break
            }
        }
        subject.range = start..<end
        if member.count.kind == .share, let bound = innerBound(of: subject.range),
            let known = words.before.match(glyphs.bytes, endingAt: bound.upperBound, start: start)
        {
            subject.bounds.append(known.value)
        }
        return subject
    }

    private func aligned(_ place: Int) -> Int {
        var place = place
        while place < glyphs.bytes.count, glyphs.bytes[place] & 0xC0 == 0x80 { place += 1 }
        return place
    }

    /// The metric of a member whose bounds are known.
    func metric(of member: Member, subject: Subject, clause: Clause, carried: Range<Int>?) -> Metric {
        let before = phrase.trimmedHead(subject.range)
        let after = object(of: member, clause: clause)
        if member.count.isZero || member.count.kind == .year {
            return Metric(pieces: withoutTotals(wholeSubject(of: member, before)) + (after.isEmpty ? [] : [after]))
        }
        if subject.reaches {
            if !before.isEmpty {
                return Metric(pieces: withoutTotals(phrase.afterDisposal(measured(before))), isSubject: true)
            }
            // 参与率由85%提高到95%: the second number has the subject of the first.
            let whole = wholeSubject(of: member, before)
            if !whole.isEmpty { return Metric(pieces: withoutTotals(phrase.afterDisposal(whole)), isSubject: true) }
            return Metric(pieces: after.isEmpty ? [] : [after], isSubject: true)
        }
        if member.count.kind == .word { return Metric(pieces: withoutTotals(afterAgent(before)) + [after]) }
        if let spent = spending(member, before: before, after: after) { return Metric(pieces: [spent]) }
        if !after.isEmpty, let verb = tailVerb(of: before) {
            let kept = verb.verb.kind == .do ? [verb.range] : []
            return Metric(pieces: kept + [after], verb: kept.first)
        }
        let verb = phrase.governingVerb(in: before, enclosures: clause.enclosures)
        if let verb {
            let rest = phrase.trimmedHead(verb.range.upperBound..<before.upperBound)
            let kept = verb.verb.kind == .do ? [verb.range] : []
            if after.isEmpty {
                if glyphs.count(rest) < 2 { return Metric(pieces: withoutTotals(before)) }
                return Metric(pieces: kept + withoutTotals(headOfList(rest)), verb: kept.first, isGoverned: true)
            }
            if isQuotedList(rest, clause), glyphs.count(after) >= 3 { return Metric(pieces: [after], verb: kept.first) }
            return Metric(pieces: kept + withoutTotals(rest) + [after], verb: kept.first)
        }
        if after.isEmpty { return Metric(pieces: withoutTotals(headOfList(before)), verb: carried) }
        if isQuotedList(before, clause), glyphs.count(after) >= 3 { return Metric(pieces: [after]) }
        guard before.isEmpty || isModifier(before) else { return Metric(pieces: withoutTotals(before) + [after]) }
        guard let carried, before.isEmpty else { return Metric(pieces: [after]) }
        return Metric(pieces: [carried, after], verb: carried)
    }

    /// A verb right before the number, which then governs the thing behind it: 补充 in 为学校补充20名教师.
    private func tailVerb(of range: Range<Int>) -> Phrase.FoundVerb? {
        guard let match = words.verbsBackwards.match(glyphs.bytes, endingAt: range.upperBound, start: range.lowerBound),
            match.value.kind != .lead, match.length < range.count
        else { return nil }
        let verb = range.upperBound - match.length..<range.upperBound
        // 课程建设、队伍建设三项工程: the end of a list is no verb.
        if glyphs.find("、", in: range) != nil, !glyphs.has("、", endingAt: verb.lowerBound, start: range.lowerBound) {
            return nil
        }
        return Phrase.FoundVerb(range: verb, verb: match.value)
    }

    /// For a statement of none: the words before the number, or before the count that shares its stretch.
    private func wholeSubject(of member: Member, _ before: Range<Int>) -> Range<Int> {
        guard before.isEmpty, member.before.lowerBound > member.range.lowerBound else { return before }
        var end = member.range.lowerBound
        while end < member.before.lowerBound, !glyphs.bytes[end].isASCIIDigit { end += 1 }
        var earlier = phrase.trimmedTail(member.range.lowerBound..<end)
        for word: StaticString in ["由", "从"] where glyphs.has(word, endingAt: end, start: earlier.lowerBound) {
            earlier = earlier.lowerBound..<end - 3
        }
        for word: StaticString in ["连续", "持续"] {
            if let place = glyphs.find(word, in: earlier) { earlier = earlier.lowerBound..<place }
        }
        return phrase.trimmedHead(earlier)
    }

    /// 被市司法局、民政局等四部门: the bodies stand behind 被, 由, 会同.
    private func afterAgent(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var place = range.lowerBound
        while place < range.upperBound {
            for word: StaticString in ["被", "由", "会同", "联合", "获得", "明确"]
            where glyphs.has(word, at: place, end: range.upperBound) {
                start = place + word.utf8CodeUnitCount
            }
            place = glyphs.next(place)
        }
        return start..<range.upperBound
    }

    /// 等乡镇投资260万元, 投入3.2亿元建成…: money is counted by what is done with it.
    private func spending(_ member: Member, before: Range<Int>, after: Range<Int>) -> Range<Int>? {
        guard member.count.kind == .size,
            glyphs.has("元", at: member.count.unit.lowerBound, end: member.count.unit.upperBound),
            let verb = words.verbsBackwards.match(glyphs.bytes, endingAt: before.upperBound, start: before.lowerBound),
            verb.value.kind == .do, isActor(before: before.upperBound - verb.length, start: before.lowerBound)
        else { return nil }
        guard after.isEmpty || words.verbs.match(glyphs.bytes, at: after.lowerBound, end: after.upperBound) != nil
        else {
            return nil
        }
        return before.upperBound - verb.length..<before.upperBound
    }

    /// Whether a body that spends ends before a place: 县区投资, not 教育投入.
    private func isActor(before place: Int, start: Int) -> Bool {
        switch glyphs.before(place, start: start) {
        case nil, "县", "区", "市", "局", "政", "府", "校", "镇", "乡", "省", "国", "央": true
        default: false
        }
    }

    /// What is measured where a bound and the reference of a share stand before the number: 比例 in
    /// 比例不低于总人数的10%.
    private func measured(_ range: Range<Int>) -> Range<Int> {
        guard let bound = innerBound(of: range), bound.lowerBound > range.lowerBound else { return range }
        return range.lowerBound..<bound.lowerBound
    }

    /// A bound inside the words before a share: 不低于 in 比例不低于总人数的10%.
    private func innerBound(of range: Range<Int>) -> Range<Int>? {
        guard glyphs.has("的", endingAt: range.upperBound, start: range.lowerBound) else { return nil }
        for word in Self.innerBounds {
            if let place = glyphs.find(word, in: range) { return place..<place + word.utf8CodeUnitCount }
        }
        return nil
    }

    private static let innerBounds: [StaticString] = [
        "不低于", "不少于", "不超过", "不高于", "不得低于", "不得超过", "达到", "超过", "控制在",
    ]

    /// “甲”“乙”和“丙”: names that the number sums up.
    private func isQuotedList(_ range: Range<Int>, _ clause: Clause) -> Bool {
        guard let first = clause.enclosures.first(holding: range.lowerBound), first.kind == .quote,
            first.range.upperBound < range.upperBound
        else { return false }
        return glyphs.before(range.upperBound, start: range.lowerBound) == "”"
    }

    /// 全市, 全区, 我区: words that add nothing to the thing counted behind them.
    private func isModifier(_ range: Range<Int>) -> Bool {
        guard range.count == 6 else { return false }
        return glyphs.has("全", at: range.lowerBound, end: range.upperBound)
            || glyphs.has("我", at: range.lowerBound, end: range.upperBound)
    }

    /// The words behind a count that name what it counts.
    private func object(of member: Member, clause: Clause) -> Range<Int> {
        var range = glyphs.clipped(member.after, to: 180)
        for lead: StaticString in ["的", "，", " "] where glyphs.has(lead, at: range.lowerBound, end: range.upperBound) {
            range = range.lowerBound + lead.utf8CodeUnitCount..<range.upperBound
        }
        // A bracket right behind the count explains it; what comes after the bracket goes on.
        if let enclosure = clause.enclosures.first(holding: range.lowerBound), enclosure.kind == .bracket,
            enclosure.range.upperBound <= range.upperBound
        {
            range = enclosure.range.upperBound..<range.upperBound
        }
        if member.count.kind == .word,
            let word = words.units.match(glyphs.bytes, at: range.lowerBound, end: range.upperBound)
        {
            return range.lowerBound..<range.lowerBound + word.length
        }
        if let quote = member.count.quote, member.count.isZero, quote.content.contains(range.lowerBound) {
            return range.lowerBound..<min(range.upperBound, quote.content.upperBound)
        }
        if let place = glyphs.find("的基础上", in: range) { range = range.lowerBound..<place }
        if let other = etCetera(in: range, clause: clause), !member.sharesNext { range = range.lowerBound..<other }
        if member.sharesNext { range = beforeNextCount(range, clause: clause) }
        return phrase.trimmedTail(range)
    }

    /// Where 等 ends the object: 百名阅读之星等优秀学生 counts 阅读之星.
    func etCetera(in range: Range<Int>, clause: Clause) -> Int? {
        var place = range.lowerBound
        while place < range.upperBound {
            if let enclosure = clause.enclosures.first(holding: place) {
                place = max(enclosure.range.upperBound, place + 1)
                continue
            }
            if place > range.lowerBound + 3, glyphs.has("等", at: place, end: range.upperBound) {
                let next = glyphs.at(place + 3, end: range.upperBound)
                if next != "级" && next != "教" && next != "职" && next != "候" && next != "次" && next != "第"
                    && next != "奖"
                {
                    return place
                }
            }
            place = glyphs.next(place)
        }
        return nil
    }

    /// The words between two counts that belong to the first: 医院 in 4所医院抽调12名医生.
    private func beforeNextCount(_ range: Range<Int>, clause: Clause) -> Range<Int> {
        var range = phrase.trimmedTail(range)
        while let bound = words.before.match(glyphs.bytes, endingAt: range.upperBound, start: range.lowerBound),
            bound.value.place != .none, bound.value.place != .keep, bound.length <= range.count
        {
            range = range.lowerBound..<range.upperBound - bound.length
        }
        if let verb = words.verbsBackwards.match(glyphs.bytes, endingAt: range.upperBound, start: range.lowerBound),
            verb.length < range.count
        {
            range = range.lowerBound..<range.upperBound - verb.length
        }
        for total in Self.totals {
            if let place = glyphs.find(total, in: range), place > range.lowerBound + 3 {
                range = range.lowerBound..<place
            }
        }
        return range
    }

    private static let totals: [StaticString] = ["累计", "共计", "总计", "先后", "分别", "合计"]

    /// What stands behind 等 where a list of names leads to the thing: “两免一补”等资金 counts 资金.
    private func headOfList(_ range: Range<Int>) -> Range<Int> {
        guard let place = glyphs.find("等", in: range), place + 9 <= range.upperBound, place > range.lowerBound,
            glyphs.before(place, start: range.lowerBound) == "”"
        else { return range }
        return place + 3..<range.upperBound
    }

    /// The stretches of a range around 共, 累计, 总计 and the like.
    private func withoutTotals(_ range: Range<Int>) -> [Range<Int>] {
        guard !range.isEmpty else { return [] }
        for word: StaticString in ["共计", "累计", "总计", "合计", "共"] {
            guard let place = glyphs.find(word, in: range), place > range.lowerBound,
                words.fillers.match(glyphs.bytes, at: place, end: range.upperBound)?.value == .drop,
                !isPartOfWord(place, in: range, length: word.utf8CodeUnitCount)
            else { continue }
            let after = place + word.utf8CodeUnitCount
            return [range.lowerBound..<place] + (after < range.upperBound ? [after..<range.upperBound] : [])
        }
        return [range]
    }

    private func isPartOfWord(_ place: Int, in range: Range<Int>, length: Int) -> Bool {
        guard length == 3 else { return false }
        let previous = glyphs.before(place, start: range.lowerBound)
        let next = glyphs.at(place + 3, end: range.upperBound)
        if previous == "公" || previous == "中" { return true }
        switch next {
        case "青", "同", "建", "享", "产", "和", "育", "性", "治", "识", "鸣", "创", "赢", "生": return true
        default: return false
        }
    }
}
