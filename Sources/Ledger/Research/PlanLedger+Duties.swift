import Foundation
import GRDB
import Monitoring
import Store

extension PlanLedger {
    /// Visits that a duty can ask for in a term.
    public static let visitsPerTerm = 0...100
    /// Duties of an imported list at most.
    static let dutyImportLimit = 10_000

    /// The contact duties of a year, or of all, by leader and object.
    public func duties(year: Int? = nil) throws -> [ContactDuty] {
        try store.read { try Self.duties(year.map { "contact_duty.year = \($0)" } ?? "TRUE", $0) }
    }

    /// A duty. - Throws: `ResearchError.noDuty`.
    public func duty(_ id: Int64) throws -> ContactDuty { try store.read { try Self.duty(id, $0) } }

    /// The years that have duties, latest first.
    public func dutyYears() throws -> [Int] {
        try store.read { try Int.fetchAll($0, sql: "SELECT DISTINCT year FROM contact_duty ORDER BY year DESC") }
    }

    /// Sets a duty up. - Throws: `ResearchError`.
    @discardableResult
    public func createDuty(_ details: DutyDetails, by principal: Principal) throws -> ContactDuty {
        try store.change(by: principal) { change in
            let details = try Self.checked(details, change.db)
            try Self.checkFree(details, except: 0, change.db)
            let id = try Self.insert(details, change)
            try change.audit("duty.create", "contact_duty", id)
            return try Self.duty(id, change.db)
        }
    }

    /// Changes a duty. One with visits keeps its object and its year.
    ///
    /// - Throws: `ResearchError.dutyHasVisits`, and as `createDuty`.
    public func changeDuty(_ id: Int64, to details: DutyDetails, by principal: Principal) throws {
        try store.change(by: principal) { change in
            let before = try Self.duty(id, change.db)
            let details = try Self.checked(details, change.db)
            if details.object != before.details.object || details.year != before.details.year, !before.visits.isEmpty {
                throw ResearchError.dutyHasVisits(count: before.visits.count)
            }
            try Self.checkFree(details, except: id, change.db)
            try Self.update(id, details, change)
            try change.audit("duty.change", "contact_duty", id)
        }
    }

    /// Takes a duty without visits away. - Throws: `ResearchError.noDuty`, `.dutyHasVisits`.
    public func removeDuty(_ id: Int64, by principal: Principal) throws {
        try store.change(by: principal) { change in
            let duty = try Self.duty(id, change.db)
            guard duty.visits.isEmpty else { throw ResearchError.dutyHasVisits(count: duty.visits.count) }
            try change.db.execute(sql: "DELETE FROM contact_duty WHERE id = ?", arguments: [id])
            try change.audit("duty.remove", "contact_duty", id)
        }
    }

    /// The rows of a list of duties that `importDuties` would refuse: row from 1, field and what stands there.
    public func refusals(ofDuties rows: [DutyRow]) throws -> [(row: Int, field: String, value: String)] {
        try store.read { db in
            let names = try ContactNames(db)
            return try rows.enumerated().compactMap { index, row in
                do {
                    _ = try names.details(of: row, number: index + 1)
                    return nil
                } catch LedgerError.badRow(let number, let field, let value) {
                    return (number, field, value)
                }
            }
        }
    }

    /// Brings a list of duties in, all or nothing; a duty of the same leader, object and year is brought up to date.
    ///
    /// - Throws: `LedgerError.badRow` with the row from 1 and the field `leader`, `object`, `year` or `perTerm`.
    @discardableResult
    public func importDuties(_ rows: [DutyRow], by principal: Principal) throws -> UpsertResult {
        guard rows.count <= Self.dutyImportLimit else {
            throw LedgerError.tooLong(field: "duties", limit: Self.dutyImportLimit)
        }
        return try store.change(by: principal) { change in
            let names = try ContactNames(change.db)
            var result = UpsertResult()
            for (index, row) in rows.enumerated() {
                let details = try names.details(of: row, number: index + 1)
                let old = try Row.fetchOne(
                    change.db,
                    sql:
                        "SELECT id, per_term, leader_id FROM contact_duty WHERE year = ? AND leader = ? AND object_key = ?",
                    arguments: [details.year, details.leader.name, details.object.key])
                guard let old else {
                    _ = try Self.insert(details, change)
                    result.inserted += 1
                    continue
                }
                let isSame = old["per_term"] == details.perTerm && old["leader_id"] == details.leader.account
                if isSame {
                    result.unchanged += 1
                } else {
                    try Self.update(old["id"], details, change)
                    result.updated += 1
                }
            }
            try change.audit(
                "duty.import", "contact_duty", nil,
                ["inserted": "\(result.inserted)", "updated": "\(result.updated)"])
            return result
        }
    }

    // MARK: Rows

    private static func checked(_ details: DutyDetails, _ db: Database) throws -> DutyDetails {
        var details = details
        details.leader = try ResearchRows.leader(details.leader, db)
        guard SchoolTerm.years.contains(details.year) else { throw ResearchError.badNumber(.year) }
        guard visitsPerTerm.contains(details.perTerm) else { throw ResearchError.badNumber(.perTerm) }
        switch details.object {
        case .school(let id):
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM school WHERE id = ?", arguments: [id]) == true else {
                throw ResearchError.noObject
            }
        case .area(let id):
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM area WHERE id = ?", arguments: [id]) == true else {
                throw ResearchError.noObject
            }
        case .street(let name):
            details.object = .street(try ResearchRows.words(name, .object, limit: 100, isNeeded: true))
        }
        return details
    }

    private static func checkFree(_ details: DutyDetails, except id: Int64, _ db: Database) throws {
        let other = try Int64.fetchOne(
            db, sql: "SELECT id FROM contact_duty WHERE year = ? AND leader = ? AND object_key = ? AND id <> ?",
            arguments: [details.year, details.leader.name, details.object.key, id])
        if other != nil { throw ResearchError.dutyTaken(leader: details.leader.name) }
    }

    private static func values(of details: DutyDetails) -> [(any DatabaseValueConvertible)?] {
        var (school, area): (Int64?, Int64?) = (nil, nil)
        var street: String?
        switch details.object {
        case .school(let id): school = id
        case .area(let id): area = id
        case .street(let name): street = name
        }
        return [
            details.leader.account, details.leader.name, details.object.kind, school, area, street, details.year,
            details.perTerm, details.object.key,
        ]
    }

    private static func insert(_ details: DutyDetails, _ change: Change) throws -> Int64 {
        try change.db.execute(
            sql: """
                INSERT INTO contact_duty (leader_id, leader, kind, school_id, area_id, street, year, per_term, object_key,
                    created_at, created_by, updated_at, updated_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: StatementArguments(values(of: details) + [change.at, change.by, change.at, change.by]))
        return change.db.lastInsertedRowID
    }

    private static func update(_ id: Int64, _ details: DutyDetails, _ change: Change) throws {
        try change.db.execute(
            sql: """
                UPDATE contact_duty SET leader_id = ?, leader = ?, kind = ?, school_id = ?, area_id = ?, street = ?,
                    year = ?, per_term = ?, object_key = ?, updated_at = ?, updated_by = ? WHERE id = ?
                """, arguments: StatementArguments(values(of: details) + [change.at, change.by, id]))
    }

    static func duty(_ id: Int64, _ db: Database) throws -> ContactDuty {
        guard let duty = try duties("contact_duty.id = \(id)", db).first else { throw ResearchError.noDuty }
        return duty
    }

    static func duties(_ condition: SQL, _ db: Database) throws -> [ContactDuty] {
        let sql: SQL = """
            SELECT contact_duty.*, school.name AS school, area.name AS area FROM contact_duty
                LEFT JOIN school ON school.id = school_id LEFT JOIN area ON area.id = contact_duty.area_id
            WHERE \(condition) ORDER BY contact_duty.year DESC, leader, kind, coalesce(school.name, area.name, street)
            """
        let rows = try SQLRequest<Row>(literal: sql).fetchAll(db)
        var days: [Int64: [Day]] = [:]
        for row in try Row.fetchAll(
            db, sql: "SELECT duty_id, day FROM research_visit WHERE duty_id IS NOT NULL ORDER BY day")
        {
            if let day = ResearchRows.day(row[1]) { days[row[0], default: []].append(day) }
        }
        return rows.map { row in
            let object: ContactObject =
                if let school = row["school_id"] as Int64? {
                    .school(school)
                } else if let area = row["area_id"] as Int64? {
                    .area(area)
                } else {
                    .street(row["street"])
                }
            let made: Int64 = row["created_at"]
            return ContactDuty(
                id: row["id"],
                details: DutyDetails(
                    leader: ResearchLeader(account: row["leader_id"], name: row["leader"]), object: object,
                    year: row["year"], perTerm: row["per_term"]),
                objectName: row["school"] ?? row["area"] ?? row["street"] ?? "", visits: days[row["id"]] ?? [],
                since: made > 0 ? Day(of: Date(milliseconds: made)) : nil)
        }
    }
}
