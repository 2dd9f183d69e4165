/// Works out catchments. The order of points, schools, ways and neighbours changes nothing.
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
        let order = CatchmentOrder(problem), ground = try CatchmentGround(order.problem)
        var network = CatchmentNetwork(ground)
        while true {
            progress(network.count)
            let flow = network.problem, solution = try TransportSimplex.solve(flow)
            if network.add(cheaperThan: solution, flow) { continue }
            return order.restore(network.plan(solution, flow))
        }
    }

    /// The effort where nothing else is asked for: thorough for some hundred points, less for each of many.
    public static func usualEffort(points: Int) -> Int { max(10_000, min(1_750_000, 560_000_000 / max(1, points))) }

    /// The most pairs of points and schools of a plan of whole points.
    public static let mostPairs = 20_000_000

    /// A plan in which every point goes whole to one school, and areas are connected where the problem says which points
    /// touch. It is not proved to be the best; `CatchmentPlan.gap` says how much better any plan could be at most.
    ///
    /// - Parameters:
    ///   - effort: moves tried for each point by the searches of each of four heats; `usualEffort` where it is nil.
    ///   - seed: same seed, same plan, on every machine.
    ///   - workers: searches at a time; the plan does not depend on it.
    ///   - progress: told how many rounds of how many are done; where it answers false the search ends.
    /// - Throws: `CatchmentError`.
    public static func whole(
        _ problem: CatchmentProblem, effort: Int? = nil, seed: UInt64 = 1, workers: Int = 1,
        progress: (Int, Int) -> Bool = { _, _ in true }
    ) throws(CatchmentError) -> CatchmentPlan {
        let order = CatchmentOrder(problem), ground = try CatchmentGround(order.problem)
        let areas = try WholeGround(ground)
        let found = try WholeSolver(
            problem: areas.problem, effort: effort ?? usualEffort(points: ground.points), seed: seed, workers: workers
        ).solve(progress: progress)
        return order.restore(areas.plan(found.plan, bound: found.bound, prices: found.prices))
    }
}
