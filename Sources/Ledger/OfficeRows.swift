import Foundation
import GRDB
import PlanModel
import Store

/// Offices read from and written to their tables.
enum OfficeRows {
    static func directory(_ db: Database) throws -> OfficeDirectory {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT match, office_id, office.name FROM office_name JOIN office ON office.id = office_id
                """)
        var byName: [String: OfficeID] = [:]
        var names: [OfficeID: String] = [:]
        while let row = try rows.next() {
            byName[row[0]] = row[1]
            names[row[1]] = row[2]
        }
        return OfficeDirectory(byName: byName, names: names)
    }

    /// Names by office.
    static func names(_ db: Database) throws -> [OfficeID: String] {
        Dictionary(
            uniqueKeysWithValues: try Row.fetchAll(db, sql: "SELECT id, name FROM office").map { ($0[0], $0[1]) })
    }

    /// All offices, bureau offices first, by name.
    static func offices(_ db: Database) throws -> [Office] {
        var aliases: [OfficeID: [String]] = [:]
        for row in try Row.fetchAll(
            db, sql: "SELECT office_id, name FROM office_name WHERE is_alias = 1 ORDER BY name")
        {
            aliases[row[0], default: []].append(row[1])
        }
        return try Row.fetchAll(
            db,
            sql: """
                SELECT id, name, kind, is_confirmed FROM office
                ORDER BY CASE kind WHEN 'office' THEN 0 WHEN 'affiliated' THEN 1 WHEN 'external' THEN 2 ELSE 3 END, name
                """
        ).map { row in
            Office(
                id: row[0], name: row[1], kind: Office.Kind(rawValue: row[2]) ?? .office,
                aliases: aliases[row[0]] ?? [], isConfirmed: row[3])
        }
    }

    static func office(_ id: OfficeID, _ db: Database) throws -> Office {
        guard let office = try offices(db).first(where: { $0.id == id }) else { throw LedgerError.noOffice }
        return office
    }

    /// Makes an office with its name. - Throws: `LedgerError.badName`, `.nameTaken`.
    static func insert(_ name: String, _ kind: Office.Kind, isConfirmed: Bool, _ change: Change) throws -> OfficeID {
        let name = try checked(name)
        try change.db.execute(
            sql: """
                INSERT INTO office (name, kind, is_confirmed, created_at, created_by, updated_at, updated_by)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [name, kind.rawValue, isConfirmed, change.at, change.by, change.at, change.by])
        let id = change.db.lastInsertedRowID
        try insertName(name, isAlias: false, id, change.db)
        return id
    }

    /// Gives an office a name or an alias. - Throws: `LedgerError.nameTaken`.
    static func insertName(_ name: String, isAlias: Bool, _ id: OfficeID, _ db: Database) throws {
        let match = OfficeName.normalise(name)
        let owner = try OfficeID.fetchOne(
            db, sql: "SELECT office_id FROM office_name WHERE match = ?", arguments: [match])
        guard owner == nil || owner == id else { throw LedgerError.nameTaken(name: name) }
        try db.execute(
            sql: """
                INSERT INTO office_name (match, name, is_alias, office_id) VALUES (?, ?, ?, ?)
                ON CONFLICT (match) DO UPDATE SET name = excluded.name, is_alias = excluded.is_alias
                """,
            arguments: [match, name, isAlias, id])
    }

    /// Owners of these names that no office is known for are resolved to the office.
    static func resolve(_ names: [String], to id: OfficeID, _ db: Database) throws {
        let wanted = Set(names.map(OfficeName.normalise))
        let printed = try String.fetchAll(
            db, sql: "SELECT DISTINCT printed FROM task_owner WHERE office_id IS NULL"
        ).filter { wanted.contains(OfficeName.normalise($0)) }
        for name in printed {
            try db.execute(
                sql: "UPDATE task_owner SET office_id = ? WHERE office_id IS NULL AND printed = ?",
                arguments: [id, name])
        }
        try refreshLeadNames(of: id, db)
    }

    /// Brings the name that task lists sort by up to date.
    static func refreshLeadNames(of id: OfficeID, _ db: Database) throws {
        let name = try String.fetchOne(db, sql: "SELECT name FROM office WHERE id = ?", arguments: [id]) ?? ""
        try db.execute(
            sql: """
                UPDATE task SET office_key = :key
                WHERE id IN (SELECT task_id FROM task_owner WHERE office_id = :id AND role = 'lead')
                    AND :id = (
                        SELECT office_id FROM task_owner WHERE task_id = task.id AND role = 'lead' ORDER BY ord LIMIT 1)
                """,
            arguments: ["id": id, "key": SortKey.of(name)])
    }

    /// A name without white space around it. - Throws: `LedgerError.badName`.
    static func checked(_ name: String) throws -> String {
        guard name.utf8.count <= OfficeName.limit * 4 else { throw LedgerError.badName }
        let name = name.trimmed
        guard (1...OfficeName.limit).contains(name.count), !name.contains(where: \.isNewline),
            !OfficeName.normalise(name).isEmpty
        else { throw LedgerError.badName }
        return name
    }
}

extension PlanLedger {
    /// Makes an office of each owner of a reading that is not known yet, and answers with the directory.
    func learnOffices(of reading: PlanReading, _ change: Change) throws -> OfficeDirectory {
        var directory = try OfficeRows.directory(change.db)
        for owner in reading.tasks.flatMap({ $0.owners + $0.coOwners }) where directory.office(of: owner.text) == nil {
            // What is too long for a name is no name: the owner stays as printed.
            guard let name = try? OfficeRows.checked(owner.text) else { continue }
            directory.add(
                name, try OfficeRows.insert(name, OfficeName.kind(of: name), isConfirmed: false, change))
        }
        return directory
    }
}
