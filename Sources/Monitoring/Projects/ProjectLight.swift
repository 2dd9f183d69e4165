import Localisation

/// What is known of a livelihood project when its light is computed.
public struct ProjectFacts: Hashable, Sendable {
    /// Its stages, in order.
    public var stages: [BackSchedule.Stage]
    /// The day of the last report.
    public var lastReport: Day?
    /// The days on which its open issues were raised.
    public var openIssues: [Day]

    /// What is known of a project.
    public init(stages: [BackSchedule.Stage], lastReport: Day? = nil, openIssues: [Day] = []) {
        self.stages = stages
        self.lastReport = lastReport
        self.openIssues = openIssues
    }
}

/// Why a project's light is what it is.
public enum ProjectReason: Hashable, Sendable {
    /// All stages are done 已兑现.
    case delivered
    /// It has no stages yet.
    case unscheduled
    /// A stage's day is over.
    case overdue(stage: StageName, days: Int)
    /// A stage's day is near and nothing was reported lately.
    case dueSoon(stage: StageName, days: Int)
    /// An issue is open for long.
    case stuck(days: Int)
    /// Nothing stands against it.
    case onCourse

    /// The light that this alone gives.
    public var light: Light {
        switch self {
        case .delivered: .blue
        case .unscheduled: .off
        case .overdue: .red
        case .dueSoon, .stuck: .yellow
        case .onCourse: .green
        }
    }
}

extension ProjectReason: Explained {
    /// The key of its words in `Strings/projects.json`.
    public var messageKey: String {
        switch self {
        case .delivered: "projects.reason.delivered"
        case .unscheduled: "projects.reason.unscheduled"
        case .overdue: "projects.reason.overdue"
        case .dueSoon: "projects.reason.dueSoon"
        case .stuck: "projects.reason.stuck"
        case .onCourse: "projects.reason.onCourse"
        }
    }

    /// What is filled into them.
    public var messageArguments: [String: String] { messageArguments(in: .chinese) }

    /// What is filled into them for a reader: the usual stages follow the language.
    public func messageArguments(in language: Language) -> [String: String] {
        switch self {
        case .overdue(let stage, let days), .dueSoon(let stage, let days):
            ["stage": stage.text(in: language), "days": "\(days)"]
        case .stuck(let days): ["days": "\(days)"]
        default: [:]
        }
    }
}

extension LightRule {
    /// An issue may be open so long before it counts.
    public static let issueDays = 30

    /// The light of a project on a day, by the gravest reason; ties go to the earlier stage.
    ///
    /// Worse facts never give a better light: an earlier day, a stage not done, a report less, an issue more.
    public func judge(_ facts: ProjectFacts, on today: Day) -> ProjectReason {
        guard !facts.stages.isEmpty else { return .unscheduled }
        let open = facts.stages.filter { $0.done == nil }
        guard !open.isEmpty else { return .delivered }
        if let late = open.filter({ $0.end < today }).min(by: { $0.end < $1.end }) {
            return .overdue(stage: late.name, days: today - late.end)
        }
        let wasReported = facts.lastReport.map { today - $0 <= warningDays } ?? false
        if !wasReported, let near = open.filter({ $0.end - today <= warningDays }).min(by: { $0.end < $1.end }) {
            return .dueSoon(stage: near.name, days: near.end - today)
        }
        if let oldest = facts.openIssues.min(), today - oldest > Self.issueDays { return .stuck(days: today - oldest) }
        return .onCourse
    }
}
