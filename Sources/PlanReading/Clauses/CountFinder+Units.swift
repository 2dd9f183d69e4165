extension CountFinder {
    typealias Kind = ClauseWords.MeasureWord.Kind

    /// A number with the measure word behind it; nil where the pair counts nothing.
    func measured(_ numeral: Numeral, in scope: Scope, times: inout Int) -> Count? {
        let place = numeral.range.upperBound
        guard let match = words.units.match(glyphs.bytes, at: place, end: scope.clauseEnd) else {
            return unmeasured(numeral, in: scope)
        }
        var unit = place..<place + match.length
        var kind = match.value.kind
        // 个 before another measure word says nothing: 45个小时, 95个科次, 5个百分点.
        if glyphs.has("个", at: place, end: scope.clauseEnd), unit.count <= 3 {
            if glyphs.bytes[min(unit.upperBound, scope.clauseEnd - 1)].isASCIIDigit, unit.upperBound < scope.clauseEnd,
                let share = numerals.read(at: unit.upperBound, end: scope.end), share.share != nil,
                numeral.value <= 20
            {
                times = Int(numeral.value)
                return nil
            }
            if let second = words.units.match(glyphs.bytes, at: unit.upperBound, end: scope.clauseEnd),
                second.value.isLong, [.act, .size, .time, .share].contains(second.value.kind) || isHour(unit, scope)
            {
                unit = unit.upperBound..<unit.upperBound + second.length
                kind = second.value.kind
            }
        }
        if glyphs.has("个", at: unit.lowerBound, end: unit.upperBound), match.value.isLong, unit.count > 3,
            kind != .thing
        {
            unit = unit.lowerBound + 3..<unit.upperBound
        }
        guard let standing = accepts(numeral, unit: unit, kind: kind, in: scope) else { return nil }
        var count = finish(
            numeral, unit: kind == .people || kind == .word ? place..<place : unit, kind: kind, in: scope)
        count?.isStanding = standing
        if numeral.style == .chinese, numeral.value == 1,
            let none = words.none.match(
                glyphs.bytes, endingAt: numeral.range.lowerBound, start: scope.clauseStart)
        {
            count?.isZero = true
            count?.numeral.value = 0
            count?.numeral.range = numeral.range.lowerBound - none.length..<numeral.range.upperBound
            if let range = count?.range { count?.range = numeral.range.lowerBound - none.length..<range.upperBound }
        }
        if numeral.isAbout, numeral.style == .chinese, numeral.value >= 10, numeral.magnitude == .none,
            glyphs.has("数", at: numeral.range.lowerBound, end: scope.end)
                || glyphs.has("几", at: numeral.range.lowerBound, end: scope.end)
        {
            count?.doubt = "vague"
        }
        return count
    }

    /// 课时 and 学时 count as measure words behind 个, too.
    private func isHour(_ unit: Range<Int>, _ scope: Scope) -> Bool {
        ["课时", "学时", "学分", "场次", "人次", "校次"].contains { (word: StaticString) in
            glyphs.has(word, at: unit.upperBound, end: scope.clauseEnd)
        }
    }

    /// Whether a number with this unit counts, and if so whether it is said of a structure that stands.
    private func accepts(_ numeral: Numeral, unit: Range<Int>, kind: Kind, in scope: Scope) -> Bool? {
        let isChinese = numeral.style == .chinese
        let place = numeral.range.lowerBound
        if isChinese, numeral.value == 0.5 { return kind == .time ? false : nil }
        // 二期, 二级: two of a thing are 两; 二 alone is an ordinal. So is 三期 before the name of a project.
        if isChinese, numeral.value == 2, numeral.high == nil, glyphs.has("二", at: place, end: scope.end) { return nil }
        if kind == .act, isOrdinal(after: unit, in: scope) { return nil }
        if isChinese, numeral.value == 1, numeral.high == nil, !acceptsOne(at: place, unit: unit, kind: kind, scope) {
            return nil
        }
        // “七个一” and the like are names.
        if glyphs.has("一", at: unit.upperBound, end: scope.clauseEnd),
            glyphs.has("个", at: unit.lowerBound, end: unit.upperBound)
        {
            return nil
        }
        if numeral.magnitude == .bare, kind != .thing || isNamed(after: unit.upperBound, in: scope) { return nil }
        switch kind {
        case .never: return nil
        case .weak: return isChinese ? nil : false
        case .score:
            let bound = words.before.match(glyphs.bytes, endingAt: place, start: scope.start)?.value
            return bound?.place == .reach || bound?.place == .ratechange ? false : nil
        case .year: return isDuration(numeral, unit: unit, in: scope) ? false : nil
        case .level: return true
        case .people: return numeral.magnitude != .none || !isChinese ? false : nil
        case .word: return false
        case .size:
            return glyphs.has("范围", at: unit.upperBound, end: scope.clauseEnd)
        case .thing:
            // 二十大 is a congress, not twenty great things.
            if unit.count == 3, glyphs.has("大", at: unit.lowerBound, end: unit.upperBound), numeral.value > 12 {
                return nil
            }
            return false
        case .act, .time, .share: return false
        }
    }

    /// 三期工程, 四次全会, 四次、五次全会: which one, not how many.
    private func isOrdinal(after unit: Range<Int>, in scope: Scope) -> Bool {
        var place = unit.upperBound
        if glyphs.has("、", at: place, end: scope.end), let next = numerals.read(at: place + 3, end: scope.end),
            glyphs.bytes[unit]
                == glyphs.bytes[next.range.upperBound..<min(scope.end, next.range.upperBound + unit.count)]
        {
            place = next.range.upperBound + unit.count
        }
        let follows: (StaticString) -> Bool = { glyphs.has($0, at: place, end: scope.end) }
        if glyphs.has("次", at: unit.lowerBound, end: unit.upperBound) {
            return ["全会", "全体", "会议精神", "代表大会", "党代会"].contains(where: follows)
        }
        guard glyphs.has("期", at: unit.lowerBound, end: unit.upperBound) else { return false }
        return ["工程", "项目", "计划", "提升", "行动", "建设", "规划", "改造", "）"].contains(where: follows)
    }

    /// 一 is mostly an article. It counts where a rate, a bound or a verb of making makes it a number.
    private func acceptsOne(at place: Int, unit: Range<Int>, kind: Kind, _ scope: Scope) -> Bool {
        if kind == .share { return true }
        guard kind == .thing || kind == .act || kind == .time else { return false }
        if words.none.match(glyphs.bytes, endingAt: place, start: scope.clauseStart) != nil { return true }
        if let previous = glyphs.before(place, start: scope.clauseStart) {
            switch previous {
            case "统", "唯", "同", "单", "专", "归", "合", "万", "周", "高", "初", "大", "不", "每", "另", "某", "那", "这",
                "任", "逐", "如", "其", "新", "又", "再", "下", "上", "前", "之", "划", "进", "首", "哪":
                return false
            default: break
            }
        }
        // 一人一案
        let next = glyphs.at(unit.upperBound, end: scope.clauseEnd)
        if next == "一" || next == "个" && kind == .thing { return false }
        let before = max(scope.clauseStart, place - 90)..<place
        for word in Self.rateWords where glyphs.find(word, in: before) != nil { return true }
        if let bound = words.before.match(glyphs.bytes, endingAt: place, start: scope.start)?.value,
            bound.comparator == .atLeast || bound.comparator == .atMost
        {
            return true
        }
        guard let verb = words.verbsBackwards.match(glyphs.bytes, endingAt: place, start: scope.start)?.value
        else { return false }
        guard verb.kind == .light || verb.kind == .do else { return false }
        return ["所", "座", "次", "场", "处", "家", "间", "个", "名"].contains { (word: StaticString) in
            unit.count == 3 && glyphs.has(word, at: unit.lowerBound, end: unit.upperBound)
        }
    }

    private static let rateWords: [StaticString] = [
        "每年", "每月", "每周", "每天", "每日", "每季", "每学期", "每学年", "每校", "每班", "每生", "每人", "每个", "每所",
        "每县", "每区", "每镇", "每乡", "每园", "每名", "每两", "至少", "各校", "各县", "各建", "各设", "各办",
    ]

    /// A bare 百, 千 or 万 counts unless the words that follow are the name of a project: 百名校长工程.
    private func isNamed(after place: Int, in scope: Scope) -> Bool {
        var end = place
        let limit = min(scope.clauseEnd, place + 120)
        while end < limit, let scalar = glyphs.at(end, end: limit) {
            if CharacterClass.of(scalar) == .listComma || scalar == "和" { break }
            end = glyphs.next(end)
        }
        let name = place..<min(end, limit)
        for word: StaticString in ["工程", "计划", "行动"] where glyphs.find(word, in: glyphs.clipped(name, to: 36)) != nil {
            return true
        }
        return ["活动", "基地", "项目", "评选", "创建"].contains { (word: StaticString) in
            glyphs.has(word, endingAt: name.upperBound, start: place)
        }
    }

    /// Years count as a duration only: 连续16年, 为期3年.
    private func isDuration(_ numeral: Numeral, unit: Range<Int>, in scope: Scope) -> Bool {
        guard numeral.value < 200 else { return false }
        let place = numeral.range.lowerBound
        return ["连续", "历时", "为期", "持续", "用", "已连续"].contains { (word: StaticString) in
            glyphs.has(word, endingAt: place, start: scope.clauseStart)
        } && !glyphs.has("用", endingAt: place, start: scope.clauseStart)
            || glyphs.has("用", endingAt: place, start: scope.clauseStart)
                && (glyphs.has("时间", at: unit.upperBound, end: scope.clauseEnd)
                    || glyphs.has("左右", at: unit.upperBound, end: scope.clauseEnd))
    }

    /// A number without a measure word: a rate (每日一调度), or a sum of money or people in 万 and 亿.
    private func unmeasured(_ numeral: Numeral, in scope: Scope) -> Count? {
        let place = numeral.range.lowerBound
        let end = numeral.range.upperBound
        if numeral.style == .chinese {
            guard numeral.value == 1, numeral.magnitude == .none,
                ["每日", "每月", "每天", "每季度", "每学期", "每年", "每学年"].contains(where: { (word: StaticString) in
                    glyphs.has(word, endingAt: place, start: scope.clauseStart)
                }), let next = glyphs.at(end, end: scope.clauseEnd), CharacterClass.of(next) == .other
            else { return nil }
            return finish(numeral, unit: end..<end, kind: .act, in: scope)
        }
        guard numeral.magnitude == .multiplied, numeral.value >= 10_000 else { return nil }
        if let next = glyphs.at(end, end: scope.clauseEnd), next.isASCII || next == "－" { return nil }
        var count = finish(numeral, unit: end..<end, kind: .people, in: scope)
        count?.doubt = "no-unit"
        return count
    }
}
