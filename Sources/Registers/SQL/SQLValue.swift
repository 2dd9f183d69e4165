/// A value that goes into, or comes out of, either database.
///
/// Days are text `yyyy-MM-dd`; yes and no are 1 and 0; 元 are integers of 分.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    /// The integer, nil for anything else.
    public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    /// The number, of an integer too.
    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        default: nil
        }
    }
    /// The text, nil for anything else.
    public var text: String? { if case .text(let value) = self { value } else { nil } }
    /// The bytes, nil for anything else.
    public var bytes: [UInt8]? { if case .blob(let value) = self { value } else { nil } }
    /// Whether there is nothing.
    public var isNull: Bool { self == .null }
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A text, or nothing.
    public init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    /// A whole number, or nothing.
    public init(_ number: Int64?) { self = number.map { .integer($0) } ?? .null }
    /// A number, or nothing.
    public init(_ number: Double?) { self = number.map { .real($0) } ?? .null }
    /// Yes or no as 1 and 0.
    public init(_ flag: Bool) { self = .integer(flag ? 1 : 0) }
}

/// A row of a result: values by position, and by the names of the columns.
public struct SQLRow: Sendable {
    /// The names of the columns, shared by all rows of a result.
    public let names: [String]
    /// The values.
    public let values: [SQLValue]

    /// The value of a position.
    public subscript(index: Int) -> SQLValue { values[index] }
    /// The value of a column; null where there is none of that name.
    public subscript(name: String) -> SQLValue { names.firstIndex(of: name).map { values[$0] } ?? .null }
}
