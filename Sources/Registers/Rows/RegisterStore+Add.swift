import Catalog
import Store

/// What adding rows found and did.
public struct AddReport: Hashable, Sendable {
    /// The new rows in the order in which they were given; empty where they were refused.
    public var rows: [Int64] = []
    /// What is wrong, and warnings, by the number of the row given, from 1.
    public var faults: [CellFault] = []
    /// Whether the rows were added: all, or none.
    public var isKept = false
}

extension RegisterStore {
    /// Adds rows, all or none. A row whose key is there already is a fault: nothing is changed by adding.
    ///
    /// - Parameter rows: what was typed, by field.
    /// - Throws: `RegisterError.notAllowed`.
    public func add(
        _ rows: [[String: String]], to register: Register, access: RegisterAccess, by principal: Principal
    ) throws -> AddReport {
        let scope = access.scope(.write, register)
        guard !scope.isEmpty else { throw RegisterError.notAllowed }
        struct Undone: Error { let report: AddReport }
        let batch = batch(of: rows, register)
        do {
            return try change(by: principal, "add", register.name) { change in
                let connection = change.connection
                var batch = batch
                var resolver = ReferenceResolver(register, catalog: catalog, seal: seal)
                try resolver.resolve(&batch, connection)
                var writer = try RowWriter(
                    register, connection, seal: seal, change: change.id, writable: scope.listed)
                writer.onlyAdds = true
                try writer.write(batch)
                // Rows refused before leave nothing for the rules to look at; they are told together where they can.
                try writer.finish()
                var report = AddReport(faults: writer.outcome.faults)
                report.faults.sort { ($0.row, $0.field) < ($1.row, $1.field) }
                guard !rows.isEmpty, !report.faults.contains(where: { !$0.isWarning }) else {
                    throw Undone(report: report)
                }
                let ids = try connection.rows(
                    "SELECT id FROM \"\(register.name)\" WHERE since = ? ORDER BY id", [.integer(change.id)])
                report.rows = ids.compactMap { $0[0].integer }
                    .sorted {
                        (writer.outcome.sources.number(of: $0) ?? 0) < (writer.outcome.sources.number(of: $1) ?? 0)
                    }
                report.isKept = true
                let row = report.rows.count == 1 ? report.rows.first : nil
                return (report, row, ["added": String(report.rows.count)])
            }
        } catch let undone as Undone {
            return undone.report
        }
    }
}
