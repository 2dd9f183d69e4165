import Catalog
import Store

extension RegisterStore {
    /// Merges a row that stands for the same thing into another: every reference to it moves, and the row is taken out.
    /// All versions stay, and `takeBackMerge` undoes it.
    ///
    /// - Parameters:
    ///   - removed: the row taken out, with the version that was seen.
    ///   - kept: the row that stays, with the version that was seen.
    /// - Returns: the number of the change, by which it can be taken back.
    /// - Throws: `RegisterError.notAllowed` where the account may not write a row concerned; `.noRow`,
    ///   `.changedMeanwhile`; `.stillUsed` where a row that refers to the one removed would be there twice afterwards:
    ///   one of the two has to be taken out first.
    public func merge(
        _ removed: (id: Int64, since: Int64), into kept: (id: Int64, since: Int64), of register: Register,
        access: RegisterAccess, by principal: Principal
    ) throws -> Int64 {
        guard removed.id != kept.id else { throw RegisterError.noRow(removed.id) }
        for (id, since) in [removed, kept] {
            let row = try row(id, of: register, access: access)
            guard access.scope(.write, register).contains(row.owner) else { throw RegisterError.notAllowed }
            guard row.since == since else { throw RegisterError.changedMeanwhile }
        }
        return try change(by: principal, "merge", register.name) { change in
            let connection = change.connection
            for (id, since) in [removed, kept] {
                let now = try connection.value("SELECT since FROM \"\(register.name)\" WHERE id = ?", [.integer(id)])
                guard now.integer == since else { throw RegisterError.changedMeanwhile }
            }
            var moved = 0
            for (other, column) in catalog.references(to: register) {
                moved += try move(other, column, from: removed.id, to: kept.id, access, change)
            }
            try keepPast(register, "id = ?", [.integer(removed.id)], change)
            try connection.run("DELETE FROM \"\(register.name)\" WHERE id = ?", [.integer(removed.id)])
            try touch(register, change)
            return (change.id, kept.id, ["removed": "\(removed.id)", "references": "\(moved)"])
        }
    }

    /// Undoes a merge: the row comes back, and every reference that moved returns.
    ///
    /// - Throws: `RegisterError.noRow` where the change was no merge; `.changedMeanwhile` where a row that moved was
    ///   changed afterwards, or its place is taken; `.notAllowed`.
    public func takeBackMerge(_ merge: Int64, access: RegisterAccess, by principal: Principal) throws {
        try change(by: principal, "merge.takeBack", "") { change in
            let connection = change.connection
            let entry = try connection.row(
                "SELECT entity, entity_id FROM audit WHERE id = ? AND action = 'merge'", [.integer(merge)])
            guard let register = entry?[0].text.flatMap({ catalog.register($0) }) else {
                throw RegisterError.noRow(merge)
            }
            let others = catalog.references(to: register).map(\.register).reduce(into: [Register]()) { list, other in
                if !list.contains(where: { $0.name == other.name }) && other.name != register.name {
                    list.append(other)
                }
            }
            var count = 0
            for one in [register] + others { count += try restore(one, merge, access, change) }
            guard count > 0 else { throw RegisterError.changedMeanwhile }
            return ((), entry?[1].integer, ["merge": "\(merge)", "rows": "\(count)"])
        }
    }

    private func move(
        _ register: Register, _ column: String, from old: Int64, to new: Int64, _ access: RegisterAccess,
        _ change: RegisterChange
    ) throws -> Int {
        let connection = change.connection
        let rows = try connection.rows(
            "SELECT id, \"\(register.ownerColumn)\", since FROM \"\(register.name)\" WHERE \"\(column)\" = ?",
            [.integer(old)])
        guard !rows.isEmpty else { return 0 }
        let scope = access.scope(.write, register)
        guard rows.allSatisfy({ scope.contains($0[1].integer ?? 0) }) else { throw RegisterError.notAllowed }
        // A row with two references that both move is kept once.
        for row in rows where row[2].integer != change.id {
            try keepPast(register, "id = ?", [row[0]], change)
        }
        do {
            try connection.run(
                "UPDATE \"\(register.name)\" SET \"\(column)\" = ?, since = \(change.id) WHERE \"\(column)\" = ?",
                [.integer(new), .integer(old)])
        } catch {
            throw RegisterError.stillUsed(register: register.name, rows: rows.count)
        }
        try touch(register, change)
        return rows.count
    }

    private func restore(
        _ register: Register, _ merge: Int64, _ access: RegisterAccess, _ change: RegisterChange
    ) throws -> Int {
        let connection = change.connection
        let past = TableLayout.past(register)
        let rows = try connection.rows(
            """
            SELECT p.id, p."\(register.ownerColumn)", t.since FROM "\(past)" p
            LEFT JOIN "\(register.name)" t ON t.id = p.id WHERE p.until = ?
            """, [.integer(merge)])
        let scope = access.scope(.write, register)
        let columns = TableLayout.version(register).filter { $0 != "since" }.map { "\"\($0)\"" }.joined(separator: ", ")
        for row in rows {
            guard scope.contains(row[1].integer ?? 0) else { throw RegisterError.notAllowed }
            guard row[2].isNull || row[2].integer == merge else { throw RegisterError.changedMeanwhile }
            try keepPast(register, "id = ?", [row[0]], change)
            try connection.run("DELETE FROM \"\(register.name)\" WHERE id = ?", [row[0]])
            do {
                try connection.run(
                    """
                    INSERT INTO "\(register.name)" (\(columns), since)
                    SELECT \(columns), \(change.id) FROM "\(past)" WHERE id = ? AND until = \(merge)
                    """, [row[0]])
            } catch {
                throw RegisterError.changedMeanwhile
            }
        }
        if !rows.isEmpty { try touch(register, change) }
        return rows.count
    }

    private func keepPast(
        _ register: Register, _ condition: String, _ arguments: [SQLValue], _ change: RegisterChange
    ) throws {
        let version = TableLayout.version(register).map { "\"\($0)\"" }.joined(separator: ", ")
        try change.connection.run(
            "INSERT INTO \"\(TableLayout.past(register))\" (\(version), until) SELECT \(version), \(change.id) "
                + "FROM \"\(register.name)\" WHERE \(condition)", arguments)
    }

    private func touch(_ register: Register, _ change: RegisterChange) throws {
        try change.connection.run(
            "UPDATE register_definition SET changed = ? WHERE register = ?",
            [.integer(change.id), .text(register.name)])
    }
}
