import PlanModel

/// Finds the due dates of a clause: the last day of each time that it names as an end.
///
/// A month, a day, a quarter, a half of the year, the end of the year or of a term is a due date (9月底前, 第三季度,
/// 秋季学期开学前, 1—3月); a year only with 到, 底, 前 or as the cell of a date column. What starts a time (9月起),
/// recurs (每月) or lies before the part's year names none.
struct DueDateReader: Sendable {
    let text: CleanText
    let glyphs: Glyphs
    let words: ClauseWords
    let context: ClauseContext

    /// A due date, or a date that the calendar does not have.
    struct Found: Sendable {
        var range: Range<Int>
        /// nil where there is no such day.
        var day: CalendarDay?
    }

    /// The due dates of a clause in order.
    func dates(in clause: Clause) -> [Found] {
        var found: [Found] = []
        var place = clause.range.lowerBound
        let end = clause.range.upperBound
        var nextEnclosure = 0
        while place < end {
            if nextEnclosure < clause.enclosures.count, clause.enclosures[nextEnclosure].range.lowerBound <= place {
                place = max(place, clause.enclosures[nextEnclosure].range.upperBound)
                nextEnclosure += 1
                continue
            }
            let scalar = Cursor.scalar(glyphs.bytes, at: place, end: end)
            if scalar.value < 0x10000, words.startsDate[Int(scalar.value)],
                let expression = DateExpression(at: place, end: end, glyphs: glyphs, words: words)
            {
                if let date = resolve(expression, clause: clause) { found.append(date) }
                place = max(expression.range.upperBound, glyphs.next(place))
                continue
            }
            place = glyphs.next(place)
        }
        return found
    }

    /// Settles year and last day of an expression; nil where it is no due date.
    private func resolve(_ expression: DateExpression, clause: Clause) -> Found? {
        guard !expression.isOpen, !isRecurring(expression, clause) else { return nil }
        guard let year = year(of: expression, clause: clause) else { return nil }
        if expression.month == 0 {
            // A bare year.
            let before = glyphs.before(expression.range.lowerBound, start: clause.range.lowerBound)
            let isEnd = before == "到" || before == "至" || expression.hasEndMark
            guard isEnd || context.kind == .cell else { return nil }
            if isOwnYear(expression), !expression.hasEndMark, context.kind != .cell { return nil }
            return Found(range: expression.range, day: CalendarDay(year: year, month: 12, day: 31))
        }
        return Found(
            range: expression.range,
            day: CalendarDay(year: year + expression.yearShift, month: expression.month, day: expression.day))
    }

    private func isOwnYear(_ expression: DateExpression) -> Bool {
        guard let year = expression.year, let own = context.year else { return false }
        return context.role == .plan && year < own
    }

    private func year(of expression: DateExpression, clause: Clause) -> Int? {
        guard context.role != .summary else { return nil }
        if let year = expression.year {
            let first = context.role == .outlook ? context.periodStart ?? context.year.map { $0 - 5 } : context.year
            if let first, year < first { return nil }
            return year
        }
        guard context.role == .plan, let own = context.year else { return nil }
        let floor = clause.range.lowerBound
        let place = expression.range.lowerBound
        for word: StaticString in ["明年", "次年", "翌年", "下一年"] where glyphs.has(word, endingAt: place, start: floor) {
            return own + 1
        }
        for word: StaticString in ["去年", "上年", "前年", "往年"] where glyphs.has(word, endingAt: place, start: floor) {
            return nil
        }
        return own
    }

    /// 每年3月, 每月5日, 自9月, 近3月, 第3月.
    private func isRecurring(_ expression: DateExpression, _ clause: Clause) -> Bool {
        let place = expression.range.lowerBound
        let floor = clause.range.lowerBound
        if expression.isRange { return glyphs.has("每年", endingAt: place, start: floor) }
        for word: StaticString in ["每年", "每月", "每", "自", "从", "近", "第", "较", "比", "于每年"]
        where glyphs.has(word, endingAt: place, start: floor) {
            return true
        }
        return false
    }
}

extension ClauseReader {
    /// The due dates of a cell of a date column, or of any text that says nothing but when: a bare year counts, too.
    func dueDates(_ range: Range<Int>, in text: CleanText, context: ClauseContext) -> [Milestone] {
        var context = context
        context.kind = .cell
        guard range.lowerBound >= 0, range.upperBound <= text.bytes.count else { return [] }
        let glyphs = Glyphs(bytes: text.bytes)
        let reader = DueDateReader(text: text, glyphs: glyphs, words: words, context: context)
        var milestones: [Milestone] = []
        for clause in ClauseSplitter(glyphs, range).clauses {
            for date in reader.dates(in: clause) {
                guard let day = date.day, milestones.last?.due != day.text else { continue }
                let range = glyphs.surroundings(of: date.range, in: clause.range, reach: 400)
                milestones.append(Milestone(due: day.text, text: text.string(range), span: text.span(range)))
            }
        }
        return milestones
    }
}
