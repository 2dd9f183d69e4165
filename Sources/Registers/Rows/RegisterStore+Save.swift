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
    /// Adds a row.
    ///
    /// - Parameters:
    ///   - cells: what was typed, by field.
    ///   - acceptsWarnings: whether a row with warnings is kept; else they are told and nothing is kept.
    /// - Throws: `RegisterError.notAllowed`.
    public func add(
        _ cells: [String: String], to register: Register, acceptsWarnings: Bool = true, access: RegisterAccess,
        by principal: Principal
    ) throws -> SaveReport {
        try save(
            cells, to: register, acceptsWarnings: acceptsWarnings, access: access, by: principal, action: "add"
        ) { writer, batch in
            try writer.write(batch)
        }
    }

    /// Changes a row.
    ///
    /// - Parameters:
    ///   - since: the version that was seen.
    ///   - cells: what was typed, by field. Fields that are not among them keep their values, seen or not.
    ///   - acceptsWarnings: whether a row with warnings is kept; else they are told and nothing is kept.
    /// - Throws: `RegisterError.notAllowed`, `.noRow`, `.changedMeanwhile`.
    public func update(
        _ id: Int64, since: Int64, _ cells: [String: String], of register: Register, acceptsWarnings: Bool = true,
        access: RegisterAccess, by principal: Principal
    ) throws -> SaveReport {
        let old = try row(id, of: register, access: access)
        guard access.scope(.write, register).contains(old.owner) else { throw RegisterError.notAllowed }
        let stored = try row(id, of: register, access: .commandLine)
        guard stored.since == since else { throw RegisterError.changedMeanwhile }
        let all = stored.written.merging(cells) { $1 }
        return try save(
            all, typed: Set(cells.keys), to: register, acceptsWarnings: acceptsWarnings, access: access, by: principal,
            action: "change", row: id
        ) { writer, batch in
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
        _ cells: [String: String], typed: Set<String>? = nil, to register: Register, acceptsWarnings: Bool,
        access: RegisterAccess, by principal: Principal, action: String, row: Int64? = nil,
        _ write: (inout RowWriter, RowBatch) throws -> Void
    ) throws -> SaveReport {
        let scope = access.scope(.write, register)
        guard !scope.isEmpty else { throw RegisterError.notAllowed }
        struct Undone: Error { let report: SaveReport }
        let parsed = batch(of: [cells], register)
        do {
            return try change(by: principal, action, register.name) { change in
                var batch = parsed
                var resolver = ReferenceResolver(register, catalog: catalog, seal: seal)
                try resolver.resolve(&batch, change.connection)
                var writer = try RowWriter(
                    register, change.connection, seal: seal, change: change.id, writable: scope.listed)
                let first = batch.count > 0
                try write(&writer, batch)
                try writer.finish()
                var report = SaveReport()
                report.faults = writer.outcome.faults
                if row == nil, writer.outcome.changed + writer.outcome.unchanged > 0 {
                    // A new row never takes the place of one that is there.
                    let key = register.key.last ?? ""
                    report.faults.append(CellFault(row: 1, field: key, found: "", expected: .unique))
                }
                let isRefused = !first || report.faults.contains { !$0.isWarning }
                if !acceptsWarnings, !report.faults.isEmpty { throw Undone(report: report) }
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
                let names = (typed ?? Set(cells.keys)).sorted().joined(separator: " ")
                return (report, report.row, ["fields": names])
            }
        } catch let undone as Undone {
            return undone.report
        }
    }
}

extension RegisterStore {
    /// Rows of cells as a batch, numbered from 1, whose references are still keys.
    func batch(of rows: [[String: String]], _ register: Register) -> RowBatch {
        let parser = RowParser(register, catalog: catalog, seal: seal, today: today)
        var batch = parser.makeBatch()
        for (index, cells) in rows.enumerated() {
            var bytes: [UInt8] = [], ranges: [Range<Int>?] = []
            for field in register.entryFields {
                // Files come and go by ways of their own.
                let cell = field.type == .file ? nil : cells[field.name]
                let start = bytes.count
                if let cell { bytes += Array(cell.utf8) }
                ranges.append(cell == nil ? nil : start..<bytes.count)
            }
            bytes.withUnsafeBytes { buffer in
                _ = parser.add(number: index + 1, to: &batch) { field in
                    ranges[field].map { UnsafeRawBufferPointer(rebasing: buffer[$0]) }
                }
            }
        }
        return batch
    }
}

extension RegisterRow {
    /// The values as they would be typed, by field.
    var written: [String: String] { values.mapValues(\.written) }
}

extension Catalog {
    /// The registers and columns that refer to rows of a register.
    public func references(to register: Register) -> [(register: Register, column: String)] {
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
