import Foundation
import Localisation
import Monitoring
import Store

/// A list of livelihood projects 民心工程, or of 我为群众办实事, of a year.
public struct ProjectList: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// Its name.
    public let name: String
    /// Its year.
    public let year: Int
    /// Its projects, by number.
    public let projects: [Project]
}

/// A livelihood project with its schedule.
public struct Project: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// Its list.
    public let list: Int64
    /// What somebody gave for it.
    public let details: ProjectDetails
    /// Its stages with their latest days.
    public let stages: [BackSchedule.Stage]
    /// How much of the budget is paid, in 万元.
    public let paid: Double
    /// How much is done by the last report, 0–100.
    public let percent: Int
    /// The day of the last report.
    public let lastReport: Day?
    /// Its issues.
    public let issues: [ProjectIssue]

    /// What the light is judged by.
    public var facts: ProjectFacts {
        ProjectFacts(
            stages: stages, lastReport: lastReport, openIssues: issues.filter { $0.resolved == nil }.map(\.raised))
    }
}

/// What somebody gives for a project.
public struct ProjectDetails: Hashable, Sendable {
    /// Its number in the list, from 1.
    public var number: Int
    /// Its name, and what will be there when it is done.
    public var name: String, content: String
    /// What kind of stages it has.
    public var template: ProjectTemplate
    /// The office that answers for it.
    public var office: OfficeID?
    /// The day on which it has to be there.
    public var completion: Day
    /// The budget, in 万元.
    public var budget: Double

    /// A project.
    public init(
        number: Int, name: String, content: String = "", template: ProjectTemplate, office: OfficeID? = nil,
        completion: Day, budget: Double = 0
    ) {
        self.number = number
        self.name = name
        self.content = content
        self.template = template
        self.office = office
        self.completion = completion
        self.budget = budget
    }
}

/// Something that holds a project up: money, land, approval.
public struct ProjectIssue: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The day it was raised.
    public let raised: Day
    /// What it is.
    public let text: String
    /// The day it was solved.
    public let resolved: Day?
}

/// Something that was done with a project.
public struct ProjectEvent: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// `report`, `stage`, `issue`, `resolve`, `reschedule`, `link`, `unlink`.
    public let kind: String
    /// The day in China.
    public let day: Day
    /// The displayed name of who did it; nil for a programme.
    public let byName: String?
    /// Its words.
    public let text: String
    /// How much was done, in a report.
    public let percent: Int?
    /// Files that came with it.
    public let files: [ProjectFile]
}

/// A file of a project.
public struct ProjectFile: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// SHA-256 of its bytes.
    public let digest: String
    /// Its name, media type and bytes.
    public let name: String, type: String
    /// Bytes.
    public let size: Int
}

/// The monthly statement of a list: frozen figures, later published.
public struct ProjectStatement: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The list.
    public let list: Int64
    /// The month, `yyyy-MM`.
    public let month: String
    /// 1 for the first of the month; a corrected statement is the next.
    public let version: Int
    /// When it was frozen.
    public let frozenAt: Date
    /// When it was published; nil while it is not.
    public let publishedAt: Date?
    /// Why it was withdrawn; nil while it stands.
    public let withdrawn: String?
    /// What it says.
    public let body: StatementBody
    /// SHA-256 of what it says.
    public let digest: String
    /// What was decided for the projects: in its month, and earlier where it was still open. Not for everybody.
    public let annex: [ProjectDecision]

    /// Whether everybody may read it.
    public var isPublic: Bool { publishedAt != nil && withdrawn == nil }
}

/// What a statement says: nothing of persons, nothing internal.
public struct StatementBody: Hashable, Sendable, Codable {
    /// The list's name.
    public var name: String
    /// As of the end of this day.
    public var day: Day
    /// The projects.
    public var projects: [Line]

    /// A project in it.
    public struct Line: Hashable, Sendable, Codable {
        /// Number, name, content.
        public var number: Int, name: String, content: String
        /// The office that answers for it.
        public var office: String
        /// The day it has to be there.
        public var completion: Day
        /// How much is done, 0–100.
        public var percent: Int
        /// The stage that it is in, as `StageName` stores it; empty when all are done.
        public var stage: String
        /// Its light.
        public var light: Light
    }
}

/// What can go wrong with a project.
public enum ProjectError: Error, Hashable, Explained {
    /// There is no such list, project, stage, issue or statement.
    case notFound
    /// A name is empty or too long.
    case badName
    /// A year, number, day, amount or share is out of range.
    case badValue
    /// A list, or a number in it, is there already.
    case taken(name: String)
    /// Words are missing.
    case textMissing
    /// A stage that is done, or whose stages before are not.
    case stageOrder
    /// A meeting that is to come, or whose decision is due before it.
    case badMeetingDay
    /// A decision that is closed already, or open already.
    case wrongDecision
    /// The month is to come, or has no project.
    case badMonth
    /// The statement is published, or withdrawn.
    case wrongStatement

    /// The key of its words.
    public var messageKey: String {
        switch self {
        case .notFound: "projects.error.notFound"
        case .badName: "projects.error.badName"
        case .badValue: "projects.error.badValue"
        case .taken: "projects.error.taken"
        case .textMissing: "projects.error.textMissing"
        case .stageOrder: "projects.error.stageOrder"
        case .badMeetingDay: "projects.error.badMeetingDay"
        case .wrongDecision: "projects.error.wrongDecision"
        case .badMonth: "projects.error.badMonth"
        case .wrongStatement: "projects.error.wrongStatement"
        }
    }

    /// What is filled into them.
    public var messageArguments: [String: String] {
        if case .taken(let name) = self { ["name": name] } else { [:] }
    }
}
