import Foundation
import GRDB
import Monitoring
import PlanModel
import Store

/// Records of tasks at work read from their tables.
enum WorkRows {
    /// The records of tasks, those without any event too; their checklists whole, or only the milestones in them.
    static func records(of tasks: [Int64], milestonesOnly: Bool = false, _ db: Database) throws -> [Int64: WorkRecord] {
        let ids = TaskRows.json(tasks)
        var records = [Int64: WorkRecord](minimumCapacity: tasks.count)
        for task in tasks { records[task] = WorkRecord(task: task) }
        func each(_ sql: String, _ body: (Row) throws -> Void) throws {
            let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [ids])
            while let row = try rows.next() { try body(row) }
        }
        try each(
            """
            SELECT task_id, state, before_suspension, issued, accepted, submitted, closed, due, asked_due, percent,
                last_report, report_count, person, priority, tags
            FROM task_work WHERE task_id IN (SELECT value FROM json_each(?))
            """
        ) { row in
            var record = WorkRecord(task: row[0])
            record.state = try state(row[1])
            record.beforeSuspension = try (row[2] as String?).map(state)
            (record.issued, record.accepted, record.submitted) = (day(row[3]), day(row[4]), day(row[5]))
            (record.closed, record.due, record.askedDue) = (day(row[6]), day(row[7]), day(row[8]))
            (record.percent, record.lastReport, record.reportCount) = (row[9], day(row[10]), row[11])
            record.person = row[12]
            record.priority = WorkRecord.Priority(rawValue: row[13]) ?? .normal
            record.tags = try LedgerCoding.strings(row[14])
            records[row[0]] = record
        }
        try each(
            """
            SELECT task_id, id, kind, text, due, is_own, is_dropped, added, done
            FROM work_item WHERE task_id IN (SELECT value FROM json_each(?)) \(
                milestonesOnly ? "AND kind = 'milestone'" : "")
            ORDER BY task_id, id
            """
        ) { row in
            let item = WorkItem(
                id: row[1], kind: WorkItem.Kind(rawValue: row[2]) ?? .action, text: row[3], due: day(row[4]),
                isOwn: row[5], isDropped: row[6], added: day(row[7]) ?? Day(number: 0), done: day(row[8]))
            records[row[0]]?.items.append(item)
        }
        try each(
            """
            SELECT task_id, id, read_id, text, metric, comparator, value, high, unit, year, span_start, span_end,
                is_dropped, direction, path, actual, actual_day
            FROM work_target WHERE task_id IN (SELECT value FROM json_each(?)) ORDER BY task_id, id
            """
        ) { row in records[row[0]]?.targets.append(try target(row)) }
        try each(
            """
            SELECT task_id, id, ordered, text, reply_by, replied, reply, closed
            FROM follow_up WHERE task_id IN (SELECT value FROM json_each(?)) ORDER BY task_id, id
            """
        ) { row in
            let order = FollowUp(
                id: row[1], ordered: day(row[2]) ?? Day(number: 0), text: row[3],
                replyBy: day(row[4]) ?? Day(number: 0), replied: day(row[5]), reply: row[6], closed: day(row[7]))
            records[row[0]]?.followUps.append(order)
        }
        return records
    }

    /// The record of one task.
    static func record(of task: Int64, _ db: Database) throws -> WorkRecord {
        try records(of: [task], db)[task] ?? WorkRecord(task: task)
    }

    private static func target(_ row: Row) throws -> WorkTarget {
        let quantity = Quantity(
            id: row[2], text: row[3], metric: row[4], comparator: Quantity.Comparator(rawValue: row[5]) ?? .equal,
            value: row[6], high: row[7], unit: row[8], year: row[9], kind: .target, span: Span(row[10], row[11]))
        let actual: TargetActual? = (row[15] as Double?).flatMap { value in
            day(row[16]).map { TargetActual(value: value, day: $0) }
        }
        return WorkTarget(
            id: row[1], quantity: quantity, isDropped: row[12], direction: Direction(rawValue: row[13]) ?? .up,
            path: try (row[14] as String?).map(StoredPath.path), actual: actual)
    }

    /// A day as it is kept.
    static func day(_ text: String?) -> Day? { text.flatMap { Day($0) } }

    static func state(_ text: String) throws -> WorkState {
        guard let state = WorkState(rawValue: text) else { throw damaged("WorkState") }
        return state
    }

    private static func damaged(_ kind: String) -> StoreError {
        .damagedDatabase(path: Store.databaseName, reason: kind)
    }

    /// The events of a task, earliest first, with the names of who made them and their files.
    static func events(of task: Int64, _ db: Database) throws -> [WorkEvent] {
        var events = try Row.fetchAll(
            db,
            sql: """
                SELECT work_event.*, account.display_name FROM work_event
                LEFT JOIN account ON account.id = work_event.by WHERE task_id = ? ORDER BY work_event.id
                """, arguments: [task]
        ).map(event)
        let files = Dictionary(grouping: try evidence("task_id = \(task)", db), by: \.event)
        for index in events.indices { events[index].files = files[events[index].id] ?? [] }
        return events
    }

    static func event(_ row: Row) throws -> WorkEvent {
        guard let move = WorkMove(rawValue: row["move"]) else {
            throw StoreError.damagedDatabase(path: Store.databaseName, reason: "WorkMove")
        }
        return WorkEvent(
            id: row["id"], task: row["task_id"], move: move, day: day(row["day"]) ?? Day(number: 0),
            at: Date(milliseconds: row["at"]), by: row["by"], byName: row["display_name"],
            from: try state(row["from_state"]),
            to: try state(row["to_state"]), text: row["text"],
            detail: try LedgerCoding.decode(WorkDetail.self, Data((row["detail"] as String).utf8)))
    }

    static func evidence(_ condition: SQL, _ db: Database) throws -> [Evidence] {
        try SQLRequest<Row>(literal: "SELECT * FROM evidence WHERE \(condition) ORDER BY id").fetchAll(db).map { row in
            Evidence(
                id: row["id"], task: row["task_id"], event: row["event_id"], item: row["item_id"],
                digest: row["digest"], name: row["name"], type: row["type"], size: row["size"],
                isRemoved: (row["removed_by"] as Int64?) != nil)
        }
    }
}
