import Foundation
import GRDB
import Monitoring
import Store

extension PlanLedger {
    /// All lists, the latest year first.
    public func projectLists() throws -> [ProjectList] {
        try store.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM project_list ORDER BY year DESC, id DESC").map {
                try Self.projectList($0, db)
            }
        }
    }

    /// A list. - Throws: `ProjectError.notFound`.
    public func projectList(_ id: Int64) throws -> ProjectList {
        try store.read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM project_list WHERE id = ?", arguments: [id]) else {
                throw ProjectError.notFound
            }
            return try Self.projectList(row, db)
        }
    }

    /// A project. - Throws: `ProjectError.notFound`.
    public func project(_ id: Int64) throws -> Project {
        try store.read { db in
            guard let project = try Self.projects("id = \(id)", db).first else { throw ProjectError.notFound }
            return project
        }
    }

    /// Makes a list. - Throws: `ProjectError.badName`, `.badValue`, `.taken`.
    @discardableResult
    public func createProjectList(_ name: String, year: Int, by principal: Principal) throws -> Int64 {
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, name.count <= 100 else { throw ProjectError.badName }
        guard (1990...2100).contains(year) else { throw ProjectError.badValue }
        return try store.change(by: principal) { change in
            let isTaken = try Bool.fetchOne(
                change.db, sql: "SELECT 1 FROM project_list WHERE name = ?", arguments: [name])
            guard isTaken != true else { throw ProjectError.taken(name: name) }
            try change.db.execute(sql: "INSERT INTO project_list (name, year) VALUES (?, ?)", arguments: [name, year])
            let id = change.db.lastInsertedRowID
            try change.audit("project.list", "projectList", id)
            return id
        }
    }

    /// Adds projects with their back-scheduled stages, all or none.
    ///
    /// - Throws: `ProjectError`; for the row of an import, `LedgerError.badRow`.
    public func addProjects(
        _ projects: [ProjectDetails], to list: Int64, by principal: Principal
    ) throws {
        try store.change(by: principal) { change in
            let isThere = try Bool.fetchOne(
                change.db, sql: "SELECT 1 FROM project_list WHERE id = ?", arguments: [list])
            guard isThere == true else { throw ProjectError.notFound }
            for details in projects {
                let name = details.name.trimmingCharacters(in: .whitespacesAndNewlines)
                guard !name.isEmpty, name.count <= 200, details.content.count <= 2000 else {
                    throw ProjectError.badName
                }
                guard (1...9999).contains(details.number), details.budget.isFinite, (0...1e9).contains(details.budget)
                else { throw ProjectError.badValue }
                let isTaken = try Bool.fetchOne(
                    change.db, sql: "SELECT 1 FROM project WHERE list_id = ? AND number = ?",
                    arguments: [list, details.number])
                guard isTaken != true else { throw ProjectError.taken(name: "\(details.number)") }
                let stages = BackSchedule.stages(details.template.steps, completion: details.completion)
                try change.db.execute(
                    sql: """
                        INSERT INTO project (list_id, number, name, content, template, office_id, completion, budget, paid,
                            percent, stages) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?)
                        """,
                    arguments: [
                        list, details.number, name, details.content, details.template.rawValue, details.office,
                        details.completion.text, details.budget, try LedgerCoding.text(stages),
                    ])
            }
            try change.audit("project.add", "projectList", list, ["projects": "\(projects.count)"])
        }
    }

    /// Reports progress with files; a form sent twice reports once.
    ///
    /// - Throws: `ProjectError.textMissing`, `.badValue`, `.notFound`.
    public func reportProject(
        _ id: Int64, text: String, percent: Int?, paid: Double?, files: [NewEvidence] = [], once: String? = nil,
        by principal: Principal
    ) throws {
        if let percent, !(0...100).contains(percent) { throw ProjectError.badValue }
        if let paid, !paid.isFinite || !(0...1e9).contains(paid) { throw ProjectError.badValue }
        try event("report", id, text: text, percent: percent, files: files, once: once, by: principal) { change in
            try change.db.execute(
                sql: """
                    UPDATE project SET percent = coalesce(?, percent), paid = coalesce(?, paid), last_report = ?
                    WHERE id = ?
                    """, arguments: [percent, paid, Day(of: change.now).text, id])
        }
    }

    /// Marks the next stage as done. - Throws: `ProjectError.stageOrder` for another than the first open one.
    public func finishStage(_ stage: Int, of id: Int64, by principal: Principal) throws {
        let known = try project(id).stages
        guard known.indices.contains(stage) else { throw ProjectError.stageOrder }
        try event("stage", id, text: known[stage].name.stored, by: principal) { change in
            guard var stages = try Self.projects("id = \(id)", change.db).first?.stages,
                stages.indices.contains(stage), stages[stage].done == nil,
                stages[..<stage].allSatisfy({ $0.done != nil })
            else { throw ProjectError.stageOrder }
            stages[stage].done = Day(of: change.now)
            let isLast = stages.allSatisfy { $0.done != nil }
            try change.db.execute(
                sql: "UPDATE project SET stages = ?, percent = max(percent, ?), last_report = ? WHERE id = ?",
                arguments: [try LedgerCoding.text(stages), isLast ? 100 : 0, Day(of: change.now).text, id])
        }
    }

    /// Sets the open stages anew, with the reason. Stages may overlap; they are done by the order of their ends.
    ///
    /// - Parameters:
    ///   - open: the stages that are not done, in any order; those that are done stay. Together 1–30.
    ///   - done: how many were done when the form was shown, so that none is opened again.
    /// - Throws: `ProjectError.badName`; `.badValue` for a stage that ends before it starts, or too many;
    ///   `.stageOrder` where one was done in the meantime.
    public func reschedule(
        _ id: Int64, open: [BackSchedule.Stage], done: Int, reason: String, by principal: Principal
    ) throws {
        for stage in open {
            let name = stage.name.stored
            guard !name.isEmpty, name.count <= 50 else { throw ProjectError.badName }
            guard stage.start <= stage.end, stage.start.civil.year >= 1990, stage.end.civil.year < 2200 else {
                throw ProjectError.badValue
            }
        }
        try event("reschedule", id, text: reason, by: principal) { change in
            guard let project = try Self.projects("id = \(id)", change.db).first else { throw ProjectError.notFound }
            let finished = project.stages.filter { $0.done != nil }
            guard finished.count == done else { throw ProjectError.stageOrder }
            let stages =
                finished
                + open.map { BackSchedule.Stage(name: $0.name, start: $0.start, end: $0.end) }
                .sorted { ($0.end, $0.start) < ($1.end, $1.start) }
            guard (1...30).contains(stages.count), let completion = stages.map(\.end).max() else {
                throw ProjectError.badValue
            }
            try change.db.execute(
                sql: "UPDATE project SET stages = ?, completion = ? WHERE id = ?",
                arguments: [try LedgerCoding.text(stages), completion.text, id])
        }
    }

    /// Names what holds the project up. - Throws: `ProjectError.textMissing`.
    public func raiseIssue(_ text: String, of id: Int64, once: String? = nil, by principal: Principal) throws {
        try event("issue", id, text: text, once: once, by: principal) { change in
            try change.db.execute(
                sql: "INSERT INTO project_issue (project_id, raised, text) VALUES (?, ?, ?)",
                arguments: [id, Day(of: change.now).text, text.trimmingCharacters(in: .whitespacesAndNewlines)])
        }
    }

    /// Tells how an issue was solved. - Throws: `ProjectError.notFound`, `.textMissing`.
    public func resolveIssue(_ issue: Int64, of id: Int64, text: String, by principal: Principal) throws {
        try event("resolve", id, text: text, by: principal) { change in
            try change.db.execute(
                sql: "UPDATE project_issue SET resolved = ? WHERE id = ? AND project_id = ? AND resolved IS NULL",
                arguments: [Day(of: change.now).text, issue, id])
            guard change.db.changesCount == 1 else { throw ProjectError.notFound }
        }
    }

    func event(
        _ kind: String, _ id: Int64, text: String, percent: Int? = nil, files: [NewEvidence] = [], once: String? = nil,
        by principal: Principal, _ body: (Change) throws -> Void
    ) throws {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty, text.count <= 5000 else { throw ProjectError.textMissing }
        let once = once.flatMap { $0.isEmpty ? nil : "\(id) \($0.prefix(100))" }
        try store.change(by: principal) { change in
            guard try !Self.projects("id = \(id)", change.db).isEmpty else { throw ProjectError.notFound }
            if let once,
                try Bool.fetchOne(change.db, sql: "SELECT 1 FROM project_event WHERE once = ?", arguments: [once])
                    == true
            {
                return
            }
            try change.db.execute(
                sql: """
                    INSERT INTO project_event (project_id, kind, day, at, by, text, percent, once)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [id, kind, Day(of: change.now).text, change.at, change.by, text, percent, once])
            let event = change.db.lastInsertedRowID
            for file in files {
                try change.db.execute(
                    sql: "INSERT INTO project_file (event_id, digest, name, type, size) VALUES (?, ?, ?, ?, ?)",
                    arguments: [event, file.digest, file.name, file.type, file.size])
            }
            try body(change)
            try change.audit("project.\(kind)", "project", id, ["event": "\(event)", "files": "\(files.count)"])
        }
    }

    /// What happened with a project, latest first.
    public func events(ofProject id: Int64) throws -> [ProjectEvent] {
        try store.read { db in
            let files = Dictionary(
                grouping: try Row.fetchAll(
                    db,
                    sql: """
                        SELECT project_file.* FROM project_file JOIN project_event ON project_event.id = event_id
                        WHERE project_id = ? ORDER BY project_file.id
                        """, arguments: [id])
            ) { $0["event_id"] as Int64 }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT project_event.*, account.display_name FROM project_event
                    LEFT JOIN account ON account.id = project_event.by WHERE project_id = ? ORDER BY project_event.id DESC
                    """, arguments: [id]
            ).map { row in
                ProjectEvent(
                    id: row["id"], kind: row["kind"], day: WorkRows.day(row["day"]) ?? Day(number: 0),
                    byName: row["display_name"], text: row["text"], percent: row["percent"],
                    files: (files[row["id"]] ?? []).map(Self.file))
            }
        }
    }

    /// A file of a project. - Throws: `ProjectError.notFound`.
    public func projectFile(_ id: Int64) throws -> ProjectFile {
        try store.read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM project_file WHERE id = ?", arguments: [id]) else {
                throw ProjectError.notFound
            }
            return Self.file(row)
        }
    }

    private static func file(_ row: Row) -> ProjectFile {
        ProjectFile(id: row["id"], digest: row["digest"], name: row["name"], type: row["type"], size: row["size"])
    }

    private static func projectList(_ row: Row, _ db: Database) throws -> ProjectList {
        let id: Int64 = row["id"]
        return ProjectList(
            id: id, name: row["name"], year: row["year"], projects: try projects("list_id = \(id)", db))
    }

    static func projects(_ condition: SQL, _ db: Database) throws -> [Project] {
        let rows = try SQLRequest<Row>(literal: "SELECT * FROM project WHERE \(condition) ORDER BY list_id, number")
            .fetchAll(db)
        let issues = Dictionary(
            grouping: try Row.fetchAll(
                db,
                sql: "SELECT * FROM project_issue WHERE project_id IN (SELECT value FROM json_each(?)) ORDER BY id",
                arguments: [TaskRows.json(rows.map { $0["id"] })])
        ) { $0["project_id"] as Int64 }
        return try rows.map { row in
            Project(
                id: row["id"], list: row["list_id"],
                details: ProjectDetails(
                    number: row["number"], name: row["name"], content: row["content"],
                    template: ProjectTemplate(rawValue: row["template"]) ?? .service, office: row["office_id"],
                    completion: WorkRows.day(row["completion"]) ?? Day(number: 0), budget: row["budget"]),
                stages: try LedgerCoding.decode([BackSchedule.Stage].self, row["stages"] as String), paid: row["paid"],
                percent: row["percent"], lastReport: WorkRows.day(row["last_report"]),
                issues: (issues[row["id"]] ?? []).map { issue in
                    ProjectIssue(
                        id: issue["id"], raised: WorkRows.day(issue["raised"]) ?? Day(number: 0), text: issue["text"],
                        resolved: WorkRows.day(issue["resolved"]))
                })
        }
    }
}
