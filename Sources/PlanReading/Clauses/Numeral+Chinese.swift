extension NumeralReader {
    /// A Chinese numeral: 三, 十二, 两百, 一千余, 数百, 几十, 两三, 百分之八十, 三分之二, 半.
    func chinese(at place: Int, end: Int) -> Numeral? {
        if let share = shareOrFraction(at: place, end: end) { return share }
        var scan = ChineseScan()
        var at = place
        var about = false
        // 数百, 几十, 好几百
        if let scalar = glyphs.at(at, end: end), scalar == "数" || scalar == "几" {
            let next = glyphs.next(at)
            if let unit = glyphs.at(next, end: end), unit == "十" || unit == "百" || unit == "千" || unit == "万" {
                about = true
                at = next
            } else {
                return nil
            }
        } else if glyphs.at(at, end: end) == "半" {
            return Numeral(range: place..<glyphs.next(place), value: 0.5, style: .chinese)
        }
        while let scalar = glyphs.at(at, end: end), scan.take(scalar) { at = glyphs.next(at) }
        // 十几, 二十余万, 三百多
        var numeralEnd = at
        if let scalar = glyphs.at(at, end: end), scalar == "几" || scalar == "余" || scalar == "多" || scalar == "来",
            scan.endsWithUnit
        {
            let next = glyphs.next(at)
            about = true
            numeralEnd = next
            var factor = 1.0
            var more = next
            while let scalar = glyphs.at(more, end: end), scalar == "万" || scalar == "亿" {
                factor *= scalar == "万" ? 1e4 : 1e8
                more = glyphs.next(more)
            }
            if factor > 1 {
                scan.multiply(by: factor)
                numeralEnd = more
            }
        }
        guard let (value, high, bare) = scan.result else { return nil }
        var numeral = Numeral(range: place..<numeralEnd, value: value, high: high, style: .chinese)
        numeral.isAbout = about
        numeral.magnitude = bare && !about ? .bare : value >= 1000 ? .multiplied : .none
        return numeral
    }

    /// 百分之八十 and 三分之二.
    private func shareOrFraction(at place: Int, end: Int) -> Numeral? {
        if glyphs.has("百分之", at: place, end: end) {
            let start = place + 9
            guard start < end else { return nil }
            if glyphs.has("百", at: start, end: end) {
                return Numeral(range: place..<start + 3, value: 100, style: .digits, share: UInt8(ascii: "%"))
            }
            guard let inner = read(at: start, end: end), inner.style == .chinese || inner.style == .digits
            else { return nil }
            return Numeral(
                range: place..<inner.range.upperBound, value: inner.value, high: inner.high, style: .digits,
                isAbout: inner.isAbout, share: UInt8(ascii: "%"))
        }
        var below = ChineseScan()
        var at = place
        while let scalar = glyphs.at(at, end: end), below.take(scalar) { at = glyphs.next(at) }
        guard at > place, glyphs.has("分之", at: at, end: end), let (divisor, _, _) = below.result, divisor > 0
        else { return nil }
        let start = at + 6
        var above = ChineseScan()
        at = start
        while let scalar = glyphs.at(at, end: end), above.take(scalar) { at = glyphs.next(at) }
        guard at > start, let (value, _, _) = above.result else { return nil }
        return Numeral(range: place..<at, value: Self.rounded(value / divisor), style: .fraction)
    }
}

/// Adds up a Chinese numeral character by character.
private struct ChineseScan {
    private var total = 0.0
    private var section = 0.0
    private var digit: Double?
    /// Two digits in a row that name a range: 两三.
    private var secondDigit: Double?
    private var count = 0
    private var sawDigit = false
    private(set) var endsWithUnit = false

    /// Takes a character; false where the numeral ends before it.
    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard count < 20 else { return false }
        switch scalar {
        case "零", "〇":
            guard count > 0, secondDigit == nil else { return false }
            if let digit, digit < 10, !endsWithUnit { self.digit = digit * 10 }  // 二〇二五
        case "一", "二", "两", "三", "四", "五", "六", "七", "八", "九":
            let value = Self.digits[scalar] ?? 0
            if let digit, !endsWithUnit {
                guard secondDigit == nil, value == digit + 1 || digit >= 20 || (digit == 3 && value == 5) else {
                    return false
                }
                if digit >= 20 { self.digit = digit * 10 + value } else { secondDigit = value }
            } else {
                digit = value
            }
            sawDigit = true
            endsWithUnit = false
        case "十", "百", "千":
            let unit = scalar == "十" ? 10.0 : scalar == "百" ? 100 : 1000
            if endsWithUnit, digit == nil, section > 0, unit > 10, count > 0 {
                section *= unit
            } else {
                if let secondDigit { self.secondDigit = secondDigit * unit }
                section += (digit ?? 1) * unit
            }
            digit = nil
            endsWithUnit = true
        case "万", "亿":
            let unit = scalar == "万" ? 1e4 : 1e8
            let lower = section + (digit ?? 0)
            if let secondDigit { self.secondDigit = secondDigit * unit }
            total = (total + (lower == 0 && total == 0 ? 1 : lower)) * unit
            section = 0
            digit = nil
            endsWithUnit = true
        default: return false
        }
        count += 1
        return true
    }

    mutating func multiply(by factor: Double) {
        total = (total + section + (digit ?? 0)) * factor
        section = 0
        digit = nil
    }

    /// The value, the upper end of a range such as 两三, and whether no digit was printed; nil for no numeral.
    var result: (value: Double, high: Double?, bare: Bool)? {
        guard count > 0 else { return nil }
        let value = total + section + (digit ?? 0)
        guard value > 0, value < 1e13 else { return nil }
        var high: Double?
        if let secondDigit { high = endsWithUnit ? secondDigit : total + section + secondDigit }
        if let high, high <= value { return nil }
        return (value, high, !sawDigit && value >= 100)
    }

    private static let digits: [Unicode.Scalar: Double] = [
        "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]
}
