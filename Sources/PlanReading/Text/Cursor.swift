/// A place in UTF-8 bytes that moves on character by character.
struct Cursor {
    private let bytes: [UInt8]
    private(set) var place: Int
    let end: Int

    init(_ bytes: [UInt8], _ place: Int, _ end: Int) {
        self.bytes = bytes
        self.place = place
        self.end = min(end, bytes.count)
    }

    /// The character at the place, nil at the end.
    func peek() -> Unicode.Scalar? {
        guard place < end else { return nil }
        return Self.scalar(bytes, at: place, end: end)
    }

    /// Moves past the character at the place.
    mutating func advance() {
        guard place < end else { return }
        place += Self.length(bytes[place])
        if place > end { place = end }
    }

    /// Moves past the character at the place if it is one of these.
    @discardableResult
    mutating func skip(_ characters: Unicode.Scalar...) -> Bool {
        guard let next = peek(), characters.contains(next) else { return false }
        advance()
        return true
    }

    /// Moves past a word if it stands here.
    mutating func skip(word: String) -> Bool {
        var at = place
        for byte in word.utf8 {
            guard at < end, bytes[at] == byte else { return false }
            at += 1
        }
        place = at
        return true
    }

    /// Whether a word stands here.
    func startsWith(_ word: String) -> Bool {
        var trial = self
        return trial.skip(word: word)
    }

    /// Moves past an Arabic number of up to four digits.
    mutating func arabicNumber() -> Int? {
        var value = 0
        var at = place
        while at < end, bytes[at].isASCIIDigit {
            guard at - place < 4 else { return nil }
            value = value * 10 + Int(bytes[at] - 0x30)
            at += 1
        }
        guard at > place else { return nil }
        place = at
        return value
    }

    /// Moves past a Chinese number from one to a few hundred: 十二, 一百零五, 二十.
    mutating func chineseNumber() -> Int? {
        var trial = self
        var total = 0
        var digit = 0
        var read = false
        while let character = trial.peek() {
            if let value = Self.digits[character] {
                digit = digit * 10 + value  // 二〇二一 is read digit by digit.
                guard digit < 10_000 else { return nil }
            } else if character == "十" {
                total += max(digit, 1) * 10
                digit = 0
            } else if character == "百" {
                total += max(digit, 1) * 100
                digit = 0
            } else {
                break
            }
            guard total < 10_000 else { return nil }
            read = true
            trial.advance()
        }
        guard read, total + digit > 0, total < 10_000 else { return nil }
        self = trial
        return total + digit
    }

    /// Whether a year such as 2021年 stands here.
    func startsWithYear() -> Bool {
        var trial = self
        guard let value = trial.arabicNumber(), value >= 1900, value < 2200 else { return false }
        return trial.peek() == "年" || trial.peek() == "—" || trial.peek() == "-"
    }

    /// Whether a whole number of things or a month comes (9月底前, 3所学校): of these there are no tenths, so that a full
    /// stop before it ends a numbering.
    func startsWithWholeCount() -> Bool {
        var trial = self
        guard trial.arabicNumber() != nil, let next = trial.peek() else { return false }
        return "月所名项家".unicodeScalars.contains(next)
    }

    /// The length of the character whose first byte this is.
    static func length(_ lead: UInt8) -> Int {
        lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }

    /// The character that starts at `place`; a replacement character where the bytes are cut.
    static func scalar(_ bytes: [UInt8], at place: Int, end: Int) -> Unicode.Scalar {
        let lead = bytes[place]
        let length = length(lead)
        guard length > 1 else { return Unicode.Scalar(lead) }
        guard place + length <= end else { return "\u{FFFD}" }
        var value = UInt32(lead) & (0xFF >> UInt32(length + 1))
        for offset in 1..<length { value = value << 6 | UInt32(bytes[place + offset] & 0x3F) }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    /// The character that ends right before `end`, and its length; nil where `end` is not after `start`.
    static func last(_ bytes: [UInt8], start: Int, end: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        guard end > start else { return nil }
        var place = end - 1
        while place > start, bytes[place] & 0xC0 == 0x80 { place -= 1 }
        return (scalar(bytes, at: place, end: end), end - place)
    }

    private static let digits: [Unicode.Scalar: Int] = [
        "〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]
}
