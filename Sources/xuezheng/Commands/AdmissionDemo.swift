import AdmissionService
import Foundation
import Ledger
import Monitoring
import Registers
import ShippedCatalog
import Simulation
import Store

/// `demo --admissions`: simulated families apply for the primary schools of a fictional district.
struct AdmissionDemo {
    let families: Int
    let seed: UInt64
    let folder: String
    /// Whether the season goes on to the announced results.
    let isDrawn: Bool

    func run() throws {
        let directory = URL(fileURLWithPath: folder, isDirectory: true)
        // Families came over the last days, so that the round is still open today.
        let opens = Day(of: Date()) + (isDrawn ? -60 : -12)
        let clock = SimulatedClock(opens)
        var environment = clock.environment(seed: seed)
        // All have the one passphrase that is printed below: guessing needs no slowing down.
        environment.passwordRounds = 1 << 12
        let ledger = try PlanLedger.open(
            directory: directory, more: AdmissionSchema.migrations, environment: environment)
        let registers = try RegisterStore.open(
            directory: directory, catalog: try ShippedCatalog.catalog(), environment: environment)
        let admissions = AdmissionStore(store: ledger.store, registers: registers)
        var season = try AdmissionSeason(admissions, clock: clock, seed: seed)
        let made = try season.run(opens: opens, families: families) { done in
            report(say("cli.demo.families", ["done": "\(done)", "all": "\(families)"]))
        }
        print(
            say(
                "cli.demo.admissions",
                [
                    "families": "\(made.numbers.count)", "accepted": "\(made.accepted)", "returned": "\(made.returned)",
                    "refused": "\(made.refused)", "number": made.numbers.first ?? "",
                    "passphrase": AdmissionSeason.passphrase, "data": folder,
                ]))
        guard isDrawn else { return }
        let placed = try season.finish(made.round) { step in
            report(say("cli.demo.step.\(step)"))
        }
        print(say("cli.demo.drawn", ["placed": "\(placed)"]))
    }
}
