import Foundation
import Ledger
import Localisation
import Monitoring

/// Days of tasks as an iCalendar file (RFC 5545), for the calendar programmes of phones and offices.
public struct CalendarFeed: Sendable {
    /// What the calendar is called.
    public let name: String
    /// The days, in order.
    public let dates: [WorkDate]
    /// When each task last changed: the stamp of its entries, so that the same state gives the same bytes.
    public let stamps: [Int64: Date]
    /// The address of a task's page; nil for none.
    public let page: @Sendable (Int64) -> String?
    /// The language of the words.
    public let language: Language

    /// A calendar.
    public init(
        name: String, dates: [WorkDate], stamps: [Int64: Date], language: Language,
        page: @escaping @Sendable (Int64) -> String? = { _ in nil }
    ) {
        self.name = name
        self.dates = dates
        self.stamps = stamps
        self.page = page
        self.language = language
    }

    /// Its media type.
    public static let type = "text/calendar; charset=utf-8"
    /// Days before an entry on which its alarm rings.
    static let alarmDays = 7
    /// Characters of a text; more is cut off.
    private static let textLimit = 1000

    /// The file: lines of at most 75 octets, ended by CRLF.
    public var text: String {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Xuezheng//Ledger//\(language == .chinese ? "ZH" : "EN")",
            "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:\(Self.escape(name))", "NAME:\(Self.escape(name))",
            "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
        ]
        for date in dates { lines += entry(date) }
        lines.append("END:VCALENDAR")
        return lines.map(Self.fold).joined()
    }

    private func entry(_ date: WorkDate) -> [String] {
        let stamp = Self.stamp(stamps[date.task] ?? Date(timeIntervalSince1970: 0))
        let kind = StringCatalogue.standard.string("views.date.\(date.kind.rawValue)", language)
        let what = date.kind == .milestone && !date.text.isEmpty ? "\(date.title)：\(date.text)" : date.title
        let summary = "\(date.isDone ? "✓ " : "")\(kind) \(what)"
        var lines = [
            "BEGIN:VEVENT", "UID:\(Self.uid(date))", "DTSTAMP:\(stamp)", "LAST-MODIFIED:\(stamp)",
            "DTSTART;VALUE=DATE:\(Self.compact(date.day))", "DTEND;VALUE=DATE:\(Self.compact(date.day + 1))",
            "SUMMARY:\(Self.escape(summary))",
        ]
        if date.kind == .reply, !date.text.isEmpty { lines.append("DESCRIPTION:\(Self.escape(date.text))") }
        if let page = page(date.task) { lines.append("URL:\(Self.plain(page))") }
        lines += ["CATEGORIES:\(Self.escape(kind))", "TRANSP:TRANSPARENT"]
        if !date.isDone {
            lines += [
                "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P\(Self.alarmDays)D",
                "DESCRIPTION:\(Self.escape(summary))", "END:VALARM",
            ]
        }
        return lines + ["END:VEVENT"]
    }

    /// The same entry has the same name in every file, so that a calendar replaces it.
    static func uid(_ date: WorkDate) -> String {
        let part =
            switch date.kind {
            case .due: "due"
            case .milestone: "milestone-\(date.item)"
            case .reply: "reply-\(date.item)"
            }
        return "\(plain(date.key))-\(part)@xuezheng"
    }

    /// `20260930`.
    private static func compact(_ day: Day) -> String { day.text.replacing("-", with: "") }

    /// An instant in UTC, `20260930T080500Z`.
    static func stamp(_ date: Date) -> String {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let time = seconds - days * 86_400
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(compact(Day(number: days)))T\(two(time / 3600))\(two(time / 60 % 60))\(two(time % 60))Z"
    }

    /// A text value (RFC 5545, 3.3.11): backslash, semicolon, comma and line ends escaped, other control characters out.
    static func escape(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        let lines = text.prefix(textLimit).replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        for scalar in lines.unicodeScalars {
            switch scalar {
            case "\\", ";", ",":
                escaped.append("\\")
                escaped.append(scalar)
            case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
            case "\t": escaped.append(" ")
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): break
            // Line and paragraph separators end lines in some programmes.
            case "\u{2028}", "\u{2029}": escaped.append(contentsOf: "\\n".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    /// A value that is not a text, such as an address or a key, without anything that could end its line.
    private static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value > 0x20 && $0.value < 0x7F }))
    }

    /// A line folded (RFC 5545, 3.1): at most 75 octets without the line end, never within a character; each further
    /// piece begins with a space.
    static func fold(_ line: String) -> String {
        var folded = "", octets = 0
        for scalar in line.unicodeScalars {
            let width = UTF8.width(scalar)
            if octets + width > 75 {
                folded += "\r\n "
                octets = 1
            }
            folded.unicodeScalars.append(scalar)
            octets += width
        }
        return folded + "\r\n"
    }
}
