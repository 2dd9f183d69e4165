import Foundation
import GRDB
import PlanModel
import Store

/// A reading that was kept.
public struct KeptDraft: Hashable, Sendable {
    /// The plan, as a draft; or as it stands, where the file was kept before.
    public let plan: Plan
    /// False where a plan of the same file was there already and nothing was kept.
    public let isNew: Bool
}

/// What a plan says outside of any task.
public struct PlanRemainder: Hashable, Sendable {
    /// Quantities outside any task.
    public let quantities: [Quantity]
    /// Named papers outside any task.
    public let deliverables: [Deliverable]
    /// Rows of indicator tables.
    public let indicators: [PlanIndicator]
    /// Doubts about the document as a whole.
    public let notes: [ReadingNote]
}

extension PlanLedger {
    /// Keeps a reading as a draft: its head, text, tasks, and the offices that it names. One transaction.
    ///
    /// The file itself is kept by `store.files.keep(_:)` before. A file of the same digest is kept once: a second
    /// call answers with the plan that is there, unless `evenIfKept`. With `revises` the tasks are compared with the
    /// earlier plan's: unchanged ones keep decisions and corrections, changed ones go to review (`revision(of:)`).
    ///
    /// - Throws: `LedgerError.noPlan` for an unknown `revises`, `.badSpan`, `.tooLong`; `StoreError`.
    public func keepDraft(
        _ reading: PlanReading, text: DocumentText, file: PlanFile, revises: Int64? = nil, evenIfKept: Bool = false,
        by principal: Principal
    ) throws -> KeptDraft { throw LedgerError.noPlan }

    /// The plans in some states, those of the latest year first, then the latest kept.
    public func plans(states: Set<Plan.State> = [.draft, .open, .archived]) throws -> [Plan] { [] }

    /// A plan. - Throws: `LedgerError.noPlan`.
    public func plan(_ id: Int64) throws -> Plan { throw LedgerError.noPlan }

    /// The plan of a file, the latest kept; nil if none.
    public func plan(ofFile digest: String) throws -> Plan? { nil }

    /// The text that was read, with its blocks. - Throws: `LedgerError.noPlan`, `.damagedText`.
    public func text(of plan: Int64) throws -> DocumentText { throw LedgerError.noPlan }

    /// The reading as it was kept, before any correction. - Throws: `LedgerError.noPlan`.
    public func reading(of plan: Int64) throws -> PlanReading { throw LedgerError.noPlan }

    /// What the plan says outside of its tasks. - Throws: `LedgerError.noPlan`.
    public func remainder(of plan: Int64) throws -> PlanRemainder { throw LedgerError.noPlan }

    /// Makes a reviewed draft the ledger, or takes an archived plan up again.
    ///
    /// - Throws: `LedgerError.undecided` while tasks are undecided, `.wrongPlanState` for one that is open.
    @discardableResult
    public func openPlan(_ id: Int64, by principal: Principal) throws -> Plan { throw LedgerError.noPlan }

    /// Puts a plan away. - Throws: `LedgerError.wrongPlanState` for one that is archived.
    @discardableResult
    public func archivePlan(_ id: Int64, by principal: Principal) throws -> Plan { throw LedgerError.noPlan }

    /// How the plan compares with the one it revises; nil for one that revises none.
    public func revision(of plan: Int64) throws -> Revision? { nil }
}
