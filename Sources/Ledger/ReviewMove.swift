import Foundation
import PlanModel

/// One step of the review of a plan. Moves are applied in one transaction each and can be undone and redone.
public enum ReviewMove: Hashable, Sendable {
    /// Corrects fields of a task.
    case edit(Int64, TaskChange)
    /// Cuts a task in two or more.
    case split(Int64, SplitPlaces)
    /// Makes one task of several of the same part; the first in the plan's order keeps its key and title.
    case merge([Int64])
    /// These are no tasks.
    case reject([Int64])
    /// Rejected tasks are tasks after all, and undecided again.
    case restore([Int64])
    /// A task that the reading missed.
    case add(NewTask)
    /// These tasks are right.
    case accept([Int64])
    /// All undecided tasks without a doubt are right.
    case acceptAllSure
    /// Accepted tasks are undecided again.
    case reopen([Int64])
    /// An edited ledger: corrections and new tasks in one step.
    case importEdits([TaskEdit], added: [NewTask])

    /// A stable name for history, audit and string keys: `edit`, `split`, ….
    public var name: String {
        switch self {
        case .edit: "edit"
        case .split: "split"
        case .merge: "merge"
        case .reject: "reject"
        case .restore: "restore"
        case .add: "add"
        case .accept: "accept"
        case .acceptAllSure: "acceptAllSure"
        case .reopen: "reopen"
        case .importEdits: "importEdits"
        }
    }

    /// Names of the moves that decide on tasks and change no word of them.
    static let decisions: Set<String> = ["accept", "acceptAllSure", "reject", "restore", "reopen"]
}

/// Where a task is cut.
public enum SplitPlaces: Hashable, Sendable {
    /// At byte offsets of the plan's text, inside the task's span, each on the border of a character.
    case offsets([Int])
    /// Before each of these of its actions (index into `actions`, from 1: the first piece keeps what stands before).
    case actions([Int])
}

/// A task that a person adds.
public struct NewTask: Hashable, Sendable {
    /// Its title; empty to take the words of `span`.
    public var title: String
    /// The stretch of the plan's text that it stands for; nil for none.
    public var span: Span?
    /// The task it comes after; nil for the beginning of the part.
    public var after: Int64?
    /// The part, `P1`…; nil for the part of `after`, or the one around `span`, or the first plan part.
    public var part: String?
    /// Its other fields.
    public var fields: TaskChange
    /// Whether it counts as accepted at once.
    public var isAccepted: Bool

    /// A task to add.
    public init(
        title: String, span: Span? = nil, after: Int64? = nil, part: String? = nil, fields: TaskChange = TaskChange(),
        isAccepted: Bool = false
    ) {
        self.title = title
        self.span = span
        self.after = after
        self.part = part
        self.fields = fields
        self.isAccepted = isAccepted
    }
}

/// Corrections of one task in an edited ledger.
public struct TaskEdit: Hashable, Sendable {
    /// The task.
    public var task: Int64
    /// The corrections.
    public var change: TaskChange

    /// Corrections of a task.
    public init(task: Int64, change: TaskChange) {
        self.task = task
        self.change = change
    }
}

/// What a move did.
public struct MoveResult: Hashable, Sendable {
    /// The event in the plan's history, to undo it; nil where nothing changed.
    public let event: Int64?
    /// The tasks as they are now: changed, and new ones.
    public let tasks: [LedgerTask]
    /// Tasks that are no more (merged into another, or undone).
    public let removed: [Int64]
    /// How far the review is now.
    public let counts: ReviewCounts
}

/// A move that was made, as the history shows it.
public struct ReviewEvent: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The plan.
    public let plan: Int64
    /// The move's name: `edit`, `split`, …; `kept` for the reading itself.
    public let move: String
    /// When.
    public let at: Date
    /// The account; nil for a programme.
    public let by: Int64?
    /// The account's displayed name; nil for a programme.
    public let byName: String?
    /// Done, taken back, or taken back and overwritten by another move.
    public let state: State
    /// How many tasks it touched.
    public let taskCount: Int
    /// For the history of one task: what changed in it, in words before and after.
    public let differences: [FieldDifference]

    /// Whether a move counts.
    public enum State: String, Codable, Hashable, Sendable {
        /// It counts.
        case done
        /// It was taken back and can be made again.
        case undone
        /// It was taken back and another move came after.
        case dropped
    }
}

/// What the review page's undo and redo buttons would do.
public struct UndoState: Hashable, Sendable {
    /// The move that undo takes back.
    public let undo: ReviewEvent?
    /// The move that redo makes again.
    public let redo: ReviewEvent?
}
