import Foundation
import GRDB
import Monitoring
import Store

/// A place that became free, offered to the next of a school's waiting list 递补.
public struct PlaceOffer: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The application that it is for, and its number.
    public let application: Int64, number: String
    /// The school.
    public let school: Int64
    /// The place on the school's waiting list, from 1.
    public let position: Int
    /// How far it is.
    public let state: State
    /// The last day for an answer.
    public let until: Day
    /// What was said with the answer.
    public let words: String
    /// When it was made.
    public let offeredAt: Date
    /// When it was answered.
    public let decidedAt: Date?

    /// How far an offer is.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// Waits for an answer.
        case open
        /// The family has taken the place.
        case accepted
        /// The family does not want it.
        case declined
        /// Nobody answered in time.
        case lapsed
    }

    init(row: Row) {
        id = row["id"]
        application = row["application_id"]
        number = row["number"]
        school = row["school"]
        position = row["position"]
        state = State(rawValue: row["state"]) ?? .lapsed
        until = Day(row["until"] as String) ?? Day(number: 0)
        words = row["words"]
        offeredAt = Date(milliseconds: row["offered_at"])
        decidedAt = (row["decided_at"] as Int64?).map(Date.init(milliseconds:))
    }

    /// Whether it may be answered on a day.
    public func isOpen(on day: Day) -> Bool { state == .open && day <= until }
}

/// A line of a school's waiting list, in the order of the draw.
public struct WaitingLine: Hashable, Sendable {
    /// The place on the list, from 1.
    public let position: Int
    /// The applications: one, or twins who are drawn together.
    public let applications: [Application]
    /// The offers of this school that were made to it.
    public let offers: [PlaceOffer]
    /// Whether it is to be passed over: placed meanwhile, withdrawn, given up, or asked already.
    public let isDone: Bool
}

/// A school's waiting list with the places that are free there.
public struct WaitingList: Hashable, Sendable {
    /// The school.
    public let school: RoundSchool
    /// Places that nobody has and nobody is offered.
    public let free: Int
    /// The lines in their order.
    public let lines: [WaitingLine]

    /// Those who would be offered the free places now: a place goes to the first who needs no more than are left.
    public var next: [WaitingLine] {
        var left = free
        return lines.filter { line in
            guard !line.isDone, line.applications.count <= left else { return false }
            left -= line.applications.count
            return true
        }
    }
}
