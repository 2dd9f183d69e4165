/// A register 台账: what the bureau keeps of one kind of thing; one file of the catalogue.
///
/// From it come the table with its history, the list and form pages, the import template, the import, the export, the
/// API resource, the permissions and the page of the data dictionary.
public struct Register: Hashable, Sendable {
    /// Its name: table, address and API resource; singular English noun, snake_case.
    public let name: String
    /// What users call it.
    public let title: Words
    /// What it records, who fills it in, when.
    public let intro: Words?
    /// The domain it belongs to, a folder of the catalogue.
    public let domain: String
    /// The row of the inventory of systems that it serves.
    public let system: String
    /// What its rows are.
    public let kind: RegisterKind
    /// Where the founding documents or standards ask for it.
    public let sources: [String]
    /// The level of the organisation that a row belongs to; nil for the register of organisations itself.
    ///
    /// It gives every row a first, required column of that name, which decides who may see it.
    public let belongsTo: Level?
    /// Whether only named roles may read it, with each reading logged.
    public let isSensitive: Bool
    /// The natural key: two rows of the same key are the same record.
    public let key: [String]
    /// The fields that name a row in a link.
    public let label: [String]
    /// When a row counts.
    public let time: RegisterTime
    /// Its fields in order; the owner's column is not among them.
    public let fields: [Field]
    /// What a row must satisfy.
    public let rules: [RowRule]
    /// The columns that the list page shows.
    public let list: [String]
    /// Groups of fields by which many rows are searched, each an index of the table beside those that every register has.
    public let indexes: [[String]]
    /// How a case moves; nil for registers without flow.
    public let flow: Flow?
    /// The file it was defined in.
    public let place: CatalogPlace

    /// The column that says whose a row is; for the register of organisations, the row itself.
    public var ownerColumn: String { belongsTo?.rawValue ?? "id" }

    /// The field of a name. The owner's column counts as a field of type org.
    public func field(_ name: String) -> Field? {
        if let owner, owner.name == name { return owner }
        return fields.first { $0.name == name }
    }

    /// The owner's column as a field; nil for the register of organisations.
    public var owner: Field? {
        guard let belongsTo else { return nil }
        var field = Field(
            name: belongsTo.rawValue, title: belongsTo.title, type: .organisation(belongsTo), place: place)
        field.isRequired = true
        return field
    }

    /// All fields that a person fills in: the owner's first.
    public var entryFields: [Field] { (owner.map { [$0] } ?? []) + fields }
}

extension Level {
    /// What users call it.
    public var title: Words {
        switch self {
        case .city: Words("市", "City")
        case .district: Words("区县", "District")
        case .area: Words("学区", "School area")
        case .group: Words("集团", "School group")
        case .school: Words("学校", "School")
        case .campus: Words("校区", "Campus")
        case .office: Words("科室", "Office")
        }
    }
}

/// What the rows of a register are.
public enum RegisterKind: String, CaseIterable, Hashable, Sendable {
    /// A thing that lasts: a school, a student.
    case entity
    /// Something that happened on a day.
    case event
    /// A statistic reported per organisation and period.
    case `return`
    /// Something with a flow and deadlines.
    case `case`
}

/// When a row of a register counts.
public enum RegisterTime: Hashable, Sendable {
    /// Always.
    case always
    /// From a day up to, not including, another; without an end if that field is empty.
    case during(start: String, end: String)
    /// On a day.
    case on(String)
    /// In a year: the field holds it.
    case period(String)
}

/// What a row must satisfy: an SQL condition over its columns. A row for which it is false is refused, or noted.
public struct RowRule: Hashable, Sendable {
    /// Its name, unique within the register.
    public let name: String
    /// The condition, in the subset of SQL that both databases share.
    public let check: String
    /// What is told where the condition is false.
    public let says: Words
    /// Whether a row that breaks it is refused; else it is taken and told.
    public let refuses: Bool
    /// Where it was defined.
    public let place: CatalogPlace
}
