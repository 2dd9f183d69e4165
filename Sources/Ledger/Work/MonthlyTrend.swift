import GRDB
import Monitoring
import Store

/// How a plan stood at the end of a month.
public struct TrendMonth: Hashable, Sendable {
    /// The first day of the month.
    public let month: Day
    /// The day that it is counted on: the month's last, or the last day asked for.
    public let end: Day
    /// Tasks handed over 交办 by then and not taken back.
    public let issued: Int
    /// Of those: verified 办结.
    public let verified: Int
    /// Of those: ended 终止 before they were done.
    public let ended: Int
    /// Of those: past their due day, neither closed nor submitted.
    public let overdue: Int
    /// Reports of the month, submissions among them.
    public let reports: Int

    /// Verified tasks of those handed over and not ended, in percent, 完成率; nil of nothing.
    public var completion: Double? {
        issued > ended ? Double(verified) / Double(issued - ended) * 100 : nil
    }
}

extension PlanLedger {
    /// Months of a trend at most.
    static let trendLimit = 24

    /// How a plan stood month by month, from the month of its first event until the month of a day; the last 24 at most.
    ///
    /// Read from the events that hand over, close or move the due day, a few for each task; reports are counted within
    /// the index of events by plan, move and day, so that 50,000 of them cost a few milliseconds.
    public func monthlyTrend(plan: Int64, until day: Day) throws -> [TrendMonth] {
        try store.read { db in
            guard
                let first = try String.fetchOne(
                    db.cachedStatement(
                        sql: "SELECT min(day) FROM work_event WHERE plan_id = ? AND move = 'issue' AND day <= ?"),
                    arguments: [plan, day.text]
                ).flatMap({ Day($0) })
            else { return [] }
            let ends = Self.monthEnds(from: first, until: day)
            var standing = try TrendStanding(of: plan, until: day, db)
            return try ends.map { end in
                standing.move(to: end)
                return TrendMonth(
                    month: end.startOfMonth, end: end, issued: standing.count { $0 != .draft },
                    verified: standing.count { $0 == .verified }, ended: standing.count { $0 == .ended },
                    overdue: standing.overdue(on: end), reports: try Self.reports(of: plan, end.startOfMonth, end, db))
            }
        }
    }

    private static func monthEnds(from first: Day, until day: Day) -> [Day] {
        var ends: [Day] = []
        var end = day
        while end >= first, ends.count < trendLimit {
            ends.append(end)
            end = end.startOfMonth + -1
        }
        return ends.reversed()
    }

    /// How many reports of a plan there were from a day to a day.
    private static func reports(of plan: Int64, _ from: Day, _ until: Day, _ db: Database) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT (SELECT count(*) FROM work_event WHERE plan_id = ?1 AND move = 'report' AND day BETWEEN ?2 AND ?3)
                        + (SELECT count(*) FROM work_event WHERE plan_id = ?1 AND move = 'submit' AND day BETWEEN ?2 AND ?3)
                    """), arguments: [plan, from.text, until.text]) ?? 0
    }
}

/// State and due day of each task of a plan, moved forward through the events that change what a trend counts.
private struct TrendStanding {
    /// Acceptance and reports change the state too, but between states that count alike.
    private static let moves: [WorkMove] = [
        .issue, .recall, .decline, .submit, .withdraw, .sendBack, .verify, .reopen, .suspend, .resume, .end,
        .grantExtension,
    ]

    private struct Step {
        let task: Int64
        let day: Day
        let state: WorkState
        let due: Day?
    }

    private var steps: ArraySlice<Step>
    private var states: [Int64: WorkState] = [:]
    private var dues: [Int64: Day] = [:]

    init(of plan: Int64, until day: Day, _ db: Database) throws {
        let planned = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT id, due FROM task WHERE plan_id = ? AND state = 'accepted' AND due IS NOT NULL"),
            arguments: [plan])
        while let row = try planned.next() { dues[row[0]] = WorkRows.day(row[1]) }
        var steps: [Step] = []
        let rows = try SQLRequest<Row>(
            literal: """
                SELECT task_id, day, to_state,
                    CASE WHEN move IN ('issue', 'grantExtension') THEN detail ->> 'due' END
                FROM work_event
                WHERE plan_id = \(plan) AND move IN \(Self.moves.map(\.rawValue)) AND day <= \(day.text) ORDER BY id
                """
        ).fetchCursor(db)
        while let row = try rows.next() {
            guard let day = WorkRows.day(row[1]) else { continue }
            steps.append(Step(task: row[0], day: day, state: try WorkRows.state(row[2]), due: WorkRows.day(row[3])))
        }
        self.steps = steps[...]
    }

    mutating func move(to end: Day) {
        while let step = steps.first, step.day <= end {
            states[step.task] = step.state
            if let due = step.due { dues[step.task] = due }
            steps.removeFirst()
        }
    }

    func count(_ holds: (WorkState) -> Bool) -> Int { states.values.count(where: holds) }

    func overdue(on day: Day) -> Int {
        states.count { task, state in
            guard state != .draft, state != .submitted, !state.isClosed, let due = dues[task] else { return false }
            return due < day
        }
    }
}
