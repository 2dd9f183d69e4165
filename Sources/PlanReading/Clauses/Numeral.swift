/// A number as printed, with its value.
struct Numeral: Sendable {
    /// Where it stands, magnitudes (万, 亿) and signs of vagueness (余, 多, 几) included.
    var range: Range<Int>
    /// Its value, magnitudes multiplied out; the lower end of a range.
    var value: Double
    /// The upper end of a range.
    var high: Double?
    /// How it is written.
    var style: Style
    /// Whether it is vague: 余, 多, 几, 数.
    var isAbout = false
    /// Whether it has 万, 亿 and the like behind digits or is a bare 百, 千, 万.
    var magnitude = Magnitude.none
    /// The percent sign that belongs to it, if one was read: `%` or `‰`.
    var share: UInt8?

    enum Style: Sendable {
        case digits
        case chinese
        /// 4:6
        case ratio
        /// 1/3, 三分之二
        case fraction
    }

    enum Magnitude: Sendable {
        /// 12, 三十
        case none
        /// 1.2万, 三千
        case multiplied
        /// 百, 千, 万 without a digit before it
        case bare
    }
}

/// Reads numbers: digits, Chinese numerals, ranges, ratios, fractions.
struct NumeralReader: Sendable {
    let glyphs: Glyphs

    /// The number that starts at `place` and ends by `end`; nil where there is none or its value makes no sense.
    func read(at place: Int, end: Int) -> Numeral? {
        guard place < end else { return nil }
        guard var first = single(at: place, end: end) else { return nil }
        if let ratio = ratio(from: first, end: end) { return ratio }
        if first.high == nil, let next = rangeSign(at: first.range.upperBound, end: end),
            let second = single(at: next, end: end), second.style == first.style, second.high == nil
        {
            // 2-3万 and 10-15%: the magnitude and the sign of the second hold for both.
            if first.magnitude == .none, second.magnitude == .multiplied, first.value < second.value {
                let factor = second.value / max(1, mantissa(at: next, end: end))
                if first.value * factor <= second.value { first.value *= factor }
            }
            if second.value > first.value {
                first.high = second.value
                first.range = first.range.lowerBound..<second.range.upperBound
                first.isAbout = first.isAbout || second.isAbout
                first.share = second.share ?? first.share
                first.magnitude = second.magnitude
            }
        }
        return first
    }

    /// A number that is no range.
    private func single(at place: Int, end: Int) -> Numeral? {
        glyphs.bytes[place].isASCIIDigit ? digits(at: place, end: end) : chinese(at: place, end: end)
    }

    /// Ratios and fractions are given with four decimals.
    static func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }

    // MARK: Digits

    private func digits(at place: Int, end: Int) -> Numeral? {
        guard let (value, after) = decimal(at: place, end: end) else { return nil }
        var numeral = Numeral(range: place..<after, value: value, style: .digits)
        if let (factor, end) = magnitude(at: after, end: end, isAbout: &numeral.isAbout) {
            numeral.value = (value * factor * 1e6).rounded() / 1e6
            numeral.range = place..<end
            numeral.magnitude = .multiplied
        }
        if let sign = glyphs.at(numeral.range.upperBound, end: end), sign == "%" || sign == "‰" {
            numeral.share = sign == "%" ? UInt8(ascii: "%") : 0
            numeral.range = place..<glyphs.next(numeral.range.upperBound)
        } else {
            skipVagueness(&numeral, end: end)
        }
        return numeral
    }

    /// Digits with thousands separators and decimals; nil for more digits than a count has.
    private func decimal(at place: Int, end: Int) -> (Double, Int)? {
        var value = 0.0
        var count = 0
        var at = place
        while at < end {
            let byte = glyphs.bytes[at]
            if byte.isASCIIDigit {
                value = value * 10 + Double(byte - 0x30)
                count += 1
                at += 1
            } else if let separator = separator(at: at, digits: count, end: end) {
                at += separator
            } else {
                break
            }
        }
        guard count > 0, count <= 15 else { return nil }
        guard at + 1 < end, glyphs.bytes[at] == UInt8(ascii: "."), glyphs.bytes[at + 1].isASCIIDigit else {
            return (value, at)
        }
        var scale = 1.0
        var fraction = 0.0
        at += 1
        while at < end, glyphs.bytes[at].isASCIIDigit {
            if scale < 1e9 {
                fraction = fraction * 10 + Double(glyphs.bytes[at] - 0x30)
                scale *= 10
            }
            at += 1
        }
        return ((value * scale + fraction) / scale, at)
    }

    /// The length of a thousands separator at a place: a comma before exactly three digits.
    private func separator(at place: Int, digits: Int, end: Int) -> Int? {
        guard digits > 0, digits <= 12 else { return nil }
        let length: Int
        if glyphs.bytes[place] == UInt8(ascii: ",") {
            length = 1
        } else if glyphs.has("，", at: place, end: end) {
            length = 3
        } else {
            return nil
        }
        guard place + length + 3 <= end else { return nil }
        for offset in 0..<3 where !glyphs.bytes[place + length + offset].isASCIIDigit { return nil }
        let after = place + length + 3
        return after < end && glyphs.bytes[after].isASCIIDigit ? nil : length
    }

    /// 万, 亿, 千万, 百万, 万亿, 千, 百 behind digits, with 余 or 多 before it; and where it ends.
    private func magnitude(at place: Int, end: Int, isAbout: inout Bool) -> (Double, Int)? {
        var at = place
        var vague = false
        if let scalar = glyphs.at(at, end: end), scalar == "余" || scalar == "多" {
            vague = true
            at = glyphs.next(at)
        }
        var factor = 1.0
        var read = false
        while let scalar = glyphs.at(at, end: end), let step = Self.magnitudes[scalar], factor * step <= 1e12 {
            factor *= step
            read = true
            at = glyphs.next(at)
        }
        guard read else { return nil }
        if vague { isAbout = true }
        return (factor, at)
    }

    private static let magnitudes: [Unicode.Scalar: Double] = ["百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8]

    /// The number before the magnitude of a number that starts at `place`.
    private func mantissa(at place: Int, end: Int) -> Double { decimal(at: place, end: end)?.0 ?? 1 }

    /// 余, 多, 来 behind a number make it vague.
    private func skipVagueness(_ numeral: inout Numeral, end: Int) {
        let at = numeral.range.upperBound
        guard let scalar = glyphs.at(at, end: end), scalar == "余" || scalar == "多" || scalar == "来" else { return }
        // 多 of 多媒体, 多样 and the like belongs to the next word.
        let next = glyphs.next(at)
        if scalar == "多", let following = glyphs.at(next, end: end) {
            switch following {
            case "媒", "样", "维", "层", "渠", "彩", "功", "校", "点": return
            default: break
            }
        }
        numeral.isAbout = true
        numeral.range = numeral.range.lowerBound..<next
    }

    // MARK: Ranges and ratios

    /// The place after a sign that joins the ends of a range: - — ~ 至 到; nil where there is none.
    private func rangeSign(at place: Int, end: Int) -> Int? {
        guard let scalar = glyphs.at(place, end: end) else { return nil }
        switch scalar {
        case "-", "—", "–", "―", "－", "~", "～", "∼", "〜", "至", "到", "─":
            var next = glyphs.next(place)
            // —— between numbers is the same sign printed twice.
            if let second = glyphs.at(next, end: end), second == scalar, scalar == "—" || scalar == "-" {
                next = glyphs.next(next)
            }
            return next < end ? next : nil
        default: return nil
        }
    }

    /// 4:6 and 1/3 behind a whole number.
    private func ratio(from first: Numeral, end: Int) -> Numeral? {
        guard first.style == .digits, first.magnitude == .none, first.share == nil, !first.isAbout,
            let sign = glyphs.at(first.range.upperBound, end: end),
            sign == ":" || sign == "：" || sign == "∶" || sign == "/"
        else { return nil }
        let next = glyphs.next(first.range.upperBound)
        guard next < end, glyphs.bytes[next].isASCIIDigit, let (second, after) = decimal(at: next, end: end), second > 0
        else { return nil }
        // 1/3/5 and 8:30:00 are something else.
        if let following = glyphs.at(after, end: end), following == sign { return nil }
        return Numeral(
            range: first.range.lowerBound..<after, value: Self.rounded(first.value / second),
            style: sign == "/" ? .fraction : .ratio)
    }
}
