import Foundation
import GRDB
import PlanModel
import Store

extension PlanLedger {
    /// Makes a review move, in one transaction.
    ///
    /// - Parameter versions: the version of each task that the page showed; tasks left out are not checked.
    /// - Throws: `LedgerError.conflict` where a task is newer than its version here; the move's own errors.
    @discardableResult
    public func apply(
        _ move: ReviewMove, to plan: Int64, versions: [Int64: Int] = [:], by principal: Principal
    ) throws -> MoveResult { throw LedgerError.noPlan }

    /// Takes the plan's last move back.
    ///
    /// - Parameter event: the move that the page meant; nil for whatever was last.
    /// - Throws: `LedgerError.nothingToUndo` if there is none, or `event` is no longer the last.
    @discardableResult
    public func undo(in plan: Int64, event: Int64? = nil, by principal: Principal) throws -> MoveResult {
        throw LedgerError.noPlan
    }

    /// Makes the plan's last undone move again. - Throws: as `undo`.
    @discardableResult
    public func redo(in plan: Int64, event: Int64? = nil, by principal: Principal) throws -> MoveResult {
        throw LedgerError.noPlan
    }

    /// What undo and redo would do.
    public func undoState(of plan: Int64) throws -> UndoState { throw LedgerError.noPlan }

    /// The moves of a plan, latest first, at most `limit`.
    public func history(ofPlan plan: Int64, limit: Int = 200) throws -> [ReviewEvent] { [] }

    /// The moves that touched a task, latest first, with what each changed in it.
    public func history(ofTask task: Int64) throws -> [ReviewEvent] { [] }
}
