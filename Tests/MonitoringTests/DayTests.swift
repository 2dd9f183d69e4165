import Testing

@testable import Monitoring

@Suite("Days")
struct DayTests {
    @Test("days are read, written and counted")
    func days() throws {
        #expect(Day("2024-02-29")?.text == "2024-02-29")
        #expect(Day("2023-02-29") == nil && Day("2024-2-29") == nil && Day("x") == nil)
        #expect(Day("1970-01-01")?.number == 0 && Day("1969-12-31")?.number == -1)
        #expect(try #require(Day("2024-09-30")).prose(.chinese) == "2024年9月30日（周一）")
        #expect(try #require(Day("2024-09-30")).prose(.english) == "Mon 30 Sep 2024")
        #expect(try #require(Day("2025-03-01")) - #require(Day("2024-03-01")) == 365)
    }

    @Test("months begin and end")
    func months() throws {
        let day = try #require(Day("2024-02-10"))
        #expect(day.startOfMonth.text == "2024-02-01" && day.endOfMonth.text == "2024-02-29")
        #expect(try #require(Day("2025-12-31")).nextMonth.text == "2026-01-01")
        #expect(
            day.endOfYear.text == "2024-12-31" && day.startOfYear.text == "2024-01-01" && day.monthText == "2024-02")
        #expect(Day(year: 2023, month: 2, day: 29) == nil && Day(year: 2024, month: 2, day: 29) != nil)
        #expect(day.weekday == 6)
    }
}
