import Foundation
import GRDB
import Monitoring
import PlanModel
import Store

extension PlanLedger {
    /// All programmes, the latest first.
    public func programmes() throws -> [Programme] {
        try store.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM programme ORDER BY end_year DESC, id DESC").map {
                try Self.programme($0, db)
            }
        }
    }

    /// A programme. - Throws: `ProgrammeError.notFound`.
    public func programme(_ id: Int64) throws -> Programme { try store.read { try Self.programme(id, $0) } }

    /// An indicator. - Throws: `ProgrammeError.notFound`.
    public func indicator(_ id: Int64) throws -> ProgrammeIndicator {
        try store.read { db in
            guard let indicator = try Self.indicators("id = \(id)", db).first else { throw ProgrammeError.notFound }
            return indicator
        }
    }

    /// Makes a programme with its indicators, all or nothing.
    ///
    /// - Throws: `ProgrammeError`.
    @discardableResult
    public func createProgramme(
        _ details: ProgrammeDetails, indicators: [IndicatorDetails] = [], by principal: Principal
    ) throws -> Programme {
        let name = try Self.checked(details)
        return try store.change(by: principal) { change in
            let isTaken = try Bool.fetchOne(
                change.db, sql: "SELECT 1 FROM programme WHERE name = ?", arguments: [name])
            guard isTaken != true else { throw ProgrammeError.nameTaken(name: name) }
            try change.db.execute(
                sql: """
                    INSERT INTO programme (name, kind, start_year, end_year, plan_id, created_at, created_by)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    name, details.kind.rawValue, details.startYear, details.endYear, details.plan, change.at, change.by,
                ])
            let id = change.db.lastInsertedRowID
            for indicator in indicators { try Self.insert(indicator, into: id, change.db) }
            try change.audit("programme.create", "programme", id, ["indicators": "\(indicators.count)"])
            return try Self.programme(id, change.db)
        }
    }

    /// Adds indicators, all or none. - Throws: `ProgrammeError`.
    public func addIndicators(_ indicators: [IndicatorDetails], to id: Int64, by principal: Principal) throws {
        try store.change(by: principal) { change in
            _ = try Self.programme(id, change.db)
            for indicator in indicators { try Self.insert(indicator, into: id, change.db) }
            try change.audit("programme.add", "programme", id, ["indicators": "\(indicators.count)"])
        }
    }

    /// Changes an indicator; its values stay. - Throws: `ProgrammeError`.
    public func changeIndicator(_ id: Int64, to details: IndicatorDetails, by principal: Principal) throws {
        try store.change(by: principal) { change in
            guard let old = try Self.indicators("id = \(id)", change.db).first else { throw ProgrammeError.notFound }
            let taken = try Int64.fetchOne(
                change.db, sql: "SELECT id FROM programme_indicator WHERE programme_id = ? AND name = ? AND id <> ?",
                arguments: [old.programme, details.name.trimmingCharacters(in: .whitespacesAndNewlines), id])
            guard taken == nil else { throw ProgrammeError.nameTaken(name: details.name) }
            let columns = try Self.columns(of: details)
            try change.db.execute(
                sql:
                    "UPDATE programme_indicator SET \(columns.map { "\($0.0) = ?" }.joined(separator: ", ")) WHERE id = ?",
                arguments: StatementArguments(columns.map(\.1) + [id]))
            try change.audit("programme.change", "indicator", id)
        }
    }

    /// Takes an indicator out that has no values. - Throws: `ProgrammeError.hasValues`, `.notFound`.
    public func removeIndicator(_ id: Int64, by principal: Principal) throws {
        try store.change(by: principal) { change in
            guard let old = try Self.indicators("id = \(id)", change.db).first else { throw ProgrammeError.notFound }
            guard old.values.isEmpty else { throw ProgrammeError.hasValues }
            try change.db.execute(sql: "DELETE FROM programme_indicator WHERE id = ?", arguments: [id])
            try change.audit("programme.remove", "indicator", id)
        }
    }

    /// Keeps an actual value of a year; an earlier one of the year stays in the history.
    ///
    /// - Throws: `ProgrammeError.badValue`, `.sourceMissing`, `.notFound`.
    public func reportValue(
        _ value: Double, year: Int, source: String, of id: Int64, by principal: Principal
    ) throws {
        let source = source.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !source.isEmpty, source.count <= 500 else { throw ProgrammeError.sourceMissing }
        try store.change(by: principal) { change in
            guard let indicator = try Self.indicators("id = \(id)", change.db).first else {
                throw ProgrammeError.notFound
            }
            let years = indicator.details.baselineYear...indicator.details.targetYear
            guard value.isFinite, abs(value) < 1e15, years.contains(year), year <= Day(of: change.now).year else {
                throw ProgrammeError.badValue
            }
            try change.db.execute(
                sql:
                    "INSERT INTO programme_value (indicator_id, year, value, source, at, by) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [id, year, value, source, change.at, change.by])
            try change.audit("programme.report", "indicator", id, ["year": "\(year)"])
        }
    }

    /// Confirms a value of an indicator. - Throws: `ProgrammeError.notFound`.
    public func confirmValue(_ id: Int64, of indicator: Int64, by principal: Principal) throws {
        try store.change(by: principal) { change in
            try change.db.execute(
                sql:
                    "UPDATE programme_value SET confirmed_at = ?, confirmed_by = ? WHERE id = ? AND indicator_id = ? AND confirmed_at IS NULL",
                arguments: [change.at, change.by, id, indicator])
            guard change.db.changesCount == 1 else { throw ProgrammeError.notFound }
            try change.audit("programme.confirm", "value", id)
        }
    }

    /// The indicators that a plan document names, as a programme would have them: rows of its indicator tables with
    /// baseline and target. What cannot be followed over years is left out.
    public func programmeDraft(from plan: Int64) throws -> (details: ProgrammeDetails, indicators: [IndicatorDetails]) {
        let head = try self.plan(plan)
        let found = try reading(of: plan).indicators
        var names: Set<String> = []
        let indicators = found.compactMap { row -> IndicatorDetails? in
            // A path needs both ends as the document has them; nothing is made up for one that is missing.
            guard let target = row.target, let end = row.targetYear ?? head.year, let baseline = row.baseline,
                let start = row.baselineYear, names.insert(row.name).inserted
            else { return nil }
            let details = IndicatorDetails(
                name: row.name, unit: row.unit, direction: WorkTarget.direction(of: row.comparator),
                isBinding: row.nature?.contains("约束") ?? false, baselineYear: start, baseline: baseline,
                targetYear: end, target: target, source: head.name)
            return details.path == nil ? nil : details
        }
        let start = indicators.map(\.baselineYear).min().map { $0 + 1 } ?? (head.year ?? 2026)
        let end = indicators.map(\.targetYear).max() ?? start + 4
        return (
            ProgrammeDetails(name: head.name, kind: .fiveYear, startYear: start, endYear: end, plan: plan), indicators
        )
    }

    // MARK: Rows

    private static func checked(_ details: ProgrammeDetails) throws -> String {
        let name = details.name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, name.count <= 200 else { throw ProgrammeError.badName }
        guard (1990...2100).contains(details.startYear), (1990...2100).contains(details.endYear),
            details.startYear <= details.endYear
        else { throw ProgrammeError.badYears }
        return name
    }

    private static func columns(of details: IndicatorDetails) throws -> [(String, (any DatabaseValueConvertible)?)] {
        let name = details.name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, name.count <= 200, details.unit.count <= 20, details.source.count <= 500 else {
            throw ProgrammeError.badName
        }
        guard (1980...2100).contains(details.baselineYear), (1980...2100).contains(details.targetYear),
            details.path != nil
        else { throw ProgrammeError.badPath(name: name) }
        let yearly = Dictionary(uniqueKeysWithValues: details.yearly.map { ("\($0.key)", $0.value) })
        return [
            ("name", name), ("unit", details.unit), ("measure", details.measure.rawValue),
            ("direction", details.direction.rawValue), ("is_binding", details.isBinding),
            ("baseline_year", details.baselineYear), ("baseline", details.baseline),
            ("target_year", details.targetYear), ("target", details.target),
            ("yearly", try LedgerCoding.text(yearly)), ("office_id", details.office), ("source", details.source),
        ]
    }

    private static func insert(_ details: IndicatorDetails, into programme: Int64, _ db: Database) throws {
        let columns = try columns(of: details)
        let isTaken = try Bool.fetchOne(
            db, sql: "SELECT 1 FROM programme_indicator WHERE programme_id = ? AND name = ?",
            arguments: [programme, columns[0].1?.databaseValue])
        guard isTaken != true else { throw ProgrammeError.nameTaken(name: details.name) }
        let names = ["programme_id"] + columns.map(\.0)
        try db.execute(
            sql: """
                INSERT INTO programme_indicator (\(names.joined(separator: ", ")))
                VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
                """, arguments: StatementArguments([programme] + columns.map(\.1)))
    }

    private static func programme(_ id: Int64, _ db: Database) throws -> Programme {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM programme WHERE id = ?", arguments: [id]) else {
            throw ProgrammeError.notFound
        }
        return try programme(row, db)
    }

    private static func programme(_ row: Row, _ db: Database) throws -> Programme {
        let id: Int64 = row["id"]
        return Programme(
            id: id,
            details: ProgrammeDetails(
                name: row["name"], kind: ProgrammeDetails.Kind(rawValue: row["kind"]) ?? .action,
                startYear: row["start_year"], endYear: row["end_year"], plan: row["plan_id"]),
            indicators: try indicators("programme_id = \(id)", db))
    }

    private static func indicators(_ condition: SQL, _ db: Database) throws -> [ProgrammeIndicator] {
        let rows = try SQLRequest<Row>(literal: "SELECT * FROM programme_indicator WHERE \(condition) ORDER BY id")
            .fetchAll(db)
        let ids = TaskRows.json(rows.map { $0["id"] })
        let values = try Row.fetchAll(
            db,
            sql: """
                SELECT programme_value.*, account.display_name FROM programme_value
                LEFT JOIN account ON account.id = programme_value.by
                WHERE indicator_id IN (SELECT value FROM json_each(?)) ORDER BY year, programme_value.id
                """, arguments: [ids])
        let byIndicator = Dictionary(grouping: values) { $0["indicator_id"] as Int64 }
        return try rows.map { row in
            let yearly = try LedgerCoding.decode([String: Double].self, row["yearly"] as String)
            let details = IndicatorDetails(
                name: row["name"], unit: row["unit"], measure: YearlyPath.Measure(rawValue: row["measure"]) ?? .level,
                direction: Direction(rawValue: row["direction"]) ?? .up, isBinding: row["is_binding"],
                baselineYear: row["baseline_year"], baseline: row["baseline"], targetYear: row["target_year"],
                target: row["target"],
                yearly: Dictionary(yearly.compactMap { key, value in Int(key).map { ($0, value) } }) { $1 },
                office: row["office_id"], source: row["source"])
            return ProgrammeIndicator(
                id: row["id"], programme: row["programme_id"], details: details,
                values: (byIndicator[row["id"]] ?? []).map { value in
                    YearValue(
                        id: value["id"], year: value["year"], value: value["value"], source: value["source"],
                        at: Date(milliseconds: value["at"]), byName: value["display_name"],
                        confirmedAt: (value["confirmed_at"] as Int64?).map { Date(milliseconds: $0) })
                })
        }
    }
}
