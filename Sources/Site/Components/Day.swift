import Foundation
import Localisation

/// A day of the calendar, free of time zones; the bureau's days are those of China.
struct Day: Hashable, Comparable {
    /// Days since 1970-01-01.
    let number: Int

    init(number: Int) { self.number = number }

    /// The day in China (UTC+8, no summer time since 1991) of an instant.
    init(of date: Date) { number = Int(((date.timeIntervalSince1970 + 8 * 3600) / 86_400).rounded(.down)) }

    /// A day written `yyyy-MM-dd`; nil for anything else.
    init?(_ text: String) {
        let pieces = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, pieces.count == 3, let year = Int(pieces[0]), let month = Int(pieces[1]),
            let day = Int(pieces[2]), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        self.init(year: year, month: month, day: day)
        guard self.text == text else { return nil }
    }

    /// Days from a civil date, by Howard Hinnant's algorithm (chrono-compatible low-level date algorithms).
    private init(year: Int, month: Int, day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private var civil: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        return (
            yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9,
            dayOfYear - (153 * month + 2) / 5 + 1
        )
    }

    /// `yyyy-MM-dd`.
    var text: String {
        let (year, month, day) = civil
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// The day for a sentence: 2024年9月30日（周一）, Mon 30 Sep 2024.
    func prose(_ language: Language) -> String {
        let (year, month, day) = civil
        let weekday = (number % 7 + 11) % 7
        switch language {
        case .chinese:
            return "\(year)年\(month)月\(day)日（周\(["日", "一", "二", "三", "四", "五", "六"][weekday])）"
        case .english:
            let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
            let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            return "\(days[weekday]) \(day) \(months[month - 1]) \(year)"
        }
    }

    static func + (day: Day, days: Int) -> Day { Day(number: day.number + days) }
    static func - (left: Day, right: Day) -> Int { left.number - right.number }
    static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}

extension Visit {
    /// The day of this request in China.
    var today: Day { Day(of: now) }

    /// An instant in a table: `2024-09-30 16:05`, the time of China.
    func time(_ date: Date) -> String {
        let seconds = Int((date.timeIntervalSince1970 + 8 * 3600).rounded(.down))
        let minutes = ((seconds % 86_400) + 86_400) % 86_400 / 60
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(Day(of: date).text) \(two(minutes / 60)):\(two(minutes % 60))"
    }
}
