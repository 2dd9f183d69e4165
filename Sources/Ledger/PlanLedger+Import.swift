import Foundation
import GRDB
import PlanModel
import Store

extension PlanLedger {
    /// What the rows of an edited ledger would change in a plan. Nothing is written.
    ///
    /// - Throws: `LedgerError.unknownKey`, `.repeatedKey`, and the errors of a move, each naming the row from 1.
    public func previewImport(_ rows: [ImportedRow], into plan: Int64) throws -> ImportPreview {
        throw LedgerError.noPlan
    }

    /// Applies an edited ledger to a plan: all rows or none, one move that can be undone.
    ///
    /// - Throws: as `previewImport`; `LedgerError.conflict` where a task is newer than its row.
    @discardableResult
    public func importRows(_ rows: [ImportedRow], into plan: Int64, by principal: Principal) throws -> MoveResult {
        throw LedgerError.noPlan
    }
}
