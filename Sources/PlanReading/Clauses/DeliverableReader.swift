import PlanModel

/// Finds the papers that a clause says to write, issue, revise or carry through.
///
/// A title in 《》 is a deliverable where the verb that governs it says so: the nearest verb of the lexicon before it,
/// or before the first title of a list. A verb with 的 belongs to a relative clause (签订的《责任书》) and is passed over;
/// a ground (按照《…》) makes none.
struct DeliverableReader: Sendable {
    let text: CleanText
    let glyphs: Glyphs
    let words: ClauseWords

    /// How far before a title its verb may stand, in bytes.
    private static let reach = 150

    /// The verb that governs a title.
    struct Governor {
        var verb: Range<Int>
        var kind: ClauseWords.PaperVerb
    }

    /// Reads the titles of a clause. `carried` is what governed a title at the end of the clause before.
    func read(_ clause: Clause, carried: inout Governor?, into deliverables: inout [Deliverable]) {
        var previous = carried
        var previousEnd = clause.range.lowerBound
        carried = nil
        for title in clause.titles where glyphs.has("《", at: title.range.lowerBound, end: title.range.upperBound) {
            let between = previousEnd..<max(previousEnd, title.range.lowerBound)
            let continues = isListSign(between)
            let governor = continues && previous != nil ? previous : governor(of: title, in: clause, after: previousEnd)
            previous = governor
            previousEnd = title.range.upperBound
            guard let governor, governor.kind == .taken, !title.content.isEmpty, !isTopic(title, in: clause) else {
                continue
            }
            let whole = compound(of: title, governor: governor, in: clause)
            let name = whole?.name ?? title.content
            let verb = whole?.verb ?? governor.verb
            deliverables.append(Deliverable(verb: text.string(verb), name: text.string(name), span: text.span(name)))
        }
        let rest = previousEnd..<max(previousEnd, clause.range.upperBound)
        if clause.closing == .comma, !clause.titles.isEmpty, isListSign(rest) { carried = previous }
    }

    /// Whether there is nothing but signs and words that join the members of a list.
    private func isListSign(_ range: Range<Int>) -> Bool {
        var place = range.lowerBound
        while place < range.upperBound {
            if glyphs.has("以及", at: place, end: range.upperBound) {
                place += 6
                continue
            }
            switch glyphs.at(place, end: range.upperBound) {
            case "、", "和", "与", "及", " ", "，": place = glyphs.next(place)
            case "（", "(":
                // 《…》（国发〔2020〕1号）、《…》
                let end = range.upperBound
                guard let close = glyphs.find("）", in: place..<end) ?? glyphs.find(")", in: place..<end) else {
                    return false
                }
                place = glyphs.next(close)
            default: return false
            }
        }
        return true
    }

    private func governor(of title: Clause.Enclosure, in clause: Clause, after floor: Int) -> Governor? {
        let start = max(floor, title.range.lowerBound - Self.reach)
        var end = title.range.lowerBound
        var found: Governor?
        while end > start {
            if let enclosure = clause.enclosures.first(holding: end - 1), enclosure.range.upperBound <= end {
                end = max(start, enclosure.range.lowerBound)
                continue
            }
            if let match = words.paperVerbs.match(glyphs.bytes, endingAt: end, start: start) {
                let verb = end - match.length..<end
                let isRelative = glyphs.has("的", at: end, end: title.range.lowerBound)
                if match.value == .skip || isRelative {
                    end -= match.length
                    continue
                }
                found = Governor(verb: verb, kind: match.value)
                break
            }
            end = glyphs.previous(end, start: start)
        }
        guard let found else { return trailingVerb(of: title, in: clause) }
        if found.kind == .basis { return trailingVerb(of: title, in: clause) ?? found }
        // 根据…编制背景和《规划》: a ground at the head rules over a verb that is not next to the title.
        if found.verb.upperBound < title.range.lowerBound,
            startsWithGround(clause.range.lowerBound..<found.verb.lowerBound)
        {
            return Governor(verb: found.verb, kind: .basis)
        }
        return found
    }

    /// 《…》解读, 《…》测试: the title is what a talk or a test is about.
    private func isTopic(_ title: Clause.Enclosure, in clause: Clause) -> Bool {
        ["解读", "宣讲", "培训", "测试", "知识", "读书", "学习", "专题", "等书"].contains { (word: StaticString) in
            glyphs.has(word, at: title.range.upperBound, end: clause.range.upperBound)
        }
    }

    private func startsWithGround(_ range: Range<Int>) -> Bool {
        ["根据", "依据", "按照", "依照", "遵照", "参照"].contains { (word: StaticString) in
            glyphs.has(word, at: range.lowerBound, end: range.upperBound)
        }
    }

    /// 将《…》落到实处, 《…》编制完成: the verb stands behind the title.
    private func trailingVerb(of title: Clause.Enclosure, in clause: Clause) -> Governor? {
        let start = title.range.upperBound
        for word: StaticString in [
            "印发实施", "编制完成", "修订完成", "落地", "落实", "落到实处", "收官", "的编制", "的修订", "的制定", "编制工作", "修订工作", "起草工作",
        ]
        where glyphs.has(word, at: start, end: clause.range.upperBound) {
            // 落实情况 is a topic.
            if glyphs.has("落实情况", at: start, end: clause.range.upperBound) { return nil }
            let lead = glyphs.has("的", at: start, end: clause.range.upperBound) ? 3 : 0
            return Governor(verb: start + lead..<start + lead + 6, kind: .taken)
        }
        return nil
    }

    /// 出台云岚区落实《…方案》实施意见: the paper is the whole phrase between the verb of issuing and its last word.
    private func compound(
        of title: Clause.Enclosure, governor: Governor, in clause: Clause
    ) -> (verb: Range<Int>, name: Range<Int>)? {
        var tail = title.range.upperBound
        if glyphs.has("的", at: tail, end: clause.range.upperBound) { tail += 3 }
        let kinds: [StaticString] = [
            "实施意见", "实施方案", "实施细则", "实施办法", "工作方案", "落实方案", "贯彻落实方案", "若干措施", "具体措施",
            "任务清单", "任务分工", "配套文件", "行动计划",
        ]
        guard let kind = kinds.first(where: { glyphs.has($0, at: tail, end: clause.range.upperBound) }) else {
            return nil
        }
        let start = max(clause.range.lowerBound, governor.verb.lowerBound - Self.reach)
        var end = governor.verb.lowerBound
        while end > start {
            if let match = words.paperVerbs.match(glyphs.bytes, endingAt: end, start: start), match.value == .taken {
                let verb = end - match.length..<end
                return (verb, verb.upperBound..<tail + kind.utf8CodeUnitCount)
            }
            end = glyphs.previous(end, start: start)
        }
        return nil
    }
}
