/// Units that are not split, each to go whole to one site: generalised assignment, with or without connected areas.
///
/// Costs are those of the whole unit. Sites have a capacity and may have a least load; what a plan lacks of either costs
/// `slackPrice` for each child, so that there is always a plan.
struct WholeProblem: Sendable {
    /// Children of each unit.
    var demands: [Int]
    /// The cost of one child, unit by unit, site by site: `rates[unit * sites + site]`.
    var rates: [Int32]
    /// Most and least children of each site.
    var capacities: [Int]
    var leasts: [Int]
    /// What one child too many or too few costs.
    var slackPrice: Int
    /// The site that a unit must have, or -1.
    var fixed: [Int32]
    /// Touching units where areas must be connected, and the unit that each area must contain.
    var neighbours: Neighbours?
    var roots: [Int32] = []

    var units: Int { demands.count }
    var sites: Int { capacities.count }

    /// The same with units that may be split and areas that need not be connected: no plan can cost less.
    func relaxed() -> TransportProblem {
        var starts = [0], sinks: [Int32] = [], costs: [Int32] = []
        for unit in 0..<units {
            for site in 0..<sites where fixed[unit] < 0 || fixed[unit] == Int32(site) {
                sinks.append(Int32(site))
                costs.append(rates[unit * sites + site])
            }
            starts.append(sinks.count)
        }
        return TransportProblem(
            supplies: demands, arcStart: starts, arcSink: sinks, arcCost: costs,
            outlets: TransportProblem.outlets(
                capacities: capacities, leasts: leasts, slackPrice: slackPrice, amount: demands.reduce(0) { $0 &+ $1 }),
            unplacedCost: TransportProblem.mostCost)
    }

    /// What `relaxed` counts too little.
    var constant: Int { TransportProblem.constant(capacities: capacities, leasts: leasts, slackPrice: slackPrice) }
}

extension TransportProblem {
    /// The outlets of schools: children below the least load earn the price of slack, which `constant` gives back; those
    /// within the places cost nothing, those above them the price.
    static func outlets(capacities: [Int], leasts: [Int], slackPrice: Int, amount: Int) -> [[Outlet]] {
        zip(capacities, leasts).map { capacity, least in
            let least = min(least, capacity)
            return [
                Outlet(capacity: least, cost: -slackPrice), Outlet(capacity: capacity - least),
                Outlet(capacity: max(0, amount), cost: slackPrice),
            ].filter { $0.capacity > 0 }
        }
    }

    /// The price of all least loads.
    static func constant(capacities: [Int], leasts: [Int], slackPrice: Int) -> Int {
        slackPrice * zip(leasts, capacities).reduce(0) { $0 + min($1.0, $1.1) }
    }
}

/// Which units touch which, in flat arrays.
struct Neighbours: Sendable {
    /// Where each unit's neighbours begin.
    var start: [Int32]
    var list: [Int32]

    /// From pairs; both directions, each once, a unit never its own neighbour.
    init(pairs: [(Int, Int)], units: Int) {
        var sets = [[Int32]](repeating: [], count: units)
        for (first, second) in pairs where first != second {
            sets[first].append(Int32(second))
            sets[second].append(Int32(first))
        }
        start = [0]
        list = []
        for var set in sets {
            set.sort()
            for (index, other) in set.enumerated() where index == 0 || set[index - 1] != other { list.append(other) }
            start.append(Int32(list.count))
        }
    }

    func of(_ unit: Int) -> ArraySlice<Int32> { list[Int(start[unit])..<Int(start[unit + 1])] }
}
