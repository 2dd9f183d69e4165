import Foundation
import GRDB
import Monitoring
import PlanModel
import Store

/// A task at work as lists, lights and counts need it.
///
/// A class, though it never changes: lists sort and group a thousand of them, and its record is too large to be moved
/// about each time.
public final class WorkLine: Identifiable, Sendable {
    /// The task's row.
    public let id: Int64
    /// Its public key.
    public let key: String
    /// Its plan.
    public let plan: Int64
    /// Its part of the plan.
    public let part: String
    /// Its first heading.
    public let section: String
    /// Its numbering as printed.
    public let label: String
    /// Its title.
    public let title: String
    /// The offices that lead it, first named first; those that help.
    public let leads: [OfficeID], helpers: [OfficeID]
    /// The day it is due, extensions counted.
    public let due: Day?
    /// Where it stands.
    public let record: WorkRecord
    /// Its light and why.
    public let finding: LightFinding

    /// A line of the same task, as it stood with another record.
    init(_ line: WorkLine, due: Day?, record: WorkRecord, finding: LightFinding) {
        (id, key, plan, part, section) = (line.id, line.key, line.plan, line.part, line.section)
        (label, title, leads, helpers) = (line.label, line.title, line.leads, line.helpers)
        (self.due, self.record, self.finding) = (due, record, finding)
    }

    /// A line of a row: id, key, plan, part, section, label and title of a task.
    init(
        _ row: Row, leads: [OfficeID], helpers: [OfficeID], due: Day?, record: WorkRecord, finding: LightFinding
    ) {
        (id, key, plan, part, section) = (row[0], row[1], row[2], row[3], row[4])
        (label, title) = (row[5], row[6])
        (self.leads, self.helpers, self.due, self.record, self.finding) = (leads, helpers, due, record, finding)
    }
}

extension PlanLedger {
    /// The tasks of a filter as they stand on a day, in the plans' order. A few statements whatever their number.
    ///
    /// - Parameters:
    ///   - asOf: true to take only what had happened by the end of the day, by replaying events.
    ///   - milestonesOnly: true to leave steps and papers out of the checklists: lights and days need none of them, and
    ///     there are more of them than of everything else.
    public func workLines(
        _ filter: LedgerFilter, on day: Day, asOf: Bool = false, milestonesOnly: Bool = false
    ) throws -> [WorkLine] {
        try store.read { try Self.workLines(filter, on: day, asOf: asOf, milestonesOnly: milestonesOnly, $0) }
    }

    static func workLines(
        _ filter: LedgerFilter, on day: Day, asOf: Bool, milestonesOnly: Bool = false, _ db: Database
    ) throws -> [WorkLine] {
        let rows = try SQLRequest<Row>(
            literal: """
                SELECT task.id, task.key, task.plan_id, task.part, task.section, task.label, task.title, task.due
                FROM task JOIN plan ON plan.id = task.plan_id WHERE \(filter.condition)
                ORDER BY plan.year DESC NULLS LAST, plan.id DESC, task.position, task.id
                """
        ).fetchAll(db)
        guard !rows.isEmpty else { return [] }
        let ids = rows.map { $0[0] as Int64 }
        var records = try WorkRows.records(of: ids, milestonesOnly: milestonesOnly, db)
        if asOf { records = try replayed(records, until: day, db) }
        var leads: [Int64: [OfficeID]] = [:], helpers: [Int64: [OfficeID]] = [:]
        let owners = try Row.fetchCursor(
            db.cachedStatement(
                sql: ownersSQL), arguments: [TaskRows.json(ids)])
        while let row = try owners.next() {
            if row[1] == TaskOwner.Role.lead.rawValue {
                leads[row[0], default: []].append(row[2])
            } else {
                helpers[row[0], default: []].append(row[2])
            }
        }
        let rule = try lightRule(db)
        return rows.map { row in
            let id: Int64 = row[0]
            let planDue = WorkRows.day(row[7])
            let record = records[id] ?? WorkRecord(task: id)
            return WorkLine(
                row, leads: leads[id] ?? [], helpers: helpers[id] ?? [], due: record.due ?? planDue, record: record,
                finding: rule.judge(record.facts(planDue: planDue), on: day))
        }
    }

    /// The offices of tasks; named so that a test can ask for its plan.
    static let ownersSQL = """
        SELECT task_id, role, office_id FROM task_owner
        WHERE office_id IS NOT NULL AND task_id IN (SELECT value FROM json_each(?)) ORDER BY task_id, ord
        """
    /// The events of tasks until a day, each task's in order; named so that a test can ask for its plan.
    static let eventsSQL = """
        SELECT work_event.*, NULL AS display_name FROM work_event
        WHERE day <= ? AND task_id IN (SELECT value FROM json_each(?)) ORDER BY id
        """

    private static func replayed(
        _ records: [Int64: WorkRecord], until day: Day, _ db: Database
    ) throws -> [Int64: WorkRecord] {
        // Checklist and targets come with the first event.
        var replayed = Dictionary(uniqueKeysWithValues: records.keys.map { ($0, WorkRecord(task: $0)) })
        var begun: Set<Int64> = []
        let events = try Row.fetchCursor(
            db.cachedStatement(
                sql: eventsSQL), arguments: [day.text, TaskRows.json(records.keys.sorted())])
        while let row = try events.next() {
            let event = try WorkRows.event(row)
            if begun.insert(event.task).inserted { replayed[event.task] = records[event.task]?.blank(until: day) }
            replayed[event.task]?.apply(event)
        }
        return replayed
    }

    /// All lines counted.
    public static func standing(_ lines: some Sequence<WorkLine>, on day: Day) -> Standing {
        var standing = Standing()
        for line in lines { standing.add(line, on: day) }
        return standing
    }

    /// Lines counted by lead office; a task of two lead offices counts for both, so that the sum of offices may exceed
    /// the whole. Under nil: tasks whose lead office nobody knows.
    public static func standingByOffice(_ lines: some Sequence<WorkLine>, on day: Day) -> [OfficeID?: Standing] {
        var standings: [OfficeID?: Standing] = [:]
        for line in lines {
            let offices: [OfficeID?] = line.leads.isEmpty ? [nil] : Array(Set(line.leads))
            for office in offices { standings[office, default: Standing()].add(line, on: day) }
        }
        return standings
    }
}
