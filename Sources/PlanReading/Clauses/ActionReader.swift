import PlanModel

/// Finds the single steps of a task that can be checked: clauses with a verb of doing and what it acts on.
///
/// Clauses that only name an effect (提高质量, 确保安全) or a ground are no steps.
struct ActionReader: Sendable {
    let text: CleanText
    let phrase: Phrase
    private var glyphs: Glyphs { phrase.glyphs }

    /// The longest object that is given, in bytes.
    private static let longest = 240

    init(text: CleanText, phrase: Phrase) {
        self.text = text
        self.phrase = phrase
    }

    /// The step of a clause, if it is one.
    func action(in clause: Clause) -> PlanAction? {
        guard !clause.isBracketed, clause.range.count >= 12 else { return nil }
        let range = phrase.trimmedHead(glyphs.clipped(clause.range, to: 900))
        guard range.count >= 12, !startsWithGround(range),
            let head = phrase.words.verbs.match(glyphs.bytes, at: range.lowerBound, end: range.upperBound)
        else { return nil }
        // 开展…活动 starts with its verb; 在全区开展…, 将…纳入… with a word that leads to it.
        let found =
            head.value.kind == .lead
            ? phrase.governingVerb(in: range.lowerBound + head.length..<range.upperBound, enclosures: clause.enclosures)
            : Phrase.FoundVerb(range: range.lowerBound..<range.lowerBound + head.length, verb: head.value)
        guard let found, found.verb.kind == .light || found.verb.kind == .do else { return nil }
        var object = found.range.upperBound..<range.upperBound
        for mark: StaticString in ["好", "了", "："] where glyphs.has(mark, at: object.lowerBound, end: object.upperBound)
        {
            object = object.lowerBound + mark.utf8CodeUnitCount..<object.upperBound
        }
        guard glyphs.count(glyphs.clipped(object, to: 12)) >= 2 else { return nil }
        return PlanAction(
            text: text.string(range), verb: text.string(found.range),
            object: text.string(glyphs.clipped(object, to: Self.longest)), span: text.span(range))
    }

    /// 以…为抓手, 按照…, 围绕…: they say how or why, the step follows.
    private func startsWithGround(_ range: Range<Int>) -> Bool {
        if glyphs.has("以", at: range.lowerBound, end: range.upperBound), glyphs.find("为", in: range) != nil {
            return true
        }
        return ["按照", "根据", "围绕", "针对", "依据", "聚焦", "结合"].contains { (word: StaticString) in
            glyphs.has(word, at: range.lowerBound, end: range.upperBound)
        }
    }
}
