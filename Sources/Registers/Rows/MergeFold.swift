import Catalog

/// Moves what refers to a row that is merged into another, within one change.
///
/// 1. Rows that refer to it and whose natural key another row would have afterwards are folded into that one: what refers
///    to them moves in the same way, then they are taken out. Without `folds` they are left, and the database refuses.
/// 2. All others point to the row that stays, as a new version.
///
/// Versions are kept of all that changes, under the number of the change, by which it is taken back.
struct MergeFold {
    let store: RegisterStore
    /// The register whose rows are merged: who may write those may move what refers to them.
    let register: Register
    let access: RegisterAccess
    let folds: Bool
    let change: RegisterChange

    /// How deep rows that are folded may hang together.
    private static let depth = 8

    /// Moves every reference; how many rows pointed to the one that goes.
    func moveReferences(to target: Register, from old: Int64, to new: Int64, depth: Int = 0) throws -> Int {
        try store.catalog.references(to: target).reduce(0) { count, reference in
            try count + move(reference.register, reference.column, from: old, to: new, depth: depth)
        }
    }

    private func move(
        _ other: Register, _ column: String, from old: Int64, to new: Int64, depth: Int
    ) throws -> Int {
        let connection = change.connection
        let rows = try connection.rows(
            "SELECT id, \"\(other.ownerColumn)\", since FROM \"\(other.name)\" WHERE \"\(column)\" = ?",
            [.integer(old)])
        guard !rows.isEmpty else { return 0 }
        let scopes = [access.scope(.write, other), access.scope(.write, register)]
        guard rows.allSatisfy({ row in scopes.contains { $0.contains(row[1].integer ?? 0) } }) else {
            throw RegisterError.notAllowed
        }
        var folded: Set<Int64> = []
        if folds {
            for (gone, stays) in try Self.doubles(other, column, old, new, connection) {
                guard depth < Self.depth else { throw RegisterError.stillUsed(register: other.name, rows: rows.count) }
                folded.insert(gone)
                _ = try moveReferences(to: other, from: gone, to: stays, depth: depth + 1)
                try store.keepPast(other, "id = ?", [.integer(gone)], change)
                try connection.run("DELETE FROM \"\(other.name)\" WHERE id = ?", [.integer(gone)])
                try store.moveFiles(of: gone, to: stays, other, change)
            }
        }
        // A row with two references that both move is kept once.
        for row in rows where row[2].integer != change.id && !folded.contains(row[0].integer ?? 0) {
            try store.keepPast(other, "id = ?", [row[0]], change)
        }
        do {
            try connection.run(
                "UPDATE \"\(other.name)\" SET \"\(column)\" = ?, since = \(change.id) WHERE \"\(column)\" = ?",
                [.integer(new), .integer(old)])
        } catch {
            throw RegisterError.stillUsed(register: other.name, rows: rows.count)
        }
        try store.touch(other, change)
        return rows.count
    }

    /// The rows that refer to the one that goes and whose natural key a row that refers to the one that stays has, with
    /// that row.
    static func doubles(
        _ other: Register, _ column: String, _ old: Int64, _ new: Int64, _ connection: any SQLConnection
    ) throws -> [(gone: Int64, stays: Int64)] {
        let key = TableLayout.key(other).map(\.name)
        guard key.contains(column) else { return [] }
        let same = key.filter { $0 != column }.map { " AND gone.\"\($0)\" = stays.\"\($0)\"" }.joined()
        return try connection.rows(
            """
            SELECT gone.id, stays.id FROM "\(other.name)" gone JOIN "\(other.name)" stays ON 1 = 1\(same)
            WHERE gone."\(column)" = ? AND stays."\(column)" = ? ORDER BY gone.id
            """, [.integer(old), .integer(new)]
        ).compactMap { row in row[0].integer.flatMap { gone in row[1].integer.map { (gone, $0) } } }
    }
}

extension RegisterStore {
    /// How many rows refer to both of two rows and would be one after they are merged: those that `folds` deals with.
    public func doubles(
        _ removed: Int64, into kept: Int64, by column: String, of other: Register
    ) throws -> Int {
        try database.read { try MergeFold.doubles(other, column, removed, kept, $0).count }
    }
}
