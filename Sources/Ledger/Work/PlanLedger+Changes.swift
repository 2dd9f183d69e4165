import Foundation
import GRDB
import Monitoring
import Store

/// A move of a task among the latest of its plan.
public struct WorkNews: Identifiable, Hashable, Sendable {
    /// The event.
    public let id: Int64
    /// The task.
    public let task: Int64
    /// Its title.
    public let title: String
    /// What was done.
    public let move: WorkMove
    /// The day in China.
    public let day: Day
    /// The words that came with it.
    public let text: String
}

extension PlanLedger {
    /// What happened to the tasks of a plan since a day, counted by move.
    public func moveCounts(plan: Int64, since day: Day) throws -> [WorkMove: Int] {
        try store.read { db in
            // The moves are named so that each is a range of the index.
            let rows = try SQLRequest<Row>(
                literal: """
                    SELECT move, count(*) FROM work_event
                    WHERE plan_id = \(plan) AND move IN \(WorkMove.allCases.map(\.rawValue)) AND day >= \(day.text)
                    GROUP BY move
                    """
            ).fetchAll(db)
            return Dictionary(
                rows.compactMap { row in WorkMove(rawValue: row[0]).map { ($0, row[1]) } },
                uniquingKeysWith: { first, _ in first })
        }
    }

    /// The latest of some moves of a plan's tasks since a day, latest first.
    public func news(plan: Int64, since day: Day, of moves: [WorkMove], limit: Int) throws -> [WorkNews] {
        try store.read { db in
            try SQLRequest<Row>(
                literal: """
                    SELECT work_event.id, task_id, task.title, move, day, text
                    FROM work_event JOIN task ON task.id = work_event.task_id
                    WHERE work_event.plan_id = \(plan) AND move IN \(moves.map(\.rawValue)) AND day >= \(day.text)
                    ORDER BY work_event.id DESC LIMIT \(limit)
                    """
            ).fetchAll(db).compactMap { row in
                guard let move = WorkMove(rawValue: row[3]), let day = WorkRows.day(row[4]) else { return nil }
                return WorkNews(id: row[0], task: row[1], title: row[2], move: move, day: day, text: row[5])
            }
        }
    }

    /// The tasks of which something waits for the bureau's word: submitted, more time asked for, an order replied to.
    public func tasksForBureau() throws -> [Int64] {
        try store.read { db in
            try Int64.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT task_id FROM task_work WHERE state = 'submitted' OR asked_due IS NOT NULL
                        UNION SELECT task_id FROM follow_up WHERE replied IS NOT NULL AND closed IS NULL
                        """))
        }
    }

    /// The day that a plan's tasks or any office were last corrected: titles and names have been the same since.
    ///
    /// - Throws: `LedgerError.noPlan`.
    public func namesChanged(inPlan plan: Int64) throws -> Day {
        try store.read { db in
            let at = try Int64.fetchOne(
                db,
                sql: """
                    SELECT max(updated_at, coalesce((SELECT max(updated_at) FROM office), 0)) FROM plan WHERE id = ?
                    """, arguments: [plan])
            guard let at else { throw LedgerError.noPlan }
            return Day(of: Date(milliseconds: at))
        }
    }

    /// When each of some tasks last changed: its row or what happened to it.
    public func lastChanges(of tasks: [Int64]) throws -> [Int64: Date] {
        try store.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT task.id, max(task.updated_at, coalesce(work_event.at, 0))
                    FROM task LEFT JOIN task_work ON task_work.task_id = task.id
                        LEFT JOIN work_event ON work_event.id = task_work.event_id
                    WHERE task.id IN (SELECT value FROM json_each(?))
                    """, arguments: [TaskRows.json(tasks)])
            return Dictionary(
                rows.map { ($0[0] as Int64, Date(milliseconds: $0[1])) }, uniquingKeysWith: { first, _ in first })
        }
    }
}
