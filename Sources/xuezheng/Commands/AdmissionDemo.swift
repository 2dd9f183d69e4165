import AdmissionService
import Foundation
import Monitoring
import Simulation

/// `demo --admissions`: simulated families apply for the primary schools of a fictional district.
struct AdmissionDemo {
    let families: Int
    let seed: UInt64
    let folder: String
    /// Whether the season goes on to the announced results.
    let isDrawn: Bool

    func run() throws {
        // Families came over the last days, so that the round is still open today.
        let opens = Day(of: Date()) + (isDrawn ? -60 : -12)
        let store = try DemoStore(folder: folder, day: opens, seed: seed)
        let admissions = AdmissionStore(store: store.ledger.store, registers: store.registers)
        var season = try AdmissionSeason(admissions, clock: store.clock, seed: seed)
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
