/// Reads the marks of an official paper that stand on a line of their own or in a title: numbers, dates, years.
enum PaperMarks {
    /// The document number in a line, such as 云教发〔2027〕3号: from its first word to 号. After 签发人： it starts at the
    /// next gap.
    static func documentNumber(_ text: CleanText, _ line: Range<Int>) -> Range<Int>? {
        var cursor = Cursor(text.bytes, line.lowerBound, min(line.upperBound, line.lowerBound + 300))
        var wordStart = line.lowerBound
        var isNamed = false
        while let character = cursor.peek() {
            let place = cursor.place
            if isNamed, place > wordStart, text.hasGap(before: place) { (wordStart, isNamed) = (place, false) }
            switch character {
            case "〔", "[", "［", "﹝", "【", "（", "(", "〈":
                cursor.advance()
                guard let year = cursor.arabicNumber(), year >= 1949, year < 2200,
                    cursor.skip("〕", "]", "］", "﹞", "】", "）", ")", "〉")
                else { continue }
                cursor.skip("第")
                guard cursor.arabicNumber() != nil, cursor.skip("号"), place > wordStart else { continue }
                return wordStart..<cursor.place
            case "：", ":", "，", "。", "》":
                cursor.advance()
                wordStart = cursor.place
                isNamed = true
            default: cursor.advance()
            }
        }
        return nil
    }

    /// A date at `place`: 2021年1月21日, 二〇二一年一月二十一日, 2021-01-21, 2021.1.21.
    static func date(_ bytes: [UInt8], at place: Int, end: Int) -> (date: String, range: Range<Int>)? {
        var cursor = Cursor(bytes, place, end)
        guard let year = cursor.arabicNumber() ?? cursor.chineseNumber(), year >= 1949, year < 2200,
            cursor.skip("年", "-", ".", "/"),
            let month = cursor.arabicNumber() ?? cursor.chineseNumber(), month >= 1, month <= 12,
            cursor.skip("月", "-", ".", "/"),
            let day = cursor.arabicNumber() ?? cursor.chineseNumber(), day >= 1, day <= days(year, month)
        else { return nil }
        cursor.skip("日", "号")
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return ("\(year)-\(two(month))-\(two(day))", place..<cursor.place)
    }

    /// The first year named in words: 2021年, 2021—2025年 (the last), 2020—2021学年 (the first), “十四五” (its last).
    static func year(_ bytes: [UInt8], _ words: Range<Int>) -> (first: Int, last: Int)? {
        var cursor = Cursor(bytes, words.lowerBound, words.upperBound)
        var period: (first: Int, last: Int)?
        while let character = cursor.peek() {
            if ("0"..."9").contains(character) {
                guard let year = cursor.arabicNumber() else {
                    while let digit = cursor.peek(), ("0"..."9").contains(digit) { cursor.advance() }
                    continue
                }
                guard year >= 1949, year < 2200 else { continue }
                cursor.skip("年")
                var dashes = 0
                while cursor.skip("—", "-", "－", "–", "~", "～", "至") { dashes += 1 }
                if dashes > 0, let last = cursor.arabicNumber(), last > year, last < 2200 {
                    return cursor.skip(word: "学年") ? (year, year) : (year, last)
                }
                return (year, year)
            } else if character == "十" {
                // The first five-year plan ran from 1953; since the tenth they start in 2001, 2006, 2011, …
                if let number = planNumber(cursor) { period = period ?? (1951 + 5 * number, 1955 + 5 * number) }
                cursor.advance()
            } else {
                cursor.advance()
            }
        }
        return period
    }

    /// 十四五 read as the plan number 14.
    private static func planNumber(_ start: Cursor) -> Int? {
        var cursor = start
        guard cursor.skip("十") else { return nil }
        let digits: [Unicode.Scalar] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"]
        guard let character = cursor.peek(), let digit = digits.firstIndex(of: character) else { return nil }
        cursor.advance()
        guard cursor.skip("五") else { return nil }
        return 10 + digit + 1
    }

    /// Days of a month.
    static func days(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        default: 31
        }
    }
}
