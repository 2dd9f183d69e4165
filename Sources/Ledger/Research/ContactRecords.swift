import Localisation
import Monitoring
import Store

/// A leader's duty to keep in contact with a school, a street or an area 联街包校.
public struct ContactDuty: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The leader's name.
    public let leader: String
    /// The school, street or area.
    public let object: String
    /// The year whose spring and autumn term it is for.
    public let year: Int
    /// Visits required in each term, 1–100.
    public let required: Int
    /// Days of the visits made, in order.
    public let visits: [Day]

    /// How far it is in a term of its year.
    public func fulfilment(_ season: SchoolTerm.Season, on today: Day) -> DutyFulfilment {
        DutyFulfilment(
            term: SchoolTerm(year: year, season: season), required: required, visits: visits, today: today)
    }
}

/// A visit made for a duty.
public struct ContactVisit: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The day.
    public let day: Day
    /// Who took part.
    public let participants: String
    /// What was seen.
    public let seen: String
}

/// A problem found at a visit.
public struct ContactProblem: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The duty that the visit was made for.
    public let duty: Int64
    /// The leader who made the visit.
    public let leader: String
    /// Where it was found.
    public let object: String
    /// When it was found.
    public let found: Day
    /// What is wrong.
    public let text: String
    /// The office that has to solve it.
    public let office: OfficeID
    /// That office's name.
    public let officeName: String
    /// The day to solve it by.
    public let due: Day
    /// How far it is.
    public let state: ProblemState
    /// What the office answered.
    public let answer: String
    /// The task of the ledger that it was turned into.
    public let taskKey: String?
}

/// What can go wrong with contact duties; tells what to enter.
public enum ContactError: Error, Hashable, Explained {
    /// There is no such thing.
    case missing
    /// A text is empty or longer than the limit.
    case text(limit: Int)
    /// Year or number of visits is out of range.
    case number
    /// The leader has this duty in that year already.
    case twice
    /// The day of a visit lies ahead, or outside the duty's two terms.
    case day
    /// The due day lies before the visit.
    case due
    /// The problem is in a state that does not take this, or is a task already.
    case state

    private var name: String {
        switch self {
        case .missing: "missing"
        case .text: "text"
        case .number: "number"
        case .twice: "twice"
        case .day: "day"
        case .due: "due"
        case .state: "state"
        }
    }

    /// The key of its message in the string catalogue.
    public var messageKey: String { "research.error.\(name)" }
    /// What is filled into the message.
    public var messageArguments: [String: String] {
        if case .text(let limit) = self { ["limit": "\(limit)"] } else { [:] }
    }
}
