import Foundation
import Localisation

/// A day of the calendar, free of time zones; the bureau's days are those of China.
public struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    public let number: Int

    /// The day so many days after 1970-01-01.
    public init(number: Int) { self.number = number }

    /// The day in China (UTC+8, no summer time since 1991) of an instant.
    public init(of date: Date) { number = Int(((date.timeIntervalSince1970 + 8 * 3600) / 86_400).rounded(.down)) }

    /// A day written `yyyy-MM-dd`; nil for anything else.
    public init?(_ text: String) {
        // Lists read tens of thousands of days: no piece of the text is copied.
        guard text.utf8.count == 10 else { return nil }
        var number = 0
        var place = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-") where place == 4 || place == 7: break
            case UInt8(ascii: "0")...UInt8(ascii: "9") where place != 4 && place != 7:
                number = number * 10 + Int(byte - UInt8(ascii: "0"))
            default: return nil
            }
            place += 1
        }
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100)
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        self.init(civil: year, month, day)
        guard civil == (year, month, day) else { return nil }
    }

    /// Days from a civil date, by Howard Hinnant's algorithm (chrono-compatible low-level date algorithms).
    private init(civil year: Int, _ month: Int, _ day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Year, month and day of the Gregorian calendar.
    public var civil: (year: Int, month: Int, day: Int) {
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
    public var text: String {
        let (year, month, day) = civil
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// The day for a sentence: 2024年9月30日（周一）, Mon 30 Sep 2024.
    public func prose(_ language: Language) -> String {
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

    /// The day so many days later.
    public static func + (day: Day, days: Int) -> Day { Day(number: day.number + days) }
    /// Days from `right` to `left`.
    public static func - (left: Day, right: Day) -> Int { left.number - right.number }
    /// Whether `left` is earlier.
    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}

extension Day {
    /// A day of the Gregorian calendar; nil where there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        self.init(civil: year, month, day)
        guard civil == (year, month, day) else { return nil }
    }

    /// The year.
    public var year: Int { civil.year }
    /// The month, 1–12.
    public var month: Int { civil.month }
    /// `yyyy-MM`.
    public var monthText: String { String(text.prefix(7)) }
    /// 0 for Sunday to 6 for Saturday.
    public var weekday: Int { ((number + 4) % 7 + 7) % 7 }
    /// The first day of its month.
    public var startOfMonth: Day { self + (1 - civil.day) }
    /// The last day of its month.
    public var endOfMonth: Day { startOfMonth.nextMonth + -1 }
    /// The first day of the month after.
    public var nextMonth: Day {
        let (year, month, _) = civil
        return month == 12 ? Day(civil: year + 1, 1, 1) : Day(civil: year, month + 1, 1)
    }
    /// The first day of its year.
    public var startOfYear: Day { Day(civil: civil.year, 1, 1) }
    /// The last day of its year.
    public var endOfYear: Day { Day(civil: civil.year, 12, 31) }
}

extension Day: Codable {
    /// Reads `yyyy-MM-dd`.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no day"))
        }
        self = day
    }

    /// Writes `yyyy-MM-dd`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
