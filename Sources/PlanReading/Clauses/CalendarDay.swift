/// A named time of a year: the last day it names.
struct NamedTime: Sendable {
    /// 1…12; 0 where the words name no end.
    var month: Int
    /// 1…31; 0 for the last day of the month.
    var day: Int
    /// 0 for the year in question, 1 for the next.
    var yearShift: Int

    /// From a row of the table `times`: word,month,day,year or word,none.
    init?(row: [String]) {
        if row.count > 1, row[1] == "none" {
            (month, day, yearShift) = (0, 0, 0)
            return
        }
        guard row.count > 3, let month = Int(row[1]), let day = Int(row[2]), let shift = Int(row[3]),
            (1...12).contains(month), (0...31).contains(day)
        else { return nil }
        (self.month, self.day, yearShift) = (month, day, shift)
    }
}

/// A day of the Gregorian calendar.
struct CalendarDay: Sendable, Equatable {
    var year: Int
    var month: Int
    var day: Int

    /// A day; nil where the calendar has no such day. Day 0 stands for the last day of the month.
    init?(year: Int, month: Int, day: Int) {
        guard (1900..<2200).contains(year), (1...12).contains(month) else { return nil }
        let last = Self.days(in: month, of: year)
        guard (0...last).contains(day) else { return nil }
        self.year = year
        self.month = month
        self.day = day == 0 ? last : day
    }

    /// The number of days of a month, leap years heeded.
    static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// `yyyy-MM-dd`
    var text: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))"
    }
}
