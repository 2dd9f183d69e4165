import Foundation
import Monitoring
import Store

/// A leader 领导 by name, with the account where there is one.
public struct ResearchLeader: Hashable, Sendable {
    /// The account; nil for somebody without one.
    public var account: Int64?
    /// The name that lists show, 1–50 characters.
    public var name: String

    /// A leader.
    public init(account: Int64? = nil, name: String) {
        self.account = account
        self.name = name
    }
}

/// What somebody gives for a research topic, or changes of one.
public struct TopicDetails: Hashable, Sendable {
    /// Its title, 1–200 characters.
    public var title = ""
    /// What is asked 调研问题.
    public var question = ""
    /// How it is found out 调研方式.
    public var method = ""
    /// The leader in charge.
    public var leader = ResearchLeader(name: "")
    /// The office that does it.
    public var office: OfficeID?
    /// The first day.
    public var starts: Day?
    /// The day that the report is due; not before `starts`.
    public var due: Day?

    /// Nothing yet.
    public init() {}
}

/// A research topic 调研课题.
public struct ResearchTopic: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// What was set for it.
    public let details: TopicDetails
    /// The office's name.
    public let officeName: String?
    /// How far it is.
    public let state: TopicState
    /// What was found.
    public let findings: String
    /// Why it was sent back or dropped; empty otherwise.
    public let reason: String
    /// The report.
    public let report: NewEvidence?
    /// Visits made for it.
    public let visitCount: Int
    /// Problems found for it, those found at its visits included.
    public let problemCount: Int
    /// Suggestions to it.
    public let suggestionCount: Int
}

/// A suggestion 献一策 to a topic, with its answer.
public struct ResearchSuggestion: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The topic.
    public let topic: Int64
    /// What is suggested.
    public let text: String
    /// The day it came.
    public let day: Day
    /// Who made it; nil for a programme.
    public let byName: String?
    /// The answer; nil while there is none.
    public let answer: String?
    /// The day of the answer.
    public let answered: Day?
}
