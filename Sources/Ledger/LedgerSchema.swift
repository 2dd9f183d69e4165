import GRDB
import Store

extension PlanLedger {
    /// The ledger's tables, for `Store.open`.
    public static let migrations: [StoreMigration] = []
}
