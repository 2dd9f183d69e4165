import Foundation
import GRDB
import Store

extension PlanLedger {
    /// Rows of an imported list of areas or schools at most.
    static let schoolImportLimit = 50_000

    private func checkLength(_ count: Int, _ field: String) throws {
        guard count <= Self.schoolImportLimit else {
            throw LedgerError.tooLong(field: field, limit: Self.schoolImportLimit)
        }
    }

    /// All areas, by code.
    public func areas() throws -> [Area] {
        try store.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, code, name, (SELECT count(*) FROM school WHERE area_id = area.id) FROM area ORDER BY code
                    """
            ).map { Area(id: $0[0], code: $0[1], name: $0[2], schoolCount: $0[3]) }
        }
    }

    /// Schools whose name, code or address has all words of `text`, by code; of an area if given.
    public func schools(_ text: String = "", area: Int64? = nil, page: PageRange = .all) throws -> (
        total: Int, rows: [School]
    ) {
        var conditions: [SQL] = LedgerFilter.words(text).map {
            "school.name || ' ' || school.code || ' ' || school.address LIKE \($0) ESCAPE '\\'"
        }
        if let area { conditions.append("school.area_id = \(area)") }
        let condition = conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
        return try store.read { db in
            let total = try SQLRequest<Int>(literal: "SELECT count(*) FROM school WHERE \(condition)").fetchOne(db)
            let sql: SQL = """
                SELECT school.*, area.code AS area_code, area.name AS area_name
                FROM school LEFT JOIN area ON area.id = area_id WHERE \(condition)
                ORDER BY school.code LIMIT \(page.limit) OFFSET \(page.offset)
                """
            return (total ?? 0, try SQLRequest<Row>(literal: sql).fetchAll(db).map(School.init(row:)))
        }
    }

    /// Brings a list of areas in, all or nothing. - Throws: `LedgerError.badRow`, the row from 1.
    @discardableResult
    public func importAreas(_ list: [AreaDetails], by principal: Principal) throws -> UpsertResult {
        try checkLength(list.count, "areas")
        return try store.change(by: principal) { change in
            var result = UpsertResult()
            for (index, area) in list.enumerated() {
                let row = ImportRow(number: index + 1)
                let code = try row.checked(area.code, "code", limit: 40)
                let name = try row.checked(area.name, "name", limit: 100)
                let other = try String.fetchOne(
                    change.db, sql: "SELECT code FROM area WHERE name = ? AND code <> ?", arguments: [name, code])
                if other != nil { throw row.wrong("name", name) }
                let before = try Row.fetchOne(
                    change.db, sql: "SELECT name FROM area WHERE code = ?", arguments: [code])
                try change.db.execute(
                    sql: """
                        INSERT INTO area (code, name, created_at, created_by, updated_at, updated_by)
                        VALUES (:code, :name, :at, :by, :at, :by)
                        ON CONFLICT (code) DO UPDATE SET name = excluded.name, updated_at = excluded.updated_at,
                            updated_by = excluded.updated_by WHERE name <> excluded.name
                        """,
                    arguments: ["code": code, "name": name, "at": change.at, "by": change.by])
                result.count(before == nil ? nil : before?["name"] == name)
            }
            try change.audit("area.import", "area", nil, result.detail)
            return result
        }
    }

    /// Brings a list of schools in, all or nothing; their areas are there before.
    ///
    /// - Throws: `LedgerError.badRow`, the row from 1.
    @discardableResult
    public func importSchools(_ list: [SchoolDetails], by principal: Principal) throws -> UpsertResult {
        try checkLength(list.count, "schools")
        return try store.change(by: principal) { change in
            var areas: [String: Int64] = [:]
            for row in try Row.fetchAll(change.db, sql: "SELECT id, code, name FROM area") {
                areas[row[2]] = row[0]
                areas[row[1]] = row[0]
            }
            var result = UpsertResult()
            for (index, school) in list.enumerated() {
                try upsert(school, ImportRow(number: index + 1), areas, &result, change)
            }
            try change.audit("school.import", "school", nil, result.detail)
            return result
        }
    }

    private func upsert(
        _ school: SchoolDetails, _ row: ImportRow, _ areas: [String: Int64], _ result: inout UpsertResult,
        _ change: Change
    ) throws {
        let code = try row.checked(school.code, "code", limit: 40)
        let name = try row.checked(school.name, "name", limit: 100)
        guard !school.stages.isEmpty else { throw row.wrong("stages", "") }
        guard school.address.utf8.count <= 1000 else { throw row.wrong("address", school.address) }
        let area = try school.area.map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }.map { name in
            guard let id = areas[name] else { throw row.wrong("area", name) }
            return id
        }
        let stages = school.stages.map(\.rawValue).sorted().joined(separator: ",")
        let values: [(any DatabaseValueConvertible)?] = [
            name, stages, school.isPublic, area, school.address.trimmed, school.isActive,
        ]
        let before = try Row.fetchOne(
            change.db, sql: "SELECT name, stages, is_public, area_id, address, is_active FROM school WHERE code = ?",
            arguments: [code])
        let isSame = before.map { Array($0.databaseValues) == values.map { $0?.databaseValue ?? .null } }
        result.count(isSame)
        if isSame == true { return }
        try change.db.execute(
            sql: """
                INSERT INTO school (name, stages, is_public, area_id, address, is_active, code,
                    created_at, created_by, updated_at, updated_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (code) DO UPDATE SET name = excluded.name, stages = excluded.stages,
                    is_public = excluded.is_public, area_id = excluded.area_id, address = excluded.address,
                    is_active = excluded.is_active, updated_at = excluded.updated_at, updated_by = excluded.updated_by
                """,
            arguments: StatementArguments(values + [code, change.at, change.by, change.at, change.by]))
    }
}

/// The row of an imported list that is being looked at.
private struct ImportRow {
    var number: Int

    func checked(_ text: String, _ field: String, limit: Int) throws -> String {
        let trimmed = text.utf8.count <= limit * 8 ? text.trimmed : ""
        guard (1...limit).contains(trimmed.count) else { throw wrong(field, text) }
        return trimmed
    }

    func wrong(_ field: String, _ value: String) -> LedgerError {
        .badRow(row: number, field: field, value: String(value.prefix(40)))
    }
}

extension UpsertResult {
    /// Counts a row: nil is new, true the same as before, false changed.
    fileprivate mutating func count(_ isSame: Bool?) {
        switch isSame {
        case nil: inserted += 1
        case true?: unchanged += 1
        case false?: updated += 1
        }
    }
}

extension School {
    fileprivate init(row: Row) {
        let stages = (row["stages"] as String).split(separator: ",").compactMap { Stage(rawValue: String($0)) }
        self.init(
            id: row["id"],
            details: SchoolDetails(
                code: row["code"], name: row["name"], stages: Set(stages), isPublic: row["is_public"],
                area: row["area_code"], address: row["address"], isActive: row["is_active"]),
            areaName: row["area_name"])
    }
}
