import Foundation
import GRDB
import PlanModel
import Store

/// The ledger of plans in one store: drafts and their review, opened plans, offices, areas and schools.
///
/// A value to pass around and use from any task; every method is one transaction, and what it did is on disk when it
/// returns. Callers ask `may(_:_:office:)` before; `by` is who the history and the audit trail name.
public struct PlanLedger: Sendable {
    /// What it is kept in: accounts, files, audit trail, backup.
    public let store: Store

    /// The ledger in a store that was opened with `PlanLedger.migrations`.
    public init(store: Store) { self.store = store }

    /// Opens or makes the store in a directory, with the ledger's tables.
    ///
    /// - Parameter more: the tables of others who keep things in the same store.
    /// - Throws: `StoreError`.
    public static func open(
        directory: URL, more: [StoreMigration] = [], environment: StoreEnvironment = .live
    ) throws -> PlanLedger {
        PlanLedger(
            store: try Store.open(directory: directory, migrations: migrations + more, environment: environment))
    }
}
