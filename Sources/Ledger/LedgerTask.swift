import Foundation
import PlanModel
import Store

/// One row of the ledger with everything that was read or corrected: what offices have to do, by when, measured by what.
///
/// Spans are places in the plan's text (`PlanLedger.text(of:)`). A corrected text keeps the span of the words that
/// it came from; something added by hand has the empty span `0..<0`.
public struct LedgerTask: Identifiable, Hashable, Sendable, Codable {
    /// Its row; 0 before it is kept.
    public internal(set) var id: Int64
    /// Its public key, `t-…`: exports carry it, imports find the task by it.
    public internal(set) var key: String
    /// The plan it belongs to.
    public internal(set) var plan: Int64
    /// The part of the plan, `P1`….
    public internal(set) var part: String
    /// Headings above it, outermost first, numbering kept.
    public internal(set) var path: [String]
    /// Its own numbering as printed; may be empty.
    public internal(set) var label: String
    /// Its heading or lead sentence.
    public internal(set) var title: Excerpt
    /// 目标任务.
    public internal(set) var goal: Excerpt?
    /// 工作措施.
    public internal(set) var measures: Excerpt?
    /// Offices that have it, lead offices first.
    public internal(set) var owners: [TaskOwner]
    /// 责任领导 / 责任人.
    public internal(set) var leaders: [Excerpt]
    /// Due dates named in it.
    public internal(set) var milestones: [Milestone]
    /// Its single checkable steps.
    public internal(set) var actions: [PlanAction]
    /// Its quantities: targets, results and facts. Their `task` is nil: the aggregate is the task.
    public internal(set) var targets: [Quantity]
    /// Its named papers. Their `task` is nil.
    public internal(set) var deliverables: [Deliverable]
    /// What a person should look at, with the reasons.
    public internal(set) var doubts: [Doubt]
    /// The day it is due, `yyyy-MM-dd`: the last milestone, unless a person set it.
    public internal(set) var due: String?
    /// Whether a person set `due`.
    public internal(set) var dueIsSet: Bool
    /// The whole task in the plan's text.
    public internal(set) var span: Span
    /// Where the task comes from.
    public internal(set) var origin: Origin
    /// Ids (`T1`…) in the reading that it came from; several after a merge, none for an added task.
    public internal(set) var readFrom: [String]
    /// The fields that a person corrected.
    public internal(set) var corrected: Set<Field>
    /// Decided or not.
    public internal(set) var state: State
    /// Order inside the plan; gaps have no meaning.
    public internal(set) var position: Int
    /// Grows with every change; a change names the version it was made for.
    public internal(set) var version: Int
    /// When it last changed.
    public internal(set) var updatedAt: Date
    /// The account that changed it last; nil for a programme.
    public internal(set) var updatedBy: Int64?

    /// Where a task comes from.
    public enum Origin: String, Codable, CaseIterable, Hashable, Sendable {
        /// Read from the document.
        case read
        /// Added by a person.
        case added
        /// A piece of a task that was split.
        case split
        /// Several tasks merged.
        case merged
        /// Came as a new row of an imported ledger.
        case imported
    }

    /// Whether it is in the ledger.
    public enum State: String, Codable, CaseIterable, Hashable, Sendable {
        /// Not decided.
        case pending
        /// In the ledger.
        case accepted
        /// No task.
        case rejected
    }

    /// A field that can be corrected and compared.
    public enum Field: String, Codable, CaseIterable, Hashable, Sendable {
        case title, goal, measures, owners, coOwners, leaders, due, milestones, actions, targets, deliverables, path
        case label
        /// The task's words as a whole; only between two documents, where no other field shows the difference.
        case text
    }

    /// Whether it wants a look: undecided, with a doubt.
    public var isUnsure: Bool { state == .pending && !doubts.isEmpty }
    /// The heading that it stands under, empty for none.
    public var section: String { path.first ?? "" }
    /// The lead offices.
    public var leads: [TaskOwner] { owners.filter { $0.role == .lead } }
    /// The offices that help.
    public var coOwners: [TaskOwner] { owners.filter { $0.role == .co } }
}

/// An office named by a task.
public struct TaskOwner: Hashable, Sendable, Codable {
    /// Whether it leads or helps.
    public var role: Role
    /// Its name as printed or typed, and where that stands.
    public var printed: Excerpt
    /// The office of that name or alias; nil where none is known.
    public var office: OfficeID?

    /// Lead or co-owner.
    public enum Role: String, Codable, CaseIterable, Hashable, Sendable {
        /// 牵头 / 责任科室.
        case lead
        /// 配合 / 协办.
        case co
    }

    /// An office named by a task.
    public init(role: Role, printed: Excerpt, office: OfficeID? = nil) {
        self.role = role
        self.printed = printed
        self.office = office
    }
}

/// Something about a task that a person should look at.
public struct Doubt: Hashable, Sendable, Codable {
    /// What about: a code that the string catalogue explains, `reading.note.<code>`.
    public var about: String
    /// The words or values found.
    public var says: String
    /// Where they stand.
    public var span: Span

    /// A doubt.
    public init(about: String, says: String, span: Span) {
        self.about = about
        self.says = says
        self.span = span
    }
}
