import Chance
import Dispatch

/// A plan of whole units.
struct WholePlan: Sendable {
    /// The site of each unit.
    var sites: [Int32]
    /// Its cost, slack included.
    var cost: Int
}

/// Plans whole units: the relaxation by flow, rounded, then annealed, all areas at once, and then few of them at a time.
///
/// 1. Let units be split and areas be cut: the cheapest flow. Its cost is a bound; its prices say how scarce places are
///    at each site.
/// 2. Round it, and anneal at four heats, gently to keep the flow's shape and strongly to leave it.
/// 3. Where areas must be connected, keep of each area what hangs together with its school, give the rest to areas beside
///    it, and anneal among connected plans.
/// 4. Each of sixteen lines, four from every heat, takes some neighbouring areas by chance, heats and cools them, and goes on
///    from what comes out where that is not much dearer (large neighbourhood search: Shaw 1998). Where all schools are full, what is hard to change
///    everywhere at once is soon settled among five.
/// 5. In the end all lines go on from the best that they make together.
///
/// The runs of a round are independent, so that the number of workers changes nothing but the time.
struct WholeSolver {
    let problem: WholeProblem
    /// Moves that the lines of each heat try together for every unit over all rounds.
    var effort: Int
    var seed: UInt64
    /// How many runs go on at a time.
    var workers: Int

    static let rounds = 20
    /// The round from which on all lines go on from one plan.
    static let common = 16
    /// Lines of each heat. Several short ones find what a long one misses: a line that has settled on the wrong side of a
    /// town does not come back.
    static let lines = 4
    /// Heats of the runs over all areas, in mean costs of a unit, a line's after another's.
    static let heats: [Double] = (0..<lines).flatMap { _ in [0.03, 0.1, 0.3, 1] }
    /// The same over some areas, of which one is taken by chance.
    static let fewHeats = [0.3, 1, 3, 10]
    /// How many areas are taken together.
    static let few = 3...8
    /// Moves for each unit of them.
    static let fewMoves = 500
    /// How much dearer a line's plan may become in a run over some areas: the temperature at the beginning of a round, in
    /// mean costs of a unit.
    static let patience = 0.1

    /// The best plan found, and the prices and cost of the relaxation.
    func solve(
        progress: (Int, Int) -> Bool = { _, _ in true }
    ) throws(CatchmentError) -> (plan: WholePlan, bound: Int, prices: [Int]) {
        let relaxed = try TransportSimplex.solve(problem.relaxed())
        let bound = relaxed.total + problem.constant, prices = relaxed.sinkPrices
        var free = problem
        (free.neighbours, free.roots) = (nil, [])
        for (site, unit) in problem.roots.enumerated() { free.fixed[Int(unit)] = Int32(site) }
        let rounding = WholeStart(problem: free, prices: prices)
        let round = Round(
            choices: rounding.choices(10), prices: prices, heat: Double(bound) / Double(max(1, problem.units)),
            steps: effort / Self.rounds / Self.lines * problem.units, workers: workers)

        let start = rounding.rounded(relaxed)
        var plans = round.run(free, from: Self.heats.map { _ in start }, seed: seed)
        if problem.neighbours != nil {
            let growing = WholeStart(problem: problem, prices: prices)
            plans = round.run(problem, from: plans.map { growing.connected($0.sites) }, seed: seed &+ 1)
        }
        for number in 1..<Self.rounds {
            guard progress(number, Self.rounds) else { throw .cancelled }
            if number >= Self.common {
                let together = plans.dropFirst().reduce(plans[0]) { problem.crossed($0, $1) }
                plans = plans.map { _ in together }
            }
            plans = round.runs(problem, from: plans, seed: seed &+ 1 &+ UInt64(number))
        }
        let best = plans.dropFirst().reduce(plans[0]) { problem.crossed($0, $1) }
        return (best, bound, prices)
    }

    /// Runs of annealing, each at its heat and with its seed.
    private struct Round {
        let choices: [Int32]
        let prices: [Int]
        let heat: Double
        let steps: Int
        let workers: Int

        /// Over all areas, a line at each heat.
        func run(_ problem: WholeProblem, from starts: [[Int32]], seed: UInt64) -> [WholePlan] {
            lines(starts.count, seed) { index, random in
                let search = AreaSearch(problem, from: starts[index], choices: choices)
                search.run(steps: steps, heat: heat * WholeSolver.heats[index], prices: prices, random: &random)
                return WholePlan(sites: search.best, cost: search.bestCost)
            }
        }

        /// Over some neighbouring areas after others; the best plan of each line.
        func runs(_ problem: WholeProblem, from starts: [WholePlan], seed: UInt64) -> [WholePlan] {
            lines(starts.count, seed) { index, random in
                let search = AreaSearch(problem, from: starts[index].sites, choices: choices)
                var standing = search.standing, left = steps
                while left > 0 {
                    let count = WholeSolver.few.lowerBound + random.below(WholeSolver.few.count)
                    let ground = Neighbourhood(standing.sites, of: problem, choices: choices)
                    search.keep(to: ground.sites(count, random: &random))
                    let moves = min(left, WholeSolver.fewMoves * max(1, search.moving))
                    let warmth = heat * WholeSolver.fewHeats[random.below(WholeSolver.fewHeats.count)]
                    search.run(steps: moves, heat: warmth, prices: prices, random: &random)
                    left -= moves
                    let patience = WholeSolver.patience * heat * Double(max(0, left)) / Double(max(1, steps))
                    let dearer = Double(search.standing.cost - standing.cost)
                    if dearer <= patience * Patience.table[random.below(Patience.table.count)] {
                        standing = search.standing
                    } else {
                        search.returns(to: standing)
                    }
                }
                return WholePlan(sites: search.best, cost: search.bestCost)
            }
        }

        private func lines(
            _ count: Int, _ seed: UInt64, _ line: @Sendable (Int, inout SplitMix64) -> WholePlan
        ) -> [WholePlan] {
            parallel(count, workers: workers) { index in
                var random = SplitMix64(seed: seed &+ UInt64(index) &* 0xD1B5_4A32_D192_ED03)
                return line(index, &random)
            }
        }
    }
}

/// The values of a function at 0..<count, in order, worked out by so many threads.
func parallel<Value: Sendable>(_ count: Int, workers: Int, _ value: @Sendable (Int) -> Value) -> [Value] {
    var results = [Value?](repeating: nil, count: count)
    let workers = max(1, min(workers, count))
    results.withUnsafeMutableBufferPointer { results in
        // Every place is written by one thread.
        nonisolated(unsafe) let results = results
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            for index in stride(from: worker, to: count, by: workers) { results[index] = value(index) }
        }
    }
    return results.compactMap(\.self)
}
