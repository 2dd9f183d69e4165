import Foundation
import Indicators
import Ledger
import Logging
import Measurement
import Registers
import SeatPlanning
import ServiceLifecycle
import Store

/// Indicators 指标 as the site has them: their values, the same in memory, the count under way, the plans' targets.
struct IndicatorService: Sendable {
    /// The values.
    let store: IndicatorStore
    /// What was counted last, in memory.
    let cubes: IndicatorCubes
    /// The count under way; new values are reported to the ledger.
    let counting: IndicatorCounting
    /// The targets of plans that indicators measure.
    let targets: TargetMeasurement

    /// The hour of the day in China from which the nightly count is due: everybody sleeps.
    static let nightHour = 2
    /// Who counts at night.
    static let nightly = Principal.system("night")

    /// - Throws: `RegisterError` where tables cannot be made.
    init(ledger: PlanLedger, registers: RegisterStore) throws {
        let store = try IndicatorStore(registers)
        let targets = TargetMeasurement(ledger: ledger, indicators: store)
        (self.store, self.targets) = (store, targets)
        cubes = IndicatorCubes(store)
        counting = IndicatorCounting(store) { try targets.report(on: registers.today) }
    }
}

/// Records the forecast of seats where it changed, and counts all indicators, once a day while the site runs; a night that was missed is made up for when it starts.
struct NightService: Service {
    let indicators: IndicatorService
    let seats: SeatBoards
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await count() { logger.notice("indicators counted") }
                } catch {
                    // The kind of the error only; the site goes on.
                    logger.error("indicators", metadata: ["error": "\(type(of: error))"])
                }
                try await Task.sleep(for: .seconds(600))
            }
        }
    }

    /// What keeps seats from being forecast keeps no other indicator from being counted.
    private func recordSeats() {
        do { _ = try seats.recordChanges(by: IndicatorService.nightly) } catch {
            logger.error("forecast of seats", metadata: ["error": "\(type(of: error))"])
        }
    }

    /// In a thread of its own, since it takes seconds; a server that is told to end does not wait for it.
    private func count() async throws -> Bool {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let thread = Thread { [self] in
                    continuation.resume(
                        with: Result {
                            // Indicators of seats are counted from the forecast that is recorded.
                            if try indicators.store.isNightDue(from: IndicatorService.nightHour) {
                                recordSeats()
                            }
                            return try indicators.counting.countNightly(
                                from: IndicatorService.nightHour, by: IndicatorService.nightly)
                        })
                }
                // SQL of the catalogue nests deeply.
                thread.stackSize = 8 << 20
                thread.start()
            }
        } onCancel: {
            indicators.counting.cancel()
        }
    }
}
