import Foundation
import GRDB
import Monitoring
import PlanModel
import Store

extension WorkRows {
    /// Keeps an event and answers with its row.
    static func insert(_ event: WorkEvent, plan: Int64, once: String?, _ db: Database) throws -> Int64 {
        try db.cachedStatement(
            sql: """
                INSERT INTO work_event (task_id, plan_id, move, day, at, by, from_state, to_state, text, detail, once)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            event.task, plan, event.move.rawValue, event.day.text, event.at.milliseconds, event.by,
            event.from.rawValue, event.to.rawValue, event.text, try LedgerCoding.text(event.detail), once,
        ])
        return db.lastInsertedRowID
    }

    /// Writes what an event has changed in a record.
    static func save(_ record: WorkRecord, was: WorkRecord, event: Int64, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO task_work (task_id, state, before_suspension, issued, accepted, submitted, closed,
                    due, asked_due, percent, last_report, report_count, person, priority, tags, event_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            record.task, record.state.rawValue, record.beforeSuspension?.rawValue, record.issued?.text,
            record.accepted?.text, record.submitted?.text, record.closed?.text, record.due?.text,
            record.askedDue?.text, record.percent, record.lastReport?.text, record.reportCount, record.person,
            record.priority.rawValue, try LedgerCoding.text(record.tags), event,
        ])
        let items = Dictionary(was.items.map { ($0.id, $0) }) { first, _ in first }
        for item in record.items where items[item.id]?.done != item.done {
            try db.cachedStatement(sql: "UPDATE work_item SET done = ? WHERE id = ?").execute(
                arguments: [item.done?.text, item.id])
        }
        let targets = Dictionary(was.targets.map { ($0.id, $0) }) { first, _ in first }
        for target in record.targets where targets[target.id] != target {
            try db.cachedStatement(
                sql: "UPDATE work_target SET direction = ?, path = ?, due = ?, actual = ?, actual_day = ? WHERE id = ?"
            ).execute(arguments: [
                target.direction.rawValue, try target.path.map(LedgerCoding.text), target.due?.text,
                target.actual?.value, target.actual?.day.text, target.id,
            ])
        }
        let orders = Dictionary(was.followUps.map { ($0.id, $0) }) { first, _ in first }
        for order in record.followUps where orders[order.id] != order {
            try db.cachedStatement(sql: "UPDATE follow_up SET replied = ?, reply = ?, closed = ? WHERE id = ?").execute(
                arguments: [order.replied?.text, order.reply, order.closed?.text, order.id])
        }
    }

    /// Brings the checklist and targets up to date with the task: what was added to the plan comes in; what a correction
    /// took out stays, marked as dropped, since something may have been reported of it.
    static func synchronise(_ task: LedgerTask, on day: Day, _ db: Database) throws {
        let record = try record(of: task.id, db)
        try synchroniseItems(task, record, day, db)
        try synchroniseTargets(task, record, db)
    }

    private static func synchroniseItems(
        _ task: LedgerTask, _ record: WorkRecord, _ day: Day, _ db: Database
    ) throws {
        var kept = record.items.filter { !$0.isOwn }
        var wanted = task.actions.map { (WorkItem.Kind.action, $0.text, nil as String?) }
        wanted += task.milestones.map { (.milestone, $0.text, $0.due) }
        wanted += task.deliverables.map { (.deliverable, $0.name, nil) }
        var places: [WorkItem?] = wanted.map { (kind, text, _) in
            kept.firstIndex { $0.kind == kind && $0.text == text }.map { kept.remove(at: $0) }
        }
        // Words that were corrected are the same thing still: as many as go of a kind as come in keep their ticks.
        for kind in WorkItem.Kind.allCases {
            let new = places.indices.filter { places[$0] == nil && wanted[$0].0 == kind }
            let old = kept.filter { $0.kind == kind && !$0.isDropped }
            guard new.count == old.count else { continue }
            for (place, item) in zip(new, old) { places[place] = item }
            kept.removeAll { $0.kind == kind && !$0.isDropped }
        }
        for ((kind, text, due), item) in zip(wanted, places) {
            if let item {
                try db.cachedStatement(sql: "UPDATE work_item SET text = ?, due = ?, is_dropped = 0 WHERE id = ?")
                    .execute(arguments: [text, due, item.id])
            } else {
                try db.cachedStatement(
                    sql: """
                        INSERT INTO work_item (task_id, kind, text, due, is_own, is_dropped, added)
                        VALUES (?, ?, ?, ?, 0, 0, ?)
                        """
                ).execute(arguments: [task.id, kind.rawValue, text, due, day.text])
            }
        }
        for item in kept {
            try db.cachedStatement(sql: "UPDATE work_item SET is_dropped = 1 WHERE id = ?").execute(arguments: [item.id]
            )
        }
    }

    private static func synchroniseTargets(_ task: LedgerTask, _ record: WorkRecord, _ db: Database) throws {
        var kept = record.targets
        for quantity in task.targets where quantity.kind == .target {
            let place = kept.firstIndex { target in
                quantity.id.isEmpty
                    ? target.quantity.metric == quantity.metric && target.quantity.unit == quantity.unit
                        && target.quantity.year == quantity.year
                    : target.quantity.id == quantity.id
            }
            let values: StatementArguments = [
                quantity.id, quantity.text, quantity.metric, quantity.comparator.rawValue, quantity.value,
                quantity.high, quantity.unit, quantity.year, quantity.span.start, quantity.span.end,
            ]
            if let place {
                let target = kept.remove(at: place)
                // A direction that nobody set follows the comparison, as it does when the events are replayed.
                let isSet = try Bool.fetchOne(
                    db,
                    sql: """
                        SELECT 1 FROM work_event WHERE task_id = ? AND move = 'setTarget'
                            AND json_extract(detail, '$.target') = ?
                        """, arguments: [task.id, target.id])
                let direction = isSet == true ? target.direction : WorkTarget.direction(of: quantity.comparator)
                try db.cachedStatement(
                    sql: """
                        UPDATE work_target SET read_id = ?, text = ?, metric = ?, comparator = ?, value = ?, high = ?,
                            unit = ?, year = ?, span_start = ?, span_end = ?, is_dropped = 0, direction = ?,
                            due = ? WHERE id = ?
                        """
                ).execute(
                    arguments: values + [
                        direction.rawValue, target.path?.points.last?.day.text ?? quantity.year.map { "\($0)-12-31" },
                        target.id,
                    ])
            } else {
                try db.cachedStatement(
                    sql: """
                        INSERT INTO work_target (read_id, text, metric, comparator, value, high, unit, year, span_start,
                            span_end, is_dropped, task_id, direction, due)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
                        """
                ).execute(
                    arguments: values + [
                        task.id, WorkTarget.direction(of: quantity.comparator).rawValue,
                        quantity.year.map { "\($0)-12-31" },
                    ])
            }
        }
        for target in kept {
            try db.cachedStatement(sql: "UPDATE work_target SET is_dropped = 1 WHERE id = ?").execute(
                arguments: [target.id])
        }
    }

    /// Whether anything ever happened to a task.
    static func hasWork(_ task: Int64, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT 1 FROM task_work WHERE task_id = ?"), arguments: [task]) ?? false
    }
}
