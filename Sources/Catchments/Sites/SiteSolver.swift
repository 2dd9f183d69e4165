/// Chooses sites.
public enum SiteSolver {
    /// The sites to open for the least cost of opening and walking.
    ///
    /// Sets of sites are searched by the exact cost of the flow to them; where points stay whole, catchments are worked
    /// out for the best sets in order of that bound until no further one can be better, and thoroughly for the best.
    ///
    /// - Parameters:
    ///   - whole: whether points go whole to one school, with connected areas where the problem says which points touch.
    ///   - effort: as for `CatchmentSolver.whole`, for each of the three best sets; a quarter of its usual one where it is nil.
    ///   - seed: same seed, same sites, on every machine.
    ///   - workers: how much is worked out at a time; the result does not depend on it.
    ///   - progress: told how many sets of how many are worked out.
    /// - Throws: `CatchmentError`.
    public static func solve(
        _ problem: SiteProblem, whole: Bool = true, effort: Int? = nil, seed: UInt64 = 1,
        workers: Int = 1,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws(CatchmentError) -> SitePlan {
        let effort = effort ?? CatchmentSolver.usualEffort(points: problem.ground.points.count) / 4
        var all = problem.ground
        all.adjacency = nil
        for index in all.schools.indices { all.schools[index].isKept = false }
        guard problem.costs.count == all.schools.count else { throw .malformedProblem(.cost) }
        let ground = try CatchmentGround(all)
        for name in problem.standing where ground.schoolIndex[name] == nil { throw .unknown(name) }
        var costs: [Int] = []
        for (cost, school) in zip(problem.costs, all.schools) {
            guard cost >= 0 else { throw .negative(school.id) }
            guard cost < 1e9 else { throw .tooLarge(.cost) }
            costs.append(Int((cost * 1_000_000).rounded()))
        }
        let isStanding = all.schools.map { problem.standing.contains($0.id) }
        var search = SiteSearch(
            problem: try WholeGround(ground).problem, costs: costs, isStanding: isStanding, group: groups(all),
            most: max(0, problem.most ?? .max), workers: workers, near: near(ground))
        let sets = try search.run(seed: seed)
        func cost(of candidate: SiteSearch.Candidate) -> Double {
            Double(candidate.open.indices.reduce(0) { $0 + (candidate.open[$1] ? costs[$1] : 0) }) / 1_000_000
        }
        func plan(_ candidate: SiteSearch.Candidate, _ effort: Int) throws(CatchmentError) -> SitePlan {
            var open = problem.ground
            let sites = candidate.open.indices.filter { candidate.open[$0] }
            open.schools = sites.map { problem.ground.schools[$0] }
            open.arcs = problem.ground.arcs.map { arcs in
                let names = Set(open.schools.map(\.id))
                return arcs.filter { names.contains($0.school) }
            }
            let plan =
                whole
                ? try CatchmentSolver.whole(open, effort: effort, seed: seed, workers: workers)
                : try CatchmentSolver.split(open)
            return SitePlan(
                open: sites, opening: cost(of: candidate), cost: plan.cost / 1000 + cost(of: candidate), plan: plan,
                problem: open, looked: search.known.count)
        }
        let worthy = sets.filter { $0.value < .max }
        guard let first = worthy.first else { throw .noSchools }
        guard whole else { return try plan(first, effort) }
        // A tenth of the effort shows which sets are worth all of it.
        var tried: [(SiteSearch.Candidate, SitePlan)] = []
        for (number, candidate) in worthy.enumerated() {
            progress(number, worthy.count)
            let least = tried.map(\.1.cost).min() ?? .infinity
            guard Double(candidate.value) / 1_000_000 < least else { break }
            tried.append((candidate, try plan(candidate, effort / 10)))
        }
        tried.sort { ($0.1.cost, $0.0.value) < ($1.1.cost, $1.0.value) }
        var best = tried[0].1
        for (candidate, _) in tried.prefix(3) {
            progress(worthy.count, worthy.count)
            let found = try plan(candidate, effort)
            if found.cost < best.cost { best = found }
        }
        return best
    }

    /// The same number for candidates of the same point.
    private static func groups(_ problem: CatchmentProblem) -> [Int] {
        var first: [String: Int] = [:]
        return problem.schools.indices.map { index in
            guard let point = problem.schools[index].point else { return index }
            if let known = first[point] { return known }
            first[point] = index
            return index
        }
    }

    /// For each candidate the others, those first whose ways from the points are most alike; 12 at most.
    private static func near(_ ground: CatchmentGround) -> [[Int]] {
        let sample = stride(from: 0, to: ground.points, by: max(1, ground.points / 40))
        let ways = (0..<ground.schools).map { school in sample.map { Int(ground.rate($0, school)) } }
        return ways.indices.map { one in
            ways.indices.filter { $0 != one }.map { other in
                (zip(ways[one], ways[other]).reduce(0) { $0 + abs($1.0 - $1.1) }, other)
            }.sorted(by: <).prefix(12).map(\.1)
        }
    }
}
