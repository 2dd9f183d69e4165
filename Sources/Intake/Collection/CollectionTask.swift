import Foundation
import Localisation
import Monitoring

/// A collection task 填报任务: fields of a register that some organisations are asked to fill in until a day.
public struct CollectionTask: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The register that the rows go into once they are approved.
    public let register: String
    /// What people call it.
    public let title: String
    /// What the answers are needed for.
    public let purpose: String
    /// The fields that are asked for, in the register's order.
    public let fields: [String]
    /// The last day for handing in, `yyyy-MM-dd`.
    public let due: String
    /// The account that approves.
    public let approver: Int64
    /// Who made it, as the audit names them.
    public let maker: String
    /// When it was issued.
    public let issuedAt: Date
    /// When it was closed; nil while answers are taken.
    public let closedAt: Date?
    /// The organisations asked, by their rows.
    public let parts: [Part]

    /// What one organisation was asked for.
    public struct Part: Hashable, Sendable {
        /// The organisation.
        public let organisation: Int64
        /// How far it is.
        public let state: State
        /// Rows that were there, and so prefilled, when the task was issued.
        public let expected: Int
        /// Rows handed in.
        public let rows: Int
        /// What the file was called; empty before one is handed in.
        public let file: String
        /// The digest of what was handed in, kept sealed.
        public let digest: String
        /// When it was last reminded.
        public let remindedAt: Date?
        /// When its state last changed.
        public let changedAt: Date
    }

    /// How far an answer is.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// Asked, not answered.
        case open
        /// Handed in, to be approved.
        case handedIn = "handed_in"
        /// Sent back with words.
        case returned
        /// Approved: its rows are in the register.
        case approved
    }

    /// The answer of an organisation.
    public func part(_ organisation: Int64) -> Part? { parts.first { $0.organisation == organisation } }

    /// Whether an answer is late on a day: not handed in, and the due day is over.
    public func isLate(_ part: Part, on day: Day) -> Bool {
        closedAt == nil && (part.state == .open || part.state == .returned) && due < day.text
    }

    /// How many answers are in a state.
    public func count(_ states: State...) -> Int { parts.count { states.contains($0.state) } }
}

/// Something that happened to a collection task.
public struct CollectionEvent: Hashable, Sendable {
    /// When.
    public let at: Date
    /// Who, as the audit names them.
    public let who: String
    /// What: issue, hand_in, approve, return, remind, close.
    public let action: String
    /// What was said.
    public let words: String
}

/// What a new collection task asks for.
public struct NewCollection: Hashable, Sendable {
    /// The register.
    public var register: String
    /// What people call it.
    public var title: String
    /// What the answers are needed for.
    public var purpose: String
    /// The fields asked for.
    public var fields: [String]
    /// The last day.
    public var due: Day
    /// The account that approves.
    public var approver: Int64
    /// The organisations asked.
    public var organisations: [Int64]

    /// A new task.
    public init(
        register: String, title: String, purpose: String, fields: [String], due: Day, approver: Int64,
        organisations: [Int64]
    ) {
        self.register = register
        self.title = title
        self.purpose = purpose
        self.fields = fields
        self.due = due
        self.approver = approver
        self.organisations = organisations
    }
}

/// Why a collection task is not made or moved.
public enum CollectionError: Error, Equatable {
    /// There is no such task, or it is none of this account's.
    case noTask
    /// It needs a title and a purpose of at most so many characters.
    case noTitle(limit: Int)
    /// The due day is over.
    case dueOver
    /// No field, or none that can be asked for.
    case noFields
    /// No organisation.
    case noOrganisations
    /// The approver may not approve rows of all organisations asked.
    case noApprover
    /// 一数一源: a field is kept already; where it is.
    case held(field: String, register: String)
    /// 一数一源: another open task asks the same organisations for a field.
    case asked(field: String, task: String)
    /// The task is closed, or the answer is not at the point where this can be done.
    case wrongState
    /// Sending back needs words.
    case noWords
    /// The file has rows with faults; so many.
    case faulty(count: Int)
    /// The file has no rows.
    case noRows
}

extension CollectionError: Explained {
    /// The key of its words in `Strings/collect.json`.
    public var messageKey: String {
        switch self {
        case .noTask: "collect.error.noTask"
        case .noTitle: "collect.error.noTitle"
        case .dueOver: "collect.error.dueOver"
        case .noFields: "collect.error.noFields"
        case .noOrganisations: "collect.error.noOrganisations"
        case .noApprover: "collect.error.noApprover"
        case .held: "collect.error.held"
        case .asked: "collect.error.asked"
        case .wrongState: "collect.error.wrongState"
        case .noWords: "collect.error.noWords"
        case .faulty: "collect.error.faulty"
        case .noRows: "collect.error.noRows"
        }
    }

    /// Names and counts.
    public var messageArguments: [String: String] {
        switch self {
        case .noTitle(let limit): ["limit": "\(limit)"]
        case .held(let field, let register): ["field": field, "register": register]
        case .asked(let field, let task): ["field": field, "task": task]
        case .faulty(let count): ["count": "\(count)"]
        default: [:]
        }
    }
}
