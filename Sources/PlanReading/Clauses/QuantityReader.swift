import PlanModel

/// Reads the countable statements of a clause: finds its counts, gives each its stretch of text, and settles what it
/// measures, how it is bounded, and for when it is meant.
struct QuantityReader: Sendable {
    let text: CleanText
    let glyphs: Glyphs
    let finder: CountFinder
    let splitter: MemberSplitter
    let phrase: Phrase
    let metrics: MetricReader
    let parts: MetricParts
    let comparators: ComparatorReader
    let time: StatementTime

    init(text: CleanText, words: ClauseWords, context: ClauseContext) {
        self.text = text
        glyphs = Glyphs(bytes: text.bytes)
        finder = CountFinder(glyphs: glyphs, words: words)
        splitter = MemberSplitter(glyphs: glyphs)
        phrase = Phrase(glyphs: glyphs, words: words)
        metrics = MetricReader(phrase: phrase)
        parts = MetricParts(glyphs: glyphs, splitter: splitter)
        comparators = ComparatorReader(phrase: phrase)
        time = StatementTime(glyphs: glyphs, words: words, context: context)
    }

    /// Reads a clause and leaves in `state` what later clauses of the sentence leave out.
    func read(_ clause: Clause, state: inout ClauseState, into quantities: inout [Quantity]) {
        let years = time.years(in: clause)
        if state.year != nil, years.isEmpty, time.isOfToday(clause) { state.year = nil }
        if clause.isBracketed || glyphs.find("其中", in: glyphs.clipped(clause.range, to: 60)) != nil {
            state.isBreakdown = true
        }
        let counts = clause.numerals.isEmpty ? [] : finder.counts(in: clause)
        if !counts.isEmpty {
            let members = splitter.members(of: clause, counts: counts)
            var carried: Range<Int>?
            for (index, member) in members.enumerated() {
                let subject = metrics.subject(of: member)
                var metric = metrics.metric(
                    of: member, subject: subject, clause: clause, carried: member.followsSeparator ? carried : nil)
                // 对五方面16项内容: the first number counts what the second does.
                if member.sharesNext, member.after.count <= 6, !subject.reaches, member.before.count <= 9 {
                    let next = members[index + 1]
                    metric = metrics.metric(of: next, subject: metrics.subject(of: next), clause: clause, carried: nil)
                }
                if let verb = metric.verb { carried = verb } else if !member.followsSeparator { carried = nil }
                let own = comparators.change(of: member, subject: subject)
                let inherits = own == nil && inheritsChange(member, subject, clause, isFirst: index == 0, state: state)
                let comparator = comparators.comparator(
                    of: member, subject: subject, inherited: inherits ? state.change : nil)
                if own != nil || !inherits { state.change = own }
                append(
                    member, metric: metric, subject: subject, comparator: comparator, years: years, members: members,
                    index: index, clause: clause, state: &state, into: &quantities)
            }
        }
        state.year = time.lastingYear(years, after: clause, before: state.year)
        if time.context.role == .outlook, clause.range.count < 200, time.tense(of: clause.range) == .goal {
            state.isGoal = true
        }
        state.clause = clause.range
    }

    /// Whether a member without a verb of its own goes on with the change of the list (增加学位3000个、1000个).
    private func inheritsChange(
        _ member: Member, _ subject: MetricReader.Subject, _ clause: Clause, isFirst: Bool, state: ClauseState
    ) -> Bool {
        guard state.change != nil, state.unit == text.string(member.count.unit), !subject.reaches else { return false }
        guard !isFirst || clause.opening == .comma && state.endedClause else { return false }
        let before = phrase.trimmedHead(subject.range)
        return phrase.governingVerb(in: before, enclosures: clause.enclosures) == nil && member.after.isEmpty
    }

    // MARK: Putting a quantity together

    private func append(
        _ member: Member, metric: MetricReader.Metric, subject: MetricReader.Subject,
        comparator: Quantity.Comparator, years: [StatementTime.NamedYear], members: [Member], index: Int,
        clause: Clause, state: inout ClauseState, into quantities: inout [Quantity]
    ) {
        let count = member.count
        let unit = count.impliedUnit ?? text.string(count.unit)
        let year = time.year(of: member, years: years, state: state)
        let range = stretch(of: member, clause: clause)
        let kind = time.kind(of: member, year: year, clause: clause, state: state)
        var names = [name(metric, member: member, clause: clause, unit: unit, state: state)]
        if let several = distributed(metric, subject: subject, members: members, index: index, clause: clause) {
            names = several.map(phrase.string)
        }
        for name in names {
            quantities.append(
                Quantity(
                    text: text.string(range), metric: name, comparator: comparator, value: count.numeral.value,
                    high: count.numeral.high, unit: unit, year: year, kind: kind, span: text.span(range),
                    isCertain: count.doubt == nil, reason: count.doubt))
        }
        if !count.isStanding, let name = names.last {
            state.metric = name
            state.unit = unit
            state.endedClause = member.after.isEmpty
            if !state.isBreakdown {
                state.whole = name
                state.wholeUnit = unit
                if count.kind == .thing || count.kind == .people { state.thing = name }
            }
        }
    }

    /// The metric in words: with what was counted before where the clause only says 占比 or 其中城区.
    private func name(
        _ metric: MetricReader.Metric, member: Member, clause: Clause, unit: String, state: ClauseState
    ) -> String {
        let own = phrase.string(metric.pieces)
        if metric.isEmpty {
            if state.unit == unit, let earlier = state.metric { return earlier }
            if let clause = state.clause { return phrase.string([phrase.trimmedHead(glyphs.clipped(clause, to: 180))]) }
            if let earlier = state.metric { return earlier }
            let whole = phrase.string([phrase.trimmedHead(glyphs.clipped(clause.range, to: 180))])
            return whole.isEmpty ? unit : whole
        }
        guard let piece = metric.pieces.last else { return own }
        // 制定责任清单，对五方面16项内容逐项分工: the contents are those of what the clause before made.
        if metric.pieces.count == 1, glyphs.has("内容", at: piece.lowerBound, end: piece.upperBound),
            !member.after.isEmpty, clause.opening == .comma, let made = state.clause
        {
            let made = phrase.trimmedHead(glyphs.clipped(made, to: 180))
            if let verb = phrase.governingVerb(in: made, enclosures: []), verb.range.lowerBound == made.lowerBound {
                return phrase.string([verb.range.upperBound..<made.upperBound, piece.lowerBound..<piece.lowerBound + 6])
            }
        }
        let isGeneric =
            phrase.words.generics.match(glyphs.bytes, at: piece.lowerBound, end: piece.upperBound)
            .map { $0.length == piece.count } ?? false
        if isGeneric, !member.after.isEmpty {
            // 20所目标任务 means what was counted in 所 before; 100%全覆盖 what the clause before speaks of.
            if state.unit == unit, let earlier = state.metric { return earlier }
            if metric.pieces.count == 1, member.count.kind == .share, let clause = state.clause {
                return phrase.string([phrase.trimmedHead(glyphs.clipped(clause, to: 180))])
            }
        }
        guard let earlier = state.metric, metric.pieces.count == 1 else { return own }
        if isGeneric, member.after.isEmpty, !metric.isGoverned {
            return (member.count.kind == .size ? state.thing ?? earlier : earlier) + own
        }
        for word: StaticString in ["占", "较", "比", "超出", "高出"]
        where glyphs.has(word, at: piece.lowerBound, end: piece.upperBound)
            && !glyphs.has("比例", at: piece.lowerBound, end: piece.upperBound)
            && !glyphs.has("比赛", at: piece.lowerBound, end: piece.upperBound)
        {
            return earlier + own
        }
        if state.isBreakdown, let whole = state.whole, state.wholeUnit == unit, member.after.isEmpty,
            !metric.isGoverned, glyphs.count(piece) <= 3, own.last != whole.last
        {
            return own + whole
        }
        return own
    }

    /// The metrics of the things that one number holds for, or that 分别 pairs with the numbers of the clause.
    private func distributed(
        _ metric: MetricReader.Metric, subject: MetricReader.Subject, members: [Member], index: Int, clause: Clause
    ) -> [[Range<Int>]]? {
        let member = members[index]
        if member.count.times > 1, let piece = metric.pieces.last, metric.pieces.count == 1 {
            return parts.parts(of: piece, times: member.count.times, clause: clause)
        }
        // The leader has 分别 before its number; numbers that follow it bare go on with its subjects.
        var leader = index
        while leader > 0, index - leader < 8, members[leader].followsSeparator, members[leader].before.count <= 3 {
            leader -= 1
        }
        let before = members[leader].before
        if members[leader].after.isEmpty, before.count <= 600, glyphs.find("分别", in: before) != nil {
            var last = leader
            while last + 1 < members.count, last - leader < 8, members[last + 1].followsSeparator,
                members[last + 1].before.count <= 3
            {
                last += 1
            }
            let head = phrase.afterDisposal(
                phrase.trimmedHead(phrase.trimmedTail(metrics.subject(of: members[leader]).range)))
            if last == leader { return parts.parts(of: head, times: 1, clause: clause) }
            guard let several = parts.parts(of: head, times: last - leader + 1, clause: clause) else { return nil }
            return [parts.completed(several)[index - leader]]
        }
        // 入学率、巩固率达到100%: each of the rates.
        if member.count.kind == .share, metric.isSubject, metric.pieces.count == 1, let piece = metric.pieces.first,
            let rates = parts.parts(of: piece, times: 1, clause: clause), rates.allSatisfy({ parts.isRate($0) })
        {
            return rates
        }
        if glyphs.has("各", endingAt: member.count.range.lowerBound, start: member.range.lowerBound) {
            return parts.parts(of: phrase.trimmedHead(phrase.trimmedTail(subject.range)), times: 1, clause: clause)
        }
        return nil
    }

    /// The shortest stretch that carries the statement: the member without what leads in and what 等 adds.
    private func stretch(of member: Member, clause: Clause) -> Range<Int> {
        let near = glyphs.surroundings(of: member.count.range, in: member.range, reach: 400)
        var start = near.lowerBound
        var end = near.upperBound
        var moved = true
        while moved {
            moved = false
            for lead in Self.leads where glyphs.has(lead, at: start, end: member.count.range.lowerBound) {
                start += lead.utf8CodeUnitCount
                moved = true
            }
        }
        if !member.sharesNext, let other = metrics.etCetera(in: member.count.range.upperBound..<end, clause: clause) {
            end = other
        }
        return start..<max(end, member.count.range.upperBound)
    }

    private static let leads: [StaticString] = [
        "一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是", "并且", "并", "同时", "且", "实现",
        "确保", "使得", "使", " ", "、",
    ]
}
