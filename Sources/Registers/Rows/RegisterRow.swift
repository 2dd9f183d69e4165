import Catalog
import Monitoring

/// A row of a register as it is read: values by field, in the forms in which they are written again.
public struct RegisterRow: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The audit entry that made this version.
    public let since: Int64
    /// The audit entry that ended it; nil for the version in force.
    public let until: Int64?
    /// Its organisation; its own row for organisations.
    public let owner: Int64
    /// Its state; nil for registers without flow.
    public let state: String?
    /// The values of the fields that are not empty.
    public let values: [String: FieldValue]
    /// Whether personal values are masked here.
    public let isMasked: Bool

    /// The value of a field.
    public subscript(field: String) -> FieldValue? { values[field] }
}

/// A value of a field.
public enum FieldValue: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case real(Double)
    case flag(Bool)
    /// A day `yyyy-MM-dd`.
    case day(String)
    /// 分.
    case money(Int64)
    /// A code of a list.
    case code(String)
    /// Another row: its number, and the key and name by which people know it, where it is there.
    case row(Int64, key: String, label: String)
    /// Longitude and latitude.
    case point(Double, Double)
    /// A personal value that is not shown: what is left of it.
    case masked(String)

    /// As it would be typed into a cell, so that an export is a valid import. Masked values give nothing.
    public var written: String {
        switch self {
        case .text(let text), .day(let text), .code(let text): text
        case .integer(let number): String(number)
        case .real(let number): Self.plain(number)
        case .flag(let flag): flag ? "是" : "否"
        case .money(let fen): Self.yuan(fen)
        case .row(_, let key, _): key
        case .point(let longitude, let latitude): "\(Self.plain(longitude)),\(Self.plain(latitude))"
        case .masked: ""
        }
    }

    /// The shortest decimal form that reads back as the same number, without `.0`.
    static func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
    }

    static func yuan(_ fen: Int64) -> String {
        let sign = fen < 0 ? "-" : ""
        let (yuan, rest) = fen.magnitude.quotientAndRemainder(dividingBy: 100)
        guard rest > 0 else { return "\(sign)\(yuan)" }
        return "\(sign)\(yuan)." + (rest < 10 ? "0" : "") + "\(rest)"
    }
}

/// What is left of a personal value for those who may not see it.
enum Mask {
    /// The first character and the last, or the first alone, with stars for the rest.
    static func masked(_ text: String, _ type: FieldType) -> String {
        let characters = Array(text)
        switch type {
        case .person: return String(characters.prefix(1)) + String(repeating: "＊", count: max(1, characters.count - 1))
        case .idNumber: return String(characters.prefix(3)) + "＊＊＊＊" + String(characters.suffix(1))
        case .phone: return String(characters.prefix(3)) + "＊＊＊＊" + String(characters.suffix(2))
        default: return "＊＊＊"
        }
    }
}
