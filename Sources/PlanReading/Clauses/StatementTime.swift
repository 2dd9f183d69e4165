import PlanModel

/// Settles the year a count is meant for and whether it is a target, a result or a standing fact.
struct StatementTime: Sendable {
    let glyphs: Glyphs
    let words: ClauseWords
    let context: ClauseContext

    /// A year that a clause names, and where.
    struct NamedYear: Sendable {
        var place: Int
        var year: Int
        /// Whether it holds for the clauses that follow: 去年 does not.
        var lasts = true
    }

    /// The years that a clause names outside titles and quotes, in order. Years that only start a time or serve for
    /// comparison (自2014年起, 较2019年) are left out.
    func years(in clause: Clause) -> [NamedYear] {
        var years: [NamedYear] = []
        let end = clause.range.upperBound
        for place in clause.numerals where glyphs.bytes[place].isASCIIDigit {
            guard let year = fourDigits(at: place, end: end), glyphs.has("年", at: place + 4, end: end),
                clause.enclosures.first(holding: place) == nil,
                !isComparison(before: place, start: clause.range.lowerBound),
                !isStart(after: place + 7, end: end)
            else { continue }
            years.append(NamedYear(place: place, year: year))
        }
        if !clause.numerals.isEmpty, let relative = relativeYear(in: clause) { years.append(relative) }
        for quote in clause.enclosures where quote.kind == .quote {
            if let year = periodEnd(quote, end: end) {
                years.append(NamedYear(place: quote.range.lowerBound, year: year))
            }
        }
        return years.count > 1 ? years.sorted { $0.place < $1.place } : years
    }

    private func fourDigits(at place: Int, end: Int) -> Int? {
        guard place + 4 < end else { return nil }
        var year = 0
        for offset in 0..<4 {
            guard glyphs.bytes[place + offset].isASCIIDigit else { return nil }
            year = year * 10 + Int(glyphs.bytes[place + offset] - 0x30)
        }
        return year >= 1900 && year < 2100 ? year : nil
    }

    private func isComparison(before place: Int, start: Int) -> Bool {
        guard let previous = glyphs.before(place, start: start) else { return false }
        switch previous {
        case "较", "比", "与", "同", "自", "从", "于": return true
        default: return false
        }
    }

    private func isStart(after place: Int, end: Int) -> Bool {
        ["以来", "起", "开始", "后", "以后"].contains { (word: StaticString) in glyphs.has(word, at: place, end: end) }
    }

    private func relativeYear(in clause: Clause) -> NamedYear? {
        guard let year = context.year else { return nil }
        let head = glyphs.clipped(clause.range, to: 240)
        for (word, shift) in Self.relativeYears {
            if let place = glyphs.find(word, in: head), !isComparison(before: place, start: head.lowerBound) {
                return NamedYear(place: place, year: year + shift, lasts: false)
            }
        }
        return nil
    }

    private static let relativeYears: [(StaticString, Int)] = [("去年", -1), ("上年", -1), ("明年", 1)]

    /// “十四五”末 is 2025.
    private func periodEnd(_ quote: Clause.Enclosure, end: Int) -> Int? {
        guard
            ["末", "期末", "时期", "期间", "收官"].contains(where: { (word: StaticString) in
                glyphs.has(word, at: quote.range.upperBound, end: end)
            })
        else { return nil }
        for (word, year) in Self.periods
        where word.utf8CodeUnitCount == quote.content.count
            && glyphs.has(word, at: quote.content.lowerBound, end: quote.content.upperBound)
        {
            return year
        }
        return nil
    }

    private static let periods: [(StaticString, Int)] = [
        ("十二五", 2015), ("十三五", 2020), ("十四五", 2025), ("十五五", 2030), ("十六五", 2035),
    ]

    /// From the start of a member's stretch to its number.
    private func clauseStart(of member: Member) -> Range<Int> {
        min(member.range.lowerBound, member.before.lowerBound)..<member.before.upperBound
    }

    /// The year of a count; nil for what holds every year, and for structures and norms.
    func year(of member: Member, years: [NamedYear], state: ClauseState) -> Int? {
        if member.count.isStanding { return nil }
        let before = glyphs.surroundings(
            of: member.before.upperBound..<member.before.upperBound, in: clauseStart(of: member), reach: 400)
        for word: StaticString in ["每年", "年均", "每学年", "每学期"] where glyphs.find(word, in: before) != nil {
            return nil
        }
        let named = lastYear(in: years, before: member.count.range.lowerBound) ?? state.year
        if let named { return named }
        if context.looksBack, let start = context.periodStart { return start - 1 }
        return context.year
    }

    /// The last year named before a place; found by halving.
    private func lastYear(in years: [NamedYear], before place: Int) -> Int? {
        var low = 0
        var high = years.count
        while low < high {
            let middle = (low + high) / 2
            if years[middle].place < place { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? years[low - 1].year : nil
    }

    /// The year that holds after a clause; nil where the clause only names a basis (在2019年的基础上) or today (至今).
    func lastingYear(_ years: [NamedYear], after clause: Clause, before: Int?) -> Int? {
        guard !years.isEmpty || before != nil else { return nil }
        if isOfToday(clause) { return years.last { $0.lasts }?.year }
        if glyphs.find("基础上", in: glyphs.clipped(clause.range, to: 600)) != nil { return before }
        return years.last { $0.lasts }?.year ?? before
    }

    /// Whether a clause speaks of how things stand today, whatever year was named before.
    func isOfToday(_ clause: Clause) -> Bool {
        let range = glyphs.clipped(clause.range, to: 600)
        return ["至今", "目前", "截至"].contains { (word: StaticString) in glyphs.find(word, in: range) != nil }
    }

    /// What the words of a clause say of its time: a goal before anything else, then the first sign, 了 and the like
    /// last.
    func tense(of range: Range<Int>) -> ClauseWords.Tense? {
        var strong: ClauseWords.Tense?
        var weak: ClauseWords.Tense?
        var place = range.lowerBound
        while place < range.upperBound {
            guard let match = words.tenses.match(glyphs.bytes, at: place, end: range.upperBound) else {
                place = glyphs.next(place)
                continue
            }
            switch match.value {
            case .goal: return .goal
            case .done, .standing: strong = strong ?? match.value
            case .told: weak = .told
            case .nothing: break
            }
            place += match.length
        }
        return strong ?? (isIntended(range) ? .goal : weak)
    }

    /// 计划培养…, 规划新建…: 计划 or 规划 right before a verb, near the head of the clause.
    private func isIntended(_ range: Range<Int>) -> Bool {
        let head = glyphs.clipped(range, to: 60)
        for word: StaticString in ["计划", "规划", "拟"] {
            guard let place = glyphs.find(word, in: head) else { continue }
            let verb = words.verbs.match(glyphs.bytes, at: place + word.utf8CodeUnitCount, end: range.upperBound)
            if let verb, verb.value.kind != .lead { return true }
        }
        return false
    }

    private func namesYear(_ clause: Clause, _ state: ClauseState) -> Bool {
        state.year != nil || !years(in: clause).isEmpty
    }

    /// 由85%提高到95%: the first number is where things stand.
    private func isBaseline(_ member: Member) -> Bool {
        let place = member.count.range.lowerBound
        guard member.sharesNext,
            glyphs.has("由", endingAt: place, start: member.range.lowerBound)
                || glyphs.has("从", endingAt: place, start: member.range.lowerBound)
        else { return false }
        return ["提高", "提升", "增加", "增长", "扩大", "上升", "下降", "降低", "减少", "压减", "缩短", "降", "升"]
            .contains { (word: StaticString) in
                glyphs.has(word, at: member.count.range.upperBound, end: member.after.upperBound)
            }
    }

    /// Target, result or standing fact.
    func kind(of member: Member, year: Int?, clause: Clause, state: ClauseState) -> Quantity.Kind {
        if member.count.isStanding || isBaseline(member) { return .existing }
        let tense = tense(of: glyphs.surroundings(of: member.count.range, in: clause.range, reach: 300))
        switch context.role {
        case .summary:
            // A goal quoted as met (完成“至少建有一所…”的目标任务) is a result.
            return tense == .goal && member.count.quote == nil ? .target : .actual
        case .plan:
            if let year, let own = context.year, year != own { return year < own ? .actual : .target }
            switch tense {
            case .done: return .actual
            case .standing: return .existing
            case .goal, .told, .nothing, nil: return context.looksBack ? .actual : .target
            }
        case .outlook:
            if tense == .goal || state.isGoal { return .target }
            if tense == .done || tense == .told || context.looksBack { return .actual }
            if let year, let start = context.periodStart, year < start { return .actual }
            // Background and opening paragraphs tell how things stand, unless they name a year to come.
            if context.kind == .lead, year == nil || year == context.year, !namesYear(clause, state) { return .actual }
            return tense == .standing ? .existing : .target
        }
    }
}
