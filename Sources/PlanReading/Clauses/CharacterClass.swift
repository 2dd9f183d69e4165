/// What a character is to the reader of clauses. Most characters of a text are `other` and are passed over.
enum CharacterClass: UInt8 {
    case other
    /// 0…9.
    case digit
    /// A character that may start a Chinese numeral: 零 一 两 十 百 万 几 数 半 ….
    case numeral
    /// ，, : ends a clause.
    case comma
    /// 、 : parts the members of a list.
    case listComma
    /// ； ; : ends a statement; what was said of the year still holds.
    case semicolon
    /// 。！？ line ends and tabs: end a sentence.
    case stop
    /// ：: : ends a clause, except between the digits of a ratio.
    case colon
    /// “ ‘ 「 『
    case openQuote
    /// " which opens and closes.
    case straightQuote
    /// 《 〈 <
    case openTitle
    /// （ ( 〔 [ 【
    case openBracket

    /// The class of a character.
    static func of(_ scalar: Unicode.Scalar) -> CharacterClass {
        guard scalar.value < 0x10000 else { return .other }
        return CharacterClass(rawValue: table[Int(scalar.value)]) ?? .other
    }

    /// The classes of the basic plane, one byte a character.
    private static let table: [UInt8] = {
        var table = [UInt8](repeating: other.rawValue, count: 0x10000)
        let members: [(CharacterClass, String)] = [
            (.digit, "0123456789"), (.numeral, "零〇一二三四五六七八九十百千万亿两几数半"), (.comma, "，,"),
            (.listComma, "、"), (.semicolon, "；;"), (.stop, "。！？!?\n\t"), (.colon, "：:"), (.openQuote, "“‘「『"),
            (.straightQuote, "\""), (.openTitle, "《〈<"), (.openBracket, "（(〔[【"),
        ]
        for (kind, characters) in members {
            for scalar in characters.unicodeScalars { table[Int(scalar.value)] = kind.rawValue }
        }
        return table
    }()

    /// The character that closes what `scalar` opens, nil where it opens nothing.
    static func closing(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "“": "”"
        case "‘": "’"
        case "「": "」"
        case "『": "』"
        case "\"": "\""
        case "《": "》"
        case "〈": "〉"
        case "<": ">"
        case "（": "）"
        case "(": ")"
        case "〔": "〕"
        case "[": "]"
        case "【": "】"
        default: nil
        }
    }
}
