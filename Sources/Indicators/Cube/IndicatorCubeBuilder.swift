import Catalog
import Foundation
import Registers

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

    /// Notes that an indicator was counted for a period, even if no row was found.
    mutating func begin(_ key: IndicatorCube.PlaneKey) { planes[key] = planes[key] ?? [] }

    /// The place of a plane, made where there is none.
    mutating func plane(_ key: IndicatorCube.PlaneKey, _ category: IndicatorCategory) -> Int {
        if let index = planes[key]?.firstIndex(where: { $0.category == category }) { return index }
        planes[key, default: []].append(.init(category: category))
        return (planes[key]?.count ?? 1) - 1
    }

    /// Puts in the parts of an organisation; those of one that is no more are left out.
    mutating func add(
        _ parts: IndicatorParts, of organisation: Int64, to index: Int, of key: IndicatorCube.PlaneKey
    ) {
        guard let position = positions[organisation], var plane = planes[key]?[index] else { return }
        var isNew = false
        if let part = parts.part {
            if plane.part < 0 {
                plane.part = block()
                isNew = true
            }
            numbers[plane.part + position] = part
        }
        if let whole = parts.whole {
            if plane.whole < 0 {
                plane.whole = block()
                isNew = true
            }
            numbers[plane.whole + position] = whole
        }
        if isNew { planes[key]?[index] = plane }
    }

    /// Notes what an organisation had before its parts last changed.
    mutating func addBefore(
        _ parts: IndicatorParts, of organisation: Int64, made: Date, changed: Date, of key: IndicatorCube.PlaneKey
    ) {
        guard let position = positions[organisation], planes[key] != nil else { return }
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
    /// All snapshots in memory. Parts counted by other categories than the catalogue's now are left out until they are
    /// counted anew.
    public func cube() throws -> IndicatorCube {
        try registers.database.read { connection in
            let rollup = try OrganisationRollup(catalog, on: registers.today, connection)
            var builder = IndicatorCubeBuilder(catalog, rollup)
            let snapshots = try connection.rows("SELECT id, indicator, period, version, made FROM indicator_snapshot")
            for row in snapshots {
                guard let id = row[0].integer, let indicator = row[1].text.flatMap({ catalog.indicator($0) }),
                    let period = row[2].text.flatMap({ Period($0) })
                else { continue }
                builder.version = max(builder.version, row[3].integer ?? 0)
                let made = Date(milliseconds: row[4].integer ?? 0)
                builder.made = max(builder.made ?? made, made)
                let key = IndicatorCube.PlaneKey(indicator: indicator.name, period: period)
                builder.begin(key)
                var places: [String: Int] = [:]
                try connection.each(
                    "SELECT organisation, category, part, whole FROM indicator_part WHERE snapshot = ?", [.integer(id)]
                ) { row in
                    let text = row[1].text ?? ""
                    let place: Int
                    if let known = places[text] {
                        place = known
                    } else {
                        let category = IndicatorCategory(text: text, count: indicator.categories.count)
                        guard category.values.count == indicator.categories.count else { return }
                        place = builder.plane(key, category)
                        places[text] = place
                    }
                    let parts = IndicatorParts(part: row[2].number, whole: row[3].number)
                    builder.add(parts, of: row[0].integer ?? 0, to: place, of: key)
                }
            }
            try connection.each(
                "SELECT indicator, period, organisation, part, whole, made, changed FROM indicator_before", []
            ) { row in
                guard let period = row[1].text.flatMap({ Period($0) }) else { return }
                builder.addBefore(
                    IndicatorParts(part: row[3].number, whole: row[4].number), of: row[2].integer ?? 0,
                    made: Date(milliseconds: row[5].integer ?? 0), changed: Date(milliseconds: row[6].integer ?? 0),
                    of: IndicatorCube.PlaneKey(indicator: row[0].text ?? "", period: period))
            }
            return IndicatorCube(builder)
        }
    }
}
