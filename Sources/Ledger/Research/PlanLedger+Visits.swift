import Foundation
import GRDB
import Monitoring
import Store

extension PlanLedger {
    /// Visits, the latest first, with their count.
    public func visits(
        _ filter: VisitFilter = VisitFilter(), page: PageRange = .all
    ) throws -> (total: Int, rows: [ResearchVisit]) {
        try store.read { db in
            let condition = filter.condition
            let total = try SQLRequest<Int>(
                literal: "SELECT count(*) FROM \(Self.visitTables) WHERE \(condition)"
            ).fetchOne(db)
            return (total ?? 0, try Self.visits(condition, page, db))
        }
    }

    /// A visit. - Throws: `ResearchError.noVisit`.
    public func visit(_ id: Int64) throws -> ResearchVisit { try store.read { try Self.visit(id, $0) } }

    /// Records a visit with its files.
    ///
    /// - Parameter once: what the form was called when it was shown; a form sent twice records one visit.
    /// - Returns: the visit's row.
    /// - Throws: `ResearchError`.
    @discardableResult
    public func recordVisit(
        _ details: VisitDetails, files: [NewEvidence] = [], once: String? = nil, by principal: Principal
    ) throws -> Int64 {
        try store.change(by: principal) { change in
            let once = once.flatMap { $0.isEmpty ? nil : String($0.prefix(100)) }
            if let once,
                let id = try Int64.fetchOne(
                    change.db, sql: "SELECT id FROM research_visit WHERE once = ?", arguments: [once])
            {
                return id
            }
            guard details.day <= Day(of: change.now) else { throw ResearchError.visitAhead }
            var (duty, topic): (Int64?, Int64?) = (nil, nil)
            switch details.subject {
            case .duty(let id): duty = try Self.duty(id, change.db).id
            case .topic(let id): topic = try Self.topic(id, change.db).id
            }
            try change.db.execute(
                sql: """
                    INSERT INTO research_visit (duty_id, topic_id, day, place, people, seen, created_at, created_by, once)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    duty, topic, details.day.text, try ResearchRows.words(details.place, .place, limit: 200),
                    try ResearchRows.words(details.people, .people, limit: 1000),
                    try ResearchRows.words(details.seen, .seen, limit: 20_000, isNeeded: true), change.at, change.by,
                    once,
                ])
            let id = change.db.lastInsertedRowID
            for file in files {
                try change.db.execute(
                    sql: "INSERT INTO research_file (visit_id, digest, name, type, size) VALUES (?, ?, ?, ?, ?)",
                    arguments: [id, file.digest, file.name, file.type, file.size])
            }
            try change.audit("visit.record", "research_visit", id, ["files": "\(files.count)"])
            return id
        }
    }

    /// A file of a visit. - Throws: `ResearchError.noFile`.
    public func researchFile(_ id: Int64) throws -> NewEvidence {
        try store.read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM research_file WHERE id = ?", arguments: [id])
            else { throw ResearchError.noFile }
            return NewEvidence(digest: row["digest"], name: row["name"], type: row["type"], size: row["size"])
        }
    }

    // MARK: Rows

    private static let visitTables: SQL = """
        research_visit LEFT JOIN contact_duty ON contact_duty.id = research_visit.duty_id
            LEFT JOIN research_topic ON research_topic.id = research_visit.topic_id
            LEFT JOIN school ON school.id = contact_duty.school_id LEFT JOIN area ON area.id = contact_duty.area_id
            LEFT JOIN account ON account.id = research_visit.created_by
        """

    static func visit(_ id: Int64, _ db: Database) throws -> ResearchVisit {
        guard let visit = try visits("research_visit.id = \(id)", PageRange(offset: 0, limit: 1), db).first else {
            throw ResearchError.noVisit
        }
        return visit
    }

    static func visits(_ condition: SQL, _ page: PageRange, _ db: Database) throws -> [ResearchVisit] {
        let sql: SQL = """
            SELECT research_visit.*, coalesce(contact_duty.leader, research_topic.leader) AS leader,
                coalesce(contact_duty.leader_id, research_topic.leader_id) AS leader_id,
                research_topic.office_id AS office_id, account.display_name AS by_name,
                coalesce(research_topic.title, school.name, area.name, contact_duty.street) AS subject,
                (SELECT count(*) FROM research_problem WHERE visit_id = research_visit.id) AS problems
            FROM \(visitTables) WHERE \(condition)
            ORDER BY research_visit.day DESC, research_visit.id DESC LIMIT \(page.limit) OFFSET \(page.offset)
            """
        let rows = try SQLRequest<Row>(literal: sql).fetchAll(db)
        guard !rows.isEmpty else { return [] }
        var files: [Int64: [ResearchFile]] = [:]
        let ids = rows.map { $0["id"] as Int64 }
        let found = try SQLRequest<Row>(
            literal: """
                SELECT * FROM research_file
                WHERE visit_id IN (SELECT value FROM json_each(\(TaskRows.json(ids)))) ORDER BY id
                """
        ).fetchAll(db)
        for row in found {
            files[row["visit_id"], default: []].append(
                ResearchFile(
                    id: row["id"],
                    file: NewEvidence(digest: row["digest"], name: row["name"], type: row["type"], size: row["size"])))
        }
        return rows.map { row in
            let id: Int64 = row["id"]
            let subject: ResearchSubject =
                if let duty = row["duty_id"] as Int64? { .duty(duty) } else { .topic(row["topic_id"]) }
            var details = VisitDetails(subject, day: ResearchRows.day(row["day"]) ?? Day(number: 0))
            details.place = row["place"]
            details.people = row["people"]
            details.seen = row["seen"]
            return ResearchVisit(
                id: id, details: details, leader: ResearchLeader(account: row["leader_id"], name: row["leader"]),
                office: row["office_id"], subjectName: row["subject"] ?? "", byName: row["by_name"],
                files: files[id] ?? [], problemCount: row["problems"])
        }
    }
}

extension VisitFilter {
    fileprivate var condition: SQL {
        var conditions: [SQL] = LedgerFilter.words(text).map {
            "research_visit.place || ' ' || research_visit.people || ' ' || research_visit.seen LIKE \($0) ESCAPE '\\'"
        }
        switch subject {
        case .duty(let id): conditions.append("research_visit.duty_id = \(id)")
        case .topic(let id): conditions.append("research_visit.topic_id = \(id)")
        case nil: break
        }
        if !leader.isEmpty { conditions.append("coalesce(contact_duty.leader, research_topic.leader) = \(leader)") }
        if let from { conditions.append("research_visit.day >= \(from.text)") }
        if let until { conditions.append("research_visit.day <= \(until.text)") }
        return conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
    }
}
