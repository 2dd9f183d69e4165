import Localisation

/// What is wrong with the schools or applicants of a round.
public enum MarketError: Error, Hashable, Explained {
    /// A school is there twice.
    case duplicateSchool(String)
    /// A number of places that cannot be.
    case capacity(school: String, found: Int)
    /// Reserved places that are more than the school has.
    case reserves(school: String, capacity: Int)
    /// More groups of places than a school may have.
    case groups(school: String, limit: Int)
    /// More kinds of reserved places than are taken.
    case kinds(limit: Int)
    /// An application number that is empty or too long, or not fit to be published.
    case number(String)
    /// A school's code or the name of a kind that is not fit for a published text.
    case code(String)
    /// An application number is there twice.
    case duplicateApplicant(String)
    /// More applicants than are taken.
    case tooMany(limit: Int)
    /// A list names a school that is not in the round.
    case unknownSchool(String, applicant: String)
    /// A list names a school twice.
    case duplicateChoice(String, applicant: String)
    /// A list is too long.
    case tooManyChoices(applicant: String, limit: Int)
    /// A class that cannot be.
    case priorityClass(applicant: String, found: Int)
    /// A number of places needed that cannot be.
    case seats(applicant: String, found: Int)
    /// What looks like an identity number stands where an application number should.
    case identityNumber(row: Int)

    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch self {
        case .duplicateSchool: "admissions.error.duplicate-school"
        case .capacity: "admissions.error.capacity"
        case .reserves: "admissions.error.reserves"
        case .groups: "admissions.error.groups"
        case .kinds: "admissions.error.kinds"
        case .number: "admissions.error.number"
        case .code: "admissions.error.code"
        case .duplicateApplicant: "admissions.error.duplicate-applicant"
        case .tooMany: "admissions.error.too-many"
        case .unknownSchool: "admissions.error.unknown-school"
        case .duplicateChoice: "admissions.error.duplicate-choice"
        case .tooManyChoices: "admissions.error.too-many-choices"
        case .priorityClass: "admissions.error.class"
        case .seats: "admissions.error.seats"
        case .identityNumber: "admissions.error.identity-number"
        }
    }

    /// What is filled into the message.
    public var messageArguments: [String: String] {
        switch self {
        case .duplicateSchool(let school): ["school": school]
        case .capacity(let school, let found): ["school": school, "found": "\(found)"]
        case .reserves(let school, let capacity): ["school": school, "capacity": "\(capacity)"]
        case .groups(let school, let limit): ["school": school, "limit": "\(limit)"]
        case .kinds(let limit), .tooMany(let limit): ["limit": "\(limit)"]
        case .number(let number), .duplicateApplicant(let number): ["number": number]
        case .code(let code): ["code": code]
        case .unknownSchool(let school, let applicant), .duplicateChoice(let school, let applicant):
            ["school": school, "number": applicant]
        case .tooManyChoices(let applicant, let limit): ["number": applicant, "limit": "\(limit)"]
        case .priorityClass(let applicant, let found):
            ["number": applicant, "found": "\(found)", "most": "\(Market.highestClass)"]
        case .seats(let applicant, let found):
            ["number": applicant, "found": "\(found)", "most": "\(Market.mostSeatsTogether)"]
        case .identityNumber(let row): ["row": "\(row)"]
        }
    }
}
