import Catalog
import Store

/// What setting one field of many rows would do, or did.
public struct BulkReport: Hashable, Sendable {
    /// The rows that differ from before.
    public var changed = 0
    /// The rows that had the value already.
    public var unchanged = 0
    /// What is wrong and what is warned of; `row` is the row's own number.
    public var faults: [CellFault] = []
    /// Whether it was kept.
    public var isKept = false
}

extension RegisterStore {
    /// Most rows that are changed at once by hand; more are an import.
    public static let bulkLimit = 1_000

    /// Sets one field of many rows to the same value, in one change: all of them or none.
    ///
    /// - Parameters:
    ///   - text: what was typed; empty takes the value away.
    ///   - rows: the rows with the version that was seen of each.
    ///   - keeps: whether it is kept; else it is only tried.
    /// - Throws: `RegisterError.noRow` for a row that the account may not see, `.notAllowed` for one that it may not
    ///   change, `.changedMeanwhile`.
    public func set(
        _ field: Field, to text: String, in rows: [(id: Int64, since: Int64)], of register: Register, keeps: Bool,
        access: RegisterAccess, by principal: Principal
    ) throws -> BulkReport {
        struct Undone: Error { let report: BulkReport }
        let scope = access.scope(.write, register)
        let ids = Set(rows.map(\.id))
        for id in ids.subtracting(try visible(ids, of: register, access: access)) { throw RegisterError.noRow(id) }
        var query = RowQuery()
        query.rows = ids
        var stored: [Int64: RegisterRow] = [:]
        try each(of: register, query, access: .commandLine) { for row in $0 { stored[row.id] = row } }
        let cells = try rows.map { id, since in
            guard let row = stored[id] else { throw RegisterError.noRow(id) }
            guard scope.contains(row.owner) else { throw RegisterError.notAllowed }
            guard row.since == since else { throw RegisterError.changedMeanwhile }
            return row.written.merging([field.name: text]) { $1 }
        }
        do {
            return try change(by: principal, "change", register.name) { change in
                var resolver = ReferenceResolver(register, catalog: catalog, seal: seal)
                var writer = try RowWriter(
                    register, change.connection, seal: seal, change: change.id, writable: scope.listed)
                for (row, values) in zip(rows, cells) {
                    var batch = batch(of: [values], register)
                    batch.numbers = batch.numbers.map { _ in Int(row.id) }
                    batch.faults = batch.faults.map { $0.of(Int(row.id)) }
                    try resolver.resolve(&batch, change.connection)
                    try writer.update(batch, row: row.id, since: row.since)
                }
                try writer.finish()
                var report = BulkReport()
                report.changed = writer.outcome.changed
                report.unchanged = writer.outcome.unchanged
                report.faults = writer.outcome.faults
                guard keeps, report.changed > 0, report.faults.allSatisfy(\.isWarning) else {
                    throw Undone(report: report)
                }
                report.isKept = true
                return (report, nil, ["fields": field.name, "changed": String(report.changed)])
            }
        } catch let undone as Undone {
            return undone.report
        }
    }
}

extension CellFault {
    /// The same fault of another row.
    fileprivate func of(_ row: Int) -> CellFault {
        CellFault(row: row, field: field, found: found, expected: expected, isWarning: isWarning)
    }
}
