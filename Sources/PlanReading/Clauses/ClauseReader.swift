import PlanModel

/// Reads what the clauses of a stretch of text say: quantities, papers, due dates and steps.
///
/// Time is linear in the length of the stretch; no rule looks farther than a few hundred bytes.
struct ClauseReader: Sendable {
    let words: ClauseWords

    /// A reader that knows the words of a lexicon. Making one costs a few milliseconds; it can be used for any number
    /// of documents.
    init(lexicon: Lexicon) {
        words = ClauseWords(lexicon)
    }

    /// What a stretch of the text says. The range starts and ends at characters' bounds.
    func read(_ range: Range<Int>, in text: CleanText, context: ClauseContext) -> ClauseFindings {
        var findings = ClauseFindings()
        guard range.lowerBound >= 0, range.upperBound <= text.bytes.count, !range.isEmpty else { return findings }
        let quantities = QuantityReader(text: text, words: words, context: context)
        let glyphs = quantities.glyphs
        let papers = DeliverableReader(text: text, glyphs: glyphs, words: words)
        let dates = DueDateReader(text: text, glyphs: glyphs, words: words, context: context)
        let actions = ActionReader(text: text, phrase: quantities.phrase)
        let ofTask = context.kind != .lead
        var state = ClauseState()
        // Brackets stand inside the clause before them: they take up what it said and leave it as it was.
        var inner = ClauseState()
        var governor: DeliverableReader.Governor?
        let clauses = ClauseSplitter(glyphs, range).clauses
        for (index, clause) in clauses.enumerated() {
            if clause.isBracketed {
                if clause.opening == .sentence {
                    inner = state
                    inner.whole = state.metric
                    inner.wholeUnit = state.unit
                } else {
                    inner.pass(clause.opening)
                }
                quantities.read(clause, state: &inner, into: &findings.quantities)
            } else {
                state.pass(clause.opening)
                quantities.read(clause, state: &state, into: &findings.quantities)
            }
            guard ofTask else { continue }
            if clause.opening != .comma { governor = nil }
            papers.read(clause, carried: &governor, into: &findings.deliverables)
            if context.role != .summary {
                let next = index + 1 < clauses.count ? clauses[index + 1] : nil
                append(dates.dates(in: clause), of: clause, next: next, text: text, glyphs: glyphs, to: &findings)
            }
            if context.kind != .title, let action = actions.action(in: clause) { findings.actions.append(action) }
        }
        return findings
    }

    /// Puts due dates into the findings, with the clause that follows where theirs says nothing else (9月底前，完成…).
    private func append(
        _ dates: [DueDateReader.Found], of clause: Clause, next: Clause?, text: CleanText, glyphs: Glyphs,
        to findings: inout ClauseFindings
    ) {
        for date in dates {
            guard let day = date.day else {
                findings.notes.append(
                    ReadingNote(span: text.span(date.range), about: "no-such-date", says: text.string(date.range)))
                continue
            }
            if day.text == findings.milestones.last?.due, let last = findings.milestones.last,
                last.span.contains(text.span(date.range))
            {
                continue
            }
            var range = glyphs.surroundings(of: date.range, in: clause.range, reach: 400)
            if let next, clause.closing == .comma || clause.closing == .colon,
                clause.range.count - date.range.count <= 6, next.range.lowerBound >= range.upperBound
            {
                range = range.lowerBound..<glyphs.clipped(next.range, to: 400).upperBound
            }
            findings.milestones.append(
                Milestone(due: day.text, text: text.string(range), span: text.span(range)))
        }
    }
}
