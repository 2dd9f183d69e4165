import Monitoring
import Store

/// A dispatch meeting 调度会 over the projects of a list.
public struct ProjectMeeting: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The day it was held.
    public let day: Day
    /// Who was in the chair, and who else was present.
    public let chair: String, present: String
}

/// What a meeting decided for a project.
public struct ProjectDecision: Identifiable, Hashable, Sendable, Codable {
    /// Its row, and the rows of its meeting and its project.
    public let id: Int64, meeting: Int64, project: Int64
    /// The day of the meeting.
    public let held: Day
    /// The project's number and name.
    public let number: Int, name: String
    /// What is to be done.
    public let text: String
    /// The office that does it, and its name.
    public let office: OfficeID?, officeName: String?
    /// The day by which it is to be done.
    public let due: Day
    /// The day it was done; nil while it is open.
    public let closed: Day?
    /// How it came out; empty while it is open.
    public let outcome: String

    /// Where it stands on a day.
    public func state(on day: Day) -> State { closed != nil ? .closed : due < day ? .overdue : .open }

    /// Where a decision stands.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// To be done, the day not over.
        case open
        /// Not done, and the day is over.
        case overdue
        /// Done.
        case closed
    }
}

/// What somebody gives for a decision.
public struct DecisionDetails: Hashable, Sendable {
    /// The project, of the meeting's list.
    public var project: Int64
    /// What is to be done.
    public var text: String
    /// The office that does it.
    public var office: OfficeID?
    /// The day by which it is to be done, not before the meeting.
    public var due: Day

    /// A decision.
    public init(project: Int64, text: String, office: OfficeID? = nil, due: Day) {
        self.project = project
        self.text = text
        self.office = office
        self.due = due
    }
}
