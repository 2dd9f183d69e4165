import Ledger
import Logging
import ServiceLifecycle
import Store

/// Reminds people of due days while the site runs: at the start, and then every hour. Each stage of each day comes once,
/// so an hour that was missed is made up for by the next.
struct ReminderService: Service {
    let ledger: PlanLedger
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try ledger.remind(by: .system("reminder"))
                } catch {
                    // The kind of the error only; the site goes on.
                    logger.error("reminder", metadata: ["error": "\(type(of: error))"])
                }
                try await Task.sleep(for: .seconds(3600))
            }
        }
    }
}
