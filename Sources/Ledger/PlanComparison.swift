import PlanModel

/// What became of the tasks and targets of one plan in another: continued, changed, new, gone.
///
/// Serves a revised document as well as the plans of two years. Pure; made by `compare(old:new:)`.
public struct PlanComparison: Hashable, Sendable {
    /// One entry a task: the new document's tasks in their order, then the tasks that are gone, in the old one's.
    public var tasks: [TaskMatch]
    /// Targets of continued and changed tasks that differ, and those new or gone with their clause.
    public var targets: [TargetMove]

    /// How many tasks of a kind.
    public func count(_ kind: TaskMatch.Kind) -> Int { tasks.count { $0.kind == kind } }
}

/// A task of the old document and the task of the new one that continues it.
public struct TaskMatch: Hashable, Sendable {
    /// What became of it.
    public var kind: Kind
    /// Index into the old reading's tasks; nil for a new task.
    public var old: Int?
    /// Index into the new reading's tasks; nil for one that is gone.
    public var new: Int?
    /// How alike the two are, 0…1; 1 for unchanged, 0 for new and gone.
    public var similarity: Double
    /// What differs in a changed task.
    public var differences: [FieldDifference]

    /// What became of a task.
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        /// The same words (numbering and white space aside).
        case unchanged
        /// Continued with other words, owners, dates or targets.
        case changed
        /// Only in the new document.
        case new
        /// Only in the old document.
        case gone
    }
}

/// A target that moved between two documents.
public struct TargetMove: Hashable, Sendable {
    /// What is counted or measured, in the new document's words where it is there.
    public var metric: String
    /// The quantity in the old document; nil where it is new.
    public var old: Quantity?
    /// The quantity in the new document; nil where it is gone.
    public var new: Quantity?
}

/// A kept comparison of a revised plan with the plan that it revises.
public struct Revision: Hashable, Sendable {
    /// The revised plan.
    public let plan: Int64
    /// The earlier plan.
    public let earlier: Int64
    /// What became of each task.
    public let entries: [Entry]

    /// A task of the earlier plan and the task that continues it.
    public struct Entry: Hashable, Sendable {
        /// What became of it.
        public let kind: TaskMatch.Kind
        /// The task in the earlier plan; nil for a new one.
        public let earlierTask: Int64?
        /// Its title there.
        public let earlierTitle: String?
        /// The task in the revised plan; nil for one that is gone, or was merged away since.
        public let task: Int64?
        /// Its title.
        public let title: String?
        /// What differs in a changed task.
        public let differences: [FieldDifference]
    }

    /// How many tasks of a kind.
    public func count(_ kind: TaskMatch.Kind) -> Int { entries.count { $0.kind == kind } }
}
