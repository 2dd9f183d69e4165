import Catalog
import Monitoring

/// A cell of a row that a programme makes.
public enum LoadCell: Hashable, Sendable {
    /// Empty.
    case none
    /// A text or a code.
    case text(String)
    /// A whole number, yuan, a year, or the number of a row or organisation.
    case number(Int)
    /// A number.
    case real(Double)
    /// A day.
    case day(Day)
    /// Yes or no.
    case flag(Bool)

    /// As it would be written into a cell.
    public var plain: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Adds it as it would be written into a cell.
    func write(to bytes: inout [UInt8]) {
        switch self {
        case .none: break
        case .text(let text): bytes.append(contentsOf: text.utf8)
        case .number(let number): bytes.append(contentsOf: String(number).utf8)
        case .real(let number): bytes.append(contentsOf: FieldValue.plain(number).utf8)
        case .flag(let flag): bytes.append(UInt8(ascii: flag ? "1" : "0"))
        case .day(let day):
            let (year, month, date) = day.civil
            func put(_ number: Int, _ divisor: Int) {
                bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            }
            for divisor in [1000, 100, 10, 1] { put(year, divisor) }
            bytes.append(UInt8(ascii: "-"))
            put(month, 10)
            put(month, 1)
            bytes.append(UInt8(ascii: "-"))
            put(date, 10)
            put(date, 1)
        }
    }
}

extension LoadCell: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral
{
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A number.
    public init(integerLiteral value: Int) { self = .number(value) }
    /// Yes or no.
    public init(booleanLiteral value: Bool) { self = .flag(value) }
    /// Empty.
    public init(nilLiteral: ()) { self = .none }
}

/// Rows that a programme makes for a register, checked by the same parser as those of files.
///
/// Other rows are named by their numbers. An ID number may be wrong: it is kept with what is known of it.
public struct LoadBatch: Sendable {
    private(set) var rows: RowBatch
    private let parser: RowParser
    /// For each field of the register, the position of its cell; nil where the programme gives none.
    private let positions: [Int?]
    private var scratch: [UInt8] = []
    private var ranges: [Range<Int>] = []

    init(parser: RowParser, fields: [String]) {
        self.parser = parser
        rows = parser.makeBatch()
        positions = parser.register.entryFields.map { fields.firstIndex(of: $0.name) }
    }

    /// How many rows are in it.
    public var count: Int { rows.count }

    /// Adds a row. - Parameters:
    ///   - number: its number among all rows of the register, from 1.
    ///   - cells: a cell for each of the fields that the load names, in their order.
    public mutating func add(number: Int, _ cells: [LoadCell]) {
        scratch.removeAll(keepingCapacity: true)
        ranges.removeAll(keepingCapacity: true)
        for cell in cells {
            let start = scratch.count
            cell.write(to: &scratch)
            ranges.append(start..<scratch.count)
        }
        scratch.withUnsafeBytes { buffer in
            _ = parser.add(number: number, to: &rows) { field in
                positions[field].map { UnsafeRawBufferPointer(rebasing: buffer[ranges[$0]]) }
            }
        }
    }
}
