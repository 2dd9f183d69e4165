import Catalog
import Foundation
import Registers
import Synchronization

/// Puts the numbers of a cube in their places.
struct IndicatorCubeBuilder {
    let catalog: Catalog
    let rollup: OrganisationRollup
    var version: Int64 = 0
    let order: [Int64]
    let ranges: [Int64: [Range<Int>]]
    private let positions: [Int64: Int]
    private(set) var planes: [IndicatorCube.PlaneKey: [IndicatorCube.Plane]] = [:]
    private(set) var numbers: [Double] = []
    private(set) var before: [IndicatorCube.PlaneKey: IndicatorCube.Before] = [:]
    /// When the newest snapshot was made.
    var made: Date?

    init(_ catalog: Catalog, _ rollup: OrganisationRollup) {
        self.catalog = catalog
        self.rollup = rollup
        let order = rollup.treeOrder()
        let positions = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        var counted: [Int64: [Int]] = [:]
        for (position, id) in order.enumerated() {
            for node in rollup.countsFor(id) { counted[node, default: []].append(position) }
        }
        self.order = order
        self.positions = positions
        ranges = counted.mapValues { positions in
            positions.reduce(into: [Range<Int>]()) { ranges, position in
                if let last = ranges.last, last.upperBound == position {
                    ranges[ranges.count - 1] = last.lowerBound..<position + 1
                } else {
                    ranges.append(position..<position + 1)
                }
            }
        }
    }

    /// Takes the rows of a snapshot: organisation, category, part, whole. Those of an organisation that is no more, or of
    /// other categories than the indicator has now, are left out.
    mutating func add(
        _ key: IndicatorCube.PlaneKey, categories: Int, _ each: ((SQLRow) -> Void) throws -> Void
    ) throws {
        var planes: [IndicatorCube.Plane] = [], places: [String: Int] = [:]
        try each { row in
            guard let position = row[0].integer.flatMap({ positions[$0] }) else { return }
            let text = row[1].text ?? ""
            let place: Int
            if let known = places[text] {
                place = known
            } else {
                let category = IndicatorCategory(text: text, count: categories)
                guard category.values.count == categories else { return }
                place = planes.count
                planes.append(.init(category: category))
                places[text] = place
            }
            if let part = row[2].number {
                if planes[place].part < 0 { planes[place].part = block() }
                numbers[planes[place].part + position] = part
            }
            if let whole = row[3].number {
                if planes[place].whole < 0 { planes[place].whole = block() }
                numbers[planes[place].whole + position] = whole
            }
        }
        self.planes[key] = planes
    }

    /// Takes over what another builder of the same organisations has.
    mutating func add(_ other: IndicatorCubeBuilder) {
        let start = numbers.count
        numbers += other.numbers
        before.merge(other.before) { mine, _ in mine }
        for (key, planes) in other.planes {
            self.planes[key] = planes.map { plane in
                var plane = plane
                if plane.part >= 0 { plane.part += start }
                if plane.whole >= 0 { plane.whole += start }
                return plane
            }
        }
    }

    /// Notes what an organisation had before its parts last changed.
    mutating func addBefore(
        _ parts: IndicatorParts, of organisation: Int64, made: Date, changed: Date, of key: IndicatorCube.PlaneKey
    ) {
        guard let position = positions[organisation] else { return }
        before[key, default: .init(made: made, changed: changed)].parts[position] = parts
    }

    private mutating func block() -> Int {
        numbers.append(contentsOf: repeatElement(Double.nan, count: order.count))
        return numbers.count - order.count
    }
}

extension OrganisationRollup {
    /// All organisations, each followed by those under it; a ring of parents comes at the end.
    func treeOrder() -> [Int64] {
        let roots = tree.nodes.values.filter { $0.parent.flatMap { tree.nodes[$0] } == nil }.sorted {
            $0.code < $1.code
        }
        var order: [Int64] = [], seen: Set<Int64> = []
        var open = Array(roots.map(\.id).reversed())
        while let id = open.popLast() {
            guard seen.insert(id).inserted else { continue }
            order.append(id)
            open += tree.children(of: id).map(\.id).reversed()
        }
        return order + tree.nodes.keys.filter { !seen.contains($0) }.sorted()
    }
}

extension IndicatorStore {
    /// All snapshots in memory, read through several connections. Parts counted by other categories than the catalogue's
    /// now are left out until they are counted anew.
    public func cube() throws -> IndicatorCube {
        let connections = max(1, min(ProcessInfo.processInfo.activeProcessorCount, 4))
        let next = Atomic(0)
        let whole = Mutex<IndicatorCubeBuilder?>(nil)
        try registers.database.readTogether(connections) { connection in
            let rollup = try OrganisationRollup(catalog, on: registers.today, connection)
            var builder = IndicatorCubeBuilder(catalog, rollup)
            let snapshots = try connection.rows(
                "SELECT id, indicator, period, version, made FROM indicator_snapshot ORDER BY id")
            builder.version = snapshots.compactMap { $0[3].integer }.max() ?? 0
            builder.made = snapshots.compactMap { $0[4].integer }.max().map { Date(milliseconds: $0) }
            // Each connection takes the next snapshot that nobody has; who comes behind the last takes what was before.
            var index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            while index < snapshots.count {
                try add(snapshots[index], to: &builder, connection)
                index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            }
            if index == snapshots.count { try addBefore(to: &builder, connection) }
            let own = builder
            whole.withLock { whole in
                if whole == nil { whole = own } else { whole?.add(own) }
            }
        }
        guard let builder = whole.withLock({ $0 }) else { throw RegisterError.changedMeanwhile }
        return IndicatorCube(builder)
    }

    private func add(_ snapshot: SQLRow, to builder: inout IndicatorCubeBuilder, _ connection: any SQLConnection) throws
    {
        guard let indicator = snapshot[1].text.flatMap({ catalog.indicator($0) }),
            let period = snapshot[2].text.flatMap({ Period($0) })
        else { return }
        let key = IndicatorCube.PlaneKey(indicator: indicator.name, period: period)
        try builder.add(key, categories: indicator.categories.count) { take in
            try connection.each(
                "SELECT organisation, category, part, whole FROM indicator_part WHERE snapshot = ?", [snapshot[0]], take
            )
        }
    }

    private func addBefore(to builder: inout IndicatorCubeBuilder, _ connection: any SQLConnection) throws {
        try connection.each(
            "SELECT indicator, period, organisation, part, whole, made, changed FROM indicator_before", []
        ) { row in
            guard let period = row[1].text.flatMap({ Period($0) }) else { return }
            builder.addBefore(
                IndicatorParts(part: row[3].number, whole: row[4].number), of: row[2].integer ?? 0,
                made: Date(milliseconds: row[5].integer ?? 0), changed: Date(milliseconds: row[6].integer ?? 0),
                of: IndicatorCube.PlaneKey(indicator: row[0].text ?? "", period: period))
        }
    }
}
