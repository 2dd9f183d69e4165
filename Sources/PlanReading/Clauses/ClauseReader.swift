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
        let reader = QuantityReader(text: text, words: words, context: context)
        var state = ClauseState()
        for clause in ClauseSplitter(reader.glyphs, range).clauses {
            state.pass(clause.opening)
            reader.read(clause, state: &state, into: &findings.quantities)
        }
        return findings
    }
}
