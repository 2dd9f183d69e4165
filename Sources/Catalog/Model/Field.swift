/// A field 字段 of a register: what it holds, and what an entry of it must satisfy.
public struct Field: Hashable, Sendable {
    /// Its name in SQL and in the API, snake_case.
    public let name: String
    /// What users call it.
    public let title: Words
    /// What it holds.
    public let type: FieldType
    /// Whether a row must have it.
    public var isRequired = false
    /// Whether no two rows may share a value.
    public var isUnique = false
    /// Whether it tells who a person is: sealed at rest, masked on screen for whoever may not see it.
    public var isPersonal = false
    /// Whether it tells of health, need or hardship: named roles only, each reading logged.
    public var isSensitive = false
    /// Whether it may hold several codes or files.
    public var isMany = false
    /// Whether a personal field can be searched for its exact value, through a keyed digest.
    public var isSearchable = false
    /// Smallest value; for texts the fewest characters.
    public var minimum: Double?
    /// Largest value; for texts the most characters.
    public var maximum: Double?
    /// Decimals that a number may have; 2 where none are given.
    public var decimals = 2
    /// A regular expression that the whole text must match.
    public var pattern: String?
    /// The unit behind a number.
    public var unit: Words?
    /// What to put in.
    public var help: Words?
    /// The published name of the data element (JY/T 1002–1004), such as `XM`.
    public var element: String?
    /// What a new row has, as it would be typed.
    public var preset: String?
    /// For an ID number: which other fields it must agree with.
    public var agreement: IDNumberAgreement?
    /// Where it was defined.
    public let place: CatalogPlace
}

/// The fields that an ID number 公民身份号码 must agree with (GB 11643: birth day and sex are part of the number).
public struct IDNumberAgreement: Hashable, Sendable {
    /// The field of the birth date; nil for none.
    public let birth: String?
    /// The field of the sex code (GB/T 2261.1); nil for none.
    public let sex: String?
    /// The field that says what kind of document the number is of; nil where it is always the ID card.
    public let kind: String?
    /// The codes of `kind` that mean a number after GB 11643.
    public let kinds: Set<String>
}

/// What a field holds.
public enum FieldType: Hashable, Sendable {
    /// A line of text.
    case text
    /// Several lines of text.
    case note
    /// A whole number.
    case integer
    /// A number with decimals.
    case decimal
    /// 元, kept in 分.
    case money
    /// A share in percent, 0…100 unless bounds say otherwise.
    case percent
    /// A day.
    case date
    /// A time of day.
    case time
    /// Yes or no.
    case bool
    /// A calendar year or the year in which a school year begins.
    case year
    /// A code of a code list.
    case code(String)
    /// A row of another register.
    case reference(String)
    /// An organisation, of a level if given.
    case organisation(Level?)
    /// A person's name.
    case person
    /// A telephone number.
    case phone
    /// An ID number (公民身份号码, GB 11643).
    case idNumber
    /// An e-mail address.
    case email
    /// A file.
    case file
    /// Longitude and latitude in degrees, GCJ-02.
    case point

    /// The names in the catalogue's files.
    public static let names = [
        "text", "note", "integer", "decimal", "money", "percent", "date", "time", "bool", "year", "code", "ref", "org",
        "person", "phone", "id_number", "email", "file", "point",
    ]

    /// Its name in the catalogue's files.
    public var name: String {
        switch self {
        case .text: "text"
        case .note: "note"
        case .integer: "integer"
        case .decimal: "decimal"
        case .money: "money"
        case .percent: "percent"
        case .date: "date"
        case .time: "time"
        case .bool: "bool"
        case .year: "year"
        case .code: "code"
        case .reference: "ref"
        case .organisation: "org"
        case .person: "person"
        case .phone: "phone"
        case .idNumber: "id_number"
        case .email: "email"
        case .file: "file"
        case .point: "point"
        }
    }

    /// Whether it is a number that can be added and compared.
    public var isNumber: Bool {
        switch self {
        case .integer, .decimal, .money, .percent, .year: true
        default: false
        }
    }

    /// Whether its values are text that is kept as typed.
    public var isText: Bool {
        switch self {
        case .text, .note, .person, .phone, .idNumber, .email: true
        default: false
        }
    }
}
