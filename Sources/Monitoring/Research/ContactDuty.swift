/// A school term as contact duties count it: spring from 1 February to 31 July, autumn from 1 August to 31 January.
public struct SchoolTerm: Hashable, Sendable {
    /// The calendar year that it begins in.
    public let year: Int
    /// Spring or autumn.
    public let season: Season

    /// Spring or autumn.
    public enum Season: String, CaseIterable, Hashable, Sendable {
        /// 春季学期.
        case spring
        /// 秋季学期.
        case autumn
    }

    /// A term.
    public init(year: Int, season: Season) {
        self.year = year
        self.season = season
    }

    /// The term of a day.
    public init(of day: Day) {
        let isSpring = (2...7).contains(day.month)
        self.init(year: day.month == 1 ? day.year - 1 : day.year, season: isSpring ? .spring : .autumn)
    }

    /// Its first day.
    public var first: Day? { Day(year: year, month: season == .spring ? 2 : 8, day: 1) }
    /// Its last day.
    public var last: Day? {
        season == .spring ? Day(year: year, month: 7, day: 31) : Day(year: year + 1, month: 1, day: 31)
    }
}

/// How far a contact duty 联街包校 is in a term.
public struct DutyFulfilment: Hashable, Sendable {
    /// Visits made in the term up to the day.
    public let made: Int
    /// Visits required in the term.
    public let required: Int
    /// Blue: all are made. Red: the term is over and some are missing. Yellow: some are missing and the term ends
    /// within `warningDays`. Green: under way. Off: the term has not begun.
    public let light: Light

    /// Days before the end of a term from which missing visits are a warning.
    public static let warningDays = 30

    /// Counts the visits of a term; visits after `today` do not count.
    public init(term: SchoolTerm, required: Int, visits: [Day], today: Day) {
        made = visits.count { $0 <= today && SchoolTerm(of: $0) == term }
        self.required = required
        guard let first = term.first, let last = term.last, today >= first else {
            light = .off
            return
        }
        if made >= required {
            light = .blue
        } else if today > last {
            light = .red
        } else {
            light = last - today <= Self.warningDays ? .yellow : .green
        }
    }
}

/// How far a problem found at a visit is.
public enum ProblemState: String, Codable, CaseIterable, Hashable, Sendable {
    /// Nobody has answered.
    case open
    /// The office has answered how it will be solved.
    case answered
    /// The office says that it is solved.
    case solved
    /// Seen to be solved at a later visit.
    case confirmed

    /// Blue once solved; red after the due day; yellow from seven days before it; green before.
    public func light(due: Day, today: Day) -> Light {
        switch self {
        case .solved, .confirmed: .blue
        case .open, .answered: today > due ? .red : due - today <= Self.warningDays ? .yellow : .green
        }
    }

    /// Days before the due day from which a problem is a warning.
    public static let warningDays = 7
}
