import Foundation
import GRDB
import Monitoring
import Store
import Synchronization

/// The tasks of a plan as they stood at the end of several days, with everything that had happened by the last of them.
///
/// Titles, offices and the rule of lights are those of now; what happened to a task is replayed from its events, so that
/// a paper for a day in the past says what was known then.
public struct WorkHistory: Sendable {
    /// The days, earliest first.
    public let days: [Day]
    /// For each day the tasks in the plan's order.
    public let lines: [[WorkLine]]
    /// What had happened by the end of the last day, in order; without names and files.
    public let events: [WorkEvent]
    /// Files that had come by the end of the last day and were not taken away by then, in order.
    public let evidence: [Evidence]
    /// The rule that gave the lights.
    public let rule: LightRule
}

extension PlanLedger {
    /// Replays the tasks of a filter up to several days in one pass over their events.
    ///
    /// Linear in tasks × days and in events. - Throws: `StoreError`.
    public func history(_ filter: LedgerFilter, at days: [Day]) throws -> WorkHistory {
        let days = days.sorted()
        return try store.read { db in
            let rule = try Self.lightRule(db)
            guard let last = days.last else {
                return WorkHistory(days: [], lines: [], events: [], evidence: [], rule: rule)
            }
            let present = try Self.workLines(filter, on: last, asOf: false, db)
            let ids = TaskRows.json(present.map(\.id))
            var planDue: [Int64: Day] = [:]
            let dues = try Row.fetchCursor(
                db, sql: "SELECT id, due FROM task WHERE due IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
                arguments: [ids])
            while let row = try dues.next() { planDue[row[0]] = WorkRows.day(row[1]) }
            let events = try Self.events(of: ids, until: last, db)
            let eventsByTask = Dictionary(grouping: events, by: \.task)
            var lines: [[WorkLine]] = days.map { _ in [] }
            for line in present {
                for (index, day) in days.enumerated() {
                    // What the office added later is not in the record of an earlier day: each day starts afresh.
                    var record = line.record.blank(until: day)
                    for event in eventsByTask[line.id] ?? [] where event.day <= day { record.apply(event) }
                    lines[index].append(
                        WorkLine(
                            line, due: record.due ?? planDue[line.id], record: record,
                            finding: rule.judge(record.facts(planDue: planDue[line.id]), on: day)))
                }
            }
            let known = Set(events.map(\.id)), removed = Set(events.compactMap(\.detail.removedFile))
            let files = try WorkRows.evidence("task_id IN (SELECT value FROM json_each(\(ids)))", db)
            return WorkHistory(
                days: days, lines: lines, events: events,
                evidence: files.filter { known.contains($0.event) && !removed.contains($0.id) }, rule: rule)
        }
    }

    /// The events of tasks up to a day. Their figures are decoded on all cores, equal ones (`{"percent":50}`) once.
    private static func events(of ids: String, until last: Day, _ db: Database) throws -> [WorkEvent] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, task_id, move, day, at, by, from_state, to_state, text, detail FROM work_event
                WHERE day <= ? AND task_id IN (SELECT value FROM json_each(?)) ORDER BY id
                """, arguments: [last.text, ids])
        let details = try details(Set(rows.map { $0[9] as String }))
        var days: [String: Day] = [:], events: [WorkEvent] = []
        events.reserveCapacity(rows.count)
        for row in rows {
            let dayText: String = row[3]
            let day = days[dayText] ?? WorkRows.day(dayText) ?? Day(number: 0)
            days[dayText] = day
            guard let move = WorkMove(rawValue: row[2]) else {
                throw StoreError.damagedDatabase(path: Store.databaseName, reason: "WorkMove")
            }
            events.append(
                WorkEvent(
                    id: row[0], task: row[1], move: move, day: day, at: Date(milliseconds: row[4]), by: row[5],
                    byName: nil, from: try WorkRows.state(row[6]), to: try WorkRows.state(row[7]), text: row[8],
                    detail: details[row[9]] ?? WorkDetail()))
        }
        return events
    }

    private static func details(_ texts: Set<String>) throws -> [String: WorkDetail] {
        let texts = Array(texts)
        let parts = max(1, min(8, texts.count / 1000))
        let size = (texts.count + parts - 1) / parts
        let found = Mutex<(details: [String: WorkDetail], error: (any Error)?)>(([:], nil))
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            do {
                let slice = texts[min(part * size, texts.count)..<min((part + 1) * size, texts.count)]
                let decoded = try slice.map { ($0, try LedgerCoding.decode(WorkDetail.self, $0)) }
                found.withLock { $0.details.merge(decoded) { first, _ in first } }
            } catch {
                found.withLock { $0.error = error }
            }
        }
        return try found.withLock { found in
            if let error = found.error { throw error }
            return found.details
        }
    }
}
