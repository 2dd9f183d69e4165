import Ledger
import Monitoring

/// What a bulletin 通报 is written from: a plan's tasks at the end of a day and at the end of the month before.
public struct BulletinFacts: Sendable {
    /// What people call the plan.
    public let planName: String
    /// The day at whose end the bulletin stands.
    public let day: Day
    /// The tasks on that day, in the plan's order.
    public let now: [WorkLine]
    /// The same tasks at the end of the month before.
    public let before: [WorkLine]
    /// What happened in the month, up to the day.
    public let events: [WorkEvent]
    /// The last report of each task that has one.
    public let lastReports: [Int64: WorkEvent]
    /// The day that the plan's tasks or the offices were last corrected: titles and names are as they have been since,
    /// in a bulletin of an earlier day too.
    public let correctedOn: Day
    /// Names of offices.
    public let offices: [Office.ID: String]
    /// The rule of lights.
    public let rule: LightRule

    /// The last day of the month before.
    public var dayBefore: Day { day.startOfMonth + -1 }

    /// Reads them. Tasks in parts that tell of the past year are none of the ledger at work.
    ///
    /// - Throws: `StoreError`.
    public init(of plan: Plan, in ledger: PlanLedger, on day: Day) throws {
        let dayBefore = day.startOfMonth + -1
        let history = try ledger.history(.ledger(of: plan.id), at: [dayBefore, day])
        let past = Set(plan.parts.filter { $0.role == .summary }.map(\.id))
        planName = plan.name
        self.day = day
        before = history.lines[0].filter { !past.contains($0.part) }
        now = history.lines[1].filter { !past.contains($0.part) }
        let ids = Set(now.map(\.id))
        events = history.events.filter { $0.day > dayBefore && ids.contains($0.task) }
        lastReports = Dictionary(
            history.events.lazy.filter { [.report, .submit].contains($0.move) && !$0.text.isEmpty }
                .map { ($0.task, $0) }, uniquingKeysWith: { $1 })
        offices = Dictionary(
            try ledger.offices().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        rule = history.rule
        correctedOn = try ledger.namesChanged(inPlan: plan.id)
    }

    /// Tasks that are past their due day and neither submitted nor closed, longest overdue first.
    public var overdue: [WorkLine] {
        now.filter { line in
            guard let due = line.due, line.record.state.isLive, line.record.state != .submitted else { return false }
            return due < day
        }.sorted { ($0.due ?? day) < ($1.due ?? day) }
    }

    /// Tasks verified in the month, and still so at its end.
    public var verified: [WorkLine] {
        now.filter { line in
            line.record.state == .verified && line.record.closed.map { $0 > dayBefore } == true
        }
    }

    /// Tasks due in the month after that are not closed.
    public var dueNext: [WorkLine] {
        let first = day.nextMonth
        return now.filter { line in
            guard let due = line.due, !line.record.state.isClosed else { return false }
            return due >= first && due <= first.endOfMonth
        }.sorted { ($0.due ?? day) < ($1.due ?? day) }
    }

    /// Tasks whose light is worse, or better, than at the end of the month before. Lights that are no judgement do not
    /// compare.
    public func moved(worse: Bool) -> [(line: WorkLine, from: Light)] {
        zip(before, now).compactMap { old, new in
            guard let was = old.finding.light.severity, let isNow = new.finding.light.severity else { return nil }
            return (worse ? isNow > was : isNow < was) ? (new, old.finding.light) : nil
        }
    }

    /// Events of a move in the month, with their tasks.
    public func happened(_ move: WorkMove) -> [(event: WorkEvent, line: WorkLine)] {
        let lines = Dictionary(now.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return events.compactMap { event in
            guard event.move == move, let line = lines[event.task] else { return nil }
            return (event, line)
        }
    }

    /// Groups of tasks by lead office, those with most tasks first; tasks without a known one last. A task of two lead
    /// offices is in both groups.
    public var byOffice: [(office: Office.ID?, lines: [WorkLine])] {
        var groups: [Office.ID?: [WorkLine]] = [:]
        for line in now {
            let leads: [Office.ID?] = line.leads.isEmpty ? [nil] : Array(Set(line.leads))
            for office in leads { groups[office, default: []].append(line) }
        }
        return groups.map { (office: $0.key, lines: $0.value) }.sorted { one, other in
            guard let left = one.office, let right = other.office else { return one.office != nil }
            return (one.lines.count, right) > (other.lines.count, left)
        }
    }

    /// Groups of tasks by part and first heading, in the plan's order.
    public var bySection: [(section: String, lines: [WorkLine])] {
        var groups: [(key: [String], lines: [WorkLine])] = []
        var places: [[String]: Int] = [:]
        for line in now {
            let key = [line.part, line.section]
            if let place = places[key] {
                groups[place].lines.append(line)
            } else {
                places[key] = groups.count
                groups.append((key, [line]))
            }
        }
        return groups.map { ($0.key[1], $0.lines) }
    }

    /// Names of a task's lead offices.
    public func leads(_ line: WorkLine, _ comma: String) -> String {
        line.leads.compactMap { offices[$0] }.joined(separator: comma)
    }
}
