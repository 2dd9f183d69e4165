import Catalog
import Foundation
import Store

/// Values that were chosen for a merged row do not fit together; nothing was kept.
public struct MergeRefusal: Error, Hashable {
    /// What is wrong.
    public let faults: [CellFault]
}

extension RegisterStore {
    /// Merges a row that stands for the same thing into another: every reference to it moves, and the row is taken out.
    /// All versions stay, and `takeBackMerge` undoes it.
    ///
    /// Rows of other registers move along wherever the account may write the merged ones: what is sensitive there need
    /// not be seen for that.
    ///
    /// - Parameters:
    ///   - removed: the row taken out, with the version that was seen.
    ///   - kept: the row that stays, with the version that was seen.
    ///   - taking: the fields whose values come from the row taken out.
    ///   - folds: whether a row that refers to the one removed, and would be there twice afterwards, is merged into the
    ///     other in turn, whose values stay.
    /// - Returns: the number of the change, by which it can be taken back.
    /// - Throws: `RegisterError.notAllowed` where the account may not write a row concerned; `.noRow`,
    ///   `.changedMeanwhile`; `.stillUsed` where a row that refers to the one removed would be there twice afterwards
    ///   and `folds` is not set: one of the two has to be taken out first. `MergeRefusal` where the values chosen are refused.
    public func merge(
        _ removed: (id: Int64, since: Int64), into kept: (id: Int64, since: Int64), of register: Register,
        taking: Set<String> = [], folds: Bool = false, access: RegisterAccess, by principal: Principal
    ) throws -> Int64 {
        guard removed.id != kept.id else { throw RegisterError.noRow(removed.id) }
        let chosen = try taking.isEmpty ? nil : values(of: kept.id, taking, from: removed.id, register)
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
            let fold = MergeFold(store: self, register: register, access: access, folds: folds, change: change)
            let moved = try fold.moveReferences(to: register, from: removed.id, to: kept.id)
            try keepPast(register, "id = ?", [.integer(removed.id)], change)
            try connection.run("DELETE FROM \"\(register.name)\" WHERE id = ?", [.integer(removed.id)])
            if let chosen { try put(chosen, into: kept.id, register, access, change) }
            try moveFiles(of: removed.id, to: kept.id, register, change)
            try touch(register, change)
            return (
                change.id, kept.id,
                [
                    "removed": "\(removed.id)", "references": "\(moved)",
                    "taken": taking.sorted().joined(separator: " "),
                ]
            )
        }
    }

    /// The values that a row is to have, some of them from another, as they would be typed.
    private func values(
        of kept: Int64, _ fields: Set<String>, from removed: Int64, _ register: Register
    ) throws -> [String: String] {
        var values = try row(kept, of: register, access: .commandLine).written
        let others = try row(removed, of: register, access: .commandLine).written
        for field in register.entryFields where fields.contains(field.name) && field.type != .file {
            values[field.name] = others[field.name] ?? ""
        }
        return values
    }

    /// Gives the kept row its chosen values. - Throws: `MergeRefusal`.
    private func put(
        _ values: [String: String], into kept: Int64, _ register: Register, _ access: RegisterAccess,
        _ change: RegisterChange
    ) throws {
        let connection = change.connection
        var batch = batch(of: [values], register)
        var resolver = ReferenceResolver(register, catalog: catalog, seal: seal)
        try resolver.resolve(&batch, connection)
        var writer = try RowWriter(
            register, connection, seal: seal, change: change.id, writable: access.scope(.write, register).listed)
        let since = try connection.value("SELECT since FROM \"\(register.name)\" WHERE id = ?", [.integer(kept)])
        let isWhole = batch.count == 1
        try writer.update(batch, row: kept, since: since.integer ?? 0)
        try writer.finish()
        let faults = writer.outcome.faults.filter { !$0.isWarning }
        guard isWhole, faults.isEmpty else { throw MergeRefusal(faults: faults) }
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
            // Rows that were folded may have been referred to by any other.
            var count = 0
            for one in catalog.registers { count += try restore(one, merge, access, register, change) }
            guard count > 0 else { throw RegisterError.changedMeanwhile }
            try connection.run(
                "UPDATE register_file SET row_id = merged_from, merge = NULL, merged_from = NULL WHERE merge = ?",
                [.integer(merge)])
            return ((), entry?[1].integer, ["merge": "\(merge)", "register": register.name, "rows": "\(count)"])
        }
    }

    private func restore(
        _ register: Register, _ merge: Int64, _ access: RegisterAccess, _ merged: Register, _ change: RegisterChange
    ) throws -> Int {
        let connection = change.connection
        let past = TableLayout.past(register)
        let rows = try connection.rows(
            """
            SELECT p.id, p."\(register.ownerColumn)", t.since FROM "\(past)" p
            LEFT JOIN "\(register.name)" t ON t.id = p.id WHERE p.until = ?
            """, [.integer(merge)])
        let scopes = [access.scope(.write, register), access.scope(.write, merged)]
        let columns = TableLayout.version(register).filter { $0 != "since" }.map { "\"\($0)\"" }.joined(separator: ", ")
        // All that moved go away first: the row that comes back may claim a value that another holds for it.
        for row in rows {
            guard scopes.contains(where: { $0.contains(row[1].integer ?? 0) }) else { throw RegisterError.notAllowed }
            guard row[2].isNull || row[2].integer == merge else { throw RegisterError.changedMeanwhile }
            try keepPast(register, "id = ?", [row[0]], change)
            try connection.run("DELETE FROM \"\(register.name)\" WHERE id = ?", [row[0]])
        }
        for row in rows {
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

    func keepPast(
        _ register: Register, _ condition: String, _ arguments: [SQLValue], _ change: RegisterChange
    ) throws {
        let version = TableLayout.version(register).map { "\"\($0)\"" }.joined(separator: ", ")
        try change.connection.run(
            "INSERT INTO \"\(TableLayout.past(register))\" (\(version), until) SELECT \(version), \(change.id) "
                + "FROM \"\(register.name)\" WHERE \(condition)", arguments)
    }

    func touch(_ register: Register, _ change: RegisterChange) throws {
        try change.connection.run(
            "UPDATE register_definition SET changed = ? WHERE register = ?",
            [.integer(change.id), .text(register.name)])
    }

    // MARK: - What was merged

    /// The merges of a register whose kept row the account may write, latest first.
    public func merges(of register: Register, access: RegisterAccess, limit: Int = 50) throws -> [PastMerge] {
        let (merges, takenBack) = try database.read { connection in
            var merges: [PastMerge] = [], takenBack: Set<Int64> = []
            let decoder = JSONDecoder()
            try connection.each(
                """
                SELECT id, at, who, action, entity_id, detail FROM audit
                WHERE action = 'merge' AND entity = ? OR action = 'merge.takeBack' ORDER BY id DESC LIMIT 1000
                """, [.text(register.name)]
            ) { row in
                let detail = (try? decoder.decode([String: String].self, from: Data((row[5].text ?? "").utf8))) ?? [:]
                if row[3].text == "merge.takeBack" {
                    if let merge = detail["merge"].flatMap({ Int64($0) }) { takenBack.insert(merge) }
                } else {
                    merges.append(
                        PastMerge(
                            id: row[0].integer ?? 0, at: Date(milliseconds: row[1].integer ?? 0),
                            who: row[2].text ?? "", kept: row[4].integer ?? 0,
                            removed: detail["removed"].flatMap { Int64($0) } ?? 0,
                            references: detail["references"].flatMap { Int($0) } ?? 0))
                }
            }
            return (merges, takenBack)
        }
        var query = RowQuery()
        query.action = .write
        query.rows = Set(merges.map(\.kept))
        let rows = try rows(of: register, query, access: access, limit: 1000).rows
        let writable = Set(rows.map(\.id))
        return Array(merges.filter { !takenBack.contains($0.id) && writable.contains($0.kept) }.prefix(limit))
    }
}

/// Two rows that were merged, and are still.
public struct PastMerge: Identifiable, Hashable, Sendable {
    /// The change, by which it is taken back.
    public let id: Int64
    /// When.
    public let at: Date
    /// Who, as the audit trail names them.
    public let who: String
    /// The row that stayed.
    public let kept: Int64
    /// The row that was taken out.
    public let removed: Int64
    /// How many references moved.
    public let references: Int
}
