import Foundation
import GRDB
import Monitoring
import Store

/// Which indicator 指标 measures a target of a task: confirmed by a person, remembered for the same words next time.
public struct TargetBinding: Hashable, Sendable {
    /// The target's row.
    public let target: Int64
    /// The task.
    public let task: Int64
    /// What measures it.
    public let measure: TargetMeasure
    /// Who confirmed it; nil for a programme.
    public let by: Int64?
    /// When.
    public let at: Date
}

/// What measures a target: an indicator of the catalogue, at an organisation, of all or of one category.
public struct TargetMeasure: Hashable, Sendable {
    /// The indicator's name.
    public let indicator: String
    /// The code of the organisation whose value it is.
    public let organisation: String
    /// The field by which the indicator is split; nil for all.
    public let field: String?
    /// The field's value.
    public let value: String?

    /// A measure.
    public init(indicator: String, organisation: String, field: String? = nil, value: String? = nil) {
        self.indicator = indicator
        self.organisation = organisation
        self.field = field
        self.value = value
    }
}

/// The table of bindings.
enum BindingSchema {
    static let migrations = [
        StoreMigration("bindings/001 targets measured by indicators") { db in
            try db.execute(
                sql: """
                    -- A binding that was taken away stays, so that what its words once meant is still known.
                    CREATE TABLE target_binding (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, target_id INTEGER NOT NULL REFERENCES work_target (id),
                        wording TEXT NOT NULL, indicator TEXT NOT NULL, organisation TEXT NOT NULL, field TEXT,
                        value TEXT, by INTEGER, at INTEGER NOT NULL, is_dropped INTEGER NOT NULL
                    ) STRICT;
                    CREATE UNIQUE INDEX target_binding_target ON target_binding (target_id) WHERE is_dropped = 0;
                    CREATE INDEX target_binding_wording ON target_binding (wording);
                    """)
        },
        StoreMigration("bindings/002 refused indicators") { db in
            try db.execute(
                sql: """
                    CREATE TABLE refused_indicator (
                        wording TEXT NOT NULL, indicator TEXT NOT NULL, by INTEGER, at INTEGER NOT NULL,
                        PRIMARY KEY (wording, indicator)
                    ) STRICT;
                    """)
        },
    ]
}

extension PlanLedger {
    /// Binds a target to what measures it, in place of any binding before.
    ///
    /// - Throws: `WorkError.noTarget`.
    public func bind(_ target: Int64, to measure: TargetMeasure, by principal: Principal) throws {
        try store.change(by: principal) { change in
            let row = try Row.fetchOne(
                change.db, sql: "SELECT task_id, metric, text FROM work_target WHERE id = ?", arguments: [target])
            guard let row else { throw WorkError.noTarget }
            let task: Int64 = row[0], metric: String = row[1], text: String = row[2]
            try change.db.execute(
                sql: "UPDATE target_binding SET is_dropped = 1 WHERE target_id = ? AND is_dropped = 0",
                arguments: [target])
            try change.db.execute(
                sql: """
                    INSERT INTO target_binding (target_id, wording, indicator, organisation, field, value, by, at,
                        is_dropped)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)
                    """,
                arguments: [
                    target, Self.wording(metric.isEmpty ? text : metric), measure.indicator, measure.organisation,
                    measure.field, measure.value, change.by, change.at,
                ])
            try change.audit(
                "target.bind", "task", task, ["target": "\(target)", "indicator": measure.indicator])
        }
    }

    /// Takes a target's binding away. - Throws: `WorkError.noTarget` where there is none.
    public func unbind(_ target: Int64, by principal: Principal) throws {
        try store.change(by: principal) { change in
            let task = try Int64.fetchOne(
                change.db,
                sql: """
                    SELECT task_id FROM target_binding JOIN work_target ON work_target.id = target_id
                    WHERE target_id = ? AND target_binding.is_dropped = 0
                    """, arguments: [target])
            guard let task else { throw WorkError.noTarget }
            try change.db.execute(
                sql: "UPDATE target_binding SET is_dropped = 1 WHERE target_id = ? AND is_dropped = 0",
                arguments: [target])
            try change.audit("target.unbind", "task", task, ["target": "\(target)"])
        }
    }

    /// The bindings in force, of one task or of all, by task and target.
    public func bindings(of task: Int64? = nil) throws -> [TargetBinding] {
        try store.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT target_id, task_id, indicator, organisation, field, target_binding.value, by, at
                    FROM target_binding JOIN work_target ON work_target.id = target_id
                    WHERE target_binding.is_dropped = 0 AND work_target.is_dropped = 0 AND (task_id = ? OR ? IS NULL)
                    ORDER BY task_id, target_id
                    """, arguments: [task, task]
            ).map { row in
                TargetBinding(
                    target: row[0], task: row[1],
                    measure: TargetMeasure(indicator: row[2], organisation: row[3], field: row[4], value: row[5]),
                    by: row[6], at: Date(milliseconds: row[7]))
            }
        }
    }

    /// What persons chose for targets of the same words, the latest first.
    public func rememberedMeasures(wording: String) throws -> [TargetMeasure] {
        try store.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT indicator, organisation, field, value FROM target_binding WHERE wording = ?
                    GROUP BY indicator, organisation, field, value ORDER BY max(id) DESC
                    """, arguments: [Self.wording(wording)])
            return rows.map {
                TargetMeasure(indicator: $0[0], organisation: $0[1], field: $0[2], value: $0[3])
            }
        }
    }

    /// Remembers that an indicator does not measure what a target, and any other of the same words, means.
    ///
    /// - Throws: `WorkError.noTarget`.
    public func refuse(_ indicator: String, for target: Int64, by principal: Principal) throws {
        try decide(target, "target.refuse", indicator, by: principal) { change, wording in
            try change.db.execute(
                sql: "INSERT OR IGNORE INTO refused_indicator (wording, indicator, by, at) VALUES (?, ?, ?, ?)",
                arguments: [wording, indicator, change.by, change.at])
        }
    }

    /// Takes a refusal back. - Throws: `WorkError.noTarget`.
    public func admit(_ indicator: String, for target: Int64, by principal: Principal) throws {
        try decide(target, "target.admit", indicator, by: principal) { change, wording in
            try change.db.execute(
                sql: "DELETE FROM refused_indicator WHERE wording = ? AND indicator = ?",
                arguments: [wording, indicator])
        }
    }

    private func decide(
        _ target: Int64, _ action: String, _ indicator: String, by principal: Principal,
        _ body: (Change, _ wording: String) throws -> Void
    ) throws {
        try store.change(by: principal) { change in
            let row = try Row.fetchOne(
                change.db, sql: "SELECT task_id, metric, text FROM work_target WHERE id = ?", arguments: [target])
            guard let row else { throw WorkError.noTarget }
            let task: Int64 = row[0], metric: String = row[1], text: String = row[2]
            try body(change, Self.wording(metric.isEmpty ? text : metric))
            try change.audit(action, "task", task, ["target": "\(target)", "indicator": indicator])
        }
    }

    /// The indicators that were refused for targets of some words.
    public func refusedIndicators(wording: String) throws -> Set<String> {
        try store.read { db in
            try String.fetchSet(
                db, sql: "SELECT indicator FROM refused_indicator WHERE wording = ?",
                arguments: [Self.wording(wording)])
        }
    }

    /// The task of a target. - Throws: `WorkError.noTarget`.
    public func task(ofTarget target: Int64) throws -> Int64 {
        let task = try store.read { db in
            try Int64.fetchOne(db, sql: "SELECT task_id FROM work_target WHERE id = ?", arguments: [target])
        }
        guard let task else { throw WorkError.noTarget }
        return task
    }

    /// The words of a metric without figures, white space and signs, by which the same wording is known again.
    static func wording(_ text: String) -> String {
        String(String.UnicodeScalarView(text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic }))
    }
}
