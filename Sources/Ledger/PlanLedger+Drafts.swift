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

    /// A plan that was kept now, or was there before.
    public init(plan: Plan, isNew: Bool) {
        self.plan = plan
        self.isNew = isNew
    }
}

extension PlanLedger {
    /// Tasks of one plan at most, and bytes of its text.
    static let taskLimit = 50_000
    static let textLimit = 128 << 20

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
    ) throws -> KeptDraft {
        try check(reading, text, file)
        return try store.change(by: principal) { change in
            let kept = try Int64.fetchOne(
                change.db, sql: "SELECT max(id) FROM plan WHERE file_digest = ?", arguments: [file.digest])
            if let kept, !evenIfKept { return KeptDraft(plan: try PlanRows.plan(kept, change.db), isNew: false) }
            let earlier = try revises.map { try PlanRows.plan($0, change.db) }
            let plan = try insert(reading, text, file, revises: revises, change)
            let offices = try learnOffices(of: reading, change)
            let context = TaskContext(parts: reading.parts, offices: offices)
            let drafts = TaskDraft.tasks(
                of: reading, plan: plan, offices: offices, now: change.now, by: change.by, newKey: { newKey("t") })
            if let earlier {
                try keepRevision(drafts, of: reading, text, plan: plan, earlier: earlier, context, change)
            } else {
                for task in drafts { _ = try TaskRows.insert(task, context, change.db) }
            }
            try change.audit(
                "plan.keep", "plan", plan,
                ["tasks": String(drafts.count), "file": file.digest, "revises": revises.map(String.init) ?? ""])
            return KeptDraft(plan: try PlanRows.plan(plan, change.db), isNew: true)
        }
    }

    private func check(_ reading: PlanReading, _ text: DocumentText, _ file: PlanFile) throws {
        guard text.bytes.count <= Self.textLimit else {
            throw LedgerError.tooLong(field: "text", limit: Self.textLimit)
        }
        guard reading.tasks.count <= Self.taskLimit else {
            throw LedgerError.tooLong(field: "tasks", limit: Self.taskLimit)
        }
        guard file.name.utf8.count <= 1024 else { throw LedgerError.tooLong(field: "file", limit: 1024) }
        let whole = Span(0, text.bytes.count)
        let spans =
            reading.tasks.map(\.span) + reading.quantities.map(\.span) + reading.parts.map(\.span)
            + reading.tasks.flatMap { $0.actions.map(\.span) + $0.owners.map(\.span) }
        guard spans.allSatisfy(whole.contains), text.blocks.allSatisfy({ whole.contains($0.span) }) else {
            throw LedgerError.badSpan
        }
    }

    private func insert(
        _ reading: PlanReading, _ text: DocumentText, _ file: PlanFile, revises: Int64?, _ change: Change
    ) throws -> Int64 {
        let title = reading.title.isEmpty ? file.name : reading.title
        let year =
            reading.parts.filter { $0.role == .plan }.compactMap(\.year).max()
            ?? reading.parts.compactMap(\.year).max()
        try change.db.execute(
            sql: """
                INSERT INTO plan (key, title, issuers, number, date, parts, year, file_digest, file_name, file_format,
                    state, revises, created_at, created_by, updated_at, updated_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'draft', ?, ?, ?, ?, ?)
                """,
            arguments: [
                newKey("p"), title, try LedgerCoding.text(reading.issuer), reading.number, reading.date,
                try LedgerCoding.text(reading.parts), year, file.digest, file.name, file.format, revises, change.at,
                change.by, change.at, change.by,
            ])
        let plan = change.db.lastInsertedRowID
        try change.db.execute(
            sql: "INSERT INTO plan_source (plan_id, text, blocks, reading) VALUES (?, ?, ?, ?)",
            arguments: [
                plan, Data(text.bytes), try LedgerCoding.encode(StoredBlocks(text)),
                try LedgerCoding.encode(reading),
            ])
        return plan
    }

    /// A fresh public key: 80 random bits, so that tasks of two installations never share one.
    func newKey(_ prefix: String) -> String {
        let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789")
        return prefix + "-" + String(store.environment.randomBytes(16).map { alphabet[Int($0 & 31)] })
    }
}
