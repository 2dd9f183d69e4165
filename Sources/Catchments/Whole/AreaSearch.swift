import Chance

/// One run of simulated annealing over plans of whole units (Kirkpatrick, Gelatt and Vecchi 1983).
///
/// Moves: one unit to another area; or a chain of two, one unit into an area and another out of it, back (a swap) or on to
/// a third (an ejection chain). Where areas must be connected, units move only to areas that they touch, and a move that
/// would cut an area or take its school's unit is refused.
///
/// A child too many costs the price of places in the relaxation times a factor that rises while plans are overfull and falls
/// while they are not, so that the search walks along the edge of what is possible (strategic oscillation: Glover 1977).
/// The best plan is kept by the true price. All numbers are whole, or doubles that are only added and multiplied, so that
/// every machine finds the same plan.
final class AreaSearch {
    private let units: Int
    private let sites: Int
    private let demand: UnsafeMutablePointer<Int>
    private let rate: UnsafeMutablePointer<Int32>
    private let capacity: UnsafeMutablePointer<Int>
    private let least: UnsafeMutablePointer<Int>
    private let slackPrice: Int
    /// Whether each unit may move, and those that do at present.
    private let isMovable: UnsafeMutablePointer<Bool>
    private var movable: [Int32]
    /// Whether the units of each site take part at present.
    private let takesPart: UnsafeMutablePointer<Bool>
    /// Sites worth trying for each unit, where areas need not be connected.
    private let choices: UnsafeMutablePointer<Int32>
    private let choiceCount: Int
    private let isConnected: Bool
    private let neighbourStart: UnsafeMutablePointer<Int32>
    private let neighbour: UnsafeMutablePointer<Int32>
    private let root: UnsafeMutablePointer<Int32>

    // The plan at present.
    private let site: UnsafeMutablePointer<Int32>
    private let load: UnsafeMutablePointer<Int>
    /// Members of site `s` in `members[s * units ..< s * units + count[s]]`, and where each unit stands there.
    private let members: UnsafeMutablePointer<Int32>
    private let count: UnsafeMutablePointer<Int>
    private let place: UnsafeMutablePointer<Int>
    private var cost = 0
    private var slack = 0

    /// What a child too many or too few costs at each site at present.
    private let penalty: UnsafeMutablePointer<Int>

    // What has been reached while looking whether an area is connected.
    private let mark: UnsafeMutablePointer<Int>
    private let queue: UnsafeMutablePointer<Int32>
    private var stamp = 0

    /// The best plan found, and its cost with slack at the true price.
    private(set) var best: [Int32]
    private(set) var bestCost = 0

    /// A search that begins with a plan; where areas must be connected, the plan's are.
    ///
    /// - Parameter choices: `choiceCount` sites for each unit, where areas need not be connected.
    init(_ problem: WholeProblem, from plan: [Int32], choices: [Int32]) {
        (units, sites) = (problem.units, problem.sites)
        demand = flat(problem.demands)
        rate = flat(problem.rates)
        capacity = flat(problem.capacities)
        least = flat(problem.leasts)
        slackPrice = problem.slackPrice
        var isRoot = [Bool](repeating: false, count: problem.units)
        for unit in problem.roots { isRoot[Int(unit)] = true }
        let free = problem.fixed.indices.map { problem.fixed[$0] < 0 && !isRoot[$0] }
        isMovable = flat(free)
        takesPart = flat(problem.sites, true)
        movable = free.indices.filter { free[$0] }.map(Int32.init)
        self.choices = flat(choices)
        choiceCount = choices.count / max(1, problem.units)
        isConnected = problem.neighbours != nil
        neighbourStart = flat(problem.neighbours?.start ?? [])
        neighbour = flat(problem.neighbours?.list ?? [])
        root = flat(problem.roots)
        site = flat(plan)
        load = flat(problem.sites, 0)
        members = flat(problem.sites * problem.units, 0)
        count = flat(problem.sites, 0)
        place = flat(problem.units, 0)
        penalty = flat(problem.sites, 0)
        mark = flat(problem.units, 0)
        queue = flat(problem.units, 0)
        best = plan
        for unit in 0..<units {
            let own = Int(plan[unit])
            load[own] += demand[unit]
            cost += price(unit, own)
            enlist(unit, own)
        }
        for own in 0..<sites { slack += lack(own, load[own]) }
        bestCost = cost + slack * slackPrice
    }

    deinit {
        demand.deallocate(); rate.deallocate(); capacity.deallocate(); least.deallocate(); isMovable.deallocate()
        choices.deallocate(); neighbourStart.deallocate(); neighbour.deallocate(); root.deallocate(); site.deallocate()
        load.deallocate(); members.deallocate(); count.deallocate(); place.deallocate(); mark.deallocate()
        queue.deallocate(); penalty.deallocate(); takesPart.deallocate()
    }

    /// The plan at present, and its cost with slack at the true price.
    var standing: WholePlan { WholePlan(sites: (0..<units).map { site[$0] }, cost: cost + slack * slackPrice) }

    /// Goes back to a plan that it stood at.
    func returns(to plan: WholePlan) {
        for unit in 0..<units where site[unit] != plan.sites[unit] {
            let from = Int(site[unit]), to = Int(plan.sites[unit])
            cost += price(unit, to) - price(unit, from)
            move(unit, from, to)
        }
        slack = (0..<sites).reduce(0) { $0 + lack($1, load[$1]) }
    }

    /// How many units may move at present.
    var moving: Int { movable.count }

    /// From now on only units of these sites move, and only among them.
    func keep(to sites: [Int]) {
        for site in 0..<self.sites { takesPart[site] = false }
        for site in sites { takesPart[site] = true }
        movable = (0..<units).filter { isMovable[$0] && takesPart[Int(site[$0])] }.map(Int32.init)
    }

    /// Anneals from the plan at present; `best` and `bestCost` hold the result.
    ///
    /// - Parameters:
    ///   - steps: moves that are tried.
    ///   - heat: the temperature at the beginning, in units of cost; it falls to 0 with the third power of what is left.
    ///   - prices: how scarce places are at each site, which a child too many there pays in proportion.
    func run(steps: Int, heat: Double, prices: [Int], random: inout SplitMix64) {
        guard sites > 1, !movable.isEmpty else { return }
        let batch = max(1, min(200, steps / 2000)), batches = max(1, steps / batch)
        let mean = prices.reduce(0) { $0 + max(0, $1) } / sites
        let base = prices.map { max(1, max(0, $0) + mean / 4) }
        // In 65,536ths of the base.
        var strength = 1 << 16
        let strongest = min(
            max(strength, (slackPrice / max(1, mean)) << 16), .max / 2 / (base.max() ?? 1))
        Patience.table.withUnsafeBufferPointer { patience in
            for round in 0..<batches {
                let left = Double(batches - round) / Double(batches)
                for site in 0..<sites {
                    penalty[site] = min(4 * slackPrice, 1 + ((base[site] * (strength >> 6)) >> 10))
                }
                for _ in 0..<batch { step(heat * left * left * left, patience, &random) }
                strength += slack > 0 ? strength / 256 : -strength / 256
                strength = min(strongest, max(1 << 10, strength))
            }
        }
    }

    @inline(__always)
    private func price(_ unit: Int, _ site: Int) -> Int { demand[unit] * Int(rate[unit * sites + site]) }

    /// What a site lacks in capacity or in children with a load.
    @inline(__always)
    private func lack(_ site: Int, _ load: Int) -> Int { max(0, load - capacity[site]) + max(0, least[site] - load) }

    /// What changes at a site with its load: the slack, and the slack's cost at the present price.
    @inline(__always)
    private func tally(_ site: Int, _ more: Int, _ slack: inout Int) -> Int {
        let change = lack(site, load[site] + more) - lack(site, load[site])
        slack += change
        return change * penalty[site]
    }

    /// A site to which a unit might move.
    @inline(__always)
    private func goal(_ unit: Int, _ random: inout SplitMix64) -> Int {
        guard isConnected else { return Int(choices[unit * choiceCount + random.below(choiceCount)]) }
        let begin = Int(neighbourStart[unit]), width = Int(neighbourStart[unit + 1]) - begin
        return width == 0 ? Int(site[unit]) : Int(site[Int(neighbour[begin + random.below(width)])])
    }

    @inline(__always)
    private func step(
        _ heat: Double, _ patience: UnsafeBufferPointer<Double>, _ random: inout SplitMix64
    ) {
        let unit = Int(movable[random.below(movable.count)])
        let from = Int(site[unit]), to = goal(unit, &random)
        guard from != to, takesPart[to] else { return }
        let size = demand[unit]
        var change = price(unit, to) - price(unit, from), lacking = 0
        let draw = random.next()
        let margin = patience[Int(draw & 4095)] * heat
        if draw >> 63 == 0 || count[to] == 0 {
            let weight = tally(from, -size, &lacking) + tally(to, size, &lacking)
            guard Double(change + weight) <= margin, !isConnected || mayLeave(unit, from) else { return }
            move(unit, from, to)
        } else {
            let other = Int(members[to * units + random.below(count[to])])
            guard isMovable[other] else { return }
            let on = goal(other, &random), otherSize = demand[other]
            guard on != to, takesPart[on] else { return }
            change += price(other, on) - price(other, to)
            var weight = tally(to, size - otherSize, &lacking)
            if on == from {
                weight += tally(from, otherSize - size, &lacking)
            } else {
                weight += tally(from, -size, &lacking) + tally(on, otherSize, &lacking)
            }
            guard Double(change + weight) <= margin else { return }
            move(unit, from, to)
            move(other, to, on)
            if isConnected, !(isWhole(from) && isWhole(to) && (on == from || touches(other, on))) {
                move(other, on, to)
                move(unit, to, from)
                return
            }
        }
        cost += change
        slack += lacking
        if cost + slack * slackPrice < bestCost {
            bestCost = cost + slack * slackPrice
            best.withUnsafeMutableBufferPointer { target in
                for unit in target.indices { target[unit] = site[unit] }
            }
        }
    }

    @inline(__always)
    private func enlist(_ unit: Int, _ own: Int) {
        members[own * units + count[own]] = Int32(unit)
        place[unit] = count[own]
        count[own] += 1
    }

    @inline(__always)
    private func move(_ unit: Int, _ from: Int, _ to: Int) {
        count[from] -= 1
        let last = members[from * units + count[from]]
        members[from * units + place[unit]] = last
        place[Int(last)] = place[unit]
        enlist(unit, to)
        site[unit] = Int32(to)
        load[from] -= demand[unit]
        load[to] += demand[unit]
    }

    /// Whether an area stays connected when a unit leaves it.
    @inline(__always)
    private func mayLeave(_ unit: Int, _ own: Int) -> Bool {
        var ties = 0
        for index in neighbourStart[unit]..<neighbourStart[unit + 1]
        where site[Int(neighbour[Int(index)])] == Int32(own) {
            ties += 1
        }
        return ties < 2 || reached(own, without: unit) == count[own] - 1
    }

    /// Whether an area is connected.
    private func isWhole(_ own: Int) -> Bool { reached(own, without: -1) == count[own] }

    /// Whether a unit touches another one of its area.
    private func touches(_ unit: Int, _ own: Int) -> Bool {
        for index in neighbourStart[unit]..<neighbourStart[unit + 1]
        where site[Int(neighbour[Int(index)])] == Int32(own) {
            return true
        }
        return false
    }

    /// How many units of an area its school's unit reaches inside it.
    private func reached(_ own: Int, without left: Int) -> Int {
        stamp += 1
        var head = 0, tail = 1
        queue[0] = root[own]
        mark[Int(root[own])] = stamp
        if left >= 0 { mark[left] = stamp }
        while head < tail {
            let unit = Int(queue[head])
            head += 1
            for index in neighbourStart[unit]..<neighbourStart[unit + 1] {
                let other = Int(neighbour[Int(index)])
                if site[other] == Int32(own), mark[other] != stamp {
                    mark[other] = stamp
                    queue[tail] = Int32(other)
                    tail += 1
                }
            }
        }
        return tail
    }
}
