import Foundation
import Monitoring

/// Something that happened to a task at work.
public struct WorkEvent: Identifiable, Hashable, Sendable {
    /// Its row; 0 before it is kept.
    public internal(set) var id: Int64
    /// The task.
    public let task: Int64
    /// What was done.
    public let move: WorkMove
    /// The day in China.
    public let day: Day
    /// The instant.
    public let at: Date
    /// The account; nil for a programme.
    public let by: Int64?
    /// The account's displayed name; nil for a programme.
    public internal(set) var byName: String?
    /// The states before and after.
    public let from: WorkState, to: WorkState
    /// The words: report, reason, question, order.
    public let text: String
    /// Figures and rows.
    public let detail: WorkDetail
    /// Files that came with it, those removed later too.
    public internal(set) var files: [Evidence] = []
}

/// What belongs to an event beside its words. Only what the move has is there.
public struct WorkDetail: Hashable, Sendable, Codable {
    /// The due day: set when issued or when more time was given.
    public var due: Day?
    /// The due day before.
    public var earlierDue: Day?
    /// The day asked for.
    public var askedDue: Day?
    /// How much is done, 0–100.
    public var percent: Int?
    /// Actual values by target row.
    public var values: [TargetReport]?
    /// Things ticked.
    public var done: [Int64]?
    /// Things whose tick was taken back.
    public var undone: [Int64]?
    /// A thing added to the list.
    public var item: Int64?
    /// The follow-up order.
    public var followUp: Int64?
    /// The day it wants a reply by.
    public var replyBy: Day?
    /// Who is responsible.
    public var person: String?
    /// How urgent.
    public var priority: WorkRecord.Priority?
    /// Words to find it by.
    public var tags: [String]?
    /// The target whose path was set.
    public var target: Int64?
    /// Its direction.
    public var direction: Direction?
    /// Its path; the empty list takes it away.
    public var path: [Trajectory.Point]?
    /// A file taken away.
    public var removedFile: Int64?

    /// Nothing.
    public init() {}
}

/// An actual value in a report.
public struct TargetReport: Hashable, Sendable, Codable {
    /// The target's row.
    public var target: Int64
    /// The value and its day.
    public var actual: TargetActual

    /// An actual value of a target.
    public init(target: Int64, actual: TargetActual) {
        self.target = target
        self.actual = actual
    }
}

/// A file that shows what was reported 佐证材料.
public struct Evidence: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The task.
    public let task: Int64
    /// The event that it came with.
    public let event: Int64
    /// The thing on the list that it shows; nil for none.
    public let item: Int64?
    /// SHA-256 of its bytes: its name among the store's files.
    public let digest: String
    /// Its name as it came.
    public let name: String
    /// Its media type, found by its content.
    public let type: String
    /// Bytes.
    public let size: Int
    /// Whether it was taken away.
    public let isRemoved: Bool
}
