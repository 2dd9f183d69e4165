/// JSON as it was written: order of members and digits of numbers are kept.
public indirect enum JSONText: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, digit for digit.
    case number(String)
    /// Words.
    case string(String)
    /// Values in order.
    case array([JSONText])
    /// Members in order; of members of the same name the last one counts.
    case object([Member])

    /// A member of an object.
    public struct Member: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its value.
        public var value: JSONText

        /// A member.
        public init(_ name: String, _ value: JSONText) { (self.name, self.value) = (name, value) }
    }

    /// The member of an object.
    public subscript(name: String) -> JSONText? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    var double: Double? {
        guard case .number(let digits) = self else { return nil }
        return Double(digits)
    }

    /// Words, or a number's digits.
    var words: String? {
        switch self {
        case .string(let words): words.isEmpty ? nil : words
        case .number(let digits): digits
        default: nil
        }
    }

    /// The text, on one line.
    func append(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let digits): text += digits
        case .string(let words): Self.append(words, to: &text)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.append(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                Self.append(member.name, to: &text)
                text += ":"
                member.value.append(to: &text)
            }
            text += "}"
        }
    }

    private static func append(_ words: String, to text: inout String) {
        text += "\""
        for scalar in words.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
