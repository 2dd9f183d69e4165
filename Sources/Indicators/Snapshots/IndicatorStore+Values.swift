import Catalog
import Foundation
import Monitoring
import Registers

/// When and from what a snapshot was counted.
public struct IndicatorSnapshot: Hashable, Sendable {
    /// The indicator.
    public let indicator: String
    /// The period.
    public let period: Period
    /// The day as of which rows counted.
    public let day: Day
    /// The version of the registers: the number of the last change before.
    public let version: Int64
    /// The digest of the definition by which it was counted.
    public let definition: String
    /// When it was counted.
    public let made: Date
    let id: Int64
}

extension IndicatorStore {
    /// The snapshots of an indicator, earliest period first.
    public func snapshots(of indicator: Indicator) throws -> [IndicatorSnapshot] {
        try registers.database.read { try snapshots(of: indicator, $0) }
    }

    private func snapshots(of indicator: Indicator, _ connection: any SQLConnection) throws -> [IndicatorSnapshot] {
        try connection.rows(
            "SELECT id, period, day, version, definition, made FROM indicator_snapshot WHERE indicator = ?",
            [.text(indicator.name)]
        ).compactMap { row in
            guard let id = row[0].integer, let period = row[1].text.flatMap({ Period($0) }),
                let day = row[2].text.flatMap({ Day($0) })
            else { return nil }
            return IndicatorSnapshot(
                indicator: indicator.name, period: period, day: day, version: row[3].integer ?? 0,
                definition: row[4].text ?? "", made: Date(milliseconds: row[5].integer ?? 0), id: id)
        }.sorted { $0.period < $1.period }
    }

    /// The values of an indicator for a period: of every organisation at a level where it is shown and that the account
    /// may see, the tree's order by code.
    public func values(of indicator: Indicator, in period: Period, access: RegisterAccess) throws -> [IndicatorValue] {
        try registers.database.read { connection in
            guard let snapshot = try snapshots(of: indicator, connection).first(where: { $0.period == period }) else {
                return []
            }
            let rollup = try OrganisationRollup(catalog, on: snapshot.day, connection)
            var sums: [Int64: IndicatorParts] = [:]
            for (key, parts) in try parts(of: snapshot, indicator, connection) {
                for id in rollup.countsFor(key.organisation) { sums[id, default: IndicatorParts()].add(parts) }
            }
            let scope = catalog.scope(of: indicator, access)
            return rollup.tree.nodes.values.filter { indicator.levels.contains($0.level) && scope.contains($0.id) }
                .sorted { $0.code < $1.code }
                .compactMap { node in
                    guard sums[node.id] != nil || indicator.missing != .skip else { return nil }
                    return IndicatorValue(indicator, node.id, period, sums[node.id] ?? IndicatorParts())
                }
        }
    }

    /// The value of one organisation; nil where nothing was counted for the period.
    ///
    /// - Throws: `IndicatorError.notAllowed`.
    public func value(
        of indicator: Indicator, in period: Period, organisation: Int64, access: RegisterAccess
    ) throws -> IndicatorValue? {
        try trend(of: indicator, organisation: organisation, access: access).first { $0.period == period }
    }

    /// The values of one organisation over the periods that were counted, earliest first.
    ///
    /// - Throws: `IndicatorError.notAllowed`.
    public func trend(
        of indicator: Indicator, organisation: Int64, access: RegisterAccess
    ) throws -> [IndicatorValue] {
        guard maySee(indicator, organisation: organisation, access) else { throw IndicatorError.notAllowed }
        return try registers.database.read { connection in
            try snapshots(of: indicator, connection).map { snapshot in
                let counted = try OrganisationRollup(catalog, on: snapshot.day, connection).counted(in: organisation)
                var sum = IndicatorParts()
                for (key, parts) in try parts(of: snapshot, indicator, connection)
                where counted.contains(key.organisation) {
                    sum.add(parts)
                }
                return IndicatorValue(indicator, organisation, snapshot.period, sum)
            }
        }
    }

    /// The value of one organisation split by a field of the indicator's `by`, in the order of the field's values.
    ///
    /// - Throws: `IndicatorError.notAllowed`.
    public func split(
        of indicator: Indicator, in period: Period, organisation: Int64, by field: String, access: RegisterAccess
    ) throws -> [IndicatorValue] {
        guard maySee(indicator, organisation: organisation, access) else { throw IndicatorError.notAllowed }
        guard let position = indicator.categories.firstIndex(of: field) else { return [] }
        return try registers.database.read { connection in
            guard let snapshot = try snapshots(of: indicator, connection).first(where: { $0.period == period }) else {
                return []
            }
            let counted = try OrganisationRollup(catalog, on: snapshot.day, connection).counted(in: organisation)
            var sums: [String: IndicatorParts] = [:]
            for (key, parts) in try parts(of: snapshot, indicator, connection)
            where counted.contains(key.organisation) && position < key.category.values.count {
                sums[key.category.values[position], default: IndicatorParts()].add(parts)
            }
            return sums.sorted { $0.key < $1.key }.map { value, parts in
                IndicatorValue(
                    indicator, organisation, period, parts, category: .init(field: field, value: value))
            }
        }
    }

    private func parts(
        of snapshot: IndicatorSnapshot, _ indicator: Indicator, _ connection: any SQLConnection
    ) throws -> [(IndicatorEvaluation.Key, IndicatorParts)] {
        try connection.rows(
            "SELECT organisation, category, part, whole FROM indicator_part WHERE snapshot = ?",
            [.integer(snapshot.id)]
        ).map { row in
            (
                IndicatorEvaluation.Key(
                    organisation: row[0].integer ?? 0,
                    category: IndicatorCategory(text: row[1].text ?? "", count: indicator.categories.count)),
                IndicatorParts(part: row[2].number, whole: row[3].number)
            )
        }
    }

    /// Whether an account may see the value of an organisation.
    public func maySee(_ indicator: Indicator, organisation: Int64, _ access: RegisterAccess) -> Bool {
        catalog.scope(of: indicator, access).contains(organisation)
    }
}

extension Catalog {
    /// The organisations whose values of an indicator an account may see: those whose rows it may read in the registers
    /// that are counted, and in every sensitive register that a condition asks.
    public func scope(of indicator: Indicator, _ access: RegisterAccess) -> RowScope {
        guards(of: indicator)
            .map { access.scope(.read, $0) }
            .reduce(.all) { one, other in
                switch (one, other) {
                case (.all, let scope), (let scope, .all): scope
                case (.organisations(let one), .organisations(let other)): .organisations(one.intersection(other))
                }
            }
    }

    /// The registers that decide who may see the values of an indicator.
    func guards(of indicator: Indicator) -> [Register] {
        let counted = Set([indicator.part.register, indicator.whole?.register].compactMap { $0 })
        let named = IndicatorInputs(indicator, in: self).registers.compactMap { register($0) }
        return named.filter { counted.contains($0.name) || $0.isSensitive }
    }
}
