import Chance
import Testing

@testable import Monitoring

@Suite("Contact duty and problems")
struct ResearchTests {
    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    @Test(
        "each day is in one term",
        arguments: [
            ("2026-07-31", 2026, SchoolTerm.Season.spring), ("2026-08-01", 2026, .autumn),
            ("2027-01-31", 2026, .autumn), ("2027-02-01", 2027, .spring), ("2028-02-29", 2028, .spring),
        ])
    func terms(text: String, year: Int, season: SchoolTerm.Season) throws {
        #expect(SchoolTerm(of: try day(text)) == SchoolTerm(year, season))
    }

    @Test("terms follow each other without a gap")
    func gapless() {
        for year in 2000..<2100 {
            let terms = SchoolTerm.terms(of: year)
            #expect(terms[0] < terms[1] && terms[0].end + 1 == terms[1].start)
            #expect(terms[1].end + 1 == SchoolTerm(year + 1, .spring).start)
            for term in terms { #expect(SchoolTerm(of: term.start) == term && SchoolTerm(of: term.end) == term) }
        }
    }

    @Test("a duty is judged by its visits and the days that the term has left")
    func duty() throws {
        let term = SchoolTerm(2026, .autumn)
        func state(_ made: Int, _ required: Int, _ text: String) throws -> DutyFulfilment.State {
            DutyFulfilment(term: term, required: required, made: made).state(on: try day(text))
        }
        #expect(try state(2, 2, "2026-10-01") == .fulfilled)
        #expect(try state(3, 2, "2027-06-01") == .fulfilled)
        #expect(try state(1, 2, "2026-10-01") == .running(missing: 1))
        #expect(try state(1, 2, "2027-01-01") == .running(missing: 1))
        #expect(try state(1, 2, "2027-01-02") == .dueSoon(missing: 1, days: 29))
        #expect(try state(1, 2, "2027-01-31") == .dueSoon(missing: 1, days: 0))
        #expect(try state(0, 2, "2027-02-01") == .overdue(missing: 2))
        #expect(try state(0, 2, "2026-07-31") == .ahead)
        #expect(try state(0, 0, "2027-02-01") == .notRequired)
        #expect(DutyFulfilment(term: term, required: -3, made: -1).missing == 0)
    }

    @Test(
        "a duty set up within a term asks for its share of the visits, and for none of terms before",
        arguments: [
            ("2026-01-31", 4), ("2026-08-01", 4), ("2026-08-02", 4), ("2026-10-31", 2), ("2026-11-01", 2),
            ("2026-12-17", 1), ("2027-01-08", 1), ("2027-01-09", 1), ("2027-01-10", 0), ("2027-01-31", 0),
            ("2027-02-01", 0),
        ])
    func midYear(since: String, required: Int) throws {
        let term = SchoolTerm(2026, .autumn)
        #expect(DutyFulfilment.required(4, in: term, since: try day(since)) == required)
        #expect(DutyFulfilment.required(-1, in: term, since: try day(since)) == 0)
    }

    @Test("a later day of setting up never asks for more")
    func midYearMonotone() {
        for perTerm in 0...100 {
            for term in SchoolTerm.terms(of: 2027) {
                var before = DutyFulfilment.required(perTerm, in: term, since: nil)
                #expect(before == perTerm)
                for since in stride(from: -10, through: 200, by: 1) {
                    let now = DutyFulfilment.required(perTerm, in: term, since: term.start + since)
                    #expect((0...before).contains(now))
                    before = now
                }
                #expect(before == 0)
            }
        }
    }

    @Test("only visits of the term count")
    func visitsOfTerm() throws {
        let visits = try ["2026-07-31", "2026-08-01", "2027-01-31", "2027-02-01"].map(day)
        #expect(DutyFulfilment(term: SchoolTerm(2026, .autumn), required: 1, visits: visits).made == 2)
    }

    @Test("the light of a problem follows its due day until it is solved")
    func problem() {
        let today = Day(number: 20_600)
        func standing(_ state: ProblemState, _ due: Int?) -> ProblemStanding {
            ProblemStanding(state, due: due.map { today + $0 }, on: today)
        }
        for state in [ProblemState.open, .answered] {
            #expect(standing(state, -1) == .overdue(days: 1) && standing(state, 0) == .dueSoon(days: 0))
            #expect(standing(state, 7).light == .yellow && standing(state, 8).light == .green)
            #expect(standing(state, nil) == .onCourse)
        }
        for state in [ProblemState.solved, .confirmed] { #expect(standing(state, -100).light == .blue) }
    }

    @Test("another visit never gives a worse light, another day never a better one", arguments: 0..<20)
    func monotone(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        for _ in 0..<200 {
            let term = SchoolTerm(Int.random(in: 2020...2030, using: &random), seed % 2 == 0 ? .spring : .autumn)
            let required = Int.random(in: 0...5, using: &random), made = Int.random(in: 0...6, using: &random)
            let day = term.start + Int.random(in: 0...300, using: &random)
            let now = DutyFulfilment(term: term, required: required, made: made)
            let more = DutyFulfilment(term: term, required: required, made: made + 1)
            func severity(_ fulfilment: DutyFulfilment, _ day: Day) -> Int {
                fulfilment.state(on: day).light.severity ?? 0
            }
            #expect(severity(more, day) <= severity(now, day))
            #expect(severity(now, day + 1) >= severity(now, day))
            let due = day + Int.random(in: -20...20, using: &random)
            let problem = ProblemStanding(.open, due: due, on: day)
            let later = ProblemStanding(.open, due: due, on: day + 1)
            #expect((later.light.severity ?? 0) >= (problem.light.severity ?? 0))
        }
    }

    @Test("parts add up to the whole, and shares stay in their bounds", arguments: 0..<20)
    func additive(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let today = SchoolTerm(2026, .autumn).start + Int.random(in: 0...400, using: &random)
        var parts = [ResearchTally](repeating: ResearchTally(), count: 4), whole = ResearchTally()
        for _ in 0..<100 {
            let part = Int.random(in: 0..<4, using: &random)
            let season = SchoolTerm.Season.allCases.randomElement(using: &random) ?? .spring
            let fulfilment = DutyFulfilment(
                term: SchoolTerm(2026, season), required: Int.random(in: 0...4, using: &random),
                made: Int.random(in: 0...6, using: &random))
            let state = ProblemState.allCases.randomElement(using: &random) ?? .open
            let due = today + Int.random(in: -30...30, using: &random), hasTask = Bool.random(using: &random)
            parts[part].count(fulfilment, on: today)
            parts[part].count(state, due: due, hasTask: hasTask, on: today)
            whole.count(fulfilment, on: today)
            whole.count(state, due: due, hasTask: hasTask, on: today)
        }
        #expect(parts.reduce(ResearchTally(), +) == whole)
        for tally in parts + [whole] {
            #expect(tally.visitsCounted <= tally.visitsRequired && tally.visitsCounted <= tally.visitsMade)
            #expect(tally.solved + tally.overdue <= tally.problems && tally.tasks <= tally.problems)
            #expect(tally.unsolved >= tally.overdue)
        }
    }
}
