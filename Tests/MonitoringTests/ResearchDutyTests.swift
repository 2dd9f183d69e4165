import Testing

@testable import Monitoring

@Suite("Contact duties")
struct ResearchDutyTests {
    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    @Test("every day of forty years lies in the term that its day belongs to")
    func terms() throws {
        let first = try day("2000-02-01")
        for number in 0..<14_600 {
            let day = first + number
            let term = SchoolTerm(of: day)
            let (start, end) = (try #require(term.first), try #require(term.last))
            #expect(start <= day && day <= end)
        }
        #expect(SchoolTerm(of: try day("2026-01-31")) == SchoolTerm(year: 2025, season: .autumn))
    }

    @Test("the light follows the rule at its edges")
    func lights() throws {
        let term = SchoolTerm(year: 2026, season: .spring)
        func light(_ today: String, _ visits: [String], required: Int = 2) throws -> Light {
            DutyFulfilment(term: term, required: required, visits: try visits.map(day), today: try day(today)).light
        }
        #expect(try light("2026-01-31", []) == .off)
        #expect(try light("2026-06-30", ["2026-03-01"]) == .green)
        #expect(try light("2026-07-01", ["2026-03-01"]) == .yellow)
        #expect(try light("2026-07-31", ["2026-03-01"]) == .yellow)
        #expect(try light("2026-08-01", ["2026-03-01"]) == .red)
        #expect(try light("2026-08-01", ["2026-03-01", "2026-07-31"]) == .blue)
        #expect(try light("2026-08-02", ["2026-03-01", "2026-08-01"]) == .red)
        #expect(try light("2026-03-01", ["2026-03-01", "2026-03-02"]) == .green)
    }

    @Test("one more visit never makes it worse", arguments: 1...5)
    func monotone(required: Int) throws {
        let term = SchoolTerm(year: 2026, season: .autumn)
        let start = try day("2026-08-01")
        for offset in stride(from: 0, through: 240, by: 7) {
            var last = Int.max
            for count in 0...6 {
                let visits = (0..<count).map { start + $0 }
                let found = DutyFulfilment(term: term, required: required, visits: visits, today: start + offset)
                let severity = try #require(found.light.severity)
                #expect(severity <= last && found.made <= count)
                last = severity
            }
        }
    }

    @Test("a problem is judged by its day until it is solved")
    func problems() throws {
        let due = try day("2026-05-10")
        #expect(ProblemState.open.light(due: due, today: due + 1) == .red)
        #expect(ProblemState.answered.light(due: due, today: due) == .yellow)
        #expect(ProblemState.open.light(due: due, today: due + -7) == .yellow)
        #expect(ProblemState.open.light(due: due, today: due + -8) == .green)
        #expect(ProblemState.solved.light(due: due, today: due + 99) == .blue)
    }
}
