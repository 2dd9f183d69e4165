import Foundation
import GRDB
import Monitoring
import PlanModel
import Store

extension PlanLedger {
    /// All programmes, the latest first.
    public func programmes() throws -> [Programme] { try store.read { try ProgrammeRows.programmes("TRUE", $0) } }

    /// A programme. - Throws: `ProgrammeError.notFound`.
    public func programme(_ id: Int64) throws -> Programme { try store.read { try ProgrammeRows.programme(id, $0) } }

    /// An indicator. - Throws: `ProgrammeError.notFound`.
    public func indicator(_ id: Int64) throws -> ProgrammeIndicator {
        try store.read { try ProgrammeRows.indicator(id, $0) }
    }

    /// Makes a programme with its indicators, all or nothing.
    ///
    /// - Throws: `ProgrammeError`.
    @discardableResult
    public func createProgramme(
        _ details: ProgrammeDetails, indicators: [IndicatorDetails] = [], by principal: Principal
    ) throws -> Programme {
        try createProgramme(details, with: ProgrammeUpdate(adding: indicators), by: principal)
    }

    /// Makes a programme of a table's indicators and values, all or nothing.
    ///
    /// - Throws: `ProgrammeError`.
    @discardableResult
    public func createProgramme(
        _ details: ProgrammeDetails, with update: ProgrammeUpdate, by principal: Principal
    ) throws -> Programme {
        let name = try ProgrammeRows.checked(details)
        return try store.change(by: principal) { change in
            let isTaken = try Bool.fetchOne(
                change.db, sql: "SELECT 1 FROM programme WHERE name = ?", arguments: [name])
            guard isTaken != true else { throw ProgrammeError.nameTaken(name: name) }
            try change.db.execute(
                sql: """
                    INSERT INTO programme (name, kind, start_year, end_year, plan_id, created_at, created_by)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    name, details.kind.rawValue, details.startYear, details.endYear, details.plan, change.at, change.by,
                ])
            let id = change.db.lastInsertedRowID
            try change.audit("programme.create", "programme", id, ["indicators": "\(update.rows.count)"])
            try Self.apply(update, to: id, change)
            return try ProgrammeRows.programme(id, change.db)
        }
    }

    /// Brings a table's indicators and values into a programme, all or nothing. What is the same already is left alone.
    ///
    /// - Throws: `ProgrammeError`.
    public func apply(_ update: ProgrammeUpdate, to id: Int64, by principal: Principal) throws {
        guard update.hasWork else { return }
        try store.change(by: principal) { change in
            _ = try ProgrammeRows.programme(id, change.db)
            try change.audit("programme.import", "programme", id, ["indicators": "\(update.rows.count)"])
            try Self.apply(update, to: id, change)
        }
    }

    private static func apply(_ update: ProgrammeUpdate, to programme: Int64, _ change: Change) throws {
        for row in update.rows {
            let id: Int64
            if let known = row.known {
                guard try ProgrammeRows.indicator(known.id, change.db).programme == programme else {
                    throw ProgrammeError.notFound
                }
                id = known.id
                if row.isChanged {
                    try ProgrammeRows.change(id, to: row.details, change.db)
                    try change.audit("programme.change", "indicator", id)
                }
            } else {
                id = try ProgrammeRows.insert(row.details, into: programme, change.db)
            }
            for value in row.values { try ProgrammeRows.insert(value, of: id, change) }
        }
    }

    /// Adds indicators, all or none. - Throws: `ProgrammeError`.
    public func addIndicators(_ indicators: [IndicatorDetails], to id: Int64, by principal: Principal) throws {
        try store.change(by: principal) { change in
            _ = try ProgrammeRows.programme(id, change.db)
            for indicator in indicators { try ProgrammeRows.insert(indicator, into: id, change.db) }
            try change.audit("programme.add", "programme", id, ["indicators": "\(indicators.count)"])
        }
    }

    /// Changes an indicator; its values stay. - Throws: `ProgrammeError`.
    public func changeIndicator(_ id: Int64, to details: IndicatorDetails, by principal: Principal) throws {
        try store.change(by: principal) { change in
            try ProgrammeRows.change(id, to: details, change.db)
            try change.audit("programme.change", "indicator", id)
        }
    }

    /// Takes an indicator out that has no values. - Throws: `ProgrammeError.hasValues`, `.notFound`.
    public func removeIndicator(_ id: Int64, by principal: Principal) throws {
        try store.change(by: principal) { change in
            guard try ProgrammeRows.indicator(id, change.db).values.isEmpty else { throw ProgrammeError.hasValues }
            try change.db.execute(sql: "DELETE FROM programme_indicator WHERE id = ?", arguments: [id])
            try change.audit("programme.remove", "indicator", id)
        }
    }

    /// Keeps an actual value of a year with the files that show it; an earlier one of the year stays in the history.
    ///
    /// - Throws: `ProgrammeError.badValue`, `.sourceMissing`, `.notFound`.
    public func reportValue(
        _ value: Double, year: Int, source: String, files: [NewEvidence] = [], of id: Int64, by principal: Principal
    ) throws {
        try store.change(by: principal) { change in
            let new = NewYearValue(year: year, value: value, source: source)
            try ProgrammeRows.insert(new, of: id, files: files, change)
        }
    }

    /// A file of a value. - Throws: `ProgrammeError.notFound`.
    public func programmeFile(_ id: Int64) throws -> NewEvidence {
        try store.read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM programme_file WHERE id = ?", arguments: [id])
            else { throw ProgrammeError.notFound }
            return ProgrammeRows.file(row)
        }
    }

    /// Confirms a value of an indicator. - Throws: `ProgrammeError.notFound`.
    public func confirmValue(_ id: Int64, of indicator: Int64, by principal: Principal) throws {
        try store.change(by: principal) { change in
            try change.db.execute(
                sql:
                    "UPDATE programme_value SET confirmed_at = ?, confirmed_by = ? WHERE id = ? AND indicator_id = ? AND confirmed_at IS NULL",
                arguments: [change.at, change.by, id, indicator])
            guard change.db.changesCount == 1 else { throw ProgrammeError.notFound }
            try change.audit("programme.confirm", "value", id)
        }
    }

    /// The indicators that a plan document names, as a programme would have them: rows of its indicator tables with
    /// baseline and target. What cannot be followed over years is left out.
    public func programmeDraft(from plan: Int64) throws -> (details: ProgrammeDetails, indicators: [IndicatorDetails]) {
        let head = try self.plan(plan)
        let found = try reading(of: plan).indicators
        var names: Set<String> = []
        let indicators = found.compactMap { row -> IndicatorDetails? in
            // A path needs both ends as the document has them; nothing is made up for one that is missing.
            guard let target = row.target, let end = row.targetYear ?? head.year, let baseline = row.baseline,
                let start = row.baselineYear, names.insert(row.name).inserted
            else { return nil }
            let details = IndicatorDetails(
                name: row.name, unit: row.unit, direction: WorkTarget.direction(of: row.comparator),
                isBinding: row.nature?.contains("约束") ?? false, baselineYear: start, baseline: baseline,
                targetYear: end, target: target, source: head.name)
            return details.path == nil ? nil : details
        }
        let start = indicators.map(\.baselineYear).min().map { $0 + 1 } ?? (head.year ?? 2026)
        let end = indicators.map(\.targetYear).max() ?? start + 4
        return (
            ProgrammeDetails(name: head.name, kind: .fiveYear, startYear: start, endYear: end, plan: plan), indicators
        )
    }
}
