import Localisation

/// What can go wrong with research topics, contact duties, visits and problems.
public enum ResearchError: Error, Hashable {
    /// There is no such topic.
    case noTopic
    /// There is no such suggestion.
    case noSuggestion
    /// There is no such duty.
    case noDuty
    /// There is no such visit.
    case noVisit
    /// There is no such problem.
    case noProblem
    /// There is no such file.
    case noFile
    /// There is no such school, area or account.
    case noObject
    /// Something has to be filled in.
    case missing(ResearchField)
    /// Words are longer than is taken; characters.
    case tooLong(ResearchField, limit: Int)
    /// The report is due before the topic starts.
    case dueBeforeStart
    /// The visit is of a day to come.
    case visitAhead
    /// The year or the number of visits is out of range.
    case badNumber(ResearchField)
    /// The leader has this object in this year already.
    case dutyTaken(leader: String)
    /// Visits hang on the duty: it stays.
    case dutyHasVisits(count: Int)
    /// Somebody else was quicker, or the page is old: the state does not take the step.
    case wrongState
    /// A confirmation needs a visit to the same object or for the same topic, not before the solution.
    case badConfirmation
    /// The plan is not open: tasks go to open plans only.
    case planNotOpen
    /// The problem is a task already.
    case isTask
    /// The problem is no task.
    case isNoTask
}

extension ResearchError {
    /// Whether it says that there is no such thing.
    public var isAbsence: Bool {
        switch self {
        case .noTopic, .noSuggestion, .noDuty, .noVisit, .noProblem, .noFile: true
        default: false
        }
    }
}

/// A field that is named in an error.
public enum ResearchField: String, CaseIterable, Hashable, Sendable {
    case title, question, method, leader, object, year, perTerm, place, people, seen, text, answer, reason, findings
}

extension ResearchError: Explained {
    /// The key of its words in `Strings/research.json`.
    public var messageKey: String {
        switch self {
        case .noTopic: "research.error.noTopic"
        case .noSuggestion: "research.error.noSuggestion"
        case .noDuty: "research.error.noDuty"
        case .noVisit: "research.error.noVisit"
        case .noProblem: "research.error.noProblem"
        case .noFile: "research.error.noFile"
        case .noObject: "research.error.noObject"
        case .missing(let field): "research.error.missing.\(field.rawValue)"
        case .tooLong: "research.error.tooLong"
        case .dueBeforeStart: "research.error.dueBeforeStart"
        case .visitAhead: "research.error.visitAhead"
        case .badNumber(let field): "research.error.badNumber.\(field.rawValue)"
        case .dutyTaken: "research.error.dutyTaken"
        case .dutyHasVisits: "research.error.dutyHasVisits"
        case .wrongState: "research.error.wrongState"
        case .badConfirmation: "research.error.badConfirmation"
        case .planNotOpen: "research.error.planNotOpen"
        case .isTask: "research.error.isTask"
        case .isNoTask: "research.error.isNoTask"
        }
    }

    /// What is filled into them.
    public var messageArguments: [String: String] {
        switch self {
        case .tooLong(_, let limit): ["limit": "\(limit)"]
        case .dutyTaken(let leader): ["leader": leader]
        case .dutyHasVisits(let count): ["count": "\(count)"]
        default: [:]
        }
    }
}
