import Foundation
import GRDB
import PlanModel
import Store

extension PlanLedger {
    /// Rows of an edited ledger at most.
    static let importLimit = 20_000

    /// What the rows of an edited ledger would change in a plan. Nothing is written.
    ///
    /// - Throws: `LedgerError.unknownKey`, `.repeatedKey`, `.badRow` for a field that a task does not take, each
    ///   with the row from 1; `.noPlan`, `.tooLong`.
    public func previewImport(_ rows: [ImportedRow], into plan: Int64) throws -> ImportPreview {
        try store.read { db in
            let matched = try match(rows, in: plan, db)
            return ImportPreview(
                changed: matched.edits.map { edit in
                    ImportPreview.Change(
                        task: edit.before.id, title: edit.before.title.text,
                        differences: TaskWords.differences(edit.before, edit.after))
                },
                added: matched.added.map(\.title), unchanged: matched.unchanged, conflicts: matched.conflicts)
        }
    }

    /// Applies an edited ledger to a plan: all rows or none, one move that can be undone.
    ///
    /// - Throws: as `previewImport`; `LedgerError.conflict` where a task is newer than its row.
    @discardableResult
    public func importRows(_ rows: [ImportedRow], into plan: Int64, by principal: Principal) throws -> MoveResult {
        try store.change(by: principal) { change in
            let matched = try match(rows, in: plan, change.db)
            if let title = matched.conflicts.first { throw LedgerError.conflict(title: title) }
            let edits = matched.edits.map { TaskEdit(task: $0.before.id, change: $0.change) }
            return try apply(.importEdits(edits, added: matched.added), to: plan, versions: [:], change)
        }
    }

    private struct Matched {
        var edits: [(before: LedgerTask, after: LedgerTask, change: TaskChange)] = []
        var added: [NewTask] = []
        var unchanged = 0
        var conflicts: [String] = []
    }

    private func match(_ rows: [ImportedRow], in plan: Int64, _ db: Database) throws -> Matched {
        guard rows.count <= Self.importLimit else {
            throw LedgerError.tooLong(field: "rows", limit: Self.importLimit)
        }
        let state = try PlanRows.plan(plan, db).state
        let tasks = Dictionary(
            uniqueKeysWithValues: try TaskRows.tasks(of: plan, nil, db).map { ($0.key, $0) })
        let offices = try OfficeRows.directory(db)
        var matched = Matched()
        var seen: Set<String> = []
        for (index, row) in rows.enumerated() {
            guard let key = row.key, !key.isEmpty else {
                try check(row.fields, index)
                let title = row.fields.title?.trimmed ?? ""
                guard !title.isEmpty else { throw LedgerError.badRow(row: index + 1, field: "title", value: "") }
                matched.added.append(NewTask(title: title, fields: row.fields, isAccepted: state == .open))
                continue
            }
            guard let task = tasks[key] else {
                throw LedgerError.unknownKey(row: index + 1, key: String(key.prefix(40)))
            }
            guard seen.insert(key).inserted else { throw LedgerError.repeatedKey(row: index + 1, key: key) }
            let after: LedgerTask
            do {
                after = try task.applying(row.fields, offices: offices)
            } catch {
                throw Self.named(error, row: index + 1)
            }
            if after == task {
                matched.unchanged += 1
            } else {
                if let version = row.version, version != task.version { matched.conflicts.append(task.title.text) }
                matched.edits.append((task, after, row.fields))
            }
        }
        return matched
    }

    private func check(_ fields: TaskChange, _ index: Int) throws {
        do {
            try fields.checkLimits()
            if case .on(let day) = fields.due, !CalendarDay.isValid(day) { throw LedgerError.badDate }
        } catch {
            throw Self.named(error, row: index + 1)
        }
    }

    /// The error of a field with the row that it stands in.
    private static func named(_ error: any Error, row: Int) -> any Error {
        switch error {
        case LedgerError.badDate: LedgerError.badRow(row: row, field: "due", value: "")
        case LedgerError.emptyTitle: LedgerError.badRow(row: row, field: "title", value: "")
        case LedgerError.tooLong(let field, _): LedgerError.badRow(row: row, field: field, value: "")
        default: error
        }
    }
}
