import Catalog
import Foundation
import Monitoring
import Registers

/// Which of the two sums of an indicator.
public enum IndicatorSide: String, CaseIterable, Hashable, Sendable {
    /// The sum, or the numerator.
    case part
    /// The denominator.
    case whole
}

/// Where a value comes from.
public struct IndicatorProvenance: Hashable, Sendable {
    /// When and from what it was counted.
    public let snapshot: IndicatorSnapshot
    /// Who had it counted, as the audit trail names them; nil where that is not known any more.
    public let countedBy: String?
    /// Whether the definition in force is the one by which it was counted.
    public let isCurrentDefinition: Bool
    /// The registers that it is counted from.
    public let registers: [Source]

    /// A register that a value is counted from.
    public struct Source: Hashable, Sendable {
        /// The register.
        public let register: String
        /// Whether the register was changed after the snapshot.
        public let isChangedSince: Bool
        /// The last import before the snapshot; nil for none.
        public let lastImport: LastImport?
    }

    /// An import of a file.
    public struct LastImport: Hashable, Sendable {
        /// The number of its entry in the audit trail.
        public let entry: Int64
        /// When.
        public let at: Date
        /// Who, as the audit trail names them.
        public let who: String
        /// What the entry tells: the file, rows added and changed.
        public let detail: [String: String]
    }
}

extension IndicatorStore {
    /// The rows behind a value, as a question to the register: the rows that count now, by the definition in force.
    ///
    /// The registers answer it with the asking account's access, so nobody sees more rows this way. Nil for the whole of
    /// an indicator without one.
    ///
    /// - Parameter category: one value of one of the indicator's categories; nil for all.
    public func rows(
        behind indicator: Indicator, _ side: IndicatorSide = .part, in period: Period, organisation: Int64,
        category: IndicatorValue.Split? = nil
    ) throws -> (register: Register, query: RowQuery)? {
        guard let measure = side == .part ? indicator.part : indicator.whole else { return nil }
        guard let day = period.day(countedOn: registers.today) else {
            throw IndicatorError.periodToCome(period.description)
        }
        var rows = try CountedRows(measure, in: catalog)
        let counted = try registers.database.read {
            try OrganisationRollup(catalog, on: day, $0).counted(in: organisation)
        }
        // Numbers of rows, never words of a user.
        let ids = counted.sorted().map(String.init).joined(separator: ", ")
        rows.conditions.append(ids.isEmpty ? "1 = 0" : "\(rows.owner) IN (\(ids))")
        let sql = "\"\(rows.register.name)\".id IN (SELECT \(rows.column("id")) \(rows.sql(in: period))"
        var statement = PeriodParameters(period, day: day).bound(sql, registers.database.dialect)
        if let category, indicator.categories.contains(category.field) {
            let column = rows.column(category.field)
            if category.value.isEmpty {
                statement.sql += " AND \(column) IS NULL"
            } else {
                statement.sql += " AND \(column) = ?"
                statement.arguments.append(Self.value(category.value, rows.register.field(category.field)))
            }
        }
        var query = RowQuery()
        query.catalogued = (statement.sql + ")", statement.arguments)
        return (rows.register, query)
    }

    /// A category's value as its column holds it.
    private static func value(_ text: String, _ field: Field?) -> SQLValue {
        guard let kind = field?.columns.first?.kind, kind != .text, kind != .date else { return .text(text) }
        return Int64(text).map { .integer($0) } ?? Double(text).map { .real($0) } ?? .text(text)
    }

    /// Where the values of a period come from; nil where nothing was counted.
    public func provenance(of indicator: Indicator, in period: Period) throws -> IndicatorProvenance? {
        guard let snapshot = try snapshots(of: indicator).first(where: { $0.period == period }) else { return nil }
        return try registers.database.read { connection in
            let sources = try IndicatorInputs(indicator, in: catalog).registers.map { register in
                let changed = try connection.value(
                    "SELECT changed FROM register_definition WHERE register = ?", [.text(register)])
                let row = try connection.row(
                    """
                    SELECT id, at, who, detail FROM audit
                    WHERE action = 'import' AND entity = ? AND id <= ? ORDER BY id DESC LIMIT 1
                    """, [.text(register), .integer(snapshot.version)])
                let lastImport = row.map { row in
                    let detail = row[3].text.flatMap {
                        try? JSONDecoder().decode([String: String].self, from: Data($0.utf8))
                    }
                    return IndicatorProvenance.LastImport(
                        entry: row[0].integer ?? 0, at: Date(milliseconds: row[1].integer ?? 0), who: row[2].text ?? "",
                        detail: detail ?? [:])
                }
                return IndicatorProvenance.Source(
                    register: register, isChangedSince: (changed.integer ?? 0) > snapshot.version,
                    lastImport: lastImport)
            }
            return IndicatorProvenance(
                snapshot: snapshot, countedBy: try countedBy(snapshot, connection),
                isCurrentDefinition: snapshot.definition == IndicatorDefinition.digest(indicator),
                registers: sources)
        }
    }

    /// The snapshot's entry of the audit trail has its time, and stands soon after the version it was counted from.
    private func countedBy(_ snapshot: IndicatorSnapshot, _ connection: any SQLConnection) throws -> String? {
        try connection.row(
            "SELECT who FROM audit WHERE id > ? AND at = ? AND action IN (?, ?) ORDER BY id LIMIT 1",
            [.integer(snapshot.version), .integer(snapshot.made.milliseconds)]
                + CountingAction.allCases.map { .text($0.rawValue) }
        )?[0].text
    }
}
