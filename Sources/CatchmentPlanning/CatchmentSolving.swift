import Catchments

/// A plan worked out: pure, so that it can be done in a thread of its own and tried without a store.
public struct CatchmentSolving: Sendable {
    /// The input with what was found: shares, ways, which sites are open.
    public private(set) var input: CatchmentInput
    /// Figures and findings.
    public let standing: CatchmentStanding

    /// Works a plan out.
    ///
    /// - Parameters:
    ///   - workers: searches at a time; the plan does not depend on it.
    ///   - progress: told how much of 1 is done; where it answers false the search ends.
    /// - Throws: `CatchmentError`, `.cancelled` among them; `CatchmentPlanError.noNeighbours`.
    public init(
        _ given: CatchmentInput, purpose: CatchmentScheme.Purpose, settings: CatchmentSettings, workers: Int = 1,
        progress: (Double) -> Bool = { _ in true }
    ) throws {
        if settings.manner == .connected, given.neighbours.isEmpty { throw CatchmentPlanError.noNeighbours }
        var input = given
        let effort = settings.effort.moves(points: given.points.count)
        let plan: CatchmentPlan, problem: CatchmentProblem
        var opening: Double?
        switch purpose {
        case .sites:
            // Those that are left out on trial are not looked at.
            let taken = input.schools.filter { $0.cost != nil || $0.isOpen }
            problem = input.problem(settings, schools: taken, locked: false)
            let candidates = Set(taken.filter { $0.cost != nil }.map(\.code))
            var isGoing = true
            let found = try SiteSolver.solve(
                SiteProblem(
                    ground: problem, costs: taken.map { $0.cost ?? 0 },
                    standing: Set(taken.map(\.code)).subtracting(candidates), most: settings.most),
                whole: settings.manner != .split, effort: effort, seed: settings.seed, workers: workers
            ) { done, all in
                if isGoing { isGoing = progress(Double(done) / Double(max(1, all))) }
            }
            guard isGoing else { throw CatchmentError.cancelled }
            let open = Set(found.problem.schools.map(\.id))
            for index in input.schools.indices where input.schools[index].cost != nil {
                input.schools[index].isOpen = open.contains(input.schools[index].code)
            }
            (plan, opening) = (found.plan, found.opening)
            input.take(plan, found.problem)
        case .areas:
            problem = input.problem(settings)
            plan =
                settings.manner == .split
                ? try CatchmentSolver.split(problem)
                : try CatchmentSolver.whole(problem, effort: effort, seed: settings.seed, workers: workers) {
                    progress(Double($0) / Double($1))
                }
            input.take(plan, problem)
        }
        try input.measureToday(settings)
        self.input = input
        standing = try input.completed(CatchmentStanding(plan, opening: opening), settings)
    }
}

extension CatchmentInput {
    /// Takes the shares of a solver's plan as proposal and as chosen.
    fileprivate mutating func take(_ plan: CatchmentPlan, _ problem: CatchmentProblem) {
        for index in points.indices { points[index].proposed = [] }
        for share in plan.shares {
            points[share.point].proposed.append(
                PlanShare(
                    school: problem.schools[share.school].id, children: share.children, metres: share.metres))
        }
        for index in points.indices { points[index].chosen = points[index].proposed }
    }

    /// How far today's school of each point is.
    fileprivate mutating func measureToday(_ settings: CatchmentSettings) throws {
        let valuation = try CatchmentValuation(measured(settings))
        let index = Dictionary(schools.indices.map { (schools[$0].code, $0) }) { one, _ in one }
        for point in points.indices {
            points[point].todayMetres = points[point].today.flatMap { index[$0] }.flatMap {
                valuation.metres(from: point, to: $0)
            }
        }
    }

    /// The problem of all schools, for distances only.
    private func measured(_ settings: CatchmentSettings) -> CatchmentProblem {
        var problem = problem(settings, open: false, locked: false)
        problem.adjacency = nil
        return problem
    }

    /// Values what was chosen, and measures the ways of shares. - Throws: `CatchmentError`.
    mutating func value(_ settings: CatchmentSettings, proposal: CatchmentStanding?) throws -> CatchmentStanding {
        var problem = problem(settings, locked: false)
        // Where there are neighbours, areas that lie apart are told even of a plan that was not asked to be connected.
        if settings.manner == .connected, neighbours.isEmpty { problem.adjacency = nil }
        let valuation = try CatchmentValuation(problem)
        let index = Dictionary(problem.schools.indices.map { (problem.schools[$0].id, $0) }) { one, _ in one }
        for point in points.indices {
            for share in points[point].chosen.indices {
                points[point].chosen[share].metres = index[points[point].chosen[share].school].flatMap {
                    valuation.metres(from: point, to: $0)
                }
            }
        }
        let assignment = points.map { point in
            point.chosen.compactMap { share in index[share.school].map { (school: $0, children: share.children) } }
        }
        let plan = valuation.plan(assignment, bound: proposal?.bound ?? 0, worth: proposal?.worth ?? [:])
        return try completed(CatchmentStanding(plan, opening: proposal?.opening), settings)
    }

    /// Figures in which the children of schools that are left out count as moved, and today's catchments as they are.
    fileprivate func completed(
        _ standing: CatchmentStanding, _ settings: CatchmentSettings
    ) throws -> CatchmentStanding {
        let left = Set(schools.filter { !$0.isOpen && $0.cost == nil }.map(\.code))
        guard !left.isEmpty else { return standing }
        var standing = standing
        standing.figures.moved += points.reduce(0) { $0 + ($1.today.map(left.contains) == true ? $1.children : 0) }
        let index = Dictionary(schools.indices.map { (schools[$0].code, $0) }) { one, _ in one }
        let today = points.map { point in
            point.today.flatMap { index[$0] }.map { [(school: $0, children: point.children)] } ?? []
        }
        if !today.contains(where: \.isEmpty) {
            standing.today = try CatchmentValuation(measured(settings)).plan(today).proposal
        }
        return standing
    }

    /// The codes of points that lie apart from their school, where it is known which points touch.
    public func apart(_ settings: CatchmentSettings) throws -> Set<String> {
        guard !neighbours.isEmpty else { return [] }
        var problem = problem(settings, locked: false)
        problem.adjacency = neighbours
        let valuation = try CatchmentValuation(problem)
        let index = Dictionary(problem.schools.indices.map { (problem.schools[$0].id, $0) }) { one, _ in one }
        let shares = points.indices.flatMap { point in
            points[point].chosen.compactMap { share in
                index[share.school].map {
                    CatchmentPlan.Share(point: point, school: $0, children: share.children, metres: share.metres)
                }
            }
        }
        return Set(valuation.apart(shares).flatMap(\.points).map { points[$0].code })
    }
}
