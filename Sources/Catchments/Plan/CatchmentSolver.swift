/// Works out catchments.
public enum CatchmentSolver {
    /// The plan with the least walking of all, points split among schools where that helps: an exact optimum with its proof.
    ///
    /// With places, the flow begins with each point's 20 nearest schools; whatever other school is cheaper at the prices
    /// found is added until there is none, so that the optimum is that of all pairs.
    ///
    /// - Parameter progress: told how many ways are looked at, before each flow.
    /// - Throws: `CatchmentError`.
    public static func split(
        _ problem: CatchmentProblem, progress: (Int) -> Void = { _ in }
    ) throws(CatchmentError) -> CatchmentPlan {
        let ground = try CatchmentGround(problem)
        var network = CatchmentNetwork(ground)
        while true {
            progress(network.count)
            let flow = network.problem, solution = try TransportSimplex.solve(flow)
            if network.add(cheaperThan: solution, flow) { continue }
            return network.plan(solution, flow)
        }
    }

    /// Moves tried for each point by each search where nothing else is asked for.
    public static let usualEffort = 600_000

    /// The most pairs of points and schools of a plan of whole points.
    public static let mostPairs = 20_000_000

    /// A plan in which every point goes whole to one school, and areas are connected where the problem says which points
    /// touch. It is not proved to be the best; `CatchmentPlan.gap` says how much better any plan could be at most.
    ///
    /// - Parameters:
    ///   - effort: moves tried for each point by each of four searches.
    ///   - seed: same seed, same plan, on every machine.
    ///   - workers: searches at a time; the plan does not depend on it.
    /// - Throws: `CatchmentError`.
    public static func whole(
        _ problem: CatchmentProblem, effort: Int = usualEffort, seed: UInt64 = 1, workers: Int = 1
    ) throws(CatchmentError) -> CatchmentPlan {
        let ground = try CatchmentGround(problem)
        let areas = try WholeGround(ground)
        let found = try WholeSolver(problem: areas.problem, effort: effort, seed: seed, workers: workers).solve()
        return areas.plan(found.plan, bound: found.bound, prices: found.prices)
    }
}
