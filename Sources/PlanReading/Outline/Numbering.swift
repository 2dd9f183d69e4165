/// The numbering at the head of a paragraph, such as 一、 （二） 3. ——.
struct Numbering: Equatable, Sendable {
    /// Kinds of numbering, the outermost first: where a text gives no other sign, a later kind stands below an earlier.
    enum Style: Int, Comparable, Sendable {
        /// 第一部分
        case part
        /// 第一篇
        case volume
        /// 第一章
        case chapter
        /// 第一节
        case section
        /// I. Ⅱ、
        case roman
        /// 一、
        case chinese
        /// （一） ㈠
        case chineseBracketed
        /// 第一条
        case article
        /// 任务一：
        case named
        /// 1. 1、
        case arabic
        /// 1.1
        case decimal
        /// 1.1.1
        case deepDecimal
        /// （1） ⑴
        case arabicBracketed
        /// 1）
        case arabicHalfBracketed
        /// ①
        case circled
        /// A. (a)
        case latin
        /// ——
        case dash
        /// 一是, 一要, 第一，
        case point
        /// ● ◆ ▪
        case bullet

        static func < (left: Style, right: Style) -> Bool { left.rawValue < right.rawValue }
    }

    /// Its kind.
    var style: Style
    /// Its number from 1; 0 for dashes and bullets.
    var value: Int
    /// Its length in bytes, closing punctuation included.
    var length: Int

    /// The numbering that starts at `start`; nil where there is none, or nothing follows it before `end`.
    init?(_ bytes: [UInt8], at start: Int, end: Int) {
        guard start < end else { return nil }
        var cursor = Cursor(bytes, start, end)
        guard let (style, value) = Numbering.read(&cursor) else { return nil }
        // A lone number is a page number or a table cell, not a heading.
        guard cursor.place < end || style == .part || style == .chapter || style == .section else { return nil }
        self.style = style
        self.value = value
        length = cursor.place - start
    }

    private static func read(_ cursor: inout Cursor) -> (Style, Int)? {
        guard let character = cursor.peek() else { return nil }
        switch character {
        case "第": return ordinal(&cursor)
        case "（", "(": return bracketed(&cursor)
        case "—", "―", "─", "–", "－", "-": return dash(&cursor)
        case "0"..."9": return arabic(&cursor)
        case "I", "V", "X", "\u{2160}"..."\u{216B}": return roman(&cursor) ?? latin(&cursor)
        case "a"..."z", "A"..."Z": return latin(&cursor)
        case "\u{2460}"..."\u{2473}":
            cursor.advance()
            cursor.skip("、", ".", "．")
            return (.circled, Int(character.value - 0x245F))
        case "\u{2474}"..."\u{2487}":
            cursor.advance()
            return (.arabicBracketed, Int(character.value - 0x2473))
        case "\u{2488}"..."\u{249B}":
            cursor.advance()
            return (.arabic, Int(character.value - 0x2487))
        case "\u{3220}"..."\u{3229}":
            cursor.advance()
            cursor.skip("、", ".")
            return (.chineseBracketed, Int(character.value - 0x321F))
        case "任", "行", "工", "举", "项", "专": return named(&cursor)
        case _ where bullets.contains(character) || (character.value >= 0xE000 && character.value <= 0xF8FF):
            cursor.advance()
            return (.bullet, 0)
        default: return chinese(&cursor)
        }
    }

    /// 第一章, 第二节, 第3条, 第一部分, 第一，
    private static func ordinal(_ cursor: inout Cursor) -> (Style, Int)? {
        cursor.advance()
        guard let value = cursor.chineseNumber() ?? cursor.arabicNumber() else { return nil }
        for (word, style) in ordinals where cursor.skip(word: word) {
            cursor.skip("：", ":", "、", ".")
            return (style, value)
        }
        return cursor.skip("，", "、", "：", ",", ":") ? (.point, value) : nil
    }

    /// （一） （1） (a)
    private static func bracketed(_ cursor: inout Cursor) -> (Style, Int)? {
        cursor.advance()
        let style: Style
        let value: Int
        if let number = cursor.chineseNumber() {
            (style, value) = (.chineseBracketed, number)
        } else if let number = cursor.arabicNumber(), number < 1000 {
            (style, value) = (.arabicBracketed, number)
        } else if let letter = cursor.peek(), letter.value < 0x80, UInt8(letter.value).isASCIILetter {
            cursor.advance()
            (style, value) = (.latin, Int(UInt8(letter.value) | 0x20) - 0x60)
        } else {
            return nil
        }
        guard cursor.skip("）", ")") else { return nil }
        cursor.skip("、", ".", "．")
        return (style, value)
    }

    /// ——, --
    private static func dash(_ cursor: inout Cursor) -> (Style, Int)? {
        var length = 0
        var isASCII = true
        while let character = cursor.peek(), dashes.contains(character) {
            if character != "-" { isASCII = false }
            cursor.advance()
            length += 1
        }
        // A single hyphen may be a minus sign, a row of them is a rule.
        guard length <= 4, !isASCII || length > 1, let next = cursor.peek(), !("0"..."9").contains(next) else {
            return nil
        }
        return (.dash, 0)
    }

    /// 1. 1、 1） 1.1 1.1.1
    private static func arabic(_ cursor: inout Cursor) -> (Style, Int)? {
        guard let value = cursor.arabicNumber(), value < 1000, let next = cursor.peek() else { return nil }
        switch next {
        case "、":
            cursor.advance()
            // 1、2号楼 is a list, not a numbering.
            if let following = cursor.peek(), ("0"..."9").contains(following), !cursor.startsWithYear() { return nil }
            return (.arabic, value)
        case "）", ")":
            cursor.advance()
            return (.arabicHalfBracketed, value)
        case ".":
            cursor.advance()
            guard let following = cursor.peek(), ("0"..."9").contains(following), !cursor.startsWithYear(),
                !cursor.startsWithWholeCount()
            else {
                cursor.skip("、")
                return (.arabic, value)
            }
            return decimal(&cursor)
        default: return nil
        }
    }

    /// The rest of 1.1 or 1.1.1 after its first full stop.
    private static func decimal(_ cursor: inout Cursor) -> (Style, Int)? {
        var depth = 1
        var last = 0
        while let number = cursor.arabicNumber() {
            guard number < 100 else { return nil }
            last = number
            depth += 1
            guard cursor.skip(".") else { break }
        }
        guard let next = cursor.peek() else { return nil }
        if cursor.skip("、") { return (depth > 2 ? .deepDecimal : .decimal, last) }
        // 1.5亿元, 3.2% are values: a numbering is followed by a word that is no unit.
        guard next.value >= 0x2000, !"万亿个所人名元个次倍平公米千百％年月".unicodeScalars.contains(next) else { return nil }
        return (depth > 2 ? .deepDecimal : .decimal, last)
    }

    private static func roman(_ cursor: inout Cursor) -> (Style, Int)? {
        var trial = cursor
        var value = 0
        if let character = trial.peek(), character.value >= 0x2160 {
            value = Int(character.value - 0x215F)
            trial.advance()
        } else {
            var previous = 0
            while let character = trial.peek(), let digit = romanDigits[character] {
                value += digit > previous ? digit - 2 * previous : digit
                previous = digit
                trial.advance()
            }
        }
        guard value > 0, value < 40, trial.skip(".", "、") else { return nil }
        cursor = trial
        return (.roman, value)
    }

    private static func latin(_ cursor: inout Cursor) -> (Style, Int)? {
        guard let letter = cursor.peek() else { return nil }
        cursor.advance()
        guard cursor.skip(".", "、", "）", ")"), let next = cursor.peek(), next.value >= 0x2000 else { return nil }
        return (.latin, Int(UInt8(truncatingIfNeeded: letter.value) | 0x20) - 0x60)
    }

    /// 任务一：, 行动2、
    private static func named(_ cursor: inout Cursor) -> (Style, Int)? {
        if cursor.skip(word: "专栏") {
            guard let value = cursor.chineseNumber() ?? cursor.arabicNumber() else { return nil }
            cursor.skip("：", ":", "、", ".")
            return (.named, value)
        }
        guard names.contains(where: { cursor.skip(word: $0) }) else { return nil }
        guard let value = cursor.chineseNumber() ?? cursor.arabicNumber() else { return nil }
        return cursor.skip("：", ":", "、", ".", "．") ? (.named, value) : nil
    }

    /// 一、 一是 一要
    private static func chinese(_ cursor: inout Cursor) -> (Style, Int)? {
        guard let value = cursor.chineseNumber() else { return nil }
        if cursor.skip("、", ".", "．") {
            // 三、四年级 is a list of grades.
            if let next = cursor.peek(), "四五六七八九十".unicodeScalars.contains(next), value > 2 { return nil }
            return (.chinese, value)
        }
        return cursor.skip("是", "要") ? (.point, value) : nil
    }

    private static let dashes: Set<Unicode.Scalar> = ["—", "―", "─", "–", "－", "-"]
    private static let bullets: Set<Unicode.Scalar> = [
        "●", "○", "◆", "◇", "■", "□", "▲", "△", "★", "☆", "•", "·", "➢", "➤", "✓", "✔", "▶", "►", "※", "▪", "◎", "⚫",
        "*",
    ]
    private static let romanDigits: [Unicode.Scalar: Int] = ["I": 1, "V": 5, "X": 10]
    private static let ordinals: [(String, Style)] = [
        ("部分", .part), ("篇", .volume), ("章", .chapter), ("节", .section), ("条", .article),
    ]
    private static let names = ["任务", "行动", "工程", "举措", "项目", "专项"]
}
