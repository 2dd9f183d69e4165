import Foundation
import Monitoring
import PlanModel

/// Where a task at work stands: what follows from its events, one after the other.
public struct WorkRecord: Hashable, Sendable {
    /// The task.
    public let task: Int64
    /// How far it is.
    public internal(set) var state = WorkState.draft
    /// The state in which it was suspended.
    var beforeSuspension: WorkState?
    /// The day it was issued 交办, last.
    public internal(set) var issued: Day?
    /// The day its office accepted it 签收.
    public internal(set) var accepted: Day?
    /// The day it was submitted as done 提交办结, as long as that stands.
    public internal(set) var submitted: Day?
    /// The day it was verified 办结 or ended 终止.
    public internal(set) var closed: Day?
    /// The due day that the bureau set when it issued the task or gave it more time; nil where the plan's holds.
    public internal(set) var due: Day?
    /// The day that the office asked more time until; nil where no question is open.
    public internal(set) var askedDue: Day?
    /// How much is done by the last report, 0–100.
    public internal(set) var percent = 0
    /// The day of the last report.
    public internal(set) var lastReport: Day?
    /// How many reports there are.
    public internal(set) var reportCount = 0
    /// Who is responsible, as the office named the person; empty where nobody is named.
    public internal(set) var person = ""
    /// How urgent it is.
    public internal(set) var priority = Priority.normal
    /// Words to find it by.
    public internal(set) var tags: [String] = []
    /// The checklist.
    public internal(set) var items: [WorkItem] = []
    /// The targets.
    public internal(set) var targets: [WorkTarget] = []
    /// Follow-up orders 督办单.
    public internal(set) var followUps: [FollowUp] = []

    /// A task that nothing has happened to.
    init(task: Int64) { self.task = task }

    /// How urgent a task is.
    public enum Priority: Int, Codable, CaseIterable, Hashable, Sendable {
        case normal, high, urgent

        /// The name for string keys.
        public var name: String {
            switch self {
            case .normal: "normal"
            case .high: "high"
            case .urgent: "urgent"
            }
        }
    }
}

/// One thing of a task's checklist.
public struct WorkItem: Identifiable, Hashable, Sendable {
    /// Its row.
    public internal(set) var id: Int64
    /// What it is.
    public let kind: Kind
    /// What is to be done, or the paper's name.
    public var text: String
    /// The day it is due.
    public var due: Day?
    /// Whether the office added it.
    public let isOwn: Bool
    /// Whether a correction of the plan took it out.
    public internal(set) var isDropped = false
    /// The day it came into the list.
    public let added: Day
    /// The day it was ticked.
    public internal(set) var done: Day?

    /// What a thing on the list is.
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        /// A step 措施.
        case action
        /// A milestone 里程碑, with a day.
        case milestone
        /// A paper to be issued 成果.
        case deliverable
    }
}

/// A target of a task with its path and the latest actual value.
public struct WorkTarget: Identifiable, Hashable, Sendable {
    /// Its row.
    public internal(set) var id: Int64
    /// What the plan says.
    public internal(set) var quantity: Quantity
    /// Whether a correction of the plan took it out.
    public internal(set) var isDropped = false
    /// Which way it gets better.
    public internal(set) var direction: Direction
    /// The path that somebody set; nil for none.
    public internal(set) var path: Trajectory?
    /// The latest actual value.
    public internal(set) var actual: TargetActual?

    /// The value to reach, in the unit of the target.
    public var goal: Double { direction == .down ? quantity.high ?? quantity.value : quantity.value }

    /// The baseline 基数: where the path begins.
    public var baseline: Trajectory.Point? { path.flatMap { $0.points.count > 1 ? $0.points.first : nil } }

    /// Whether it counts something from nothing on, as opposed to a rate or a share.
    public var isCounted: Bool { direction == .up && !["%", "％", "‰", "比", "个百分点"].contains(quantity.unit) }

    /// The day to reach it by: the path's end, or the end of the target's year; nil for the task's due day.
    public var due: Day? {
        path?.points.last?.day ?? quantity.year.flatMap { Day(year: $0, month: 12, day: 31) }
    }

    /// Whether the latest value reaches the goal; nil where there is none.
    public var isReached: Bool? { actual.map { direction.shortfall(actual: $0.value, expected: goal) == 0 } }

    /// The direction that a comparison means unless somebody sets another.
    static func direction(of comparator: Quantity.Comparator) -> Direction {
        switch comparator {
        case .atMost: .down
        // A decrease by so much is reported as that much.
        case .equal, .atLeast, .about, .increase, .decrease: .up
        }
    }
}

/// An actual value 实际值.
public struct TargetActual: Hashable, Sendable, Codable {
    /// The value, in the unit of the target.
    public var value: Double
    /// The day it holds for.
    public var day: Day

    /// A value on a day.
    public init(value: Double, day: Day) {
        self.value = value
        self.day = day
    }
}

/// A follow-up order 督办单.
public struct FollowUp: Identifiable, Hashable, Sendable {
    /// Its row.
    public internal(set) var id: Int64
    /// The day it was given.
    public let ordered: Day
    /// What is asked.
    public let text: String
    /// The day it wants a reply by.
    public let replyBy: Day
    /// The day of the reply.
    public internal(set) var replied: Day?
    /// The reply.
    public internal(set) var reply: String?
    /// The day the bureau was content with it 销号.
    public internal(set) var closed: Day?

    /// Whether it waits for a reply.
    public var isOpen: Bool { replied == nil && closed == nil }
}
