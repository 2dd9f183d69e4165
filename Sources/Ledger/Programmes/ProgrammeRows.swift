import Foundation
import GRDB
import Monitoring
import Store

/// Rows of programmes, their indicators and values. Every list is read with one query a table, however long it is.
enum ProgrammeRows {
    // MARK: Reading

    /// The programme of a row. - Throws: `ProgrammeError.notFound`.
    static func programme(_ id: Int64, _ db: Database) throws -> Programme {
        guard let programme = try programmes("id = \(id)", db).first else { throw ProgrammeError.notFound }
        return programme
    }

    /// The indicator of a row. - Throws: `ProgrammeError.notFound`.
    static func indicator(_ id: Int64, _ db: Database) throws -> ProgrammeIndicator {
        guard let indicator = try indicators("id = \(id)", db).first else { throw ProgrammeError.notFound }
        return indicator
    }

    static func programmes(_ condition: SQL, _ db: Database) throws -> [Programme] {
        let rows = try SQLRequest<Row>(
            literal: "SELECT * FROM programme WHERE \(condition) ORDER BY end_year DESC, id DESC"
        ).fetchAll(db)
        guard !rows.isEmpty else { return [] }
        let ids = TaskRows.json(rows.map { $0["id"] })
        let found = try indicators("programme_id IN (SELECT value FROM json_each(\(ids)))", db)
        let indicators = Dictionary(grouping: found, by: \.programme)
        return rows.map { row in
            Programme(
                id: row["id"],
                details: ProgrammeDetails(
                    name: row["name"], kind: ProgrammeDetails.Kind(rawValue: row["kind"]) ?? .action,
                    startYear: row["start_year"], endYear: row["end_year"], plan: row["plan_id"]),
                indicators: indicators[row["id"]] ?? [])
        }
    }

    static func indicators(_ condition: SQL, _ db: Database) throws -> [ProgrammeIndicator] {
        let rows = try SQLRequest<Row>(literal: "SELECT * FROM programme_indicator WHERE \(condition) ORDER BY id")
            .fetchAll(db)
        guard !rows.isEmpty else { return [] }
        let values = try values(of: rows.map { $0["id"] }, db)
        return try rows.map { row in
            ProgrammeIndicator(
                id: row["id"], programme: row["programme_id"], details: try details(row),
                values: values[row["id"]] ?? [])
        }
    }

    private static func details(_ row: Row) throws -> IndicatorDetails {
        let yearly = try LedgerCoding.decode([String: Double].self, row["yearly"] as String)
        return IndicatorDetails(
            name: row["name"], unit: row["unit"], measure: YearlyPath.Measure(rawValue: row["measure"]) ?? .level,
            direction: Direction(rawValue: row["direction"]) ?? .up, isBinding: row["is_binding"],
            baselineYear: row["baseline_year"], baseline: row["baseline"], targetYear: row["target_year"],
            target: row["target"],
            yearly: Dictionary(yearly.compactMap { key, value in Int(key).map { ($0, value) } }) { $1 },
            domain: row["domain"], office: row["office_id"], source: row["source"])
    }

    private static func values(of indicators: [Int64], _ db: Database) throws -> [Int64: [YearValue]] {
        let ids = TaskRows.json(indicators)
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT programme_value.*, account.display_name FROM programme_value
                LEFT JOIN account ON account.id = programme_value.by
                WHERE indicator_id IN (SELECT value FROM json_each(?)) ORDER BY year, programme_value.id
                """, arguments: [ids])
        guard !rows.isEmpty else { return [:] }
        let found = try Row.fetchAll(
            db,
            sql: """
                SELECT programme_file.* FROM programme_file JOIN programme_value ON programme_value.id = value_id
                WHERE indicator_id IN (SELECT value FROM json_each(?)) ORDER BY programme_file.id
                """, arguments: [ids])
        let files = Dictionary(grouping: found) { $0["value_id"] as Int64 }
        return Dictionary(grouping: rows) { $0["indicator_id"] as Int64 }.mapValues { rows in
            rows.map { row in
                YearValue(
                    id: row["id"], year: row["year"], value: row["value"], source: row["source"],
                    at: Date(milliseconds: row["at"]), byName: row["display_name"],
                    confirmedAt: (row["confirmed_at"] as Int64?).map { Date(milliseconds: $0) },
                    files: (files[row["id"]] ?? []).map { ValueFile(id: $0["id"], file: file($0)) })
            }
        }
    }

    /// A file of a value.
    static func file(_ row: Row) -> NewEvidence {
        NewEvidence(digest: row["digest"], name: row["name"], type: row["type"], size: row["size"])
    }

    // MARK: Writing

    /// The name of a programme that can be kept. - Throws: `ProgrammeError.badName`, `.badYears`.
    static func checked(_ details: ProgrammeDetails) throws -> String {
        let name = details.name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, name.count <= 200 else { throw ProgrammeError.badName }
        guard ProgrammeDetails.years.contains(details.startYear), ProgrammeDetails.years.contains(details.endYear),
            details.startYear <= details.endYear
        else { throw ProgrammeError.badYears }
        return name
    }

    private static func columns(of details: IndicatorDetails) throws -> [(String, (any DatabaseValueConvertible)?)] {
        let name = details.name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, name.count <= 200, details.unit.count <= 20, details.domain.count <= 50,
            details.source.count <= 500
        else { throw ProgrammeError.badName }
        guard IndicatorDetails.years.contains(details.baselineYear),
            IndicatorDetails.years.contains(details.targetYear), details.path != nil
        else { throw ProgrammeError.badPath(name: name) }
        let yearly = Dictionary(uniqueKeysWithValues: details.yearly.map { ("\($0.key)", $0.value) })
        return [
            ("name", name), ("unit", details.unit), ("measure", details.measure.rawValue),
            ("direction", details.direction.rawValue), ("is_binding", details.isBinding),
            ("baseline_year", details.baselineYear), ("baseline", details.baseline),
            ("target_year", details.targetYear), ("target", details.target),
            ("yearly", try LedgerCoding.text(yearly)), ("domain", details.domain), ("office_id", details.office),
            ("source", details.source),
        ]
    }

    /// Adds an indicator. - Throws: `ProgrammeError`. - Returns: its row.
    @discardableResult
    static func insert(_ details: IndicatorDetails, into programme: Int64, _ db: Database) throws -> Int64 {
        try refuseTaken(details.name, in: programme, db)
        let columns = try columns(of: details)
        let names = ["programme_id"] + columns.map(\.0)
        try db.execute(
            sql: """
                INSERT INTO programme_indicator (\(names.joined(separator: ", ")))
                VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
                """, arguments: StatementArguments([programme] + columns.map(\.1)))
        return db.lastInsertedRowID
    }

    /// Changes an indicator. - Throws: `ProgrammeError`.
    static func change(_ id: Int64, to details: IndicatorDetails, _ db: Database) throws {
        try refuseTaken(details.name, in: try indicator(id, db).programme, otherThan: id, db)
        let columns = try columns(of: details)
        let sets = columns.map { "\($0.0) = ?" }.joined(separator: ", ")
        try db.execute(
            sql: "UPDATE programme_indicator SET \(sets) WHERE id = ?",
            arguments: StatementArguments(columns.map(\.1) + [id]))
    }

    private static func refuseTaken(
        _ name: String, in programme: Int64, otherThan id: Int64? = nil, _ db: Database
    ) throws {
        let taken = try Int64.fetchOne(
            db, sql: "SELECT id FROM programme_indicator WHERE programme_id = ? AND name = ? AND id IS NOT ?",
            arguments: [programme, name.trimmingCharacters(in: .whitespacesAndNewlines), id])
        guard taken == nil else { throw ProgrammeError.nameTaken(name: name) }
    }

    /// Keeps a value of an indicator with its files. - Throws: `ProgrammeError.badValue`, `.sourceMissing`, `.notFound`.
    static func insert(
        _ new: NewYearValue, of id: Int64, files: [NewEvidence] = [], _ change: Change
    ) throws {
        let source = new.source.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !source.isEmpty, source.count <= 500 else { throw ProgrammeError.sourceMissing }
        guard try indicator(id, change.db).details.takes(new.value, year: new.year, until: Day(of: change.now).year)
        else { throw ProgrammeError.badValue }
        try change.db.execute(
            sql: "INSERT INTO programme_value (indicator_id, year, value, source, at, by) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [id, new.year, new.value, source, change.at, change.by])
        let value = change.db.lastInsertedRowID
        for file in files {
            try change.db.execute(
                sql: "INSERT INTO programme_file (value_id, digest, name, type, size) VALUES (?, ?, ?, ?, ?)",
                arguments: [value, file.digest, file.name, file.type, file.size])
        }
        try change.audit("programme.report", "indicator", id, ["year": "\(new.year)", "files": "\(files.count)"])
    }
}
