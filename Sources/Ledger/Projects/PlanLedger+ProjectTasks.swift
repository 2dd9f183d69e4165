import GRDB
import Monitoring
import Store

/// A task of the ledger that a livelihood project fulfils.
public struct ProjectTask: Identifiable, Sendable {
    /// The task's public key, which stays.
    public let key: String
    /// How it stands; nil where it is not in the ledger any more.
    public let line: WorkLine?

    /// The key.
    public var id: String { key }
}

extension PlanLedger {
    /// Ties a task of the ledger to a project; one that is tied already stays so.
    ///
    /// - Parameter task: the task's row.
    /// - Throws: `LedgerError.noTask` for one that is not in the ledger; `ProjectError.notFound`.
    public func linkTask(_ task: Int64, toProject id: Int64, by principal: Principal) throws {
        let row = try self.task(task)
        guard row.task.state == .accepted, row.planState != .draft else { throw LedgerError.noTask }
        let isTied = try store.read { db in
            try Bool.fetchOne(
                db, sql: "SELECT 1 FROM project_task WHERE project_id = ? AND task_key = ?",
                arguments: [id, row.task.key])
        }
        guard isTied != true else { return }
        try event("link", id, text: row.task.label + row.task.title.text, by: principal) { change in
            try change.db.execute(
                sql: "INSERT OR IGNORE INTO project_task (project_id, task_key) VALUES (?, ?)",
                arguments: [id, row.task.key])
        }
    }

    /// Unties a task from a project. - Throws: `ProjectError.notFound`.
    public func unlinkTask(_ key: String, fromProject id: Int64, by principal: Principal) throws {
        let title = try store.read { db in
            try String.fetchOne(db, sql: "SELECT label || title FROM task WHERE key = ?", arguments: [key])
        }
        try event("unlink", id, text: title ?? key, by: principal) { change in
            try change.db.execute(
                sql: "DELETE FROM project_task WHERE project_id = ? AND task_key = ?", arguments: [id, key])
            guard change.db.changesCount == 1 else { throw ProjectError.notFound }
        }
    }

    /// The tasks of a project as they stand on a day, in the plans' order; those that are gone last.
    public func tasks(ofProject id: Int64, on day: Day) throws -> [ProjectTask] {
        let keys = try store.read { db in
            try String.fetchAll(
                db, sql: "SELECT task_key FROM project_task WHERE project_id = ? ORDER BY task_key", arguments: [id])
        }
        guard !keys.isEmpty else { return [] }
        let lines = try workLines(try filter(keys: keys), on: day)
        let known = Set(lines.map(\.key))
        return lines.map { ProjectTask(key: $0.key, line: $0) }
            + keys.filter { !known.contains($0) }.map { ProjectTask(key: $0, line: nil) }
    }

    /// The projects that fulfil a task.
    public func projects(ofTask key: String) throws -> [Project] {
        try store.read { db in
            try Self.projects("id IN (SELECT project_id FROM project_task WHERE task_key = \(key))", db)
        }
    }

    /// Tasks of the ledger by number, key or words, at most 20, as they stand on a day.
    ///
    /// A number is that of the plan, with or without the marks around it (3 finds 3. and 3、), or that of the task's
    /// address; where no task has it, tasks with the words are found.
    public func tasksToLink(_ words: String, on day: Day) throws -> [WorkLine] {
        let words = words.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !words.isEmpty else { return [] }
        let named = try filter(
            ids: """
                SELECT id FROM task WHERE key = \(words) OR id = \(Int64(words))
                    OR (label <> '' AND trim(label, \(Self.labelMarks)) = trim(\(words), \(Self.labelMarks)))
                """)
        let found = try workLines(named, on: day)
        guard found.isEmpty else { return Array(found.prefix(20)) }
        var filter = LedgerFilter()
        filter.text = words
        let rows = try tasks(filter, page: .page(1, size: 20)).rows
        filter.ids = rows.map(\.id)
        return rows.isEmpty ? [] : try workLines(filter, on: day)
    }

    /// What may stand around the number of a task in a plan.
    private static let labelMarks = " .．、:：()（）"

    /// The tasks of the ledger with these keys, of closed plans too.
    private func filter(keys: [String]) throws -> LedgerFilter {
        try filter(
            ids: "SELECT id FROM task WHERE key IN (SELECT value FROM json_each(\(try LedgerCoding.text(keys))))")
    }

    /// The tasks of the ledger whose rows a query finds, of closed plans too.
    private func filter(ids: SQL) throws -> LedgerFilter {
        var filter = LedgerFilter()
        filter.planStates = [.open, .archived]
        filter.ids = try store.read { try SQLRequest<Int64>(literal: ids).fetchAll($0) }
        return filter
    }
}
