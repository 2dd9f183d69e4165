import Foundation
import GRDB
import Monitoring
import Store

extension PlanLedger {
    /// All contact duties, the latest year first, by leader.
    public func contactDuties() throws -> [ContactDuty] { try store.read { try Self.duties("", [], $0) } }

    /// A contact duty. - Throws: `ContactError.missing`.
    public func contactDuty(_ id: Int64) throws -> ContactDuty { try store.read { try Self.duty(id, $0) } }

    /// Sets up a duty. - Throws: `ContactError`.
    @discardableResult
    public func addDuty(leader: String, object: String, year: Int, required: Int, by principal: Principal) throws
        -> Int64
    {
        let (leader, object) = (try Self.line(leader, 50), try Self.line(object, 100))
        guard (2000...2100).contains(year), (1...100).contains(required) else { throw ContactError.number }
        return try store.change(by: principal) { change in
            let isThere = try Bool.fetchOne(
                change.db,
                sql: "SELECT EXISTS (SELECT 1 FROM contact_duty WHERE leader = ? AND object = ? AND year = ?)",
                arguments: [leader, object, year])
            if isThere == true { throw ContactError.twice }
            try change.db.execute(
                sql: "INSERT INTO contact_duty (leader, object, year, required) VALUES (?, ?, ?, ?)",
                arguments: [leader, object, year, required])
            let id = change.db.lastInsertedRowID
            try change.audit("research.duty", "contact_duty", id, ["year": "\(year)", "required": "\(required)"])
            return id
        }
    }

    /// The visits of a duty, the latest first.
    public func contactVisits(of duty: Int64) throws -> [ContactVisit] {
        try store.read { db in
            try Row.fetchAll(
                db,
                sql:
                    "SELECT id, day, participants, seen FROM contact_visit WHERE duty_id = ? ORDER BY day DESC, id DESC",
                arguments: [duty]
            ).map { ContactVisit(id: $0[0], day: Self.day($0[1]), participants: $0[2], seen: $0[3]) }
        }
    }

    /// Records a visit, with the problem found at it, if there is one. - Throws: `ContactError`.
    @discardableResult
    public func recordVisit(
        duty: Int64, day: Day, participants: String, seen: String,
        problem: (text: String, office: OfficeID, due: Day)? = nil, on today: Day, by principal: Principal
    ) throws -> Int64 {
        let seen = try Self.line(seen, 4000)
        let people = participants.trimmingCharacters(in: .whitespacesAndNewlines)
        guard people.count <= 200 else { throw ContactError.text(limit: 200) }
        if let problem, problem.due < day { throw ContactError.due }
        return try store.change(by: principal) { change in
            let duty = try Self.duty(duty, change.db)
            guard day <= today, SchoolTerm(of: day).year == duty.year else { throw ContactError.day }
            try change.db.execute(
                sql: "INSERT INTO contact_visit (duty_id, day, participants, seen) VALUES (?, ?, ?, ?)",
                arguments: [duty.id, day.text, people, seen])
            let id = change.db.lastInsertedRowID
            if let problem {
                try change.db.execute(
                    sql: """
                        INSERT INTO contact_problem (visit_id, text, office_id, due, state, answer)
                        VALUES (?, ?, ?, ?, 'open', '')
                        """, arguments: [id, try Self.line(problem.text, 1000), problem.office, problem.due.text])
            }
            try change.audit("research.visit", "contact_visit", id, ["duty": "\(duty.id)", "day": day.text])
            return id
        }
    }

    /// The problems, the most urgent first; of one duty where it is given.
    public func contactProblems(of duty: Int64? = nil) throws -> [ContactProblem] {
        try store.read { db in
            try duty.map { try Self.problems("WHERE duty.id = ?", [$0], db) } ?? Self.problems("", [], db)
        }
    }

    /// A problem. - Throws: `ContactError.missing`.
    public func contactProblem(_ id: Int64) throws -> ContactProblem {
        try store.read { try Self.problem(id, $0) }
    }

    /// Moves a problem on: the office answers or says that it is solved, with words; the bureau confirms, or opens it again.
    ///
    /// - Throws: `ContactError.state` for a step that the problem's state does not take.
    public func moveProblem(_ id: Int64, to state: ProblemState, answer: String = "", by principal: Principal) throws {
        try store.change(by: principal) { change in
            let problem = try Self.problem(id, change.db)
            var words = problem.answer
            switch (problem.state, state) {
            case (.open, .answered), (.open, .solved), (.answered, .answered), (.answered, .solved):
                words = try Self.line(answer, 2000)
            case (.solved, .confirmed), (.solved, .open): break
            default: throw ContactError.state
            }
            try change.db.execute(
                sql: "UPDATE contact_problem SET state = ?, answer = ? WHERE id = ?",
                arguments: [state.rawValue, words, id])
            try change.audit("research.problem", "contact_problem", id, ["state": state.rawValue])
        }
    }

    /// Turns a problem into an accepted task of an open plan, led by its office and due on its day; in one transaction.
    ///
    /// - Throws: `ContactError.state` where it is solved or a task already; what the review move throws.
    public func makeTask(ofProblem id: Int64, in plan: Int64, by principal: Principal) throws {
        try store.change(by: principal) { change in
            let problem = try Self.problem(id, change.db)
            guard problem.taskKey == nil, problem.state == .open || problem.state == .answered else {
                throw ContactError.state
            }
            guard try PlanRows.plan(plan, change.db).state == .open else { throw WorkError.planNotOpen }
            var fields = TaskChange()
            fields.leads = [problem.officeName]
            fields.due = .on(problem.due.text)
            fields.path = [problem.object]
            let result = try apply(
                .add(NewTask(title: problem.text, fields: fields, isAccepted: true)), to: plan, versions: [:], change)
            // The new task is the one of the largest row.
            let key = result.tasks.max { $0.id < $1.id }?.key
            guard let key else { throw LedgerError.noTask }
            try change.db.execute(sql: "UPDATE contact_problem SET task_key = ? WHERE id = ?", arguments: [key, id])
            try change.audit("research.task", "contact_problem", id, ["task": key])
        }
    }

    // MARK: Rows

    private static func day(_ text: String) -> Day { Day(text) ?? Day(number: 0) }

    /// Words without white space around them. - Throws: `ContactError.text` for none or too many.
    private static func line(_ text: String, _ limit: Int) throws -> String {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty, text.count <= limit else { throw ContactError.text(limit: limit) }
        return text
    }

    private static func duty(_ id: Int64, _ db: Database) throws -> ContactDuty {
        guard let duty = try duties("WHERE duty.id = ?", [id], db).first else { throw ContactError.missing }
        return duty
    }

    private static func duties(_ condition: String, _ arguments: StatementArguments, _ db: Database) throws
        -> [ContactDuty]
    {
        try Row.fetchAll(
            db,
            sql: """
                SELECT duty.id, leader, object, year, required,
                    coalesce((SELECT group_concat(day, ' ') FROM contact_visit WHERE duty_id = duty.id), '')
                FROM contact_duty AS duty \(condition) ORDER BY year DESC, leader, object
                """, arguments: arguments
        ).map { row in
            let days: String = row[5]
            return ContactDuty(
                id: row[0], leader: row[1], object: row[2], year: row[3], required: row[4],
                visits: days.split(separator: " ").compactMap { Day(String($0)) }.sorted())
        }
    }

    private static func problem(_ id: Int64, _ db: Database) throws -> ContactProblem {
        guard let problem = try problems("WHERE problem.id = ?", [id], db).first else { throw ContactError.missing }
        return problem
    }

    private static func problems(_ condition: String, _ arguments: StatementArguments, _ db: Database) throws
        -> [ContactProblem]
    {
        try Row.fetchAll(
            db,
            sql: """
                SELECT problem.id, duty.id, duty.leader, duty.object, visit.day, problem.text, problem.office_id,
                    office.name, problem.due, problem.state, problem.answer, problem.task_key
                FROM contact_problem AS problem JOIN contact_visit AS visit ON visit.id = problem.visit_id
                JOIN contact_duty AS duty ON duty.id = visit.duty_id JOIN office ON office.id = problem.office_id
                \(condition) ORDER BY problem.state IN ('solved', 'confirmed'), problem.due, problem.id
                """, arguments: arguments
        ).map(problem)
    }

    private static func problem(_ row: Row) -> ContactProblem {
        let state: String = row[9]
        let found: String = row[4]
        let due: String = row[8]
        return ContactProblem(
            id: row[0], duty: row[1], leader: row[2], object: row[3], found: day(found), text: row[5],
            office: row[6], officeName: row[7], due: day(due), state: ProblemState(rawValue: state) ?? .open,
            answer: row[10], taskKey: row[11])
    }
}
