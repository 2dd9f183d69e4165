import Foundation
import Ledger
import Localisation
import Monitoring
import Testing

@testable import Reports

@Suite("Days of tasks as an iCalendar file")
struct CalendarFeedTests {
    /// A ledger whose first task is at work with a milestone and an order.
    static func sample() throws -> (SampleLedger, [WorkLine]) {
        let sample = try SampleLedger()
        let today = Day(of: Date(timeIntervalSince1970: 1_790_000_000))
        let task = try sample.rows()[0].id
        try sample.ledger.move(.issue(due: today + 60), task: task, by: .commandLine)
        try sample.ledger.move(.accept, task: task, by: .commandLine)
        try sample.ledger.move(
            .orderFollowUp("一、说明进度；\n二、附照片,表格\\", replyBy: today + 10), task: task, by: .commandLine)
        return (sample, try sample.ledger.workLines(.ledger(of: sample.plan.id), on: today))
    }

    static func text(_ sample: SampleLedger, _ lines: [WorkLine], _ name: String = "时限") throws -> String {
        CalendarFeed(
            name: name, dates: WorkDate.all(of: lines), stamps: try sample.ledger.lastChanges(of: lines.map(\.id)),
            language: .chinese, page: { "https://xuezheng.example.cn/tasks/\($0)" }
        ).text
    }

    /// The lines of a file as they were before folding.
    static func unfolded(_ text: String) -> [String] {
        text.replacing("\r\n ", with: "").split(separator: "\r\n").map(String.init)
    }

    @Test("has an entry for each day, with a name that stays, a stamp, whole days and an alarm")
    func entries() throws {
        let (sample, lines) = try Self.sample()
        defer { sample.remove() }
        let text = try Self.text(sample, lines)
        let found = Self.unfolded(text)
        #expect(found.first == "BEGIN:VCALENDAR" && found.last == "END:VCALENDAR")
        #expect(found.contains("VERSION:2.0") && found.contains { $0.hasPrefix("PRODID:") })
        let dates = WorkDate.all(of: lines)
        #expect(
            found.count { $0 == "BEGIN:VEVENT" } == dates.count && found.count { $0 == "END:VEVENT" } == dates.count)
        #expect(found.count { $0 == "BEGIN:VALARM" } == dates.count && found.contains("TRIGGER:-P7D"))
        let uids = found.filter { $0.hasPrefix("UID:") }
        #expect(Set(uids).count == dates.count)
        #expect(uids.contains("UID:\(lines[0].key)-due@xuezheng"))
        let stamps = found.filter { $0.hasPrefix("DTSTAMP:") }
        #expect(stamps.count == dates.count && stamps.allSatisfy { $0.wholeMatch(of: #/DTSTAMP:\d{8}T\d{6}Z/#) != nil })
        let starts = found.filter { $0.hasPrefix("DTSTART;VALUE=DATE:") }
        #expect(starts.count == dates.count)
        #expect(dates.contains { $0.kind == .reply } && dates.contains { $0.kind == .milestone })
        #expect(found.contains(#"DESCRIPTION:一、说明进度；\n二、附照片\,表格\\"#))
        // The same state gives the same bytes.
        #expect(try Self.text(sample, lines) == text)
    }

    @Test("an end of a day is the day after it, over months and years")
    func ends() throws {
        let day = try #require(Day("2026-12-31"))
        let date = WorkDate(
            day: day, kind: .due, task: 1, key: "t-1", title: "年终", item: 0, text: "", isDone: false, leads: [],
            light: .green)
        let text = CalendarFeed(
            name: "x", dates: [date], stamps: [1: Date(timeIntervalSince1970: 1_767_225_599)], language: .english
        ).text
        #expect(text.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"))
        #expect(text.contains("DTSTAMP:20251231T235959Z\r\n"))
        #expect(!text.contains("URL:"))
    }

    @Test("what is done rings no alarm")
    func done() throws {
        let (sample, lines) = try Self.sample()
        defer { sample.remove() }
        let task = lines[0].id
        let order = try #require(lines[0].record.followUps.first)
        try sample.ledger.move(.reply(order.id, "已说明"), task: task, by: .commandLine)
        try sample.ledger.move(.submit(ProgressReport("已完成")), task: task, by: .commandLine)
        try sample.ledger.move(.verify(), task: task, by: .commandLine)
        let today = Day(of: Date(timeIntervalSince1970: 1_790_000_000))
        let now = try sample.ledger.workLines(.ledger(of: sample.plan.id), on: today).filter { $0.id == task }
        let found = Self.unfolded(try Self.text(sample, now))
        #expect(!found.contains("BEGIN:VALARM"))
        #expect(found.filter { $0.hasPrefix("SUMMARY:") }.allSatisfy { $0.hasPrefix("SUMMARY:✓ ") })
    }

    @Test(
        "lines are folded at 75 octets, never within a character",
        arguments: [
            "", "short", String(repeating: "a", count: 75), String(repeating: "a", count: 76),
            String(repeating: "学前教育普及普惠", count: 40), "a" + String(repeating: "学", count: 200),
            "ab" + String(repeating: "😀", count: 100), String(repeating: "é", count: 500),
            String(repeating: "e\u{301}", count: 300),
        ])
    func folding(line: String) {
        let folded = CalendarFeed.fold(line)
        #expect(folded.hasSuffix("\r\n"))
        let pieces = Array(folded.utf8).split(separator: 10, omittingEmptySubsequences: true)
        #expect(pieces.allSatisfy { $0.last == 13 && $0.count - 1 <= 75 })
        #expect(pieces.allSatisfy { String(validating: $0, as: UTF8.self) != nil })
        #expect(pieces.dropFirst().allSatisfy { $0.first == 0x20 })
        var back = Array(folded.utf8.dropLast(2))
        while let place = back.firstRange(of: [13, 10, 32]) { back.removeSubrange(place) }
        #expect(back == Array(line.utf8))
    }

    @Test(
        "a hostile title cannot end its line or begin a property",
        arguments: [
            "x\r\nBEGIN:VEVENT\r\nSUMMARY:false", "x\nEND:VCALENDAR", "x\rATTACH:file:///etc/passwd", "a;b,c\\d:e\"f",
            "x\u{2028}BEGIN:VALARM", "x\u{0}\u{7}\u{1b}[31m", "x\u{85}DTSTART:1",
            String(repeating: "长", count: 100_000),
        ])
    func hostile(title: String) {
        let dates = WorkDate.Kind.allCases.map {
            WorkDate(
                day: Day(number: 20_000), kind: $0, task: 1, key: "t\r\nX:1", title: title, item: 7, text: title,
                isDone: false, leads: [], light: .red)
        }
        let text = CalendarFeed(
            name: title, dates: dates, stamps: [:], language: .chinese, page: { _ in "http://x/\r\nX-EVIL:1" }
        ).text
        let known: Set<String> = [
            "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "X-WR-CALNAME", "NAME", "REFRESH-INTERVAL",
            "X-PUBLISHED-TTL", "UID", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL",
            "CATEGORIES", "TRANSP", "ACTION", "TRIGGER",
        ]
        for line in Self.unfolded(text) {
            #expect(known.contains(String(line.prefix { $0 != ":" && $0 != ";" })), "\(line.prefix(60))")
        }
        #expect(text.components(separatedBy: "BEGIN:VEVENT\r\n").count == 4)
        #expect(text.utf8.count < 40_000)
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\r" && $0 != "\n" })
    }
}
