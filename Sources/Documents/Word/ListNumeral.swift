/// Writes the number of a list in one of Word's formats (ECMA-376 part 1, 17.18.59).
struct ListNumeral {
    private let format: String

    /// A format by its name in the file, such as `chineseCounting`.
    init(_ format: String) { self.format = format }

    /// The number as the format writes it; in Arabic digits where the format is not known or has no such number.
    func text(_ number: Int) -> String {
        switch format {
        case "none": ""
        case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
            "taiwaneseCountingThousand", "koreanCounting":
            Self.counting(number)
        case "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital":
            Self.digits(number, "〇一二三四五六七八九")
        case "chineseLegalSimplified": Self.counting(number, digits: "零壹贰叁肆伍陆柒捌玖", units: ["", "拾", "佰", "仟"])
        case "decimalFullWidth", "decimalFullWidth2": Self.digits(number, "０１２３４５６７８９")
        case "decimalZero": number < 10 && number >= 0 ? "0\(number)" : "\(number)"
        case "decimalEnclosedCircle", "decimalEnclosedCircleChinese": Self.block(number, first: 0x2460, count: 20)
        case "decimalEnclosedParen": Self.block(number, first: 0x2474, count: 20)
        case "decimalEnclosedFullstop": Self.block(number, first: 0x2488, count: 20)
        case "ideographEnclosedCircle": Self.block(number, first: 0x3280, count: 10)
        case "ideographTraditional": Self.word(number, "甲乙丙丁戊己庚辛壬癸")
        case "ideographZodiac": Self.word(number, "子丑寅卯辰巳午未申酉戌亥")
        case "upperLetter": Self.letters(number, first: 0x41)
        case "lowerLetter": Self.letters(number, first: 0x61)
        case "upperRoman": Self.roman(number)
        case "lowerRoman": Self.roman(number).lowercased()
        default: "\(number)"
        }
    }

    /// 一, 十, 十一, 二十, 一百零五.
    static func counting(
        _ number: Int, digits: String = "零一二三四五六七八九", units: [String] = ["", "十", "百", "千"]
    ) -> String {
        guard (1...9999).contains(number) else { return "\(number)" }
        let figures = Array(digits)
        var result = "", skipped = false
        for (place, unit) in units.enumerated().reversed() {
            let digit = number / [1, 10, 100, 1000][place] % 10
            if digit == 0 {
                skipped = !result.isEmpty
                continue
            }
            if skipped { result.append(figures[0]) }
            skipped = false
            // Ten to nineteen leave their one out.
            if !(place == 1 && digit == 1 && number < 20 && units[1] == "十") { result.append(figures[digit]) }
            result += unit
        }
        return result
    }

    private static func digits(_ number: Int, _ figures: String) -> String {
        let figures = Array(figures)
        return String("\(number)".compactMap { $0.wholeNumberValue.map { figures[$0] } })
    }

    private static func block(_ number: Int, first: UInt32, count: Int) -> String {
        guard (1...count).contains(number), let scalar = Unicode.Scalar(first + UInt32(number) - 1) else {
            return "\(number)"
        }
        return String(Character(scalar))
    }

    private static func word(_ number: Int, _ words: String) -> String {
        let words = Array(words)
        return (1...words.count).contains(number) ? String(words[number - 1]) : "\(number)"
    }

    /// a–z, then aa, bb, … as Word counts.
    private static func letters(_ number: Int, first: UInt32) -> String {
        guard (1...780).contains(number), let scalar = Unicode.Scalar(first + UInt32((number - 1) % 26)) else {
            return "\(number)"
        }
        return String(repeating: String(Character(scalar)), count: (number - 1) / 26 + 1)
    }

    private static func roman(_ number: Int) -> String {
        guard (1...3999).contains(number) else { return "\(number)" }
        let values = [
            (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
            (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
        ]
        var rest = number, result = ""
        for (value, letters) in values {
            while rest >= value {
                result += letters
                rest -= value
            }
        }
        return result
    }
}
