import Catalog
import Foundation
import Monitoring
import Store

/// How far an import goes.
public enum ImportMode: String, Hashable, Sendable {
    /// Everything is tried and nothing kept.
    case preview
    /// All rows or none.
    case all
    /// The good rows; the others are told.
    case goodRows
}

/// What an import found and did.
public struct ImportReport: Hashable, Sendable {
    /// Rows of the file that hold something.
    public var rows = 0
    /// Rows that are new.
    public var added = 0
    /// Rows that differ from what was there.
    public var changed = 0
    /// Rows that are there already, the same.
    public var unchanged = 0
    /// Rows with a fault.
    public var refused = 0
    /// What is wrong, in the order of rows; at most `faultLimit`.
    public var faults: [CellFault] = []
    /// How many faults there are in all.
    public var faultCount = 0
    /// Whether it was kept.
    public var isKept = false
    /// The last change of the register before this; a preview of an older state is stale.
    public var version: Int64 = 0
    /// Some of the rows that are added or changed, where they were asked for.
    public var examples: [ImportExample] = []
    /// The audit entry that keeps it; nil where nothing was kept.
    public var entry: Int64?

    /// Most faults that are listed.
    public static let faultLimit = 10_000
}

/// Why an import was not made at all.
public enum ImportRefusal: Error, Equatable {
    /// The register was changed after the preview.
    case stale
    /// Somebody cancelled it.
    case cancelled
}

/// Gives batches of checked rows, one after the other; nil at the end.
package typealias BatchSource = () throws -> RowBatch?

extension RegisterStore {
    /// Writes rows into a register.
    ///
    /// - Parameters:
    ///   - writable: the organisations that rows may be written for; nil for all.
    ///   - keeping: the fields that stay as they are in rows that are there already.
    ///   - expecting: the version that a preview was made of; nil for any.
    ///   - waitsForIndexes: whether indexes that a long first import went without are made before it ends; otherwise
    ///     they follow in a thread of their own.
    ///   - examples: whose eyes see examples of what is added and changed; nil for none.
    ///   - also: done in the same transaction where the import is kept.
    ///   - progress: told the number of rows so far; false cancels.
    package func importRows(
        into register: Register, mode: ImportMode, by principal: Principal, writable: Set<Int64>?,
        keeping: Set<String> = [], expecting: Int64? = nil, waitsForIndexes: Bool = false,
        detail: [String: String] = [:],
        examples: RegisterAccess? = nil, from source: BatchSource, also: (RegisterWork) throws -> Void = { _ in },
        progress: (Int) -> Bool = { _ in true }
    ) throws -> ImportReport {
        /// Thrown to undo the transaction; carries what was found.
        struct Undone: Error { let report: ImportReport }
        var lacksIndexes = false
        do {
            let report = try change(by: principal, "import", register.name) { change in
                let connection = change.connection
                let version =
                    try connection.value(
                        "SELECT changed FROM register_definition WHERE register = ?", [.text(register.name)]
                    ).integer ?? 0
                if let expecting, expecting != version { throw ImportRefusal.stale }
                var writer = try RowWriter(
                    register, connection, seal: seal, change: change.id, writable: writable, keeping: keeping)
                var resolver = ReferenceResolver(register, catalog: catalog, seal: seal)
                var refused: Set<Int> = []
                var rows = 0
                var postponed: [RowBatch] = []
                while var batch = try source() {
                    rows += batch.count + Set(batch.faults.filter { !$0.isWarning }.map(\.row)).count
                    if let later = try resolver.resolve(&batch, connection, postponing: true) {
                        postponed.append(later)
                    }
                    try writer.write(batch)
                    guard progress(rows) else { throw ImportRefusal.cancelled }
                }
                try write(postponed, &resolver, &writer, connection)
                try writer.finish()
                lacksIndexes = writer.defersIndexes
                refused.formUnion(writer.outcome.faults.lazy.filter { !$0.isWarning }.map(\.row))
                var report = ImportReport()
                report.rows = rows
                report.version = version
                report.refused = refused.count
                report.faultCount = writer.outcome.faults.count
                report.faults = Array(
                    writer.outcome.faults.sorted { ($0.row, $0.field) < ($1.row, $1.field) }
                        .prefix(ImportReport.faultLimit))
                if mode != .all { try writer.undoBroken() }
                report.added = writer.outcome.added
                report.changed = writer.outcome.changed
                report.unchanged = writer.outcome.unchanged
                if let examples {
                    report.examples = try ImportExamples(register, self, examples, connection).of(change.id)
                }
                let keeps = mode == .goodRows || mode == .all && refused.isEmpty
                guard keeps, report.added + report.changed > 0 else { throw Undone(report: report) }
                report.isKept = true
                report.entry = change.id
                try also(RegisterWork(connection: connection, now: change.now))
                var detail = detail
                detail["added"] = String(report.added)
                detail["changed"] = String(report.changed)
                return (report, nil, detail)
            }
            if lacksIndexes { makeIndexes(of: register) }
            if waitsForIndexes { settle() }
            return report
        } catch let undone as Undone {
            return undone.report
        }
    }

    /// Writes rows that name others of the same file, as a tree of organisations does: level after level, until none of
    /// those that wait names a row that is there.
    private func write(
        _ postponed: [RowBatch], _ resolver: inout ReferenceResolver, _ writer: inout RowWriter,
        _ connection: any SQLConnection
    ) throws {
        var waiting = postponed
        while !waiting.isEmpty {
            let before = waiting.reduce(0) { $0 + $1.count }
            var still: [RowBatch] = []
            for var batch in waiting {
                if let later = try resolver.resolve(&batch, connection, postponing: true) { still.append(later) }
                try writer.write(batch)
            }
            waiting = still
            guard waiting.reduce(0, { $0 + $1.count }) == before else { continue }
            for var batch in waiting {
                try resolver.resolve(&batch, connection)
                try writer.write(batch)
            }
            return
        }
    }
}
