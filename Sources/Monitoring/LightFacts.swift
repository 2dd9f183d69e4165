/// What is known of a task when its light is computed.
public struct LightFacts: Hashable, Sendable {
    /// A milestone 里程碑 with its day.
    public struct Step: Hashable, Sendable {
        /// What it is called.
        public var name: String
        /// The day it is due.
        public var due: Day
        /// Whether it was reported done.
        public var isDone: Bool

        /// A milestone.
        public init(name: String, due: Day, isDone: Bool) {
            self.name = name
            self.due = due
            self.isDone = isDone
        }
    }

    /// A target with its path and the latest actual value.
    public struct Aim: Hashable, Sendable {
        /// What is measured.
        public var name: String
        /// Which way it gets better.
        public var direction: Direction
        /// The path; nil where only the value at the end counts.
        public var path: Trajectory?
        /// The value to reach.
        public var target: Double
        /// The day to reach it by; nil for the task's due day.
        public var due: Day?
        /// The latest actual value; nil where none was reported.
        public var actual: Double?
        /// The day that the actual value holds for; nil for today.
        public var actualDay: Day?
        /// Whether it counts whole things: nobody is expected to have a third of a school.
        public var isWhole: Bool

        /// A target.
        public init(
            name: String, direction: Direction, path: Trajectory?, target: Double, due: Day?, actual: Double?,
            actualDay: Day? = nil, isWhole: Bool = false
        ) {
            self.name = name
            self.direction = direction
            self.path = path
            self.target = target
            self.due = due
            self.actual = actual
            self.actualDay = actualDay
            self.isWhole = isWhole
        }
    }

    /// How far the task is.
    public var state: WorkState
    /// The day it was issued.
    public var issued: Day?
    /// The day it is due, extensions counted.
    public var due: Day?
    /// The day it was submitted as done, while nobody has decided on that.
    public var submitted: Day?
    /// The day of the last report.
    public var lastReport: Day?
    /// Milestones.
    public var steps: [Step]
    /// Targets.
    public var aims: [Aim]
    /// The reply days of follow-up orders 督办单 without a reply.
    public var openFollowUps: [Day]

    /// What is known of a task.
    public init(
        state: WorkState, issued: Day? = nil, due: Day? = nil, submitted: Day? = nil, lastReport: Day? = nil,
        steps: [Step] = [], aims: [Aim] = [], openFollowUps: [Day] = []
    ) {
        self.state = state
        self.issued = issued
        self.due = due
        self.submitted = submitted
        self.lastReport = lastReport
        self.steps = steps
        self.aims = aims
        self.openFollowUps = openFollowUps
    }
}

/// Why a light is what it is.
public enum LightReason: Hashable, Sendable {
    /// Verified as done.
    case verified
    /// Not issued yet.
    case notIssued
    /// Set aside for the time being.
    case suspended
    /// Ended before it was done.
    case ended
    /// Submitted as done, waiting to be verified.
    case awaitingVerification
    /// The due day is over, by so many days.
    case overdue(days: Int)
    /// A milestone's day is over, by so many days.
    case stepOverdue(name: String, days: Int)
    /// A follow-up order was not replied to in time, by so many days.
    case replyOverdue(days: Int)
    /// An actual value is further behind its path than the rule tolerates; share of the expected value.
    case farBehind(name: String, actual: Double, expected: Double, shortfall: Double)
    /// An actual value is behind its path.
    case behind(name: String, actual: Double, expected: Double, shortfall: Double)
    /// The due day is so many days away and nothing was reported lately.
    case dueSoon(days: Int)
    /// A milestone is so many days away and nothing was reported lately.
    case stepDueSoon(name: String, days: Int)
    /// A target's day is near or over, or its path began long ago, and it has no actual value.
    case unmeasured(name: String)
    /// Not accepted so many days after it was issued.
    case notAccepted(days: Int)
    /// No report for so many days.
    case quiet(days: Int)
    /// Nothing stands against it.
    case onCourse

    /// The light that this alone gives.
    public var light: Light {
        switch self {
        case .verified: .blue
        case .notIssued, .suspended, .ended: .off
        case .overdue, .stepOverdue, .replyOverdue, .farBehind: .red
        case .behind, .dueSoon, .stepDueSoon, .unmeasured, .notAccepted, .quiet: .yellow
        case .awaitingVerification, .onCourse: .green
        }
    }
}
