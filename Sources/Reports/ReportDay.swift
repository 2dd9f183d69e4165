import Foundation

/// A calendar day that a paper is written for, as the bureau's calendar in China has it.
public struct ReportDay: Hashable, Sendable {
    /// `yyyy-MM-dd`.
    public let text: String

    /// The day of an instant in China, which has had one time zone without summer time since 1991.
    public static func today(now: Date) -> ReportDay {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt
        let day = calendar.dateComponents([.year, .month, .day], from: now)
        return ReportDay(year: day.year ?? 0, month: day.month ?? 0, day: day.day ?? 0)
    }

    private init(year: Int, month: Int, day: Int) {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        text = "\(year)-\(two(month))-\(two(day))"
    }

    /// A day written `yyyy-MM-dd`; nil where it is not written so or does not exist.
    public init?(_ text: String) {
        let pieces = text.split(separator: "-", omittingEmptySubsequences: false)
        guard pieces.count == 3, pieces[0].count == 4, pieces[1].count == 2, pieces[2].count == 2,
            pieces.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let year = Int(pieces[0]), let month = Int(pieces[1]), let day = Int(pieces[2]),
            (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Days of a month in the Gregorian calendar.
    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Year and month, `yyyy-MM`.
    public var month: String { String(text.prefix(7)) }
    /// The last day of its month.
    public var endOfMonth: String {
        let year = Int(text.prefix(4)) ?? 0
        let month = Int(text.dropFirst(5).prefix(2)) ?? 1
        return "\(self.month)-\(Self.days(inMonth: month, of: year))"
    }
    /// As prose has it: 2026年9月1日.
    public var inChinese: String {
        let pieces = text.split(separator: "-").compactMap { Int($0) }
        return pieces.count == 3 ? "\(pieces[0])年\(pieces[1])月\(pieces[2])日" : text
    }
}
