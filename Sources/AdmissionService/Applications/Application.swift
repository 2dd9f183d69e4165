import Foundation
import GRDB
import Localisation
import Store

/// An application 报名 of a family, without what is sealed in it.
public struct Application: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The number by which everybody names it.
    public let number: String
    /// Its round.
    public let round: Int64
    /// How far it is.
    public let state: State
    /// Raised with each change.
    public let version: Int64
    /// What the family told, sealed.
    let sealed: Data
    let childMark: Int64?
    let guardianMarks: Set<String>
    let addressMark: Int64?
    /// The code of its place.
    public let place: String
    /// Codes of the schools wished for, best first.
    public let choices: [String]
    /// The school whose desk checks it: the first wish. Nil for drafts.
    public let desk: Int64?
    /// The name of its class; empty for drafts.
    public let applicantClass: String
    /// Whether staff set the class instead of the rule, and why.
    public let isClassSet: Bool
    /// Why staff set the class.
    public let classWords: String
    /// The number of the twin that it is to be drawn with; empty for none.
    public let twin: String
    /// The code of the school where a sibling is said to be; empty for none.
    public let siblingSchool: String
    /// Whether the sibling has been confirmed.
    public let isSiblingConfirmed: Bool
    /// Names of the reserves that it may use.
    public let reserves: [String]
    /// What came of it.
    public let result: Result?
    /// The school where it is placed.
    public let school: Int64?
    /// Which wish that is, from 1.
    public let choice: Int?
    /// The number on the waiting list, from 1.
    public let waiting: Int?
    /// Why, in words for the family.
    public let reason: [Language: String]
    /// What was entered for it in the registers; nil before.
    public let enrolled: String?
    /// When it was last handed in.
    public let submittedAt: Date?
    /// When it was decided about.
    public let decidedAt: Date?
    /// Who decided, as the audit names them.
    public let decidedBy: String?
    /// What was said when it was sent back or refused.
    public let words: String

    /// How far an application is.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// Being filled in.
        case draft
        /// Handed in, to be checked.
        case submitted
        /// Sent back to be corrected.
        case returned
        /// Accepted: takes part in the placement.
        case accepted
        /// Refused.
        case refused
        /// Withdrawn by the family.
        case withdrawn
    }

    /// What came of an application.
    public enum Result: String, CaseIterable, Hashable, Sendable {
        /// Has a place.
        case placed
        /// Has none, and waits.
        case waiting
        /// Has none.
        case unplaced
    }

    init(row: Row) {
        id = row["id"]
        number = row["number"]
        round = row["round_id"]
        state = State(rawValue: row["state"]) ?? .draft
        version = row["version"]
        sealed = row["sealed"]
        childMark = row["child_mark"]
        guardianMarks = Set((row["guardian_marks"] as String).split(separator: " ").map(String.init))
        addressMark = row["address_mark"]
        place = row["place"]
        choices = (row["choices"] as String).split(separator: " ").map(String.init)
        desk = row["desk"]
        applicantClass = row["class"]
        isClassSet = row["class_by"] == "staff"
        classWords = row["class_words"]
        twin = row["twin"]
        siblingSchool = row["sibling_school"]
        isSiblingConfirmed = row["sibling_ok"]
        reserves = (row["reserves"] as String).split(separator: " ").map(String.init)
        result = (row["result"] as String?).flatMap(Result.init(rawValue:))
        school = row["school"]
        choice = row["choice"]
        waiting = row["waiting"]
        reason = [.chinese: row["reason_zh"] ?? "", .english: row["reason_en"] ?? ""]
        enrolled = row["enrolled"]
        submittedAt = (row["submitted_at"] as Int64?).map(Date.init(milliseconds:))
        decidedAt = (row["decided_at"] as Int64?).map(Date.init(milliseconds:))
        decidedBy = row["decided_by"]
        words = row["words"]
    }

    /// Whether the family may change it.
    public var isOpen: Bool { state == .draft || state == .returned }
}

/// A file that a family handed in.
public struct ApplicationDocument: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The application's row.
    public let application: Int64
    /// Which document of the rules it is.
    public let document: String
    /// What the family called the file.
    public let name: String
    /// Its media type, found by its content.
    public let type: String
    /// Its bytes.
    public let size: Int
    /// The digest under which it is kept, sealed.
    let digest: String
    /// What the desk found.
    public let state: State
    /// Why it was sent back.
    public let words: String

    /// What the desk found of a file.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// Nothing yet.
        case new
        /// It is right.
        case accepted
        /// It has to be handed in again.
        case returned
        /// The family took it away.
        case removed
    }

    init(row: Row) {
        id = row["id"]
        application = row["application_id"]
        document = row["document"]
        name = row["name"]
        type = row["type"]
        size = row["size"]
        digest = row["digest"]
        state = State(rawValue: row["state"]) ?? .new
        words = row["words"]
    }
}

/// Something that happened to an application.
public struct ApplicationEvent: Hashable, Sendable {
    /// When.
    public let at: Date
    /// Who, as the audit names them.
    public let who: String
    /// What: start, submit, withdraw, return, accept, refuse, class, appeal, ….
    public let action: String
    /// What was said.
    public let words: String
}

/// An appeal 复核申请.
public struct Appeal: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The application's row.
    public let application: Int64
    /// How far it is.
    public let state: State
    /// What it is about: `check` for a refusal, `result` for a placement.
    public let about: String
    /// What the family says.
    public let words: String
    /// What was answered.
    public let answer: String
    /// When it was made.
    public let madeAt: Date
    /// When it was decided.
    public let decidedAt: Date?

    /// How far an appeal is.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// To be decided about.
        case open
        /// The family was right.
        case upheld
        /// The decision stands.
        case dismissed
    }
}
