import AdmissionService
import Admissions
import Foundation
import Monitoring
import Registers
import ShippedCatalog
import Testing

@testable import Simulation
@testable import Store

@Suite("A season of admissions")
struct AdmissionSeasonTests {
    /// A season in a directory of its own.
    private final class Season {
        let directory = FileManager.default.temporaryDirectory.appending(path: "season-\(UUID().uuidString)")
        let clock: SimulatedClock
        let admissions: AdmissionStore
        let report: AdmissionSeason.Report
        let opens: Day

        init(families: Int, seed: UInt64, checking: Int = 80) throws {
            opens = try #require(Day("2026-05-06"))
            clock = SimulatedClock(opens)
            var environment = clock.environment(seed: seed)
            environment.passwordRounds = 1 << 6
            let store = try Store.open(
                directory: directory, migrations: AdmissionSchema.migrations, environment: environment)
            admissions = AdmissionStore(
                store: store,
                registers: try RegisterStore.open(
                    directory: directory, catalog: try ShippedCatalog.catalog(), environment: environment))
            var season = try AdmissionSeason(admissions, clock: clock, seed: seed)
            report = try season.run(opens: opens, families: families, checking: checking)
        }

        deinit { try? FileManager.default.removeItem(at: directory) }
    }

    @Test("is the same for the same seed")
    func deterministic() throws {
        let one = try Season(families: 30, seed: 7), other = try Season(families: 30, seed: 7)
        #expect(one.report == other.report && one.report.numbers.count == 30)
        #expect(try Season(families: 30, seed: 8).report.numbers != one.report.numbers)
    }

    @Test("a whole summer: families apply, desks check, the draw verifies, those placed become pupils")
    func summer() throws {
        let season = try Season(families: 120, seed: 2026, checking: 100)
        let admissions = season.admissions, round = season.report.round
        let bureau = try AdmissionDesk(admissions, access: .commandLine, principal: .commandLine)
        var marked = ApplicationQuery()
        marked.onlyMarked = true
        #expect(try bureau.applications(of: round, marked).total >= 2, "addresses asked for twice are found")
        season.clock.set(season.opens + 45, minute: 600)
        try bureau.freeze(
            round, source: PublicSource(kind: .dice, what: "十二枚骰子", alphabet: "123456", length: 12))
        try bureau.draw(round, value: "314265314265")
        try bureau.announce(round)
        season.clock.set(season.opens + 50, minute: 600)
        let figures = try bureau.statistics(of: round)
        #expect(figures.applicants == season.report.accepted && figures.placed + figures.waiting == figures.applicants)
        #expect(figures.schools.allSatisfy { $0.placed <= $0.school.places })
        let record = try DrawRecord(text: admissions.drawFile("record.json", of: admissions.round(round)))
        #expect(try DrawVerification(record).isRight)
        let school = try #require(figures.schools.max { $0.placed < $1.placed })
        #expect(try bureau.enrol(round, school: school.school.organisation) == school.placed)
        #expect(
            try admissions.registers.count(of: admissions.registers.register("enrolment"), access: .commandLine)
                == school.placed)
        _ = try admissions.store.audit.verify()
    }
}
