import Monitoring
import PlanModel
import Store

/// Which tasks a list shows. Conditions that are nil or empty do not narrow; the others all hold.
public struct LedgerFilter: Hashable, Sendable {
    /// Of this plan.
    public var plan: Int64?
    /// Of plans in these states; opened plans unless told otherwise. Ignored where `plan` is given.
    public var planStates: Set<Plan.State> = [.open]
    /// In a part for this year.
    public var year: Int?
    /// In this part (`P1`…) of the plan.
    public var part: String?
    /// In parts of this role.
    public var partRole: PlanPart.Role?
    /// Under this first heading, as printed.
    public var section: String?
    /// Of this office.
    public var office: OfficeID?
    /// … in this role; nil for either.
    public var ownerRole: TaskOwner.Role?
    /// In one of these states; accepted tasks unless told otherwise, all where empty.
    public var states: Set<LedgerTask.State> = [.accepted]
    /// Due on this day or later, `yyyy-MM-dd`; extensions count.
    public var dueFrom: String?
    /// Due on this day or earlier, `yyyy-MM-dd`; extensions count.
    public var dueUntil: String?
    /// With (true) or without (false) a due day.
    public var hasDue: Bool?
    /// With (true) or without (false) a quantity that is a target.
    public var hasTarget: Bool?
    /// With (true) or without (false) an undecided doubt.
    public var isUnsure: Bool?
    /// At work in one of these states; any where empty.
    public var workStates: Set<WorkState> = []
    /// With this tag.
    public var tag: String?
    /// One of these rows; nil for any.
    public var ids: [Int64]?
    /// Every one of these words (separated by white space) stands in title, goal, measures, owners or label.
    public var text = ""

    /// All accepted tasks of opened plans.
    public init() {}

    /// All tasks of a plan in the review, rejected ones too.
    public static func review(of plan: Int64) -> LedgerFilter {
        var filter = LedgerFilter()
        filter.plan = plan
        filter.states = []
        return filter
    }

    /// The ledger of a plan: its accepted tasks.
    public static func ledger(of plan: Int64) -> LedgerFilter {
        var filter = LedgerFilter()
        filter.plan = plan
        return filter
    }
}

/// The order of a list.
public struct LedgerSort: Hashable, Sendable {
    /// The column.
    public var column: Column
    /// Largest first; tasks without a value come last either way.
    public var isDescending: Bool

    /// What to order by.
    public enum Column: String, CaseIterable, Hashable, Sendable {
        /// As in the plan, newest plan first.
        case position
        /// By title.
        case title
        /// By name of the first lead office.
        case office
        /// By due day, extensions counted.
        case due
        /// Undecided with doubts first, then undecided, then accepted, then rejected.
        case state
        /// By last change.
        case updated
    }

    /// An order.
    public init(_ column: Column = .position, isDescending: Bool = false) {
        self.column = column
        self.isDescending = isDescending
    }
}

/// Which rows of a list are wanted.
public struct PageRange: Hashable, Sendable {
    /// Rows before it.
    public var offset: Int
    /// Rows at most.
    public var limit: Int

    /// So many rows after so many.
    public init(offset: Int, limit: Int) {
        self.offset = max(0, offset)
        self.limit = max(0, limit)
    }

    /// Page `number`, from 1, of `size` rows.
    public static func page(_ number: Int, size: Int = 50) -> PageRange {
        PageRange(offset: (max(1, min(number, 1_000_000)) - 1) * max(1, size), limit: max(1, size))
    }

    /// Every row.
    public static let all = PageRange(offset: 0, limit: .max)
}

/// A stretch of a list.
public struct TaskPage: Sendable {
    /// Rows in the whole list.
    public let total: Int
    /// The rows wanted.
    public let rows: [TaskRow]
}

/// A task with what a list shows around it.
public struct TaskRow: Identifiable, Hashable, Sendable {
    /// The task.
    public let task: LedgerTask
    /// Its number in its part of the plan, from 1, rejected tasks not counted; nil for a rejected one.
    public let number: Int?
    /// The title of its plan.
    public let planTitle: String
    /// The state of its plan.
    public let planState: Plan.State
    /// The day it is due, `yyyy-MM-dd`, extensions counted; nil where nobody set one.
    public let due: String?
    /// Names of the offices that its owners are resolved to.
    public let officeNames: [OfficeID: String]

    /// The task's row.
    public var id: Int64 { task.id }

    /// The name to show for an owner: the office's, or what was printed.
    public func name(of owner: TaskOwner) -> String {
        owner.office.flatMap { officeNames[$0] } ?? owner.printed.text
    }
}

/// The tasks of one office, counted under a filter.
public struct OfficeRollUp: Hashable, Sendable {
    /// The office; nil for owners that no office is known for, or tasks without owner.
    public let office: Office?
    /// Tasks that it leads.
    public let leads: Int
    /// Tasks that it helps with.
    public let coOwned: Int
    /// Of the tasks it leads: those with a target.
    public let withTarget: Int
    /// Of the tasks it leads: those with a due day.
    public let withDue: Int
    /// The earliest due day of the tasks it leads that is not before the filter's `dueFrom`.
    public let nextDue: String?
}

/// The tasks under one first heading of a plan, counted under a filter.
public struct SectionRollUp: Hashable, Sendable {
    /// The plan.
    public let plan: Int64
    /// The part.
    public let part: String
    /// The heading as printed; empty for tasks under none.
    public let section: String
    /// Tasks under it.
    public let tasks: Int
    /// Of those: with a target.
    public let withTarget: Int
    /// Of those: with a due day.
    public let withDue: Int
    /// Different lead offices.
    public let offices: Int
}

/// What a search over everything found.
public struct SearchResult: Sendable {
    /// Plans by title, number or issuer, newest first.
    public let plans: [Plan]
    /// Tasks, as in a list.
    public let tasks: TaskPage
}
