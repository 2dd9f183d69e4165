import Catalog
import Monitoring
import Testing

@testable import Indicators

@Suite("A period")
struct PeriodTests {
    @Test(
        "is written and read back, with its days",
        arguments: [
            ("2026-2027", "2026-09-01", "2027-08-31", "2025-2026", "2025-2026"),
            ("2026", "2026-01-01", "2026-12-31", "2025", "2025"),
            ("2026-2027-1", "2026-09-01", "2027-01-31", "2025-2026-2", "2025-2026-1"),
            ("2026-2027-2", "2027-02-01", "2027-08-31", "2026-2027-1", "2025-2026-2"),
            ("2024-02", "2024-02-01", "2024-02-29", "2024-01", "2023-02"),
            ("2024-02-29", "2024-02-29", "2024-02-29", "2024-02-28", "2023-02-28"),
        ])
    func text(_ text: String, _ start: String, _ end: String, _ before: String, _ yearBefore: String) throws {
        let period = try #require(Period(text))
        #expect(period.description == text && period.start.text == start && period.end.text == end)
        #expect(period.previous.description == before && period.previous.next == period)
        #expect(period.yearBefore.description == yearBefore)
        #expect(Period(period.kind, of: period.start) == period && Period(period.kind, of: period.end) == period)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "26", "2026-2028", "2026-13", "2026-00", "2026-02-30", "2026-2027-3", "+026", "1026", "二〇二六", "2026-",
            "2026-2027-1-1", "99999",
        ])
    func refused(_ text: String) { #expect(Period(text) == nil) }

    @Test("of every kind covers each day exactly once", arguments: PeriodKind.allCases)
    func covers(_ kind: PeriodKind) throws {
        let first = try #require(Day("2023-08-30")), last = try #require(Day("2026-03-02"))
        var day = first
        while day < last {
            let period = Period(kind, of: day), next = Period(kind, of: day + 1)
            #expect(period.start <= day && day <= period.end)
            #expect(next == period || next == period.next && period.end == day)
            #expect(Period(period.description) == period)
            day = day + 1
        }
    }

    @Test("counts as of its last day, or of today where that comes first, and not at all before it begins")
    func day() throws {
        let period = try #require(Period("2026-2027"))
        #expect(period.day(countedOn: try #require(Day("2026-11-21")))?.text == "2026-11-21")
        #expect(period.day(countedOn: try #require(Day("2028-01-01")))?.text == "2027-08-31")
        #expect(period.day(countedOn: try #require(Day("2026-08-31"))) == nil)
    }
}
