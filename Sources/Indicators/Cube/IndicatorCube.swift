import Catalog
import Foundation
import Monitoring
import Registers

/// The snapshots of all indicators in memory, for dashboards: any sum over organisations in one pass over adjacent
/// numbers.
///
/// A *plane* is one indicator, period and category: one number an organisation for the part and one for the whole. The
/// organisations stand in the order of the tree from the root down, so that those under a node are one range; a group
/// is a few. Nothing that was not counted is a NaN, which no sum sees. A ratio is taken last.
///
/// A query costs the numbers that it adds: 10 million of them are 80 MB, some 10 ms.
public struct IndicatorCube: Sendable {
    /// The catalogue.
    public let catalog: Catalog
    /// The organisations, with the groups of the day the cube was made.
    public let rollup: OrganisationRollup
    /// The version of the registers that the newest snapshot was counted from.
    public let version: Int64
    /// When the newest snapshot was made; nil where nothing was counted yet.
    public let made: Date?

    private let width: Int
    private let ranges: [Int64: [Range<Int>]]
    private let planes: [PlaneKey: [Plane]]
    private let periods: [String: [Period]]
    private let numbers: [Double]
    private let before: [PlaneKey: Before]
    /// The registers that decide who may see an indicator, by its name.
    let guards: [String: [Register]]

    struct PlaneKey: Hashable {
        let indicator: String
        let period: Period
    }

    /// Where the numbers of a category stand: the first of its parts and of its wholes, -1 for none.
    struct Plane {
        let category: IndicatorCategory
        var part = -1
        var whole = -1
    }

    /// What organisations had before the last counting that changed a period, by their place.
    struct Before {
        let made: Date
        let changed: Date
        var parts: [Int: IndicatorParts] = [:]
    }

    init(_ builder: IndicatorCubeBuilder) {
        catalog = builder.catalog
        rollup = builder.rollup
        version = builder.version
        width = builder.order.count
        ranges = builder.ranges
        planes = builder.planes
        numbers = builder.numbers
        made = builder.made
        before = builder.before.filter { builder.planes[$0.key] != nil }
        guards = Dictionary(
            builder.catalog.indicators.map { ($0.name, builder.catalog.guards(of: $0)) }
        ) { first, _ in first }
        periods = Dictionary(grouping: builder.planes.keys, by: \.indicator).mapValues { $0.map(\.period).sorted() }
    }

    /// How many numbers it holds.
    public var count: Int { numbers.count }

    /// The periods for which an indicator was counted, earliest first.
    public func periods(of indicator: Indicator) -> [Period] { periods[indicator.name] ?? [] }

    /// The value of an organisation; nil where nothing was counted, or where the account may not see it.
    public func value(
        of indicator: Indicator, in period: Period, organisation: Int64, category: IndicatorValue.Split? = nil,
        access: RegisterAccess
    ) -> IndicatorValue? {
        values(of: indicator, in: period, organisations: [organisation], category: category, access: access).first
    }

    /// The values of some organisations in their order, those left out that the account may not see, or for which the
    /// indicator is not shown.
    public func values(
        of indicator: Indicator, in period: Period, organisations: [Int64], category: IndicatorValue.Split? = nil,
        access: RegisterAccess
    ) -> [IndicatorValue] {
        guard let planes = planes[PlaneKey(indicator: indicator.name, period: period)] else { return [] }
        let chosen = Self.planes(planes, of: indicator, category)
        let scope = RowScope.reading(guards[indicator.name] ?? [], access)
        return organisations.compactMap { id in
            guard scope.contains(id), let ranges = shownRanges(id, of: indicator) else { return nil }
            return IndicatorValue(indicator, id, period, sum(chosen, ranges), category: category)
        }
    }

    /// Where an organisation's numbers are; nil where the indicator is not shown at its level.
    private func shownRanges(_ organisation: Int64, of indicator: Indicator) -> [Range<Int>]? {
        guard let node = rollup.tree.nodes[organisation], indicator.levels.contains(node.level) else { return nil }
        return ranges[organisation]
    }

    /// The value of an organisation, whoever may see it; nil where nothing was counted or the indicator is not shown.
    func value(
        of indicator: Indicator, in period: Period, organisation: Int64, category: IndicatorValue.Split? = nil
    ) -> IndicatorValue? {
        guard let planes = planes[PlaneKey(indicator: indicator.name, period: period)],
            let ranges = shownRanges(organisation, of: indicator)
        else { return nil }
        let sums = sum(Self.planes(planes, of: indicator, category), ranges)
        return IndicatorValue(indicator, organisation, period, sums, category: category)
    }

    /// What a value was before the last counting that changed it; nil where nothing under the organisation has changed.
    func before(
        of indicator: Indicator, in period: Period, organisation: Int64
    ) -> (value: IndicatorValue, made: Date, changed: Date)? {
        let key = PlaneKey(indicator: indicator.name, period: period)
        guard let before = before[key], let ranges = ranges[organisation], let planes = planes[key],
            before.parts.keys.contains(where: { position in ranges.contains { $0.contains(position) } })
        else { return nil }
        var sums = IndicatorParts()
        for range in ranges {
            // The stretches between organisations that have changed are as they were.
            var start = range.lowerBound
            for (position, parts) in before.parts.filter({ range.contains($0.key) }).sorted(by: { $0.key < $1.key }) {
                sums.add(sum(planes, [start..<position]))
                sums.add(parts)
                start = position + 1
            }
            sums.add(sum(planes, [start..<range.upperBound]))
        }
        return (IndicatorValue(indicator, organisation, period, sums), before.made, before.changed)
    }

    /// The values of an organisation over the periods that were counted, earliest first.
    public func trend(
        of indicator: Indicator, organisation: Int64, category: IndicatorValue.Split? = nil, access: RegisterAccess
    ) -> [IndicatorValue] {
        periods(of: indicator).compactMap {
            value(of: indicator, in: $0, organisation: organisation, category: category, access: access)
        }
    }

    /// A value with its place among others.
    public struct Ranked: Hashable, Sendable {
        /// The place from 1; equal values share one, and the places after are left out.
        public let place: Int
        /// The value.
        public let value: IndicatorValue
    }

    /// The values of some organisations, the best first: the highest, or the lowest where lower is better. Those without
    /// a value have no place and are left out.
    public func ranking(
        of indicator: Indicator, in period: Period, organisations: [Int64], access: RegisterAccess
    ) -> [Ranked] {
        let sign = indicator.better == .lower ? 1.0 : -1.0
        let sorted = values(of: indicator, in: period, organisations: organisations, access: access)
            .compactMap { value in value.value.map { (value, $0 * sign) } }
            .sorted { ($0.1, $0.0.organisation) < ($1.1, $1.0.organisation) }
        var place = 0
        return sorted.enumerated().map { index, entry in
            if index == 0 || sorted[index - 1].1 != entry.1 { place = index + 1 }
            return Ranked(place: place, value: entry.0)
        }
    }

    private static func planes(
        _ planes: [Plane], of indicator: Indicator, _ category: IndicatorValue.Split?
    ) -> [Plane] {
        guard let category else { return planes }
        guard let position = indicator.categories.firstIndex(of: category.field) else { return [] }
        return planes.filter { position < $0.category.values.count && $0.category.values[position] == category.value }
    }

    private func sum(_ planes: [Plane], _ ranges: [Range<Int>]) -> IndicatorParts {
        var parts = IndicatorParts()
        numbers.withUnsafeBufferPointer { numbers in
            for plane in planes {
                for range in ranges {
                    parts.add(
                        IndicatorParts(
                            part: Self.sum(numbers, plane.part, range), whole: Self.sum(numbers, plane.whole, range)))
                }
            }
        }
        return parts
    }

    /// The sum of what was counted; nil where nothing was. Four sums run side by side, so that none waits for the last.
    private static func sum(_ numbers: UnsafeBufferPointer<Double>, _ start: Int, _ range: Range<Int>) -> Double? {
        guard start >= 0, let base = numbers.baseAddress else { return nil }
        let zero = SIMD4<Double>(repeating: 0), one = SIMD4<Double>(repeating: 1)
        var sums = zero, found = zero
        var index = start + range.lowerBound
        let end = start + range.upperBound
        while index + 4 <= end {
            let four = UnsafeRawPointer(base + index).loadUnaligned(as: SIMD4<Double>.self)
            let isThere = four .== four
            sums += zero.replacing(with: four, where: isThere)
            found += zero.replacing(with: one, where: isThere)
            index += 4
        }
        var sum = sums.sum(), count = found.sum()
        while index < end {
            let number = base[index]
            if number == number {
                sum += number
                count += 1
            }
            index += 1
        }
        return count == 0 ? nil : sum
    }
}
