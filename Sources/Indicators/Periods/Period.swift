import Catalog
import Monitoring

/// A period 统计期 that an indicator is taken for: a school year, a calendar year, a term, a month or a day.
///
/// A school year 学年 runs from 1 September to 31 August. Its terms 学期 divide it without a gap, so that terms add up to
/// the school year: the first until 31 January, the second from 1 February.
public struct Period: Hashable, Sendable {
    /// What kind of period it is.
    public let kind: PeriodKind
    /// Its first day.
    public let start: Day

    /// The years that periods are told for; a text of another year is no period.
    public static let years = 1950...2199

    /// The period of a kind that a day lies in.
    public init(_ kind: PeriodKind, of day: Day) {
        self.kind = kind
        let (year, month, _) = day.civil
        start =
            switch kind {
            case .schoolYear: Self.day(month >= 9 ? year : year - 1, 9)
            case .year: Self.day(year, 1)
            case .term:
                if month == 1 { Self.day(year - 1, 9) } else { Self.day(year, month >= 9 ? 9 : 2) }
            case .month: day.startOfMonth
            case .day: day
            }
    }

    /// Its last day.
    public var end: Day { next.start + -1 }

    /// The period of the same kind right after.
    public var next: Period {
        let year = start.year
        switch kind {
        case .schoolYear: return Period(kind, of: Self.day(year + 1, 9))
        case .year: return Period(kind, of: Self.day(year + 1, 1))
        case .term: return Period(kind, of: isSecondTerm ? Self.day(year, 9) : Self.day(year + 1, 2))
        case .month: return Period(kind, of: start.nextMonth)
        case .day: return Period(kind, of: start + 1)
        }
    }

    /// The period of the same kind right before.
    public var previous: Period { Period(kind, of: start + -1) }

    /// The same period a year before: what a year-on-year change 同比 is counted from.
    public var yearBefore: Period {
        switch kind {
        case .schoolYear, .year: previous
        case .term: previous.previous
        case .month: Period(kind, of: Self.day(start.year - 1, start.month))
        case .day:
            // 29 February is compared with the 28th.
            Period(kind, of: Day(year: start.year - 1, month: start.month, day: start.civil.day) ?? start + -366)
        }
    }

    /// The day as of which rows are counted: the period's last, or the day of counting where that comes first; nil for a
    /// period that has not begun.
    public func day(countedOn day: Day) -> Day? { day < start ? nil : min(day, end) }

    private var isSecondTerm: Bool { kind == .term && start.month == 2 }

    private static func day(_ year: Int, _ month: Int) -> Day {
        Day(year: min(max(year, 1), 9999), month: month, day: 1) ?? Day(number: 0)
    }
}

extension Period: Comparable {
    /// Whether `left` begins earlier, or ends earlier where both begin on one day.
    public static func < (left: Period, right: Period) -> Bool {
        (left.start, left.end) < (right.start, right.end)
    }
}

extension Period: LosslessStringConvertible {
    /// A period as it is written: `2026-2027` (school year), `2026`, `2026-2027-1` (term), `2026-09`, `2026-09-10`;
    /// nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (48...57).contains($0) }) else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let year = parts.first.flatMap({ $0.utf8.count == 4 ? Int($0) : nil }), Self.years.contains(year) else {
            return nil
        }
        switch parts.map(\.utf8.count) {
        case [4]: self.init(.year, of: Self.day(year, 1))
        case [4, 4] where Int(parts[1]) == year + 1: self.init(.schoolYear, of: Self.day(year, 9))
        case [4, 4, 1] where Int(parts[1]) == year + 1 && parts[2] == "1": self.init(.term, of: Self.day(year, 9))
        case [4, 4, 1] where Int(parts[1]) == year + 1 && parts[2] == "2": self.init(.term, of: Self.day(year + 1, 2))
        case [4, 2]:
            guard let day = Day("\(text)-01") else { return nil }
            self.init(.month, of: day)
        case [4, 2, 2]:
            guard let day = Day(text) else { return nil }
            self.init(.day, of: day)
        default: return nil
        }
    }

    /// As it is written in addresses, files and the database.
    public var description: String {
        let first = start.schoolYear
        func years(_ year: Int) -> String { "\(year)-\(year + 1)" }
        switch kind {
        case .schoolYear: return years(first)
        case .year: return String(start.text.prefix(4))
        case .term: return "\(years(first))-\(isSecondTerm ? 2 : 1)"
        case .month: return start.monthText
        case .day: return start.text
        }
    }
}
