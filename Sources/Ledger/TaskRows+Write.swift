import Foundation
import GRDB
import PlanModel
import Store

/// What a task's row repeats of its plan and its offices, for lists.
struct TaskContext {
    var parts: [PlanPart]
    var offices: OfficeDirectory

    func part(_ id: String) -> PlanPart? { parts.first { $0.id == id } }
}

extension TaskRows {
    /// Adds a task and answers with its row; a task that had a row before (undo) gets it again.
    static func insert(_ task: LedgerTask, _ context: TaskContext, _ db: Database) throws -> Int64 {
        let row = try columns(of: task, context)
        let names = ["id"] + row.map(\.0)
        try db.cachedStatement(
            sql: """
                INSERT INTO task (\(names.joined(separator: ", "))) VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
                """
        ).execute(arguments: StatementArguments([task.id == 0 ? nil : task.id] + row.map(\.1)))
        let id = db.lastInsertedRowID
        try insertChildren(of: task, id, db)
        return id
    }

    /// Writes a task over its row. - Throws: `LedgerError.noTask`.
    static func update(_ task: LedgerTask, _ context: TaskContext, _ db: Database) throws {
        let row = try columns(of: task, context)
        try db.cachedStatement(
            sql: "UPDATE task SET \(row.map { "\($0.0) = ?" }.joined(separator: ", ")) WHERE id = ?"
        ).execute(arguments: StatementArguments(row.map(\.1) + [task.id]))
        guard db.changesCount == 1 else { throw LedgerError.noTask }
        for child in children {
            try db.cachedStatement(sql: "DELETE FROM task_\(child) WHERE task_id = ?").execute(arguments: [task.id])
        }
        try insertChildren(of: task, task.id, db)
    }

    /// Takes a task out; the event's snapshot still has it.
    static func delete(_ id: Int64, _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM task WHERE id = ?").execute(arguments: [id])
    }

    private static let children = ["owner", "leader", "milestone", "action", "target", "deliverable", "doubt"]

    private static func columns(
        of task: LedgerTask, _ context: TaskContext
    ) throws -> [(String, (any DatabaseValueConvertible)?)] {
        let part = context.part(task.part)
        let leadOffice = task.leads.first.map { context.offices.name(of: $0) } ?? ""
        return [
            ("key", task.key), ("plan_id", task.plan), ("part", task.part),
            ("part_role", (part?.role ?? .plan).rawValue), ("year", part?.year), ("section", task.section),
            ("path", try LedgerCoding.text(task.path)), ("label", task.label), ("title", task.title.text),
            ("title_start", task.title.span.start), ("title_end", task.title.span.end), ("goal", task.goal?.text),
            ("goal_start", task.goal?.span.start), ("goal_end", task.goal?.span.end),
            ("measures", task.measures?.text), ("measures_start", task.measures?.span.start),
            ("measures_end", task.measures?.span.end), ("due", task.due), ("due_is_set", task.dueIsSet),
            ("span_start", task.span.start), ("span_end", task.span.end), ("origin", task.origin.rawValue),
            ("read_from", try LedgerCoding.text(task.readFrom)),
            ("corrected", task.corrected.map(\.rawValue).sorted().joined(separator: ",")),
            ("state", task.state.rawValue), ("position", task.position), ("version", task.version),
            ("has_target", task.targets.contains { $0.kind == .target }), ("doubts", task.doubts.count),
            ("title_key", SortKey.of(task.title.text)),
            ("office_key", leadOffice.isEmpty ? nil : SortKey.of(leadOffice)), ("search_text", searchText(of: task)),
            ("updated_at", task.updatedAt.milliseconds), ("updated_by", task.updatedBy),
        ]
    }

    /// What a search looks through.
    private static func searchText(of task: LedgerTask) -> String {
        var words = [task.label, task.title.text, task.goal?.text ?? "", task.measures?.text ?? ""]
        words += task.owners.map(\.printed.text) + task.path
        return words.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func insertChildren(of task: LedgerTask, _ id: Int64, _ db: Database) throws {
        func insert(
            _ table: String, _ columns: [String], _ rows: [(Span, [(any DatabaseValueConvertible)?])]
        ) throws {
            guard !rows.isEmpty else { return }
            let names = ["task_id", "ord", "span_start", "span_end"] + columns
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO task_\(table) (\(names.joined(separator: ", ")))
                    VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
                    """)
            for (order, row) in rows.enumerated() {
                let place: [(any DatabaseValueConvertible)?] = [id, order, row.0.start, row.0.end]
                try statement.execute(arguments: StatementArguments(place + row.1))
            }
        }
        try insert(
            "owner", ["role", "printed", "office_id"],
            task.owners.map { ($0.printed.span, [$0.role.rawValue, $0.printed.text, $0.office]) })
        try insert("leader", ["text"], task.leaders.map { ($0.span, [$0.text]) })
        try insert("milestone", ["due", "text"], task.milestones.map { ($0.span, [$0.due, $0.text]) })
        try insert(
            "action", ["text", "verb", "object"], task.actions.map { ($0.span, [$0.text, $0.verb, $0.object]) })
        try insert(
            "target",
            [
                "read_id", "text", "metric", "comparator", "value", "high", "unit", "year", "kind", "is_certain",
                "reason",
            ],
            task.targets.map {
                (
                    $0.span,
                    [
                        $0.id, $0.text, $0.metric, $0.comparator.rawValue, $0.value, $0.high, $0.unit, $0.year,
                        $0.kind.rawValue, $0.isCertain, $0.reason,
                    ]
                )
            })
        try insert("deliverable", ["verb", "name"], task.deliverables.map { ($0.span, [$0.verb, $0.name]) })
        try insert("doubt", ["about", "says"], task.doubts.map { ($0.span, [$0.about, $0.says]) })
    }
}
