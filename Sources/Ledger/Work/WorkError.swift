import Localisation
import Monitoring

/// What can go wrong with a move of a task at work.
public enum WorkError: Error, Hashable {
    /// The task is in a state that does not take the move: somebody else was quicker, or the page is old.
    case wrongState(move: WorkMove, state: WorkState)
    /// The plan is a draft or archived: its tasks are not at work.
    case planNotOpen
    /// The task is not in the ledger: it was not accepted in the review.
    case notInLedger
    /// The move needs words.
    case textMissing(move: WorkMove)
    /// Words, a name or a list are longer than is taken.
    case tooLong(limit: Int)
    /// A share that is not 0–100.
    case badPercent(Int)
    /// A value that is no finite number.
    case badValue
    /// A value or report for a day to come.
    case dayToCome
    /// A day that is not after the one that holds now, or not after today.
    case dayTooEarly
    /// There is no such thing on the list of this task.
    case noItem
    /// There is no such target of this task.
    case noTarget
    /// There is no such follow-up order of this task, or it is settled.
    case noFollowUp
    /// No extension was asked for, or it is decided.
    case noExtensionAsked
    /// One extension at a time.
    case extensionAsked
    /// A path needs days in order and finite values.
    case badPath
    /// There is no such file of this task.
    case noFile
    /// More files at once than are taken.
    case tooManyFiles(limit: Int)
    /// A move that adds files came without one.
    case fileMissing
    /// A follow-up order waits for its reply: the task cannot be submitted as done.
    case replyMissing
    /// A task at work cannot be split, merged, rejected or taken back; its title.
    case atWork(title: String)
    /// The person may not make this move.
    case notAllowed(move: WorkMove)
}

extension WorkError: Explained {
    /// The key of its words in `Strings/work.json`.
    public var messageKey: String {
        switch self {
        case .wrongState(_, let state): "work.error.wrongState.\(state.rawValue)"
        case .planNotOpen: "work.error.planNotOpen"
        case .notInLedger: "work.error.notInLedger"
        case .textMissing(let move): "work.error.textMissing.\(move.rawValue)"
        case .tooLong: "work.error.tooLong"
        case .badPercent: "work.error.badPercent"
        case .badValue: "work.error.badValue"
        case .dayToCome: "work.error.dayToCome"
        case .dayTooEarly: "work.error.dayTooEarly"
        case .noItem: "work.error.noItem"
        case .noTarget: "work.error.noTarget"
        case .noFollowUp: "work.error.noFollowUp"
        case .noExtensionAsked: "work.error.noExtensionAsked"
        case .extensionAsked: "work.error.extensionAsked"
        case .badPath: "work.error.badPath"
        case .noFile: "work.error.noFile"
        case .tooManyFiles: "work.error.tooManyFiles"
        case .fileMissing: "work.error.fileMissing"
        case .replyMissing: "work.error.replyMissing"
        case .atWork: "work.error.atWork"
        case .notAllowed: "work.error.notAllowed"
        }
    }

    /// What is filled into them.
    public var messageArguments: [String: String] {
        switch self {
        case .tooLong(let limit), .tooManyFiles(let limit): ["limit": "\(limit)"]
        case .badPercent(let value): ["value": "\(value)"]
        case .atWork(let title): ["title": title]
        default: [:]
        }
    }
}
