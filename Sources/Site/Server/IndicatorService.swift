import Indicators
import Ledger
import Registers

/// Indicators 指标 as the site has them: their values, and the same in memory.
struct IndicatorService: Sendable {
    /// The values.
    let store: IndicatorStore
    /// What was counted last, in memory.
    let cubes: IndicatorCubes

    /// - Throws: `RegisterError` where tables cannot be made.
    init(ledger: PlanLedger, registers: RegisterStore) throws {
        store = try IndicatorStore(registers)
        cubes = IndicatorCubes(store)
    }
}
