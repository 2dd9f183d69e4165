/// How far a leader's contact duty 联系任务 for one school, area or street is fulfilled in one term.
public struct DutyFulfilment: Hashable, Sendable {
    /// The term.
    public let term: SchoolTerm
    /// Visits that the duty asks for in the term.
    public let required: Int
    /// Visits made in it.
    public let made: Int

    /// In the last so many days of a term, visits that are still missing are a warning.
    public static let warningDays = 30

    /// The days of visits counted in a term; visits of other terms do not count.
    public init(term: SchoolTerm, required: Int, visits: [Day]) {
        self.init(term: term, required: required, made: visits.count { SchoolTerm(of: $0) == term })
    }

    /// Visits made of those required; negative numbers count as none.
    public init(term: SchoolTerm, required: Int, made: Int) {
        self.term = term
        self.required = max(0, required)
        self.made = max(0, made)
    }

    /// Visits that a duty asks for in a term when it was set up on a day.
    ///
    /// A duty that was there when the term began asks for all of them; one set up within the term for the share of the
    /// term's days that were left, that day included, rounded to the nearest whole visit, a half upwards; one set up
    /// after the term for none. So nobody is in arrears with days on which there was no duty.
    ///
    /// - Parameters:
    ///   - perTerm: visits in a whole term; a negative number counts as none.
    ///   - since: the day it was set up; nil for a duty that was always there.
    public static func required(_ perTerm: Int, in term: SchoolTerm, since: Day?) -> Int {
        guard let since, since > term.start else { return max(0, perTerm) }
        guard since <= term.end else { return 0 }
        let days = term.end - term.start + 1, left = term.end - since + 1
        return (2 * max(0, perTerm) * left + days) / (2 * days)
    }

    /// Visits still to make.
    public var missing: Int { max(0, required - made) }
    /// Visits that count towards the duty: more than were required make up for nothing elsewhere.
    public var counted: Int { min(made, required) }

    /// Where it stands on a day.
    public func state(on day: Day) -> State {
        if required == 0 { return .notRequired }
        if missing == 0 { return .fulfilled }
        if day > term.end { return .overdue(missing: missing) }
        if day < term.start { return .ahead }
        let left = term.end - day
        return left < Self.warningDays ? .dueSoon(missing: missing, days: left) : .running(missing: missing)
    }

    /// Where a duty stands in a term.
    public enum State: Hashable, Sendable {
        /// No visit is asked for in this term.
        case notRequired
        /// As many visits as required, or more.
        case fulfilled
        /// The term has not begun.
        case ahead
        /// The term runs and visits are still missing.
        case running(missing: Int)
        /// The term ends in so many days and visits are still missing.
        case dueSoon(missing: Int, days: Int)
        /// The term is over and visits are missing.
        case overdue(missing: Int)

        /// The light: blue fulfilled, red overdue, yellow in the last 30 days of the term, green before; off where
        /// nothing is to judge.
        public var light: Light {
            switch self {
            case .notRequired, .ahead: .off
            case .fulfilled: .blue
            case .running: .green
            case .dueSoon: .yellow
            case .overdue: .red
            }
        }
    }
}
