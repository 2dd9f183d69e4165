import Foundation
import GRDB
import Monitoring
import Store

extension PlanLedger {
    /// Keeps a dispatch meeting of a list; a form sent twice keeps one.
    ///
    /// - Parameters:
    ///   - chair: who was in the chair, 1–100 characters.
    ///   - present: who else was there, at most 1,000 characters.
    /// - Throws: `ProjectError.badName`, `.badMeetingDay` for a day to come, `.notFound`.
    @discardableResult
    public func holdMeeting(
        of list: Int64, on day: Day, chair: String, present: String, once: String? = nil, by principal: Principal
    ) throws -> Int64 {
        let (chair, present) = (chair.trimmed, present.trimmed)
        guard !chair.isEmpty, chair.count <= 100, present.count <= 1000 else { throw ProjectError.badName }
        guard day.civil.year >= 2000, day <= Day(of: store.environment.now()) else { throw ProjectError.badMeetingDay }
        let once = Self.once(once, list)
        return try store.change(by: principal) { change in
            let isThere = try Bool.fetchOne(
                change.db, sql: "SELECT 1 FROM project_list WHERE id = ?", arguments: [list])
            guard isThere == true else { throw ProjectError.notFound }
            if let kept = try Self.row("project_meeting", once, change.db) { return kept }
            try change.db.execute(
                sql: """
                    INSERT INTO project_meeting (list_id, day, chair, present, at, by, once) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """, arguments: [list, day.text, chair, present, change.at, change.by, once])
            let id = change.db.lastInsertedRowID
            try change.audit("project.meeting", "projectMeeting", id)
            return id
        }
    }

    /// Keeps what a meeting decided for a project of its list; a form sent twice keeps one.
    ///
    /// - Throws: `ProjectError.textMissing`, `.badMeetingDay` for a due day before the meeting, `.notFound`.
    @discardableResult
    public func decide(
        _ details: DecisionDetails, at meeting: Int64, once: String? = nil, by principal: Principal
    ) throws -> Int64 {
        let text = details.text.trimmed
        guard !text.isEmpty, text.count <= 2000 else { throw ProjectError.textMissing }
        let once = Self.once(once, meeting)
        return try store.change(by: principal) { change in
            let held = try String.fetchOne(
                change.db,
                sql: """
                    SELECT day FROM project_meeting JOIN project ON project.list_id = project_meeting.list_id
                    WHERE project_meeting.id = ? AND project.id = ?
                    """, arguments: [meeting, details.project])
            guard let held = WorkRows.day(held) else { throw ProjectError.notFound }
            guard held <= details.due, details.due.civil.year <= 2100 else { throw ProjectError.badMeetingDay }
            if let office = details.office { try change.requireOffice(office) }
            if let kept = try Self.row("project_decision", once, change.db) { return kept }
            try change.db.execute(
                sql: """
                    INSERT INTO project_decision (meeting_id, project_id, text, office_id, due, outcome, once)
                    VALUES (?, ?, ?, ?, ?, '', ?)
                    """, arguments: [meeting, details.project, text, details.office, details.due.text, once])
            let id = change.db.lastInsertedRowID
            try change.audit("project.decide", "projectDecision", id)
            return id
        }
    }

    /// Closes an open decision with what came of it. - Throws: `ProjectError.textMissing`, `.wrongDecision`.
    public func closeDecision(_ id: Int64, outcome: String, by principal: Principal) throws {
        let outcome = outcome.trimmed
        guard !outcome.isEmpty, outcome.count <= 2000 else { throw ProjectError.textMissing }
        try store.change(by: principal) { change in
            try change.db.execute(
                sql: "UPDATE project_decision SET closed = ?, outcome = ? WHERE id = ? AND closed IS NULL",
                arguments: [Day(of: change.now).text, outcome, id])
            guard change.db.changesCount == 1 else { throw ProjectError.wrongDecision }
            try change.audit("project.decision.close", "projectDecision", id)
        }
    }

    /// Opens a closed decision again; its outcome is forgotten but for the record of changes.
    ///
    /// - Throws: `ProjectError.wrongDecision`.
    public func reopenDecision(_ id: Int64, by principal: Principal) throws {
        try store.change(by: principal) { change in
            let outcome = try String.fetchOne(
                change.db, sql: "SELECT outcome FROM project_decision WHERE id = ? AND closed IS NOT NULL",
                arguments: [id])
            guard let outcome else { throw ProjectError.wrongDecision }
            try change.db.execute(
                sql: "UPDATE project_decision SET closed = NULL, outcome = '' WHERE id = ?", arguments: [id])
            try change.audit("project.decision.reopen", "projectDecision", id, ["outcome": outcome])
        }
    }

    /// The meetings of a list, latest first.
    public func meetings(of list: Int64) throws -> [ProjectMeeting] {
        try store.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM project_meeting WHERE list_id = ? ORDER BY day DESC, id DESC",
                arguments: [list]
            ).map { row in
                ProjectMeeting(
                    id: row["id"], day: WorkRows.day(row["day"]) ?? Day(number: 0), chair: row["chair"],
                    present: row["present"])
            }
        }
    }

    /// What was decided for the projects of a list: open ones first, by due day.
    public func decisions(of list: Int64) throws -> [ProjectDecision] {
        try decisions("project_meeting.list_id = \(list)")
    }

    /// What was decided for a project: open ones first, by due day.
    public func decisions(ofProject id: Int64) throws -> [ProjectDecision] {
        try decisions("project_decision.project_id = \(id)")
    }

    /// A decision. - Throws: `ProjectError.notFound`.
    public func decision(_ id: Int64) throws -> ProjectDecision {
        guard let decision = try decisions("project_decision.id = \(id)").first else { throw ProjectError.notFound }
        return decision
    }

    private func decisions(_ condition: SQL) throws -> [ProjectDecision] {
        try store.read { db in
            try SQLRequest<Row>(
                literal: """
                    SELECT project_decision.*, project_meeting.day AS held, project.number, project.name,
                        office.name AS office
                    FROM project_decision JOIN project_meeting ON project_meeting.id = meeting_id
                        JOIN project ON project.id = project_id
                        LEFT JOIN office ON office.id = project_decision.office_id
                    WHERE \(condition) ORDER BY closed IS NOT NULL, due, project_decision.id
                    """
            ).fetchAll(db).map { row in
                ProjectDecision(
                    id: row["id"], meeting: row["meeting_id"], project: row["project_id"],
                    held: WorkRows.day(row["held"]) ?? Day(number: 0), number: row["number"], name: row["name"],
                    text: row["text"], office: row["office_id"], officeName: row["office"],
                    due: WorkRows.day(row["due"]) ?? Day(number: 0), closed: WorkRows.day(row["closed"]),
                    outcome: row["outcome"])
            }
        }
    }

    /// The name of a form beside what it was for.
    private static func once(_ sent: String?, _ id: Int64) -> String? {
        sent.flatMap { $0.isEmpty ? nil : "\(id) \($0.prefix(100))" }
    }

    private static func row(_ table: String, _ once: String?, _ db: Database) throws -> Int64? {
        guard let once else { return nil }
        return try Int64.fetchOne(db, sql: "SELECT id FROM \(table) WHERE once = ?", arguments: [once])
    }
}
