/// A term 学期 of a calendar year's contact duty: spring from 1 February to 31 July, autumn from 1 August to 31 January.
///
/// Holidays belong to the term that they lie in, so that every day has its term and a visit in summer still counts.
public struct SchoolTerm: Hashable, Comparable, Sendable {
    /// The calendar year that it begins in: January belongs to the autumn term of the year before.
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

    /// A term of a year.
    public init(_ year: Int, _ season: Season) {
        self.year = year
        self.season = season
    }

    /// The term that a day is in.
    public init(of day: Day) {
        let (year, month, _) = day.civil
        self.init(month == 1 ? year - 1 : year, (2...7).contains(month) ? .spring : .autumn)
    }

    /// The years that a duty can be for.
    public static let years = 1950...2199

    /// Both terms of a year.
    public static func terms(of year: Int) -> [SchoolTerm] { Season.allCases.map { SchoolTerm(year, $0) } }

    /// Its first day.
    public var start: Day {
        Day(year: year, month: season == .spring ? 2 : 8, day: 1) ?? Day(number: 0)
    }

    /// Its last day.
    public var end: Day {
        season == .spring ? SchoolTerm(year, .autumn).start + -1 : SchoolTerm(year + 1, .spring).start + -1
    }

    /// Whether `left` is earlier.
    public static func < (left: SchoolTerm, right: SchoolTerm) -> Bool { left.start < right.start }
}
