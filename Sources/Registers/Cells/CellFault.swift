import Catalog
import Localisation

/// Why a cell cannot be taken: what should stand there.
public enum CellExpectation: Hashable, Sendable {
    /// Something: the field is required.
    case something
    /// A whole number.
    case integer
    /// A number with at most so many decimals.
    case number(decimals: Int)
    /// At least this.
    case atLeast(Double)
    /// At most this.
    case atMost(Double)
    /// At least so many characters.
    case longer(Int)
    /// At most so many characters.
    case shorter(Int)
    /// A text of one line without control characters.
    case line
    /// A day.
    case day
    /// A time of day.
    case time
    /// A year.
    case year
    /// Yes or no.
    case flag
    /// A code or name of a code list.
    case code(list: String)
    /// The form that a pattern gives.
    case pattern
    /// A telephone number.
    case phone
    /// An e-mail address.
    case email
    /// Longitude and latitude.
    case point
    /// An ID number that is right: 18 characters with a true day and the right check digit (GB 11643).
    case idNumber(IDNumberState)
    /// The key of a row of a register, or of an organisation.
    case row(of: String)
    /// An organisation that this account may write for.
    case ownOrganisation
    /// A value that no other row has.
    case unique
    /// A row whose key no other row of the file has; the other's number.
    case onlyOnce(row: Int)
    /// What a rule asks for.
    case rule(Words)
    /// A field that is given in a form, not in a table.
    case noTable
}

/// A cell that cannot be taken, by its field and the number of its row.
public struct CellFault: Hashable, Sendable {
    /// The row's number in its source, from 1.
    public let row: Int
    /// The field; empty for the row as a whole.
    public let field: String
    /// What stands there, at most 40 characters of it. Personal values are not repeated.
    public let found: String
    /// What should stand there.
    public let expected: CellExpectation
    /// Whether it only is told, and the row is taken.
    public var isWarning = false

    /// A fault.
    public init(row: Int, field: String, found: String, expected: CellExpectation, isWarning: Bool = false) {
        self.row = row
        self.field = field
        self.found = found
        self.expected = expected
        self.isWarning = isWarning
    }
}

extension CellExpectation: Explained {
    /// The key of its words in `Strings/registers.json`.
    public var messageKey: String {
        switch self {
        case .something: "registers.expected.something"
        case .integer: "registers.expected.integer"
        case .number: "registers.expected.number"
        case .atLeast: "registers.expected.atLeast"
        case .atMost: "registers.expected.atMost"
        case .longer: "registers.expected.longer"
        case .shorter: "registers.expected.shorter"
        case .line: "registers.expected.line"
        case .day: "registers.expected.day"
        case .time: "registers.expected.time"
        case .year: "registers.expected.year"
        case .flag: "registers.expected.flag"
        case .code: "registers.expected.code"
        case .pattern: "registers.expected.pattern"
        case .phone: "registers.expected.phone"
        case .email: "registers.expected.email"
        case .point: "registers.expected.point"
        case .idNumber(let state): "registers.expected.idNumber.\(state.rawValue)"
        case .row: "registers.expected.row"
        case .ownOrganisation: "registers.expected.ownOrganisation"
        case .unique: "registers.expected.unique"
        case .onlyOnce: "registers.expected.onlyOnce"
        case .rule: "registers.expected.rule"
        case .noTable: "registers.expected.noTable"
        }
    }

    /// Bounds and names.
    public var messageArguments: [String: String] {
        switch self {
        case .number(let decimals): ["decimals": String(decimals)]
        case .atLeast(let bound), .atMost(let bound): ["bound": Self.written(bound)]
        case .longer(let count), .shorter(let count): ["count": String(count)]
        case .code(let list): ["list": list]
        case .row(let register): ["register": register]
        case .onlyOnce(let row): ["row": String(row)]
        default: [:]
        }
    }

    /// What should stand there, in words; a rule has its own.
    public func words(_ language: Language) -> String {
        if case .rule(let words) = self { return words.text(language) }
        return message(in: language)
    }

    private static func written(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
    }
}
