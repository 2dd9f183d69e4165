import Foundation
import GRDB
import Monitoring
import Store

extension PlanLedger {
    /// What the statement of a list says today. Nothing of persons, nothing internal.
    public func statementBody(of list: Int64, on day: Day) throws -> StatementBody {
        let found = try projectList(list)
        let rule = try lightRule()
        let names = Dictionary(try offices().map { ($0.id, $0.name) }) { first, _ in first }
        return StatementBody(
            name: found.name, day: day,
            projects: found.projects.map { project in
                StatementBody.Line(
                    number: project.details.number, name: project.details.name, content: project.details.content,
                    office: project.details.office.flatMap { names[$0] } ?? "", completion: project.details.completion,
                    percent: project.percent, stage: project.stages.first { $0.done == nil }?.name.stored ?? "",
                    light: rule.judge(project.facts, on: day).light)
            })
    }

    /// Freezes today's statement, of this month or of the last: its figures stay, whatever happens later.
    ///
    /// - Parameter month: `yyyy-MM`; nil for this month.
    /// - Throws: `ProjectError.badMonth` for a list without projects, or another month.
    @discardableResult
    public func freezeStatement(
        of list: Int64, month: String? = nil, by principal: Principal
    ) throws -> ProjectStatement {
        let today = Day(of: store.environment.now())
        let month = month ?? today.monthText
        guard [today.monthText, (today.startOfMonth + -1).monthText].contains(month) else {
            throw ProjectError.badMonth
        }
        let body = try statementBody(of: list, on: today)
        guard !body.projects.isEmpty else { throw ProjectError.badMonth }
        let text = try LedgerCoding.text(body)
        let annex = try decisions(of: list).filter {
            $0.held.monthText == month || ($0.held.monthText < month && $0.closed == nil)
        }
        let id = try store.change(by: principal) { change -> Int64 in
            let version = try Int.fetchOne(
                change.db, sql: "SELECT max(version) FROM project_statement WHERE list_id = ? AND month = ?",
                arguments: [list, month])
            try change.db.execute(
                sql: """
                    INSERT INTO project_statement (list_id, month, version, body, digest, frozen_at, frozen_by, annex)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    list, month, (version ?? 0) + 1, text, FileStore.digest(of: Data(text.utf8)), change.at,
                    change.by, try LedgerCoding.text(annex),
                ])
            let id = change.db.lastInsertedRowID
            try change.audit("project.freeze", "statement", id, ["month": month])
            return id
        }
        return try statement(id)
    }

    /// Publishes a frozen statement; one of the same month that was public gives way to it. - Throws: `ProjectError.notFound`, `.wrongStatement`.
    public func publishStatement(_ id: Int64, by principal: Principal) throws {
        try change(id, "published_at IS NULL AND withdrawn IS NULL", "project.publish", by: principal) { change in
            try change.db.execute(
                sql: """
                    UPDATE project_statement SET withdrawn = 'v' || (SELECT version FROM project_statement WHERE id = ?1)
                    WHERE published_at IS NOT NULL AND withdrawn IS NULL AND (list_id, month) =
                        (SELECT list_id, month FROM project_statement WHERE id = ?1)
                    """, arguments: [id])
            try change.db.execute(
                sql: "UPDATE project_statement SET published_at = ? WHERE id = ?", arguments: [change.at, id])
        }
    }

    /// Withdraws a published statement, with a reason. - Throws: `ProjectError.textMissing`, `.wrongStatement`.
    public func withdrawStatement(_ id: Int64, reason: String, by principal: Principal) throws {
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !reason.isEmpty, reason.count <= 500 else { throw ProjectError.textMissing }
        try change(id, "published_at IS NOT NULL AND withdrawn IS NULL", "project.withdraw", by: principal) { change in
            try change.db.execute(
                sql: "UPDATE project_statement SET withdrawn = ? WHERE id = ?", arguments: [reason, id])
        }
    }

    private func change(
        _ id: Int64, _ condition: String, _ action: String, by principal: Principal, _ body: (Change) throws -> Void
    ) throws {
        _ = try statement(id)
        try store.change(by: principal) { change in
            let fits = try Bool.fetchOne(
                change.db, sql: "SELECT 1 FROM project_statement WHERE id = ? AND \(condition)", arguments: [id])
            guard fits == true else { throw ProjectError.wrongStatement }
            try body(change)
            try change.audit(action, "statement", id)
        }
    }

    /// A statement. - Throws: `ProjectError.notFound`.
    public func statement(_ id: Int64) throws -> ProjectStatement {
        guard let statement = try statements("id = \(id)").first else { throw ProjectError.notFound }
        return statement
    }

    /// The statements of a list, latest first.
    public func statements(of list: Int64) throws -> [ProjectStatement] { try statements("list_id = \(list)") }

    /// The statements that everybody may read, latest first.
    public func publicStatements() throws -> [ProjectStatement] {
        try statements("published_at IS NOT NULL AND withdrawn IS NULL")
    }

    private func statements(_ condition: SQL) throws -> [ProjectStatement] {
        try store.read { db in
            try SQLRequest<Row>(
                literal: "SELECT * FROM project_statement WHERE \(condition) ORDER BY month DESC, id DESC LIMIT 500"
            ).fetchAll(db).map { row in
                ProjectStatement(
                    id: row["id"], list: row["list_id"], month: row["month"], version: row["version"],
                    frozenAt: Date(milliseconds: row["frozen_at"]),
                    publishedAt: (row["published_at"] as Int64?).map { Date(milliseconds: $0) },
                    withdrawn: row["withdrawn"],
                    body: try LedgerCoding.decode(StatementBody.self, row["body"] as String), digest: row["digest"],
                    annex: try LedgerCoding.decode([ProjectDecision].self, row["annex"] as String))
            }
        }
    }
}
