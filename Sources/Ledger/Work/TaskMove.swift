import Foundation
import Monitoring

/// A move of a task at work with what belongs to it.
public enum TaskMove: Hashable, Sendable {
    /// Hands it over; with a due day where the plan names none or another is wanted.
    case issue(due: Day? = nil, text: String = "")
    case recall
    case verify(String = "")
    case sendBack(String)
    case grantExtension(text: String = "")
    case refuseExtension(String)
    case suspend(String)
    case resume
    case end(String)
    case reopen(String)
    case orderFollowUp(String, replyBy: Day)
    case closeFollowUp(Int64)
    case accept
    case decline(String)
    case report(ProgressReport)
    case submit(ProgressReport)
    case withdraw
    case askExtension(until: Day, String)
    case reply(Int64, String)
    case tick(Int64, isDone: Bool)
    case addStep(String, due: Day?)
    case arrange(person: String? = nil, priority: WorkRecord.Priority? = nil, tags: [String]? = nil)
    /// Sets direction and path of a target; no points for no path.
    case setTarget(Int64, direction: Direction, path: [Trajectory.Point])
    case attach(item: Int64? = nil, text: String = "")
    case detach(Int64)
    case comment(String)

    /// Which move it is.
    public var kind: WorkMove {
        switch self {
        case .issue: .issue
        case .recall: .recall
        case .verify: .verify
        case .sendBack: .sendBack
        case .grantExtension: .grantExtension
        case .refuseExtension: .refuseExtension
        case .suspend: .suspend
        case .resume: .resume
        case .end: .end
        case .reopen: .reopen
        case .orderFollowUp: .orderFollowUp
        case .closeFollowUp: .closeFollowUp
        case .accept: .accept
        case .decline: .decline
        case .report: .report
        case .submit: .submit
        case .withdraw: .withdraw
        case .askExtension: .askExtension
        case .reply: .reply
        case .tick: .tick
        case .addStep: .addStep
        case .arrange: .arrange
        case .setTarget: .setTarget
        case .attach: .attach
        case .detach: .detach
        case .comment: .comment
        }
    }

    /// Its words as they are kept, trimmed; empty where it has none.
    public var text: String { written.keepable }

    private var written: String {
        switch self {
        case .sendBack(let text), .refuseExtension(let text), .suspend(let text), .end(let text), .reopen(let text),
            .decline(let text), .comment(let text), .grantExtension(let text), .verify(let text), .issue(_, let text),
            .orderFollowUp(let text, _), .askExtension(_, let text), .reply(_, let text), .addStep(let text, _),
            .attach(_, let text):
            text
        case .report(let report), .submit(let report): report.text
        default: ""
        }
    }
}

extension String {
    /// Without white space around it, and without null characters: the database would end the text at the first.
    var keepable: String { replacing("\u{0}", with: "").trimmingCharacters(in: .whitespacesAndNewlines) }
}

/// What an office reports of a task.
public struct ProgressReport: Hashable, Sendable {
    /// What was done.
    public var text: String
    /// How much is done, 0–100; nil to leave it.
    public var percent: Int?
    /// Actual values.
    public var values: [TargetReport]
    /// Things on the list that are done now.
    public var done: [Int64]

    /// A report.
    public init(_ text: String, percent: Int? = nil, values: [TargetReport] = [], done: [Int64] = []) {
        self.text = text
        self.percent = percent
        self.values = values
        self.done = done
    }
}

/// A file that comes with a move; already among the store's files.
public struct NewEvidence: Hashable, Sendable {
    /// SHA-256 of its bytes.
    public var digest: String
    /// Its name without folders.
    public var name: String
    /// Its media type, found by its content.
    public var type: String
    /// Bytes.
    public var size: Int

    /// A kept file.
    public init(digest: String, name: String, type: String, size: Int) {
        self.digest = digest
        self.name = name
        self.type = type
        self.size = size
    }
}
