/// A term 学期 of a school year 学年: the first from 1 September to 31 January, the second from 1 February to 31 August.
///
/// Holidays belong to the term before them, so that every day has its term and a visit in August still counts.
public struct SchoolTerm: Hashable, Comparable, Sendable {
    /// The calendar year that the school year begins in: 2026 for 2026–2027.
    public let schoolYear: Int
    /// First or second.
    public let half: Half

    /// A half of the school year.
    public enum Half: Int, CaseIterable, Hashable, Sendable {
        /// 第一学期.
        case first = 1
        /// 第二学期.
        case second = 2
    }

    /// A term of a school year.
    public init(_ schoolYear: Int, _ half: Half) {
        self.schoolYear = schoolYear
        self.half = half
    }

    /// The term that a day is in.
    public init(of day: Day) {
        let (year, month, _) = day.civil
        schoolYear = month >= 9 ? year : year - 1
        half = month >= 9 || month == 1 ? .first : .second
    }

    /// The school years that a duty can be for.
    public static let years = 1950...2199

    /// Both terms of a school year.
    public static func terms(of schoolYear: Int) -> [SchoolTerm] { Half.allCases.map { SchoolTerm(schoolYear, $0) } }

    /// Its first day.
    public var start: Day {
        let day = half == .first ? Day(year: schoolYear, month: 9, day: 1) : Day(year: schoolYear + 1, month: 2, day: 1)
        return day ?? Day(number: 0)
    }

    /// Its last day.
    public var end: Day {
        half == .first ? SchoolTerm(schoolYear, .second).start + -1 : SchoolTerm(schoolYear + 1, .first).start + -1
    }

    /// Whether `left` is earlier.
    public static func < (left: SchoolTerm, right: SchoolTerm) -> Bool {
        (left.schoolYear, left.half.rawValue) < (right.schoolYear, right.half.rawValue)
    }
}
