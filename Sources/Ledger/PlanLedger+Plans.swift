import Foundation
import GRDB
import PlanModel
import Store

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
    /// The plans in some states, those of the latest year first, then the latest kept.
    public func plans(states: Set<Plan.State> = [.draft, .open, .archived]) throws -> [Plan] {
        let names = states.map(\.rawValue)
        return try store.read { try PlanRows.plans("plan.state IN \(names)", $0) }
    }

    /// A plan. - Throws: `LedgerError.noPlan`.
    public func plan(_ id: Int64) throws -> Plan { try store.read { try PlanRows.plan(id, $0) } }

    /// The plan of a file, the latest kept; nil if none.
    public func plan(ofFile digest: String) throws -> Plan? {
        try store.read { db in
            try PlanRows.plans("plan.file_digest = \(digest)", db).max { $0.id < $1.id }
        }
    }

    /// The text that was read, with its blocks. - Throws: `LedgerError.noPlan`, `.damagedText`.
    public func text(of plan: Int64) throws -> DocumentText { try store.read { try Self.text(of: plan, $0) } }

    /// The reading as it was kept, before any correction. - Throws: `LedgerError.noPlan`, `.damagedText`.
    public func reading(of plan: Int64) throws -> PlanReading { try store.read { try Self.reading(of: plan, $0) } }

    /// What the plan says outside of its tasks. - Throws: `LedgerError.noPlan`, `.damagedText`.
    public func remainder(of plan: Int64) throws -> PlanRemainder {
        let reading = try reading(of: plan)
        return PlanRemainder(
            quantities: reading.quantities.filter { $0.task == nil },
            deliverables: reading.deliverables.filter { $0.task == nil }, indicators: reading.indicators,
            notes: reading.notes.filter { $0.task == nil })
    }

    /// Makes a reviewed draft the ledger, or takes an archived plan up again.
    ///
    /// - Throws: `LedgerError.undecided` while tasks are undecided, `.wrongPlanState` for one that is open.
    @discardableResult
    public func openPlan(_ id: Int64, by principal: Principal) throws -> Plan {
        try move(id, to: .open, by: principal) { plan in
            guard plan.counts.pending == 0 else { throw LedgerError.undecided(count: plan.counts.pending) }
        }
    }

    /// Puts a plan away. - Throws: `LedgerError.wrongPlanState` for one that is archived.
    @discardableResult
    public func archivePlan(_ id: Int64, by principal: Principal) throws -> Plan {
        try move(id, to: .archived, by: principal) { _ in }
    }

    private func move(
        _ id: Int64, to state: Plan.State, by principal: Principal, check: (Plan) throws -> Void
    ) throws -> Plan {
        try store.change(by: principal) { change in
            let plan = try PlanRows.plan(id, change.db)
            guard plan.state != state else { throw LedgerError.wrongPlanState(state: plan.state.rawValue) }
            try check(plan)
            try change.db.execute(
                sql: "UPDATE plan SET state = ? WHERE id = ?", arguments: [state.rawValue, id])
            try PlanRows.touch(id, change)
            try change.audit("plan.\(state.rawValue)", "plan", id, ["accepted": String(plan.counts.accepted)])
            return try PlanRows.plan(id, change.db)
        }
    }

    static func text(of plan: Int64, _ db: Database) throws -> DocumentText {
        guard
            let row = try Row.fetchOne(
                db, sql: "SELECT text, blocks FROM plan_source WHERE plan_id = ?", arguments: [plan])
        else { throw LedgerError.noPlan }
        guard let blocks = try? LedgerCoding.decode(StoredBlocks.self, row["blocks"] as Data),
            let text = blocks.text(of: Array(row["text"] as Data))
        else { throw LedgerError.damagedText }
        return text
    }

    static func reading(of plan: Int64, _ db: Database) throws -> PlanReading {
        guard
            let data = try Data.fetchOne(
                db, sql: "SELECT reading FROM plan_source WHERE plan_id = ?", arguments: [plan])
        else { throw LedgerError.noPlan }
        guard let reading = try? LedgerCoding.decode(PlanReading.self, data) else { throw LedgerError.damagedText }
        return reading
    }
}
