/// A JSON value (RFC 8259). Numbers keep their digits and objects their order; an object read has each name once.
public indirect enum JSON: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number as it is written.
    case number(String)
    /// Words.
    case string(String)
    /// Values in order.
    case array([JSON])
    /// Names and values in order.
    case object([Member])

    /// A name and a value of an object.
    public struct Member: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value.
        public var value: JSON

        /// A member.
        public init(name: String, value: JSON) { (self.name, self.value) = (name, value) }
    }

    /// The value of a name; nil where it is missing or this is no object.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text; nil for anything else.
    public var text: String? { if case .string(let text) = self { text } else { nil } }
    /// The elements; none for anything else.
    public var elements: [JSON] { if case .array(let elements) = self { elements } else { [] } }
    /// The members; none for anything else.
    public var members: [Member] { if case .object(let members) = self { members } else { [] } }
    /// The whole number; nil for anything else.
    public var integer: Int64? { if case .number(let digits) = self { Int64(digits) } else { nil } }

    /// An object.
    public init(_ members: [(String, JSON)]) { self = .object(members.map { Member(name: $0, value: $1) }) }

    /// A whole number.
    public static func integer(_ number: some BinaryInteger) -> JSON { .number(String(number)) }

    /// A number, without `.0`. JSON has no infinities: they are null.
    public static func real(_ number: Double) -> JSON {
        guard number.isFinite else { return .null }
        return number == number.rounded() && abs(number) < 1e15
            ? .number(String(Int64(number))) : .number(String(number))
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Words.
    public init(stringLiteral value: String) { self = .string(value) }
    /// True or false.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }
    /// An array.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    /// An object.
    public init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }
}
