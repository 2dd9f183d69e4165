import Foundation
import GRDB
import Monitoring
import PlanModel
import Store

/// A task at work with everything that happened to it.
public struct TaskWork: Sendable {
    /// Where it stands.
    public let record: WorkRecord
    /// The day it is due, extensions counted; nil where nobody set one.
    public let due: Day?
    /// What happened, earliest first.
    public let events: [WorkEvent]
    /// Its files that were not taken away.
    public let evidence: [Evidence]
    /// Its light and why.
    public let finding: LightFinding
}

/// What a move of a task at work did.
public struct WorkResult: Sendable {
    /// The event; 0 where the same form had made the move before.
    public let event: Int64
    /// Where the task stands now.
    public let record: WorkRecord
    /// Whether the same form had made the move before: nothing happened now.
    public let isRepeated: Bool
}

extension PlanLedger {
    /// Makes a move of a task at work, in one transaction with its notices and its entry in the audit trail.
    ///
    /// - Parameters:
    ///   - files: files that come with it, already among `store.files`.
    ///   - once: what the form was called when it was shown; a form sent twice makes its move once.
    /// - Throws: `WorkError`; `LedgerError.noTask`; `StoreError`.
    @discardableResult
    public func move(
        _ move: TaskMove, task id: Int64, files: [NewEvidence] = [], once: String? = nil, by principal: Principal
    ) throws -> WorkResult {
        try store.change(by: principal) { change in
            try self.move(move, task: id, files: files, once: once, change)
        }
    }

    /// Makes the same move of several tasks, all or none. - Throws: as `move`, for the first task that does not take it.
    @discardableResult
    public func move(_ move: TaskMove, tasks ids: [Int64], by principal: Principal) throws -> [WorkResult] {
        try store.change(by: principal) { change in
            try ids.map { try self.move(move, task: $0, files: [], once: nil, change) }
        }
    }

    /// Makes a move of each of several tasks, all or none.
    public func move(_ moves: [(task: Int64, move: TaskMove)], by principal: Principal) throws {
        try store.change(by: principal) { change in
            for (task, move) in moves { _ = try self.move(move, task: task, files: [], once: nil, change) }
        }
    }

    func move(
        _ move: TaskMove, task id: Int64, files: [NewEvidence], once: String?, _ change: Change
    ) throws -> WorkResult {
        let db = change.db
        // The name of a form counts for its task only, and an empty one for nothing.
        let once = once.flatMap { $0.isEmpty ? nil : "\(id) \(move.kind.rawValue) \($0.prefix(100))" }
        if let once, try Bool.fetchOne(db, sql: "SELECT 1 FROM work_event WHERE once = ?", arguments: [once]) == true {
            return WorkResult(event: 0, record: try WorkRows.record(of: id, db), isRepeated: true)
        }
        let today = Day(of: change.now)
        guard let row = try Row.fetchOne(db, sql: "SELECT plan_id FROM task WHERE id = ?", arguments: [id]) else {
            throw LedgerError.noTask
        }
        let plan: Int64 = row[0]
        guard let task = try TaskRows.tasks(of: plan, [id], db).first else { throw LedgerError.noTask }
        guard task.state == .accepted else { throw WorkError.notInLedger }
        let planState = try String.fetchOne(db, sql: "SELECT state FROM plan WHERE id = ?", arguments: [plan])
        guard planState == Plan.State.open.rawValue else { throw WorkError.planNotOpen }
        if try !WorkRows.hasWork(id, db) { try WorkRows.synchronise(task, on: today, db) }
        let was = try WorkRows.record(of: id, db)
        let present = try WorkRows.evidence("task_id = \(id) AND removed_by IS NULL", db)
        let desk = WorkDesk(
            record: was, planDue: WorkRows.day(task.due), today: today, fileCount: files.count,
            files: Set(present.map(\.id)))
        var detail = try desk.detail(of: move)
        try keepRows(of: move, task: id, today, &detail, db)
        let event = WorkEvent(
            id: 0, task: id, move: move.kind, day: today, at: change.now, by: change.by, byName: nil, from: was.state,
            to: desk.state(after: move.kind), text: move.text,
            detail: detail)
        let eventID = try WorkRows.insert(event, plan: plan, once: once, db)
        var record = try WorkRows.record(of: id, db)
        record.followUps = was.followUps
        record.apply(event)
        try WorkRows.save(record, was: was, event: eventID, db)
        try keepValues(detail, eventID, db)
        try keepFiles(files, task: id, event: eventID, item: detail.item, removed: detail.removedFile, db)
        try keepNotices(of: event, eventID, task: task, change)
        try change.audit(
            "task.\(move.kind.rawValue)", "task", id,
            ["event": "\(eventID)", "to": event.to.rawValue, "files": "\(files.count)"])
        return WorkResult(event: eventID, record: record, isRepeated: false)
    }

    /// Rows that the event has to name: a step of the office's own, a follow-up order.
    private func keepRows(
        of move: TaskMove, task: Int64, _ today: Day, _ detail: inout WorkDetail, _ db: Database
    ) throws {
        switch move {
        case .addStep(let text, let due):
            try db.execute(
                sql: """
                    INSERT INTO work_item (task_id, kind, text, due, is_own, is_dropped, added)
                    VALUES (?, ?, ?, ?, 1, 0, ?)
                    """,
                arguments: [
                    task, (due == nil ? WorkItem.Kind.action : .milestone).rawValue,
                    text.keepable, due?.text, today.text,
                ])
            detail.item = db.lastInsertedRowID
        case .orderFollowUp(let text, let replyBy):
            try db.execute(
                sql: "INSERT INTO follow_up (task_id, ordered, text, reply_by) VALUES (?, ?, ?, ?)",
                arguments: [
                    task, today.text, text.keepable, replyBy.text,
                ])
            detail.followUp = db.lastInsertedRowID
        default: break
        }
    }

    private func keepValues(_ detail: WorkDetail, _ event: Int64, _ db: Database) throws {
        for report in detail.values ?? [] {
            try db.cachedStatement(
                sql: "INSERT INTO target_value (target_id, event_id, day, value) VALUES (?, ?, ?, ?)"
            ).execute(arguments: [report.target, event, report.actual.day.text, report.actual.value])
        }
    }

    private func keepFiles(
        _ files: [NewEvidence], task: Int64, event: Int64, item: Int64?, removed: Int64?, _ db: Database
    ) throws {
        for file in files {
            try db.execute(
                sql: """
                    INSERT INTO evidence (task_id, event_id, item_id, digest, name, type, size)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """, arguments: [task, event, item, file.digest, file.name, file.type, file.size])
        }
        if let removed {
            try db.execute(sql: "UPDATE evidence SET removed_by = ? WHERE id = ?", arguments: [event, removed])
        }
    }

    /// A task at work, judged on a day by the rule that holds. - Throws: `LedgerError.noTask`.
    public func work(of task: Int64, on day: Day) throws -> TaskWork {
        try store.read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT due FROM task WHERE id = ?", arguments: [task]) else {
                throw LedgerError.noTask
            }
            let planDue = WorkRows.day(row[0])
            let record = try WorkRows.record(of: task, db)
            return TaskWork(
                record: record, due: record.due ?? planDue, events: try WorkRows.events(of: task, db),
                evidence: try WorkRows.evidence("task_id = \(task) AND removed_by IS NULL", db),
                finding: try Self.lightRule(db).judge(record.facts(planDue: planDue), on: day))
        }
    }

    /// The actual values of a target, earliest day first, each with the event that reported it.
    public func values(ofTarget target: Int64) throws -> [(actual: TargetActual, event: Int64)] {
        try store.read { db in
            try Row.fetchAll(
                db, sql: "SELECT day, value, event_id FROM target_value WHERE target_id = ? ORDER BY day, id",
                arguments: [target]
            ).compactMap { row in
                WorkRows.day(row[0]).map { (TargetActual(value: row[1], day: $0), row[2]) }
            }
        }
    }

    /// A file of a task, with its plan. - Throws: `WorkError.noFile`.
    public func evidence(_ id: Int64) throws -> Evidence {
        try store.read { db in
            guard let file = try WorkRows.evidence("id = \(id)", db).first else { throw WorkError.noFile }
            return file
        }
    }

    /// An event. - Throws: `LedgerError.noTask` for one that there is not.
    public func event(_ id: Int64) throws -> WorkEvent {
        try store.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT work_event.*, account.display_name FROM work_event
                    LEFT JOIN account ON account.id = work_event.by WHERE work_event.id = ?
                    """, arguments: [id])
            guard let row = rows.first else { throw LedgerError.noTask }
            var event = try WorkRows.event(row)
            event.files = try WorkRows.evidence("event_id = \(id)", db)
            return event
        }
    }

    /// Where a task stood at the end of a day, by its events alone; `.distantFuture` days give where it stands.
    ///
    /// Equal to the kept record for today: a test and the year's simulation hold it.
    public func replayedRecord(of task: Int64, until day: Day) throws -> WorkRecord {
        try store.read { db in
            let now = try WorkRows.record(of: task, db)
            let events = try WorkRows.events(of: task, db).filter { $0.day <= day }
            // Checklist and targets come with the first event.
            guard !events.isEmpty else { return WorkRecord(task: task) }
            var record = now.blank(until: day)
            for event in events { record.apply(event) }
            return record
        }
    }

    /// When lights change. - Throws: `StoreError`.
    public func lightRule() throws -> LightRule { try store.read(Self.lightRule) }

    static func lightRule(_ db: Database) throws -> LightRule {
        guard
            let text = try String.fetchOne(
                db.cachedStatement(sql: "SELECT value FROM setting WHERE name = 'light-rule'"))
        else { return .standard }
        return try LedgerCoding.decode(LightRule.self, text)
    }

    /// Sets when lights change. All lights follow at once: none is stored.
    public func setLightRule(_ rule: LightRule, by principal: Principal) throws {
        let checked = LightRule(
            warningDays: rule.warningDays, tolerance: rule.tolerance, acceptanceDays: rule.acceptanceDays,
            reportingDays: rule.reportingDays, valueDays: rule.valueDays)
        try store.change(by: principal) { change in
            let text = try LedgerCoding.text(checked)
            try change.db.execute(
                sql: """
                    INSERT INTO setting (name, value, updated_at, updated_by) VALUES ('light-rule', ?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at,
                        updated_by = excluded.updated_by
                    """, arguments: [text, change.at, change.by])
            try change.audit("setting.lightRule", "setting", nil, ["value": text])
        }
    }
}

extension PlanLedger {
    /// Hands tasks over, all or none: `dated` keep their own day, `undated` get `due`.
    ///
    /// - Parameter setsPaths: whether targets that count something get the straight path from nothing today to the target
    ///   on its day, where nobody set another. Rates get none: where they begin has to be told.
    public func issue(
        _ dated: [Int64], undated: [Int64] = [], due: Day? = nil, text: String = "", setsPaths: Bool = false,
        by principal: Principal
    ) throws {
        try store.change(by: principal) { change in
            for id in dated { _ = try move(.issue(text: text), task: id, files: [], once: nil, change) }
            for id in undated { _ = try move(.issue(due: due, text: text), task: id, files: [], once: nil, change) }
            guard setsPaths else { return }
            let today = Day(of: change.now)
            for id in dated + undated {
                let planDue = try String.fetchOne(change.db, sql: "SELECT due FROM task WHERE id = ?", arguments: [id])
                let record = try WorkRows.record(of: id, change.db)
                for target in record.targets where !target.isDropped && target.path == nil && target.isCounted {
                    guard let end = target.due ?? record.due ?? WorkRows.day(planDue), end > today else { continue }
                    let path = [Trajectory.Point(day: today, value: 0), Trajectory.Point(day: end, value: target.goal)]
                    _ = try move(
                        .setTarget(target.id, direction: target.direction, path: path), task: id, files: [], once: nil,
                        change)
                }
            }
        }
    }
}
