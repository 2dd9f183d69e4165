import Monitoring
import Store

/// What a leader keeps contact with.
public enum ContactObject: Hashable, Sendable {
    /// A school, by its row.
    case school(Int64)
    /// An area 学区, by its row.
    case area(Int64)
    /// A street or town 街道 by name.
    case street(String)

    /// The kind, for lists: `school`, `area`, `street`.
    public var kind: String {
        switch self {
        case .school: "school"
        case .area: "area"
        case .street: "street"
        }
    }

    /// One text for one object, so that a leader has each once in a year.
    var key: String {
        switch self {
        case .school(let id): "school \(id)"
        case .area(let id): "area \(id)"
        case .street(let name): "street \(name)"
        }
    }
}

/// What somebody gives for a contact duty.
public struct DutyDetails: Hashable, Sendable {
    /// Who visits.
    public var leader: ResearchLeader
    /// What is visited.
    public var object: ContactObject
    /// The year whose spring and autumn terms it is for.
    public var year: Int
    /// Visits required in each of its two terms, 0–100.
    public var perTerm: Int

    /// A duty.
    public init(leader: ResearchLeader, object: ContactObject, year: Int, perTerm: Int) {
        self.leader = leader
        self.object = object
        self.year = year
        self.perTerm = perTerm
    }
}

/// A leader's contact duty 联系包保任务 with the days of its visits.
public struct ContactDuty: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// What was set for it.
    public let details: DutyDetails
    /// The name of the school, area or street.
    public let objectName: String
    /// The days of the visits made, earliest first.
    public let visits: [Day]

    /// The day it was set up; nil for one that was taken over from an earlier ledger.
    public let since: Day?

    /// How far it is fulfilled in each of its two terms; a term that it was set up in asks for a part of the visits.
    public var fulfilments: [DutyFulfilment] {
        SchoolTerm.terms(of: details.year).map {
            DutyFulfilment(
                term: $0, required: DutyFulfilment.required(details.perTerm, in: $0, since: since), visits: visits)
        }
    }
}

/// A duty of an imported list: the object by name or code.
public struct DutyRow: Hashable, Sendable {
    /// The leader's name, or the login of the account.
    public var leader: String
    /// `school`, `area` or `street`; nil takes whichever has the name.
    public var kind: String?
    /// The school's or area's name or code, or the street's name.
    public var object: String
    /// The year whose spring and autumn terms it is for.
    public var year: Int
    /// Visits required in each term.
    public var perTerm: Int

    /// A row.
    public init(leader: String, kind: String? = nil, object: String, year: Int, perTerm: Int) {
        self.leader = leader
        self.kind = kind
        self.object = object
        self.year = year
        self.perTerm = perTerm
    }
}
