import Foundation
import Monitoring

/// What a visit or a problem belongs to.
public enum ResearchSubject: Hashable, Sendable {
    /// A contact duty.
    case duty(Int64)
    /// A research topic.
    case topic(Int64)
}

/// What somebody tells of a visit.
public struct VisitDetails: Hashable, Sendable {
    /// The duty or topic that it was made for.
    public var subject: ResearchSubject
    /// The day; not one to come.
    public var day: Day
    /// Where.
    public var place = ""
    /// Who took part.
    public var people = ""
    /// What was seen and heard.
    public var seen = ""

    /// A visit on a day.
    public init(_ subject: ResearchSubject, day: Day) {
        self.subject = subject
        self.day = day
    }
}

/// A visit 走访 that was made.
public struct ResearchVisit: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// What was told of it.
    public let details: VisitDetails
    /// The leader of its duty or topic.
    public let leader: ResearchLeader
    /// The office of its topic; nil for a visit of a duty.
    public let office: Int64?
    /// The name of the object or the title of the topic.
    public let subjectName: String
    /// Who wrote it down; nil for a programme.
    public let byName: String?
    /// Its files.
    public let files: [ResearchFile]
    /// How many problems were found at it.
    public let problemCount: Int
}

/// A file of a visit.
public struct ResearchFile: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The file among the store's.
    public let file: NewEvidence
}

/// Which visits are wanted. What is nil or empty does not narrow.
public struct VisitFilter: Hashable, Sendable {
    /// Of this duty or topic.
    public var subject: ResearchSubject?
    /// Of the duties and topics of this leader, by name.
    public var leader = ""
    /// On this day or later.
    public var from: Day?
    /// On this day or earlier.
    public var until: Day?
    /// These words stand in place, people or what was seen.
    public var text = ""

    /// All visits.
    public init() {}
}
