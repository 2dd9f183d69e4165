import CatchmentPlanning
import Foundation
import Monitoring
import Registers
import ShippedCatalog
import Testing

@testable import Simulation
@testable import Store

@Suite("A season of catchments")
struct CatchmentSeasonTests {
    private final class Season {
        let directory = FileManager.default.temporaryDirectory.appending(path: "catchment-season-\(UUID().uuidString)")
        let plans: CatchmentStore
        let report: CatchmentSeason.Report

        init(seed: UInt64) throws {
            let clock = SimulatedClock(try #require(Day("2026-03-01")))
            let environment = clock.environment(seed: seed)
            let store = try Store.open(
                directory: directory, migrations: CatchmentSchema.migrations, environment: environment)
            plans = CatchmentStore(
                store: store,
                registers: try RegisterStore.open(
                    directory: directory, catalog: try ShippedCatalog.catalog(), environment: environment))
            var season = try CatchmentSeason(plans, clock: clock, seed: seed)
            report = try season.run(year: 2026)
        }

        deinit { try? FileManager.default.removeItem(at: directory) }
    }

    @Test("two years are in force, connected and without too many children; the same seed makes the same")
    func season() throws {
        let one = try Season(seed: 7), other = try Season(seed: 7)
        #expect(one.report == other.report && one.report.points == 96)
        let current = try one.plans.scheme(one.report.current),
            input = try one.plans.input(of: current.id, isWhole: true)
        #expect(try input.points == other.plans.input(of: current.id).points)
        #expect(try one.plans.inForce().map(\.id) == [one.report.current, one.report.last])
        let standing = try #require(current.chosen)
        #expect(standing.figures.overfull <= (standing.today?.overfull ?? 0))
        #expect(try input.apart(current.settings).isEmpty && !input.neighbours.isEmpty)
        #expect(try !input.changes(against: one.plans.input(of: one.report.last)).isEmpty)
        #expect(try one.plans.scheme(one.report.other).state == .solved)
    }
}
