import Foundation
import GRDB
import Monitoring
import Store

extension PlanLedger {
    /// Problems of a filter, as they stand on a day.
    public func problems(
        _ filter: ProblemFilter = ProblemFilter(), order: ProblemOrder = .light, on day: Day
    ) throws -> [ResearchProblem] {
        let found = try store.read { try Self.problems(filter.condition, $0) }
        let shown = found.filter { filter.light == nil || $0.standing(on: day).light == filter.light }
        return shown.sorted { order.isBefore($0, $1, on: day) }
    }

    /// A problem. - Throws: `ResearchError.noProblem`.
    public func problem(_ id: Int64) throws -> ResearchProblem { try store.read { try Self.problem(id, $0) } }

    /// The problems that became this task, by its key.
    public func problems(ofTask key: String) throws -> [ResearchProblem] {
        try store.read { try Self.problems("research_problem.task_key = \(key)", $0) }
    }

    /// Records a problem that was found. - Throws: `ResearchError`, `LedgerError.noOffice`.
    @discardableResult
    public func recordProblem(
        _ details: ProblemDetails, at source: ProblemSource, by principal: Principal
    ) throws -> Int64 {
        try store.change(by: principal) { change in
            let text = try ResearchRows.words(details.text, .text, limit: 4000, isNeeded: true)
            try ResearchRows.checkOffice(details.office, change.db)
            var (visit, topic): (Int64?, Int64?) = (nil, nil)
            var found = Day(of: change.now)
            switch source {
            case .visit(let id):
                visit = id
                found = try Self.visit(id, change.db).details.day
            case .topic(let id): topic = try Self.topic(id, change.db).id
            }
            try change.db.execute(
                sql: """
                    INSERT INTO research_problem (visit_id, topic_id, text, gravity, office_id, found, due, state, answer,
                        created_at, created_by, updated_at, updated_by) VALUES (?, ?, ?, ?, ?, ?, ?, 'open', '', ?, ?, ?, ?)
                    """,
                arguments: [
                    visit, topic, text, details.gravity.rawValue, details.office, found.text, details.due?.text,
                    change.at, change.by, change.at, change.by,
                ])
            let id = change.db.lastInsertedRowID
            try change.audit("problem.record", "research_problem", id)
            return id
        }
    }

    /// Corrects what was told of a problem. - Throws: as `recordProblem`; `ResearchError.noProblem`.
    public func changeProblem(_ id: Int64, to details: ProblemDetails, by principal: Principal) throws {
        try store.change(by: principal) { change in
            _ = try Self.problem(id, change.db)
            let text = try ResearchRows.words(details.text, .text, limit: 4000, isNeeded: true)
            try ResearchRows.checkOffice(details.office, change.db)
            try change.db.execute(
                sql: """
                    UPDATE research_problem SET text = ?, gravity = ?, office_id = ?, due = ?, updated_at = ?,
                        updated_by = ? WHERE id = ?
                    """,
                arguments: [
                    text, details.gravity.rawValue, details.office, details.due?.text, change.at, change.by, id,
                ])
            try change.audit("problem.change", "research_problem", id)
        }
    }

    /// Makes a step of a problem. - Throws: `ResearchError`.
    public func moveProblem(_ id: Int64, _ move: ProblemMove, by principal: Principal) throws {
        try store.change(by: principal) { change in
            let problem = try Self.problem(id, change.db)
            guard move.from.contains(problem.state) else { throw ResearchError.wrongState }
            let today = Day(of: change.now).text
            var (state, answer) = (problem.state, problem.answer)
            var (answered, solved) = (problem.answered?.text, problem.solved?.text)
            var confirmed: Int64?
            switch move {
            case .answer(let words):
                answer = try ResearchRows.words(words, .answer, limit: 4000, isNeeded: true)
                (state, answered) = (.answered, today)
            case .solve(let words):
                let said = try ResearchRows.words(words, .answer, limit: 4000, isNeeded: problem.answer.isEmpty)
                if !said.isEmpty { (answer, answered) = (said, today) }
                (state, solved) = (.solved, today)
            case .confirm(let visit):
                let seen = try Self.visit(visit, change.db)
                guard seen.details.subject == problem.subject, problem.source != .visit(visit),
                    let day = problem.solved, seen.details.day >= day
                else { throw ResearchError.badConfirmation }
                (state, confirmed) = (.confirmed, visit)
            case .reopen(let words):
                answer = try ResearchRows.words(words, .reason, limit: 4000, isNeeded: true)
                (state, solved, answered) = (.open, nil, nil)
            }
            try change.db.execute(
                sql: """
                    UPDATE research_problem SET state = ?, answer = ?, answered = ?, solved = ?, confirmed_visit = ?,
                        updated_at = ?, updated_by = ? WHERE id = ?
                    """,
                arguments: [state.rawValue, answer, answered, solved, confirmed, change.at, change.by, id])
            try change.audit("problem.\(move.name)", "research_problem", id, ["to": state.rawValue])
        }
    }

    // MARK: Rows

    static func problem(_ id: Int64, _ db: Database) throws -> ResearchProblem {
        guard let problem = try problems("research_problem.id = \(id)", db).first else {
            throw ResearchError.noProblem
        }
        return problem
    }

    private static func problems(_ condition: SQL, _ db: Database) throws -> [ResearchProblem] {
        let sql: SQL = """
            SELECT research_problem.*, office.name AS office, contact_duty.id AS duty,
                coalesce(research_problem.topic_id, research_visit.topic_id) AS topic,
                coalesce(contact_duty.leader, research_topic.leader) AS leader,
                coalesce(contact_duty.leader_id, research_topic.leader_id) AS leader_id,
                coalesce(research_topic.title, school.name, area.name, contact_duty.street) AS subject,
                research_topic.office_id AS topic_office, task.id AS task_id, task.title AS task_title,
                task.plan_id AS task_plan, task.state AS task_state, task_work.state AS work_state
            FROM research_problem
                LEFT JOIN research_visit ON research_visit.id = research_problem.visit_id
                LEFT JOIN contact_duty ON contact_duty.id = research_visit.duty_id
                LEFT JOIN research_topic
                    ON research_topic.id = coalesce(research_problem.topic_id, research_visit.topic_id)
                LEFT JOIN school ON school.id = contact_duty.school_id
                LEFT JOIN area ON area.id = contact_duty.area_id
                LEFT JOIN office ON office.id = research_problem.office_id
                LEFT JOIN task ON task.key = research_problem.task_key
                LEFT JOIN task_work ON task_work.task_id = task.id
            WHERE \(condition) ORDER BY research_problem.id
            """
        return try SQLRequest<Row>(literal: sql).fetchAll(db).map(ResearchProblem.init(row:))
    }
}

extension ResearchProblem {
    fileprivate init(row: Row) {
        var details = ProblemDetails()
        details.text = row["text"]
        details.gravity = ProblemGravity(rawValue: row["gravity"]) ?? .minor
        details.office = row["office_id"]
        details.due = ResearchRows.day(row["due"])
        let source: ProblemSource =
            if let visit = row["visit_id"] as Int64? { .visit(visit) } else { .topic(row["topic_id"]) }
        let subject: ResearchSubject =
            if let duty = row["duty"] as Int64? { .duty(duty) } else { .topic(row["topic"]) }
        let task = (row["task_key"] as String?).map { key in
            ProblemTask(
                key: key, id: row["task_id"], title: row["task_title"] ?? "", plan: row["task_plan"],
                isInLedger: row["task_state"] as String? == LedgerTask.State.accepted.rawValue,
                state: (row["work_state"] as String?).flatMap(WorkState.init) ?? .draft)
        }
        self.init(
            id: row["id"], details: details, source: source, subject: subject, subjectName: row["subject"] ?? "",
            leader: ResearchLeader(account: row["leader_id"], name: row["leader"] ?? ""),
            topicOffice: row["topic_office"], officeName: row["office"],
            found: ResearchRows.day(row["found"]) ?? Day(number: 0),
            state: ProblemState(rawValue: row["state"]) ?? .open, answer: row["answer"],
            answered: ResearchRows.day(row["answered"]), solved: ResearchRows.day(row["solved"]),
            confirmedBy: row["confirmed_visit"], task: task)
    }
}

extension ProblemFilter {
    fileprivate var condition: SQL {
        var conditions: [SQL] = LedgerFilter.words(text).map {
            """
            research_problem.text || ' ' || research_problem.answer || ' '
                || coalesce(research_topic.title, school.name, area.name, contact_duty.street, '') LIKE \($0) ESCAPE '\\'
            """
        }
        if !states.isEmpty { conditions.append("research_problem.state IN \(states.map(\.rawValue).sorted())") }
        if let office { conditions.append("research_problem.office_id = \(office)") }
        if let hasOffice { conditions.append("(research_problem.office_id IS NOT NULL) = \(hasOffice)") }
        if let year {
            let terms = SchoolTerm.terms(of: year)
            let (first, last) = (terms.map(\.start.text).min() ?? "", terms.map(\.end.text).max() ?? "")
            conditions.append("research_problem.found BETWEEN \(first) AND \(last)")
        }
        if !leader.isEmpty { conditions.append("coalesce(contact_duty.leader, research_topic.leader) = \(leader)") }
        if let gravity {
            let grave = ProblemGravity.allCases.filter { $0.weight >= gravity.weight }.map(\.rawValue)
            conditions.append("research_problem.gravity IN \(grave)")
        }
        if let hasTask { conditions.append("(research_problem.task_key IS NOT NULL) = \(hasTask)") }
        switch subject {
        case .duty(let id): conditions.append("contact_duty.id = \(id)")
        case .topic(let id): conditions.append("research_topic.id = \(id)")
        case nil: break
        }
        return conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
    }
}

extension ProblemOrder {
    /// Whether a problem stands before another; the order is total, so that a list never jumps.
    func isBefore(_ left: ResearchProblem, _ right: ResearchProblem, on day: Day) -> Bool {
        func due(_ problem: ResearchProblem) -> Int { problem.details.due?.number ?? .max }
        func light(_ problem: ResearchProblem) -> Int { -(problem.standing(on: day).light.severity ?? -1) }
        func rank(_ problem: ResearchProblem) -> (Int, Int, Int64) {
            switch self {
            case .light: (light(problem), due(problem), problem.id)
            case .due: (problem.state.isSolved ? 1 : 0, due(problem), problem.id)
            case .found: (-problem.found.number, 0, -problem.id)
            case .gravity: (-problem.details.gravity.weight, due(problem), problem.id)
            case .office: (light(problem), due(problem), problem.id)
            }
        }
        if self == .office, left.details.office != right.details.office {
            return (left.officeName ?? "\u{10FFFF}", left.details.office ?? .max)
                < (right.officeName ?? "\u{10FFFF}", right.details.office ?? .max)
        }
        return rank(left) < rank(right)
    }
}
