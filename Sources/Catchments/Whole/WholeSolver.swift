import Chance
import Dispatch

/// A plan of whole units.
struct WholePlan: Sendable {
    /// The site of each unit.
    var sites: [Int32]
    /// Its cost, slack included.
    var cost: Int
}

/// Plans whole units: the relaxation by flow, rounded, then rounds of annealing from the best plans so far.
///
/// 1. Let units be split and areas be cut: the cheapest flow. Its cost is a bound; its prices say how scarce places are
///    at each site.
/// 2. Round it, and anneal at four heats, gently to keep the flow's shape and strongly to leave it.
/// 3. Where areas must be connected, keep of each area what hangs together with its school, give the rest to areas beside
///    it, and anneal among connected plans.
/// 4. More rounds at turning heats, each of the four lines from its own best plan; later all from the best that the lines make together.
///
/// The runs of a round are independent, so that the number of workers changes nothing but the time.
struct WholeSolver {
    let problem: WholeProblem
    /// Moves that each run of annealing tries for every unit over all rounds.
    var effort: Int
    var seed: UInt64
    /// How many runs go on at a time.
    var workers: Int

    static let rounds = 20
    /// Heats of the runs of a round, in mean costs of a unit.
    static let heats = [0.03, 0.1, 0.3, 1]

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
            steps: effort / Self.rounds * problem.units, workers: workers)

        let start = rounding.rounded(relaxed)
        var plans = round.run(free, from: Self.heats.map { _ in start }, seed: seed)
        if problem.neighbours != nil {
            let growing = WholeStart(problem: problem, prices: prices)
            plans = round.run(problem, from: plans.map { growing.connected($0.sites) }, seed: seed &+ 1)
        }
        // First each line goes on from its own best plan, at every heat by turns; then all from the best that the lines
        // make together.
        for number in 1..<Self.rounds {
            guard progress(number, Self.rounds) else { throw .cancelled }
            if number >= Self.rounds * 2 / 5 {
                let together = plans.dropFirst().reduce(plans[0]) { problem.crossed($0, $1) }
                plans = plans.map { _ in together }
            }
            let found = round.run(problem, from: plans.map(\.sites), turn: number, seed: seed &+ 1 &+ UInt64(number))
            plans = zip(plans, found).map { problem.crossed($0, $1) }
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

        func run(_ problem: WholeProblem, from starts: [[Int32]], turn: Int = 0, seed: UInt64) -> [WholePlan] {
            parallel(starts.count, workers: workers) { index in
                var random = SplitMix64(seed: seed &+ UInt64(index) &* 0xD1B5_4A32_D192_ED03)
                let search = AreaSearch(problem, from: starts[index], choices: choices)
                search.run(
                    steps: steps, heat: heat * WholeSolver.heats[(index + turn) % WholeSolver.heats.count],
                    prices: prices, random: &random)
                return WholePlan(sites: search.best, cost: search.bestCost)
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
