import Foundation
import GRDB
import PlanModel
import Store

extension PlanLedger {
    /// Tasks of the filter, in order, with their count.
    public func tasks(
        _ filter: LedgerFilter = LedgerFilter(), sort: LedgerSort = LedgerSort(), page: PageRange = .all
    ) throws -> TaskPage {
        try store.read { try Self.tasks(filter, sort, page, $0) }
    }

    /// A task. - Throws: `LedgerError.noTask`.
    public func task(_ id: Int64) throws -> TaskRow { try task("task.id = \(id)") }

    /// A task by its public key. - Throws: `LedgerError.noTask`.
    public func task(key: String) throws -> TaskRow { try task("task.key = \(key)") }

    private func task(_ condition: SQL) throws -> TaskRow {
        try store.read { db in
            guard let row = try Self.rows(condition, "task.id", PageRange(offset: 0, limit: 1), db).first else {
                throw LedgerError.noTask
            }
            return row
        }
    }

    /// The tasks of the filter by office: the office with most leads first, then tasks of unknown owners.
    public func byOffice(_ filter: LedgerFilter = LedgerFilter()) throws -> [OfficeRollUp] {
        try store.read { db in
            let offices = Dictionary(uniqueKeysWithValues: try OfficeRows.offices(db).map { ($0.id, $0) })
            // A task without any owner counts as led by an unknown one.
            let sql: SQL = """
                SELECT office_id,
                    count(DISTINCT CASE WHEN leads THEN id END), count(DISTINCT CASE WHEN NOT leads THEN id END),
                    count(DISTINCT CASE WHEN leads AND has_target THEN id END),
                    count(DISTINCT CASE WHEN leads AND due IS NOT NULL THEN id END),
                    min(CASE WHEN leads THEN due END)
                FROM (
                    SELECT task.id, task.has_target, \(LedgerFilter.due) AS due, task_owner.office_id,
                        coalesce(task_owner.role, 'lead') = 'lead' AS leads
                    FROM task JOIN plan ON plan.id = task.plan_id LEFT JOIN task_owner ON task_owner.task_id = task.id
                    WHERE \(filter.condition)
                )
                GROUP BY office_id ORDER BY office_id IS NULL, 2 DESC, 3 DESC, office_id
                """
            return try SQLRequest<Row>(literal: sql).fetchAll(db).map { row in
                OfficeRollUp(
                    office: (row[0] as OfficeID?).flatMap { offices[$0] }, leads: row[1], coOwned: row[2],
                    withTarget: row[3], withDue: row[4], nextDue: row[5])
            }
        }
    }

    /// The tags of the tasks of a plan, or of all opened plans, in order; the first 500.
    public func tags(ofPlan plan: Int64? = nil) throws -> [String] {
        var filter = LedgerFilter()
        filter.plan = plan
        let condition = filter.condition
        return try store.read { db in
            try SQLRequest<String>(
                literal: """
                    SELECT DISTINCT tag.value
                    FROM task JOIN plan ON plan.id = task.plan_id JOIN task_work ON task_work.task_id = task.id,
                        json_each(task_work.tags) AS tag
                    WHERE task_work.tags <> '[]' AND \(condition) ORDER BY tag.value LIMIT 500
                    """
            ).fetchAll(db)
        }
    }

    /// The tasks of the filter by plan, part and first heading, in the plans' order.
    public func bySection(_ filter: LedgerFilter = LedgerFilter()) throws -> [SectionRollUp] {
        try store.read { db in
            let sql: SQL = """
                SELECT task.plan_id, task.part, task.section, count(DISTINCT task.id),
                    count(DISTINCT CASE WHEN has_target THEN task.id END),
                    count(DISTINCT CASE WHEN \(LedgerFilter.due) IS NOT NULL THEN task.id END),
                    count(DISTINCT task_owner.office_id)
                FROM task JOIN plan ON plan.id = task.plan_id
                    LEFT JOIN task_owner ON task_owner.task_id = task.id AND task_owner.role = 'lead'
                WHERE \(filter.condition)
                GROUP BY task.plan_id, task.part, task.section
                ORDER BY plan.year DESC NULLS LAST, plan.id DESC, min(task.position)
                """
            return try SQLRequest<Row>(literal: sql).fetchAll(db).map { row in
                SectionRollUp(
                    plan: row[0], part: row[1], section: row[2], tasks: row[3], withTarget: row[4], withDue: row[5],
                    offices: row[6])
            }
        }
    }

    /// Plans and tasks that have all words of `text`; drafts too if `withDrafts`. Nothing for an empty text.
    public func search(_ text: String, withDrafts: Bool = false, page: PageRange = .page(1)) throws -> SearchResult {
        let words = LedgerFilter.words(text)
        guard !words.isEmpty else { return SearchResult(plans: [], tasks: TaskPage(total: 0, rows: [])) }
        var filter = LedgerFilter()
        filter.text = text
        filter.planStates = withDrafts ? [.draft, .open, .archived] : [.open, .archived]
        filter.states = withDrafts ? [.accepted, .pending] : [.accepted]
        let states = filter.planStates.map(\.rawValue).sorted()
        return try store.read { db in
            let found = words.map { word -> SQL in
                "plan.title || ' ' || coalesce(plan.number, '') || ' ' || plan.issuers LIKE \(word) ESCAPE '\\'"
            }
            let plans = try PlanRows.plans("plan.state IN \(states) AND \(found.joined(separator: " AND "))", db)
            return SearchResult(plans: plans, tasks: try Self.tasks(filter, LedgerSort(), page, db))
        }
    }

    private static func tasks(
        _ filter: LedgerFilter, _ sort: LedgerSort, _ page: PageRange, _ db: Database
    ) throws -> TaskPage {
        let condition = filter.condition
        let total = try SQLRequest<Int>(
            literal: "SELECT count(*) FROM task JOIN plan ON plan.id = task.plan_id WHERE \(condition)"
        ).fetchOne(db)
        return TaskPage(total: total ?? 0, rows: try rows(condition, sort.order, page, db))
    }

    private static func rows(
        _ condition: SQL, _ order: SQL, _ page: PageRange, _ db: Database
    ) throws -> [TaskRow] {
        // The rows of the page are found first and only then read whole: sorting carries no long texts along.
        let sql: SQL = """
            SELECT \(sql: TaskRows.columns), plan.title AS plan_title, plan.state AS plan_state,
                \(LedgerFilter.due) AS due_now
            FROM (
                SELECT task.id AS found, row_number() OVER (ORDER BY \(order)) AS place
                FROM task JOIN plan ON plan.id = task.plan_id WHERE \(condition)
                ORDER BY place LIMIT \(page.limit) OFFSET \(page.offset)
            ) JOIN task ON task.id = found JOIN plan ON plan.id = task.plan_id
            ORDER BY place
            """
        let rows = try SQLRequest<Row>(literal: sql).fetchAll(db)
        guard !rows.isEmpty else { return [] }
        let tasks = try TaskRows.complete(rows, db)
        let numbers = try numbers(of: tasks, db)
        let names = try OfficeRows.names(db)
        return zip(tasks, rows).map { task, row in
            TaskRow(
                task: task, number: numbers[task.id], planTitle: row["plan_title"],
                planState: Plan.State(rawValue: row["plan_state"]) ?? .draft, due: row["due_now"], officeNames: names)
        }
    }

    /// Numbers inside the parts of the plans, rejected tasks not counted: a plan printed below a summary starts at 1.
    private static func numbers(of tasks: [LedgerTask], _ db: Database) throws -> [Int64: Int] {
        let wanted = Set(tasks.map(\.id))
        let plans = Set(tasks.map(\.plan)).sorted()
        var numbers: [Int64: Int] = [:]
        for plan in plans {
            var last: [String: Int] = [:]
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: "SELECT id, part FROM task WHERE plan_id = ? AND state <> 'rejected' ORDER BY position, id"),
                arguments: [plan])
            while let row = try rows.next() {
                let (id, part): (Int64, String) = (row[0], row[1])
                last[part, default: 0] += 1
                if wanted.contains(id) { numbers[id] = last[part] }
            }
        }
        return numbers
    }
}
