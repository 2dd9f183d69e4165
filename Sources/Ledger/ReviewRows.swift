import Foundation
import GRDB
import PlanModel
import Store

/// Review events read from and written to their table.
enum ReviewRows {
    static func insert(
        _ move: String, plan: Int64, before: [LedgerTask], after: [LedgerTask], _ change: Change
    ) throws -> Int64 {
        // What was undone before can no longer be made again.
        try change.db.execute(
            sql: "UPDATE review_event SET state = 'dropped' WHERE plan_id = ? AND state = 'undone'",
            arguments: [plan])
        let touched = Set(before.map(\.id) + after.map(\.id))
        try change.db.execute(
            sql: """
                INSERT INTO review_event (plan_id, move, state, at, by, before, after, task_count)
                VALUES (?, ?, 'done', ?, ?, ?, ?, ?)
                """,
            arguments: [
                plan, move, change.at, change.by, try LedgerCoding.encode(before), try LedgerCoding.encode(after),
                touched.count,
            ])
        let event = change.db.lastInsertedRowID
        let statement = try change.db.cachedStatement(
            sql: "INSERT INTO review_event_task (task_id, event_id) VALUES (?, ?)")
        for id in touched.sorted() { try statement.execute(arguments: [id, event]) }
        return event
    }

    static func set(_ event: Int64, _ state: ReviewEvent.State, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE review_event SET state = ? WHERE id = ?", arguments: [state.rawValue, event])
    }

    static func nextUndo(in plan: Int64, _ db: Database) throws -> Row? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM review_event WHERE plan_id = ? AND state = 'done' ORDER BY id DESC LIMIT 1",
            arguments: [plan])
    }

    static func nextRedo(in plan: Int64, _ db: Database) throws -> Row? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM review_event WHERE plan_id = ? AND state = 'undone' ORDER BY id LIMIT 1",
            arguments: [plan])
    }

    /// Events without the tasks that they touched, latest first.
    static func events(_ condition: SQL, limit: Int, _ db: Database) throws -> [Row] {
        try SQLRequest<Row>(
            literal: """
                SELECT id, plan_id, move, state, at, by, task_count FROM review_event
                WHERE \(condition) ORDER BY id DESC LIMIT \(max(0, limit))
                """
        ).fetchAll(db)
    }

    static func tasks(_ row: Row, _ side: String) throws -> [LedgerTask] {
        try LedgerCoding.decode([LedgerTask].self, row[side] as Data)
    }

    /// One task before and after an event; nil where it was there on one side only. SQLite finds it: an event may hold
    /// a whole plan.
    private static func sides(
        of task: Int64, event: Int64, _ db: Database
    ) throws -> (before: LedgerTask, after: LedgerTask)? {
        func one(_ side: String) -> String {
            "(SELECT value FROM json_each(CAST(\(side) AS TEXT)) WHERE value ->> 'id' = ?2)"
        }
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT \(one("before")), \(one("after")) FROM review_event WHERE id = ?1"),
            arguments: [event, task])
        guard let before = row?[0] as String?, let after = row?[1] as String? else { return nil }
        return (try LedgerCoding.decode(LedgerTask.self, before), try LedgerCoding.decode(LedgerTask.self, after))
    }

    /// The event as the history shows it; with what it changed in one task if that is given.
    static func event(_ row: Row, differencesOf task: Int64? = nil, _ db: Database) throws -> ReviewEvent {
        var differences: [FieldDifference] = []
        if let task, !ReviewMove.decisions.contains(row["move"]),
            let (before, after) = try sides(of: task, event: row["id"], db)
        {
            differences = TaskWords.differences(before, after)
        }
        let by: Int64? = row["by"]
        let name = try by.flatMap {
            try String.fetchOne(db, sql: "SELECT display_name FROM account WHERE id = ?", arguments: [$0])
        }
        return ReviewEvent(
            id: row["id"], plan: row["plan_id"], move: row["move"], at: Date(milliseconds: row["at"]), by: by,
            byName: name, state: ReviewEvent.State(rawValue: row["state"]) ?? .done, taskCount: row["task_count"],
            differences: differences)
    }
}
