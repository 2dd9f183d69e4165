import Catalog
import Foundation
import Registers

/// The cube as one account may see it: its rights are looked up once for a page of hundreds of figures.
public struct IndicatorReader: Sendable {
    /// The values.
    public let cube: IndicatorCube
    private let scopes: [String: RowScope]

    /// What an account may see of a cube.
    public init(_ cube: IndicatorCube, access: RegisterAccess) {
        self.cube = cube
        scopes = Dictionary(cube.catalog.registers.map { ($0.name, access.scope(.read, $0)) }) { first, _ in first }
    }

    /// Whether the account may see the value of an organisation.
    public func maySee(_ indicator: Indicator, organisation: Int64) -> Bool {
        cube.guards[indicator.name]?.allSatisfy { scopes[$0.name]?.contains(organisation) ?? false } ?? false
    }

    /// Whether the account may see anything at all of an organisation beside that it is there.
    public func mayEnter(_ organisation: Int64) -> Bool {
        scopes.contains { $0.key != Register.organisations && $0.value.contains(organisation) }
    }

    /// The value of an organisation for a period; nil where there is none to see.
    public func value(of indicator: Indicator, in period: Period, organisation: Int64) -> IndicatorValue? {
        guard maySee(indicator, organisation: organisation) else { return nil }
        return cube.value(of: indicator, in: period, organisation: organisation)
    }

    /// The values of some organisations in their order, without those that there are none of to see.
    public func values(of indicator: Indicator, in period: Period, organisations: [Int64]) -> [IndicatorValue] {
        organisations.compactMap { value(of: indicator, in: period, organisation: $0) }
    }

    /// The values of an organisation over the periods that were counted, earliest first, without periods that have none.
    public func trend(of indicator: Indicator, organisation: Int64) -> [IndicatorValue] {
        cube.periods(of: indicator).compactMap { period in
            value(of: indicator, in: period, organisation: organisation).flatMap { $0.value == nil ? nil : $0 }
        }
    }

    /// The latest value of an organisation, and the one of the period counted before.
    public func latest(
        of indicator: Indicator, organisation: Int64
    ) -> (now: IndicatorValue, before: IndicatorValue?)? {
        guard maySee(indicator, organisation: organisation) else { return nil }
        var now: IndicatorValue?
        for period in cube.periods(of: indicator).reversed() {
            guard let value = cube.value(of: indicator, in: period, organisation: organisation), value.value != nil
            else { continue }
            guard let found = now else {
                now = value
                continue
            }
            return (found, value)
        }
        return now.map { ($0, nil) }
    }

    /// What a value was before the last counting that changed it.
    public struct Former: Sendable {
        /// The value then.
        public let value: IndicatorValue
        /// When it was counted.
        public let made: Date
        /// When the counting was that changed it.
        public let changed: Date
    }

    /// What a value was before the last counting that changed it; nil where none has.
    public func former(of indicator: Indicator, in period: Period, organisation: Int64) -> Former? {
        guard maySee(indicator, organisation: organisation),
            let found = cube.before(of: indicator, in: period, organisation: organisation)
        else { return nil }
        return Former(value: found.value, made: found.made, changed: found.changed)
    }
}
