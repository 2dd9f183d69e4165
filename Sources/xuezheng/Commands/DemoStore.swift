import AdmissionService
import CatchmentPlanning
import Foundation
import Ledger
import Monitoring
import Registers
import ShippedCatalog
import Simulation

/// The ledger and registers of a demonstration, under a simulated clock.
struct DemoStore {
    let clock: SimulatedClock
    let ledger: PlanLedger
    let registers: RegisterStore

    init(folder: String, day: Day, seed: UInt64) throws {
        let directory = URL(fileURLWithPath: folder, isDirectory: true)
        clock = SimulatedClock(day)
        var environment = clock.environment(seed: seed)
        // All have the one passphrase that is printed: guessing needs no slowing down.
        environment.passwordRounds = 1 << 12
        ledger = try PlanLedger.open(
            directory: directory, more: AdmissionSchema.migrations + CatchmentSchema.migrations,
            environment: environment)
        registers = try RegisterStore.open(
            directory: directory, catalog: try ShippedCatalog.catalog(), environment: environment)
    }
}
