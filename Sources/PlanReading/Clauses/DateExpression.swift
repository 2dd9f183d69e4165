/// A time as printed: 2021年9月底前, 9月15日, 1—3月, 2021年第三季度, 到2025年, 2021.09.30.
struct DateExpression: Sendable {
    /// Where it stands, marks such as 底前 included.
    var range: Range<Int>
    /// The year, if it is printed.
    var year: Int?
    /// 1…12, or what was printed instead; 0 for a bare year.
    var month = 0
    /// The day; 0 for the last of the month.
    var day = 0
    /// Years to add (秋季学期末 ends in the next year).
    var yearShift = 0
    /// Whether 底, 末, 前 or 内 follows.
    var hasEndMark = false
    /// Whether it names no end: 9月起, 全年.
    var isOpen = false
    /// Whether it names a start and an end.
    var isRange = false

    private let glyphs: Glyphs
    private let words: ClauseWords

    /// The time that starts at a place; nil where there is none.
    init?(at place: Int, end: Int, glyphs: Glyphs, words: ClauseWords) {
        range = place..<place
        self.glyphs = glyphs
        self.words = words
        if let after = numericDate(at: place, end: end) {
            range = place..<after
            return
        }
        guard let after = point(at: place, end: end, isFirst: true) else { return nil }
        range = place..<after
        readRange(end: end)
        readMarks(end: end)
    }

    /// 2021-09-30, 2021.9, 2021/9/30.
    private mutating func numericDate(at place: Int, end: Int) -> Int? {
        guard let (year, afterYear) = digits(at: place, end: end), afterYear - place == 4, year >= 1900, year < 2200,
            afterYear + 1 < end
        else { return nil }
        let sign = glyphs.bytes[afterYear]
        guard sign == UInt8(ascii: ".") || sign == UInt8(ascii: "-") || sign == UInt8(ascii: "/"),
            let (month, afterMonth) = digits(at: afterYear + 1, end: end), afterMonth - afterYear <= 3
        else { return nil }
        // 2018-2035 and 2021-25 are spans of years; 2021.5% is none of ours.
        guard (1...12).contains(month) else { return nil }
        self.year = year
        self.month = month
        if afterMonth + 1 < end, glyphs.bytes[afterMonth] == sign,
            let (day, afterDay) = digits(at: afterMonth + 1, end: end), afterDay - afterMonth <= 3
        {
            self.day = max(1, day)
            return afterDay
        }
        if let next = glyphs.at(afterMonth, end: end), next.isASCII || next == "年" || next == "万" { return nil }
        return afterMonth
    }

    /// A point in time; what is not printed keeps its value, so that the end of a range takes the year of its start.
    private mutating func point(at place: Int, end: Int, isFirst: Bool) -> Int? {
        var at = place
        if let (year, after) = digits(at: at, end: end), after - at == 4, year >= 1900, year < 2200,
            glyphs.has("年", at: after, end: end)
        {
            self.year = year
            // 2025年底, 2021年内: the word starts with 年.
            if let named = words.times.match(glyphs.bytes, at: after, end: end) { return take(named, at: after) }
            at = after + 3
            if glyphs.has("度", at: at, end: end) { return nil }
            if let named = words.times.match(glyphs.bytes, at: at, end: end) { return take(named, at: at) }
            guard let month = month(at: at, end: end) else {
                month = 0
                day = 0
                return at
            }
            return month
        }
        if let month = month(at: at, end: end) { return month }
        guard isFirst || month != 0 else { return nil }
        if isFirst {
            guard let named = words.times.match(glyphs.bytes, at: at, end: end) else { return nil }
            // 三年前, 5年内, 周年中…, 少年中心 are no times of this year.
            if glyphs.has("年", at: at, end: end), let before = Cursor.last(glyphs.bytes, start: 0, end: at)?.scalar {
                switch before {
                case "周", "少", "青", "童", "成", "往", "历", "多", "学", "老", "中", "壮", "每", "近", "届", "当", "几", "数":
                    return nil
                default: if [.digit, .numeral].contains(CharacterClass.of(before)) { return nil }
                }
            }
            return take(named, at: at)
        }
        // 9月1日至15日
        guard let (day, after) = digits(at: at, end: end), after - at <= 2,
            glyphs.has("日", at: after, end: end) || glyphs.has("号", at: after, end: end)
        else { return nil }
        self.day = max(1, day)
        return after + 3
    }

    private mutating func take(_ named: WordTrie<NamedTime>.Match, at place: Int) -> Int {
        month = named.value.month
        day = named.value.day
        yearShift = named.value.yearShift
        isOpen = named.value.month == 0
        hasEndMark = true
        return place + named.length
    }

    /// 9月, 9月15日, 九月中旬, 1-3月: where it ends.
    private mutating func month(at place: Int, end: Int) -> Int? {
        guard var (month, at) = number(at: place, end: end) else { return nil }
        if let sign = rangeSign(at: at, end: end), let (last, after) = number(at: sign, end: end),
            glyphs.has("月", at: after, end: end)
        {
            month = last
            at = after
            isRange = true
        }
        guard glyphs.has("月", at: at, end: end) else { return nil }
        at += 3
        if glyphs.has("份", at: at, end: end) { at += 3 }
        self.month = month
        day = 0
        hasEndMark = false
        if let (day, after) = number(at: at, end: end),
            glyphs.has("日", at: after, end: end) || glyphs.has("号", at: after, end: end)
        {
            self.day = day == 0 ? 99 : day
            at = after + 3
            if let sign = rangeSign(at: at, end: end), let (last, after) = digits(at: sign, end: end),
                after - sign <= 2,
                glyphs.has("日", at: after, end: end)
            {
                self.day = max(1, last)
                at = after + 3
                isRange = true
            }
        } else if glyphs.has("上旬", at: at, end: end) {
            day = 10
            at += 6
        } else if glyphs.has("中旬", at: at, end: end) {
            day = 20
            at += 6
        } else if glyphs.has("下旬", at: at, end: end) {
            at += 6
        }
        return at
    }

    /// The end of a range: 3月至5月, 2021年3月—2022年6月.
    private mutating func readRange(end: Int) {
        guard let sign = rangeSign(at: range.upperBound, end: end) else { return }
        let start = self
        if let after = point(at: sign, end: end, isFirst: false) {
            range = range.lowerBound..<after
            isRange = true
        } else {
            self = start
        }
    }

    /// 底, 末, 前, 内 make it an end; 起, 以来, 开始, 后 make it a start.
    private mutating func readMarks(end: Int) {
        var at = range.upperBound
        for mark: StaticString in ["底", "末"] where glyphs.has(mark, at: at, end: end) {
            at += 3
            hasEndMark = true
        }
        for mark: StaticString in ["之前", "以前", "前", "内"] where glyphs.has(mark, at: at, end: end) {
            // 前后 and 前往 are other words.
            if glyphs.has("前往", at: at, end: end) || glyphs.has("内容", at: at, end: end) { break }
            at += mark.utf8CodeUnitCount
            hasEndMark = true
            break
        }
        if !hasEndMark {
            for mark: StaticString in ["起", "以来", "开始", "以后", "之后", "后", "1日起", "初", "至今"]
            where glyphs.has(mark, at: at, end: end) {
                isOpen = mark.utf8CodeUnitCount > 3 || !glyphs.has("初", at: at, end: end) || month == 0
            }
        }
        range = range.lowerBound..<at
    }

    private func rangeSign(at place: Int, end: Int) -> Int? {
        guard let scalar = glyphs.at(place, end: end) else { return nil }
        switch scalar {
        case "-", "—", "–", "~", "～", "至", "到", "－", "―":
            var next = glyphs.next(place)
            if scalar == "—" || scalar == "-", glyphs.at(next, end: end) == scalar { next = glyphs.next(next) }
            return next < end ? next : nil
        default: return nil
        }
    }

    /// A number of up to four digits.
    private func digits(at place: Int, end: Int) -> (Int, Int)? {
        var value = 0
        var at = place
        while at < end, glyphs.bytes[at].isASCIIDigit {
            guard at - place < 4 else { return nil }
            value = value * 10 + Int(glyphs.bytes[at] - 0x30)
            at += 1
        }
        return at > place ? (value, at) : nil
    }

    /// A number of one or two digits, or a Chinese one up to 九十九.
    private func number(at place: Int, end: Int) -> (Int, Int)? {
        if let (value, after) = digits(at: place, end: end) { return after - place <= 2 ? (value, after) : nil }
        guard place < end, CharacterClass.of(Cursor.scalar(glyphs.bytes, at: place, end: end)) == .numeral else {
            return nil
        }
        var cursor = Cursor(glyphs.bytes, place, end)
        guard let value = cursor.chineseNumber(), value < 100 else { return nil }
        return (value, cursor.place)
    }
}
