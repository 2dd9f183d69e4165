import Foundation
import GRDB
import PlanModel
import Store

/// Tasks read from their tables.
enum TaskRows {
    /// The columns of `task` that make the aggregate, in the order that `task(_:)` reads them.
    static let columns = """
        task.id, task.key, task.plan_id, task.part, task.path, task.label, task.title, task.title_start, task.title_end,
        task.goal, task.goal_start, task.goal_end, task.measures, task.measures_start, task.measures_end,
        task.due, task.due_is_set, task.span_start, task.span_end, task.origin, task.read_from, task.corrected,
        task.state, task.position, task.version, task.updated_at, task.updated_by
        """

    /// Tasks of a plan, in order; some of them if `ids` is given. - Throws: `LedgerError.noTask` if one is missing.
    static func tasks(of plan: Int64, _ ids: [Int64]? = nil, _ db: Database) throws -> [LedgerTask] {
        let sql: SQL =
            if let ids {
                """
                SELECT \(sql: columns) FROM task
                WHERE plan_id = \(plan) AND id IN (SELECT value FROM json_each(\(json(ids)))) ORDER BY position, id
                """
            } else {
                "SELECT \(sql: columns) FROM task WHERE plan_id = \(plan) ORDER BY position, id"
            }
        let rows = try SQLRequest<Row>(literal: sql, cached: true).fetchAll(db)
        if let ids, rows.count != Set(ids).count { throw LedgerError.noTask }
        return try complete(rows, db)
    }

    /// The aggregates of `task` rows, with one statement a table.
    static func complete(_ rows: [Row], _ db: Database) throws -> [LedgerTask] {
        var tasks = try rows.map(task)
        guard !tasks.isEmpty else { return [] }
        let place = Dictionary(uniqueKeysWithValues: tasks.enumerated().map { ($1.id, $0) })
        let ids = json(tasks.map(\.id))
        func each(_ table: String, _ columns: String, _ add: (Row, inout LedgerTask) throws -> Void) throws {
            let cursor = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT task_id, span_start, span_end, \(columns) FROM task_\(table)
                        WHERE task_id IN (SELECT value FROM json_each(?)) ORDER BY task_id, ord
                        """), arguments: [ids])
            while let row = try cursor.next() {
                if let index = place[row[0]] { try add(row, &tasks[index]) }
            }
        }
        try each("owner", "role, printed, office_id") { row, task in
            task.owners.append(
                TaskOwner(
                    role: try value(row[3]), printed: Excerpt(row[4], span(row, 1)), office: row[5]))
        }
        try each("leader", "text") { $1.leaders.append(Excerpt($0[3], span($0, 1))) }
        try each("milestone", "due, text") {
            $1.milestones.append(Milestone(due: $0[3], text: $0[4], span: span($0, 1)))
        }
        try each("action", "text, verb, object") {
            $1.actions.append(PlanAction(text: $0[3], verb: $0[4], object: $0[5], span: span($0, 1)))
        }
        try each("target", "read_id, text, metric, comparator, value, high, unit, year, kind, is_certain, reason") {
            $1.targets.append(
                Quantity(
                    id: $0[3], text: $0[4], metric: $0[5], comparator: try value($0[6]), value: $0[7], high: $0[8],
                    unit: $0[9], year: $0[10], kind: try value($0[11]), span: span($0, 1), isCertain: $0[12],
                    reason: $0[13]))
        }
        try each("deliverable", "verb, name") {
            $1.deliverables.append(Deliverable(verb: $0[3], name: $0[4], span: span($0, 1)))
        }
        try each("doubt", "about, says") { $1.doubts.append(Doubt(about: $0[3], says: $0[4], span: span($0, 1))) }
        return tasks
    }

    private static func task(_ row: Row) throws -> LedgerTask {
        func excerpt(_ column: Int) -> Excerpt? {
            (row[column] as String?).map { Excerpt($0, span(row, column + 1)) }
        }
        return LedgerTask(
            id: row[0], key: row[1], plan: row[2], part: row[3], path: try LedgerCoding.strings(row[4]), label: row[5],
            title: Excerpt(row[6], span(row, 7)), goal: excerpt(9), measures: excerpt(12), owners: [], leaders: [],
            milestones: [], actions: [], targets: [], deliverables: [], doubts: [], due: row[15], dueIsSet: row[16],
            span: span(row, 17), origin: try value(row[19]), readFrom: try LedgerCoding.strings(row[20]),
            corrected: Set((row[21] as String).split(separator: ",").compactMap { .init(rawValue: String($0)) }),
            state: try value(row[22]), position: row[23], version: row[24],
            updatedAt: Date(milliseconds: row[25]), updatedBy: row[26])
    }

    private static func span(_ row: Row, _ column: Int) -> Span { Span(row[column], row[column + 1]) }

    private static func value<Value: RawRepresentable<String>>(_ text: String) throws -> Value {
        guard let value = Value(rawValue: text) else {
            throw StoreError.damagedDatabase(path: Store.databaseName, reason: "\(Value.self)")
        }
        return value
    }

    /// Row numbers as a JSON list, for `json_each`.
    static func json(_ ids: [Int64]) -> String { "[\(ids.map(String.init).joined(separator: ","))]" }
}
