import Chance

/// Looks for the sites that cost least, each set of sites valued by the cheapest flow to it.
///
/// A set's value, opening and walking with points split where that helps, is exact and takes well under a millisecond; it is
/// a bound for plans with whole points. So sets are searched by their value alone: drop or add a site, then exchange one,
/// as long as that improves; then walk on past local optima. The best sets come out in order of value.
struct SiteSearch {
    /// A set of sites and its value in millimetres.
    struct Candidate: Hashable, Sendable {
        var open: [Bool]
        var value: Int

        /// In order of value, then of sites, so that the order never depends on chance.
        func isBetter(than other: Candidate) -> Bool {
            if value != other.value { return value < other.value }
            return open.lexicographicallyPrecedes(other.open) { $0 && !$1 }
        }
    }

    let problem: WholeProblem
    /// Opening costs in millimetres.
    let costs: [Int]
    let isStanding: [Bool]
    /// Candidates of the same place have the same number.
    let group: [Int]
    let most: Int
    let workers: Int
    /// Candidates near each one, nearest first, for exchanges.
    let near: [[Int]]

    private(set) var known: [[Bool]: Int] = [:]

    init(
        problem: WholeProblem, costs: [Int], isStanding: [Bool], group: [Int], most: Int, workers: Int, near: [[Int]]
    ) {
        self.problem = problem
        self.costs = costs
        self.isStanding = isStanding
        self.group = group
        self.most = most
        self.workers = workers
        self.near = near
    }

    /// Steps of the walk that follows the descent.
    static let steps = 80
    /// How many sets are handed on.
    static let kept = 12

    /// The best sets found, the best first: a descent, then a walk to the best neighbour in each step, even where it is
    /// dearer, that does not touch for some steps what it has changed (tabu search: Glover 1986).
    mutating func run(seed: UInt64) throws(CatchmentError) -> [Candidate] {
        var random = SplitMix64(seed: seed)
        var present = try descend(start()), best = present
        var freeAt = [Int](repeating: 0, count: costs.count)
        for step in 0..<Self.steps {
            var next: Candidate?
            for other in try value(neighbours(of: present.open, exchanges: true)) {
                let isTabu = costs.indices.contains { other.open[$0] != present.open[$0] && freeAt[$0] > step }
                guard !isTabu || other.value < best.value else { continue }
                if next.map({ other.isBetter(than: $0) }) ?? true { next = other }
            }
            guard let next else { continue }
            for site in costs.indices where next.open[site] != present.open[site] {
                freeAt[site] = step + 4 + random.below(5)
            }
            present = next
            if present.isBetter(than: best) { best = present }
        }
        let all = known.map { Candidate(open: $0.key, value: $0.value) }.sorted { $0.isBetter(than: $1) }
        return Array(all.prefix(Self.kept))
    }

    /// All candidates where they may all be opened and are few, else only what stands.
    private func start() -> [Bool] {
        var open = isStanding
        let isAll = costs.count <= 60 && most >= costs.count
        for site in costs.indices where isAll && mayOpen(site, open) { open[site] = true }
        return open
    }

    private func mayOpen(_ site: Int, _ open: [Bool]) -> Bool {
        guard !open[site] else { return false }
        var added = 0
        for other in open.indices where open[other] {
            if group[other] == group[site] { return false }
            if !isStanding[other] { added += 1 }
        }
        return added < most
    }

    /// Improves a set until nothing does, first by single sites, then by exchanges too.
    private mutating func descend(_ start: [Bool]) throws(CatchmentError) -> Candidate {
        var best = try value([start])[0], exchanges = false
        while true {
            let sets = neighbours(of: best.open, exchanges: exchanges)
            let found = try value(sets).reduce(best) { $1.isBetter(than: $0) ? $1 : $0 }
            if found.value < best.value {
                best = found
            } else if !exchanges {
                exchanges = true
            } else {
                return best
            }
        }
    }

    /// Sets with one site more or less or, with exchanges, one instead of another.
    private func neighbours(of open: [Bool], exchanges: Bool) -> [[Bool]] {
        var sets: [[Bool]] = []
        for site in costs.indices where !isStanding[site] {
            var changed = open
            if open[site] {
                changed[site] = false
                sets.append(changed)
                guard exchanges else { continue }
                for other in near[site] where mayOpen(other, changed) {
                    var swapped = changed
                    swapped[other] = true
                    sets.append(swapped)
                }
            } else if mayOpen(site, open) {
                changed[site] = true
                sets.append(changed)
            }
        }
        return sets
    }

    /// The values of sets, in order.
    private mutating func value(_ sets: [[Bool]]) throws(CatchmentError) -> [Candidate] {
        let fresh = sets.filter { known[$0] == nil }
        let problem = problem, costs = costs
        let values = parallel(fresh.count, workers: workers) { index -> Result<Int, CatchmentError> in
            Result { () throws(CatchmentError) in
                let sites = costs.indices.filter { fresh[index][$0] }
                guard !sites.isEmpty else { return .max }
                let restricted = problem.restricted(to: sites)
                let flow = try TransportSimplex.solve(restricted.relaxed())
                return flow.total + restricted.constant + sites.reduce(0) { $0 + costs[$1] }
            }
        }
        for (set, value) in zip(fresh, values) { known[set] = try value.get() }
        return sets.map { Candidate(open: $0, value: known[$0] ?? .max) }
    }
}

extension WholeProblem {
    /// The same with some of the sites only.
    func restricted(to kept: [Int]) -> WholeProblem {
        var new = [Int32](repeating: -1, count: sites)
        for (index, site) in kept.enumerated() { new[site] = Int32(index) }
        var some: [Int32] = []
        some.reserveCapacity(units * kept.count)
        for unit in 0..<units { for site in kept { some.append(rates[unit * sites + site]) } }
        return WholeProblem(
            demands: demands, rates: some, capacities: kept.map { capacities[$0] }, leasts: kept.map { leasts[$0] },
            slackPrice: slackPrice, fixed: fixed.map { $0 < 0 ? -1 : new[Int($0)] })
    }
}
