import Catalog
import GRDB
import Monitoring

/// The functions that rules, indicators and checks may call, registered on both databases with the same meaning.
///
/// `days_between(a, b)`, `workdays_between(a, b)`, `age_on(birth, day)`, `year_of(day)`, `month_of(day)`,
/// `school_year(day)`, `add_days(day, n)`. Days are those from 0001-01-01 to 9999-12-31; anything missing, or no such
/// day, gives NULL.
public struct SQLFunctions: Sendable {
    /// Days off and make-up workdays.
    public let workdays: Workdays

    /// Functions with the calendar of a catalogue.
    public init(_ catalog: Catalog) { workdays = Workdays(catalog.calendar) }

    /// The functions for SQLite.
    var sqlite: [DatabaseFunction] {
        let workdays = workdays
        return [
            Self.days("days_between") { $1 - $0 },
            Self.days("workdays_between") { workdays.between($0, $1) },
            Self.days("age_on") { $0.age(on: $1) },
            Self.day("year_of") { $0.year },
            Self.day("month_of") { $0.month },
            Self.day("school_year") { $0.schoolYear },
            DatabaseFunction("add_days", argumentCount: 2, pure: true) { values in
                guard let day = Self.day(values[0]), let count = Int.fromDatabaseValue(values[1]),
                    (Self.firstDay - day...Self.lastDay - day).contains(count)
                else { return nil }
                return (day + count).text
            },
        ]
    }

    private static func days(_ name: String, _ body: @escaping @Sendable (Day, Day) -> Int) -> DatabaseFunction {
        DatabaseFunction(name, argumentCount: 2, pure: true) { values in
            guard let first = day(values[0]), let second = day(values[1]) else { return nil }
            return body(first, second)
        }
    }

    private static func day(_ name: String, _ body: @escaping @Sendable (Day) -> Int) -> DatabaseFunction {
        DatabaseFunction(name, argumentCount: 1, pure: true) { values in day(values[0]).map(body) }
    }

    private static func day(_ value: DatabaseValue) -> Day? {
        String.fromDatabaseValue(value).flatMap { Day($0) }.flatMap { $0 < firstDay ? nil : $0 }
    }

    /// 0001-01-01: before it there is no year that both databases write alike.
    private static let firstDay = Day(number: -719_162)
    /// 9999-12-31, the last day that ten characters hold.
    private static let lastDay = Day(number: 2_932_896)
}

extension Day {
    /// Completed years of life on a day, as the law counts them: the year is completed on the birthday.
    public func age(on day: Day) -> Int {
        let (year, month, date) = civil
        let (otherYear, otherMonth, otherDate) = day.civil
        return otherYear - year - ((otherMonth, otherDate) < (month, date) ? 1 : 0)
    }

    /// The year in which the school year 学年 of the day begins: it begins on 1 September.
    public var schoolYear: Int { month >= 9 ? year : year - 1 }
}
