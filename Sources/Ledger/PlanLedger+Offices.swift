import Foundation
import GRDB
import Store

extension PlanLedger {
    /// Rows of an imported list of offices at most.
    static let officeImportLimit = 1000

    /// All offices, bureau offices first, by name.
    public func offices() throws -> [Office] { try store.read(OfficeRows.offices) }

    /// An office. - Throws: `LedgerError.noOffice`.
    public func office(_ id: OfficeID) throws -> Office { try store.read { try OfficeRows.office(id, $0) } }

    /// Makes an office; unresolved owners of its names are resolved to it.
    ///
    /// - Throws: `LedgerError.badName`, `.nameTaken`.
    @discardableResult
    public func createOffice(_ details: OfficeDetails, by principal: Principal) throws -> Office {
        try store.change(by: principal) { change in
            let id = try OfficeRows.insert(details.name, details.kind, isConfirmed: true, change)
            for alias in details.aliases {
                try OfficeRows.insertName(try OfficeRows.checked(alias), isAlias: true, id, change.db)
            }
            try OfficeRows.resolve([details.name] + details.aliases, to: id, change.db)
            try change.audit("office.create", "office", id)
            return try OfficeRows.office(id, change.db)
        }
    }

    /// Renames an office; its old name stays as an alias. Sets its kind; both confirm it.
    ///
    /// - Throws: `LedgerError.noOffice`, `.badName`, `.nameTaken`.
    @discardableResult
    public func changeOffice(
        _ id: OfficeID, name: String? = nil, kind: Office.Kind? = nil, by principal: Principal
    ) throws -> Office {
        try store.change(by: principal) { change in
            try change.requireOffice(id)
            if let name { try rename(id, try OfficeRows.checked(name), change) }
            if let kind {
                try change.db.execute(
                    sql: "UPDATE office SET kind = ? WHERE id = ?", arguments: [kind.rawValue, id])
            }
            try confirm(id, change)
            try change.audit("office.change", "office", id)
            return try OfficeRows.office(id, change.db)
        }
    }

    private func rename(_ id: OfficeID, _ name: String, _ change: Change) throws {
        try change.db.execute(sql: "UPDATE office_name SET is_alias = 1 WHERE office_id = ?", arguments: [id])
        try OfficeRows.insertName(name, isAlias: false, id, change.db)
        try change.db.execute(sql: "UPDATE office SET name = ? WHERE id = ?", arguments: [name, id])
        try OfficeRows.resolve([name], to: id, change.db)
        try OfficeRows.refreshLeadNames(of: id, change.db)
    }

    private func confirm(_ id: OfficeID, _ change: Change) throws {
        try change.db.execute(
            sql: "UPDATE office SET is_confirmed = 1, updated_at = ?, updated_by = ? WHERE id = ?",
            arguments: [change.at, change.by, id])
    }

    /// Remembers another name of an office; unresolved owners of that name are resolved to it.
    ///
    /// - Throws: `LedgerError.noOffice`, `.badName`, `.nameTaken`.
    public func addAlias(_ alias: String, to id: OfficeID, by principal: Principal) throws {
        try store.change(by: principal) { change in
            try change.requireOffice(id)
            let alias = try OfficeRows.checked(alias)
            let isOwnName = try String.fetchOne(
                change.db, sql: "SELECT name FROM office_name WHERE match = ? AND is_alias = 0 AND office_id = ?",
                arguments: [OfficeName.normalise(alias), id])
            guard isOwnName == nil else { return }
            try OfficeRows.insertName(alias, isAlias: true, id, change.db)
            try OfficeRows.resolve([alias], to: id, change.db)
            try confirm(id, change)
            try change.audit("office.addAlias", "office", id)
        }
    }

    /// Forgets another name of an office. Tasks keep the office that they have.
    public func removeAlias(_ alias: String, from id: OfficeID, by principal: Principal) throws {
        try store.change(by: principal) { change in
            try change.db.execute(
                sql: "DELETE FROM office_name WHERE match = ? AND office_id = ? AND is_alias = 1",
                arguments: [OfficeName.normalise(alias), id])
            if change.db.changesCount > 0 { try change.audit("office.removeAlias", "office", id) }
        }
    }

    /// Makes one office of two: names, aliases, tasks and accounts of `other` go to `kept`.
    ///
    /// - Throws: `LedgerError.noOffice`, also for an office merged with itself.
    @discardableResult
    public func mergeOffice(_ other: OfficeID, into kept: OfficeID, by principal: Principal) throws -> Office {
        try store.change(by: principal) { change in
            guard other != kept else { throw LedgerError.noOffice }
            try change.requireOffice(other)
            try change.requireOffice(kept)
            for sql in [
                "UPDATE office_name SET office_id = ?, is_alias = 1 WHERE office_id = ?",
                "UPDATE task_owner SET office_id = ? WHERE office_id = ?",
                "UPDATE research_topic SET office_id = ? WHERE office_id = ?",
                "UPDATE research_problem SET office_id = ? WHERE office_id = ?",
                "UPDATE programme_indicator SET office_id = ? WHERE office_id = ?",
                "UPDATE project SET office_id = ? WHERE office_id = ?",
                "UPDATE project_decision SET office_id = ? WHERE office_id = ?",
                "UPDATE account SET office_id = ? WHERE office_id = ?",
            ] {
                try change.db.execute(sql: sql, arguments: [kept, other])
            }
            try change.db.execute(sql: "DELETE FROM office WHERE id = ?", arguments: [other])
            try OfficeRows.refreshLeadNames(of: kept, change.db)
            try confirm(kept, change)
            try change.audit("office.merge", "office", kept, ["merged": String(other)])
            return try OfficeRows.office(kept, change.db)
        }
    }

    /// Brings a list of offices in, all or nothing; an office is found again by its name or one of its aliases.
    ///
    /// - Throws: `LedgerError.badRow` with the row from 1; `.tooLong` above 1,000 rows.
    @discardableResult
    public func importOffices(_ list: [OfficeDetails], by principal: Principal) throws -> UpsertResult {
        guard list.count <= Self.officeImportLimit else {
            throw LedgerError.tooLong(field: "offices", limit: Self.officeImportLimit)
        }
        return try store.change(by: principal) { change in
            var result = UpsertResult()
            for (index, details) in list.enumerated() {
                do {
                    try upsert(details, &result, change)
                } catch LedgerError.badName {
                    throw LedgerError.badRow(row: index + 1, field: "name", value: String(details.name.prefix(40)))
                } catch LedgerError.nameTaken(let name) {
                    throw LedgerError.badRow(row: index + 1, field: "alias", value: String(name.prefix(40)))
                }
            }
            try change.audit("office.import", "office", nil, result.detail)
            return result
        }
    }

    private func upsert(_ details: OfficeDetails, _ result: inout UpsertResult, _ change: Change) throws {
        let name = try OfficeRows.checked(details.name)
        let aliases = try details.aliases.map(OfficeRows.checked)
        let directory = try OfficeRows.directory(change.db)
        let known = ([name] + aliases).lazy.compactMap { directory.office(of: $0) }.first
        let id = try known ?? OfficeRows.insert(name, details.kind, isConfirmed: true, change)
        let before = try OfficeRows.office(id, change.db)
        if known != nil {
            if before.name != name { try rename(id, name, change) }
            try change.db.execute(
                sql: "UPDATE office SET kind = ? WHERE id = ?", arguments: [details.kind.rawValue, id])
            try confirm(id, change)
        }
        for alias in aliases where OfficeName.normalise(alias) != OfficeName.normalise(name) {
            try OfficeRows.insertName(alias, isAlias: true, id, change.db)
        }
        try OfficeRows.resolve([name] + aliases, to: id, change.db)
        if known == nil {
            result.inserted += 1
        } else if try OfficeRows.office(id, change.db) != before {
            result.updated += 1
        } else {
            result.unchanged += 1
        }
    }

    /// Offices that look like the same one, for a person to decide; not those that a person dismissed.
    public func officeSuggestions() throws -> [OfficeSuggestion] {
        try store.read { db in
            let distinct = Set(
                try Row.fetchAll(db, sql: "SELECT one, other FROM office_distinct").map {
                    [$0[0] as OfficeID, $0[1]]
                })
            return OfficeLikeness.suggestions(try OfficeRows.offices(db)) { one, other in
                distinct.contains([min(one.id, other.id), max(one.id, other.id)])
            }
        }
    }

    /// The two are different offices: the suggestion does not come again.
    public func dismissSuggestion(_ one: OfficeID, _ other: OfficeID, by principal: Principal) throws {
        try store.change(by: principal) { change in
            try change.requireOffice(one)
            try change.requireOffice(other)
            try change.db.execute(
                sql: "INSERT OR IGNORE INTO office_distinct (one, other) VALUES (?, ?)",
                arguments: [min(one, other), max(one, other)])
            try change.audit("office.distinct", "office", one, ["other": String(other)])
        }
    }
}

extension Change {
    /// - Throws: `LedgerError.noOffice`.
    func requireOffice(_ id: OfficeID) throws {
        guard try Int.fetchOne(db, sql: "SELECT 1 FROM office WHERE id = ?", arguments: [id]) != nil else {
            throw LedgerError.noOffice
        }
    }
}

extension UpsertResult {
    /// The counts for the audit trail.
    var detail: [String: String] {
        ["inserted": String(inserted), "updated": String(updated), "unchanged": String(unchanged)]
    }
}
