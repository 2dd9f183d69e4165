import Monitoring
import Store

/// What somebody tells of a problem.
public struct ProblemDetails: Hashable, Sendable {
    /// What is wrong.
    public var text = ""
    /// How grave it is.
    public var gravity = ProblemGravity.minor
    /// The office that has to solve it.
    public var office: OfficeID?
    /// The day by which it wants to be solved.
    public var due: Day?

    /// Nothing yet.
    public init() {}
}

/// Where a problem was found.
public enum ProblemSource: Hashable, Sendable {
    /// At a visit.
    case visit(Int64)
    /// By the research of a topic.
    case topic(Int64)
}

/// A problem that was found, with what became of it.
public struct ResearchProblem: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// What was told of it.
    public let details: ProblemDetails
    /// Where it was found.
    public let source: ProblemSource
    /// The duty or topic behind it.
    public let subject: ResearchSubject
    /// The name of the object visited, or the topic's title.
    public let subjectName: String
    /// The leader of the duty or topic.
    public let leader: ResearchLeader
    /// The office of the topic that it was found for; nil at a duty.
    public let topicOffice: OfficeID?
    /// The responsible office's name.
    public let officeName: String?
    /// The day it was found.
    public let found: Day
    /// How far it is.
    public let state: ProblemState
    /// What the office says; empty before.
    public let answer: String
    /// The day of the answer.
    public let answered: Day?
    /// The day that it was said to be solved.
    public let solved: Day?
    /// The visit that confirmed it.
    public let confirmedBy: Int64?
    /// The task that it became.
    public let task: ProblemTask?

    /// Where it stands on a day.
    public func standing(on day: Day) -> ProblemStanding { ProblemStanding(state, due: details.due, on: day) }
}

/// The task that a problem became.
public struct ProblemTask: Hashable, Sendable {
    /// The task's public key, which stays.
    public let key: String
    /// Its row; nil where the task was taken away in the review.
    public let id: Int64?
    /// Its title.
    public let title: String
    /// Its plan.
    public let plan: Int64?
    /// Whether it is in the ledger; false where it was found to be no task.
    public let isInLedger: Bool
    /// How far it is at work.
    public let state: WorkState
}

/// A step of a problem.
public enum ProblemMove: Hashable, Sendable {
    /// The office says what it will do.
    case answer(String)
    /// The office says that it is solved, and how.
    case solve(String)
    /// A later visit saw that it is solved.
    case confirm(visit: Int64)
    /// It is not solved after all, and why.
    case reopen(String)

    /// A stable name for forms, history and string keys.
    public var name: String {
        switch self {
        case .answer: "answer"
        case .solve: "solve"
        case .confirm: "confirm"
        case .reopen: "reopen"
        }
    }

    /// The states that it is possible in.
    public var from: Set<ProblemState> {
        switch self {
        case .answer, .solve: [.open, .answered]
        case .confirm: [.solved]
        case .reopen: [.solved, .confirmed]
        }
    }
}

/// Which problems are wanted. What is nil or empty does not narrow.
public struct ProblemFilter: Hashable, Sendable {
    /// In one of these states.
    public var states: Set<ProblemState> = []
    /// With this light on the day of the list.
    public var light: Light?
    /// Of this responsible office.
    public var office: OfficeID?
    /// With (true) or without (false) a responsible office.
    public var hasOffice: Bool?
    /// Found in the terms of this year.
    public var year: Int?
    /// Of this leader, by name.
    public var leader = ""
    /// At least so grave.
    public var gravity: ProblemGravity?
    /// Turned into a task (true) or not (false).
    public var hasTask: Bool?
    /// Found for this duty or topic.
    public var subject: ResearchSubject?
    /// These words stand in it, its answer or its object.
    public var text = ""

    /// All problems.
    public init() {}
}

/// The order of a list of problems.
public enum ProblemOrder: String, CaseIterable, Hashable, Sendable {
    /// The worst light first, then what is due first.
    case light
    /// Due first; without a day last.
    case due
    /// Latest found first.
    case found
    /// Gravest first.
    case gravity
    /// By responsible office.
    case office
}
