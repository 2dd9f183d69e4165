import PlanModel

/// Reads how a value bounds its thing: direction (+ -) beats bound (>= <=), bound beats approximation (~).
struct ComparatorReader: Sendable {
    let phrase: Phrase
    private var glyphs: Glyphs { phrase.glyphs }

    init(phrase: Phrase) { self.phrase = phrase }

    /// The comparator of a member; `inherited` is the change that the list it belongs to speaks of.
    func comparator(
        of member: Member, subject: MetricReader.Subject, inherited: Quantity.Comparator?
    ) -> Quantity.Comparator {
        if let change = change(of: member, subject: subject) ?? inherited { return change }
        if member.count.numeral.high != nil { return .equal }
        let bounds = subject.bounds.compactMap(\.comparator) + [member.count.trailing?.comparator].compactMap { $0 }
        if let bound = bounds.first(where: { $0 == .atLeast || $0 == .atMost }) { return bound }
        if let bound = bound(before: subject.range) { return bound }
        return member.count.numeral.isAbout || bounds.contains(.about) ? .about : .equal
    }

    /// 至少 and the like with the verb between it and the number: 至少建成1个.
    private func bound(before range: Range<Int>) -> Quantity.Comparator? {
        let near = glyphs.surroundings(of: range.upperBound..<range.upperBound, in: range, reach: 45)
        for word: StaticString in ["至少", "最少", "不少于"] where glyphs.find(word, in: near) != nil { return .atLeast }
        for word: StaticString in ["最多", "至多"] where glyphs.find(word, in: near) != nil { return .atMost }
        return nil
    }

    /// An increase or a decrease that the words before the number speak of.
    func change(of member: Member, subject: MetricReader.Subject) -> Quantity.Comparator? {
        for bound in subject.bounds where bound.comparator == .increase || bound.comparator == .decrease {
            if bound.place == .ratechange, !endsStatement(member), member.count.kind == .thing { continue }
            return bound.comparator
        }
        // 扩增园所等108个项目: the change is one of the things counted.
        guard !subject.reaches, !glyphs.has("等", endingAt: subject.range.upperBound, start: subject.range.lowerBound)
        else { return nil }
        var found: Quantity.Comparator?
        var place = subject.range.lowerBound
        let end = subject.range.upperBound
        while place < end {
            guard let match = phrase.words.changes.match(glyphs.bytes, at: place, end: end) else {
                place = glyphs.next(place)
                continue
            }
            let after = place + match.length
            if !isOverruled(at: after, end: end), match.value.place == .change || speaksOfRate(member, from: after) {
                found = match.value.comparator
            }
            place = after
        }
        return found
    }

    /// 增加到, 提升改造, 减少率: the change is part of another word, or names what is reached.
    private func isOverruled(at place: Int, end: Int) -> Bool {
        guard let next = glyphs.at(place, end: end) else { return false }
        switch next {
        case "到", "至", "为", "率", "量", "值", "改", "工", "计", "设", "行": return true
        default: return false
        }
    }

    /// 提高办结率5个百分点 speaks of a rate; 提升10所薄弱学校 does not.
    private func speaksOfRate(_ member: Member, from place: Int) -> Bool {
        endsStatement(member)
            && (member.count.kind == .share || member.count.kind == .size || member.count.kind == .score)
            || member.count.kind == .share
    }

    private func endsStatement(_ member: Member) -> Bool { member.after.isEmpty }
}
