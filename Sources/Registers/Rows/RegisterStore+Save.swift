import Catalog
import Store

/// What saving a row by hand found and did.
public struct SaveReport: Hashable, Sendable {
    /// The row; nil where it was refused.
    public var row: Int64?
    /// What is wrong, and warnings.
    public var faults: [CellFault] = []
    /// Whether something differed and was kept.
    public var isKept = false
}

extension RegisterStore {
    /// Adds a row. - Parameter cells: what was typed, by field.
    ///
    /// - Throws: `RegisterError.notAllowed`.
    public func add(
        _ cells: [String: String], to register: Register, access: RegisterAccess, by principal: Principal
    ) throws -> SaveReport {
        try save(cells, to: register, access: access, by: principal, action: "add") { writer, batch in
            try writer.write(batch)
        }
    }

    /// Changes a row. - Parameter since: the version that was seen.
    ///
    /// - Throws: `RegisterError.notAllowed`, `.noRow`, `.changedMeanwhile`.
    public func update(
        _ id: Int64, since: Int64, _ cells: [String: String], of register: Register, access: RegisterAccess,
        by principal: Principal
    ) throws -> SaveReport {
        let old = try row(id, of: register, access: access)
        guard access.scope(.write, register).contains(old.owner) else { throw RegisterError.notAllowed }
        return try save(cells, to: register, access: access, by: principal, action: "change", row: id) {
            writer, batch in
            try writer.update(batch, row: id, since: since)
        }
    }

    /// Takes a row out. Its versions stay.
    ///
    /// - Throws: `RegisterError.notAllowed`, `.noRow`, `.changedMeanwhile`, `.stillUsed` where others refer to it.
    public func remove(
        _ id: Int64, since: Int64, from register: Register, access: RegisterAccess, by principal: Principal
    ) throws {
        let old = try row(id, of: register, access: access)
        guard access.scope(.write, register).contains(old.owner) else { throw RegisterError.notAllowed }
        try change(by: principal, "remove", register.name) { change in
            let connection = change.connection
            let now = try connection.value("SELECT since FROM \"\(register.name)\" WHERE id = ?", [.integer(id)])
            guard now.integer == since else { throw RegisterError.changedMeanwhile }
            for (other, column) in catalog.references(to: register) {
                let rows = try connection.value(
                    "SELECT count(*) FROM \"\(other.name)\" WHERE \"\(column)\" = ?", [.integer(id)])
                if let count = rows.integer, count > 0 {
                    throw RegisterError.stillUsed(register: other.name, rows: Int(count))
                }
            }
            var writer = try RowWriter(register, connection, seal: seal, change: change.id, writable: nil)
            try writer.remove(row: id)
            try writer.finish()
            return ((), id, [:])
        }
    }

    private func save(
        _ cells: [String: String], to register: Register, access: RegisterAccess, by principal: Principal,
        action: String, row: Int64? = nil, _ write: (inout RowWriter, RowBatch) throws -> Void
    ) throws -> SaveReport {
        let scope = access.scope(.write, register)
        guard !scope.isEmpty else { throw RegisterError.notAllowed }
        struct Undone: Error { let report: SaveReport }
        let batch = batch(of: [cells], register)
        do {
            return try change(by: principal, action, register.name) { change in
                var batch = batch
                var resolver = ReferenceResolver(register, catalog: catalog, seal: seal)
                try resolver.resolve(&batch, change.connection)
                var writer = try RowWriter(
                    register, change.connection, seal: seal, change: change.id, writable: scope.organisations)
                let first = batch.count > 0
                try write(&writer, batch)
                try writer.finish()
                var report = SaveReport()
                report.faults = writer.outcome.faults
                let isRefused = !first || report.faults.contains { !$0.isWarning }
                guard !isRefused, writer.outcome.added + writer.outcome.changed > 0 else {
                    report.row = isRefused ? nil : row
                    throw Undone(report: report)
                }
                report.isKept = true
                report.row =
                    try row
                    ?? change.connection.value(
                        "SELECT max(id) FROM \"\(register.name)\" WHERE since = ?", [.integer(change.id)]
                    ).integer
                let names = cells.keys.sorted().joined(separator: " ")
                return (report, report.row, ["fields": names])
            }
        } catch let undone as Undone {
            return undone.report
        }
    }
}

extension Catalog {
    /// The registers and columns that refer to rows of a register.
    func references(to register: Register) -> [(register: Register, column: String)] {
        registers.flatMap { other in
            other.entryFields.compactMap { field -> (Register, String)? in
                switch field.type {
                case .reference(let name) where name == register.name: (other, field.name)
                case .organisation where register.name == Register.organisations: (other, field.name)
                default: nil
                }
            }
        }
    }
}
