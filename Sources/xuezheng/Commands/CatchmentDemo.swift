import CatchmentPlanning
import Foundation
import Monitoring
import Simulation

/// `demo --catchments`: residential points of a fictional district, with catchments in force and a proposal.
struct CatchmentDemo {
    let seed: UInt64
    let folder: String

    func run() throws {
        let today = Day(of: Date())
        // The catchments have been in force for a month.
        let store = try DemoStore(folder: folder, day: today + -30, seed: seed)
        let plans = CatchmentStore(store: store.ledger.store, registers: store.registers)
        var season = try CatchmentSeason(plans, clock: store.clock, seed: seed)
        let made = try season.run(year: today.month < 9 ? today.year : today.year + 1)
        print(
            say(
                "cli.demo.catchments",
                ["points": "\(made.points)", "children": "\(made.children)", "data": folder]))
    }
}
