import Foundation
import GRDB
import Monitoring
import Store

extension PlanLedger {
    /// All research topics, the one that is due first on top; finished and dropped ones after the others.
    public func topics() throws -> [ResearchTopic] { try store.read { try Self.topics("TRUE", $0) } }

    /// A topic. - Throws: `ResearchError.noTopic`.
    public func topic(_ id: Int64) throws -> ResearchTopic { try store.read { try Self.topic(id, $0) } }

    /// Sets a topic up. - Throws: `ResearchError`, `LedgerError.noOffice`.
    @discardableResult
    public func createTopic(_ details: TopicDetails, by principal: Principal) throws -> ResearchTopic {
        try store.change(by: principal) { change in
            let values = try Self.values(of: details, change.db)
            try change.db.execute(
                sql: """
                    INSERT INTO research_topic (title, question, method, leader_id, leader, office_id, starts, due, state,
                        findings, reason, created_at, created_by, updated_at, updated_by)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'planned', '', '', ?, ?, ?, ?)
                    """,
                arguments: StatementArguments(values + [change.at, change.by, change.at, change.by]))
            let id = change.db.lastInsertedRowID
            try change.audit("topic.create", "research_topic", id)
            return try Self.topic(id, change.db)
        }
    }

    /// Changes what was set for a topic. - Throws: as `createTopic`; `ResearchError.noTopic`.
    public func changeTopic(_ id: Int64, to details: TopicDetails, by principal: Principal) throws {
        try store.change(by: principal) { change in
            _ = try Self.topic(id, change.db)
            let values = try Self.values(of: details, change.db)
            try change.db.execute(
                sql: """
                    UPDATE research_topic SET title = ?, question = ?, method = ?, leader_id = ?, leader = ?, office_id = ?,
                        starts = ?, due = ?, updated_at = ?, updated_by = ? WHERE id = ?
                    """, arguments: StatementArguments(values + [change.at, change.by, id]))
            try change.audit("topic.change", "research_topic", id)
        }
    }

    /// Makes a step of a topic.
    ///
    /// - Parameters:
    ///   - words: the findings that are handed in, or the reason where the step needs one.
    ///   - report: the report that is handed in; nil keeps the one that is there.
    /// - Throws: `ResearchError.wrongState`, `.missing`, `.tooLong`, `.noTopic`.
    public func moveTopic(
        _ id: Int64, _ move: TopicMove, words: String = "", report: NewEvidence? = nil, by principal: Principal
    ) throws {
        try store.change(by: principal) { change in
            let topic = try Self.topic(id, change.db)
            guard move.from.contains(topic.state) else { throw ResearchError.wrongState }
            var (findings, reason) = (topic.findings, "")
            if move == .handIn {
                findings = try ResearchRows.words(words, .findings, limit: 20_000, isNeeded: true)
            } else if move.needsReason {
                reason = try ResearchRows.words(words, .reason, limit: 2000, isNeeded: true)
            }
            let file = move == .handIn ? report ?? topic.report : topic.report
            try change.db.execute(
                sql: """
                    UPDATE research_topic SET state = ?, findings = ?, reason = ?, report_digest = ?, report_name = ?,
                        report_type = ?, report_size = ?, updated_at = ?, updated_by = ? WHERE id = ?
                    """,
                arguments: [
                    move.to.rawValue, findings, reason, file?.digest, file?.name, file?.type, file?.size, change.at,
                    change.by, id,
                ])
            try change.audit("topic.\(move.rawValue)", "research_topic", id, ["to": move.to.rawValue])
        }
    }

    /// The suggestions to a topic, latest first.
    public func suggestions(to topic: Int64) throws -> [ResearchSuggestion] {
        try store.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT research_suggestion.*, account.display_name AS name FROM research_suggestion
                    LEFT JOIN account ON account.id = by WHERE topic_id = ? ORDER BY research_suggestion.id DESC
                    """, arguments: [topic]
            ).map { row in
                ResearchSuggestion(
                    id: row["id"], topic: row["topic_id"], text: row["text"],
                    day: ResearchRows.day(row["day"]) ?? Day(number: 0), byName: row["name"], answer: row["answer"],
                    answered: ResearchRows.day(row["answered"]))
            }
        }
    }

    /// Makes a suggestion to a topic that is not finished. - Throws: `ResearchError`.
    public func suggest(_ text: String, to topic: Int64, by principal: Principal) throws {
        try store.change(by: principal) { change in
            let state = try Self.topic(topic, change.db).state
            guard state != .adopted, state != .dropped else { throw ResearchError.wrongState }
            let text = try ResearchRows.words(text, .text, limit: 2000, isNeeded: true)
            try change.db.execute(
                sql: "INSERT INTO research_suggestion (topic_id, text, day, by) VALUES (?, ?, ?, ?)",
                arguments: [topic, text, Day(of: change.now).text, change.by])
            try change.audit("suggestion.make", "research_topic", topic)
        }
    }

    /// Answers a suggestion to a topic; a new answer takes the place of an earlier one. - Throws: `ResearchError`.
    public func answerSuggestion(_ id: Int64, of topic: Int64, _ text: String, by principal: Principal) throws {
        try store.change(by: principal) { change in
            let text = try ResearchRows.words(text, .answer, limit: 2000, isNeeded: true)
            try change.db.execute(
                sql:
                    "UPDATE research_suggestion SET answer = ?, answered = ?, answered_by = ? WHERE id = ? AND topic_id = ?",
                arguments: [text, Day(of: change.now).text, change.by, id, topic])
            guard change.db.changesCount == 1 else { throw ResearchError.noSuggestion }
            try change.audit("suggestion.answer", "research_topic", topic)
        }
    }

    // MARK: Rows

    private static func values(
        of details: TopicDetails, _ db: Database
    ) throws -> [(any DatabaseValueConvertible)?] {
        let leader = try ResearchRows.leader(details.leader, db)
        try ResearchRows.checkOffice(details.office, db)
        if let starts = details.starts, let due = details.due, due < starts { throw ResearchError.dueBeforeStart }
        return [
            try ResearchRows.words(details.title, .title, limit: 200, isNeeded: true),
            try ResearchRows.words(details.question, .question, limit: 4000),
            try ResearchRows.words(details.method, .method, limit: 2000), leader.account, leader.name, details.office,
            details.starts?.text, details.due?.text,
        ]
    }

    static func topic(_ id: Int64, _ db: Database) throws -> ResearchTopic {
        guard let topic = try topics("research_topic.id = \(id)", db).first else { throw ResearchError.noTopic }
        return topic
    }

    private static func topics(_ condition: SQL, _ db: Database) throws -> [ResearchTopic] {
        let sql: SQL = """
            SELECT research_topic.*, office.name AS office,
                (SELECT count(*) FROM research_visit WHERE topic_id = research_topic.id) AS visits,
                (SELECT count(*) FROM research_problem LEFT JOIN research_visit ON research_visit.id = visit_id
                    WHERE coalesce(research_problem.topic_id, research_visit.topic_id) = research_topic.id) AS problems,
                (SELECT count(*) FROM research_suggestion WHERE topic_id = research_topic.id) AS suggestions
            FROM research_topic LEFT JOIN office ON office.id = office_id WHERE \(condition)
            ORDER BY research_topic.state IN ('adopted', 'dropped'), due IS NULL, due, research_topic.id
            """
        return try SQLRequest<Row>(literal: sql).fetchAll(db).map(ResearchTopic.init(row:))
    }
}

extension ResearchTopic {
    fileprivate init(row: Row) {
        var details = TopicDetails()
        details.title = row["title"]
        details.question = row["question"]
        details.method = row["method"]
        details.leader = ResearchLeader(account: row["leader_id"], name: row["leader"])
        details.office = row["office_id"]
        details.starts = ResearchRows.day(row["starts"])
        details.due = ResearchRows.day(row["due"])
        let report = (row["report_digest"] as String?).map {
            NewEvidence(digest: $0, name: row["report_name"], type: row["report_type"], size: row["report_size"])
        }
        self.init(
            id: row["id"], details: details, officeName: row["office"],
            state: TopicState(rawValue: row["state"]) ?? .planned, findings: row["findings"], reason: row["reason"],
            report: report, visitCount: row["visits"], problemCount: row["problems"],
            suggestionCount: row["suggestions"])
    }
}
