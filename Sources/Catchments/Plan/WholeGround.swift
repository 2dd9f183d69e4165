/// A problem of whole points for the search, and the way back.
struct WholeGround {
    let ground: CatchmentGround
    let problem: WholeProblem
    private let notes: [CatchmentFinding]

    init(_ ground: CatchmentGround) throws(CatchmentError) {
        self.ground = ground
        let pairs = ground.points.multipliedReportingOverflow(by: ground.schools)
        guard !pairs.overflow, pairs.partialValue <= CatchmentSolver.mostPairs else {
            throw .tooManyPairs(pairs.partialValue, limit: CatchmentSolver.mostPairs)
        }
        var rates = [Int32](repeating: Int32(CatchmentGround.noWay), count: pairs.partialValue)
        for point in 0..<ground.points {
            if ground.hasWays {
                for way in ground.knownRates(point) { rates[point * ground.schools + Int(way.school)] = way.rate }
            } else {
                for school in 0..<ground.schools { rates[point * ground.schools + school] = ground.rate(point, school) }
            }
        }
        var problem = WholeProblem(
            demands: ground.problem.points.map(\.children), rates: rates,
            capacities: ground.problem.schools.map(\.capacity), leasts: ground.problem.schools.map(\.least),
            slackPrice: ground.slackPrice, fixed: ground.fixed)
        var notes: [CatchmentFinding] = []
        if let adjacency = ground.problem.adjacency {
            let roots = try ground.roots()
            var touching: [(Int, Int)] = []
            for (first, second) in adjacency {
                guard let one = ground.pointIndex[first] else { throw .unknown(first) }
                guard let other = ground.pointIndex[second] else { throw .unknown(second) }
                touching.append((one, other))
            }
            let bridged = Self.bridge(touching, roots, ground)
            if bridged.islands > 0 { notes.append(.island(points: bridged.islands)) }
            for (school, root) in zip(ground.problem.schools, roots) {
                let actual = ground.problem.points[Int(root)].id
                if let wanted = school.point, wanted != actual {
                    notes.append(.sharedGround(school: school.id, point: actual))
                }
            }
            problem.neighbours = Neighbours(pairs: bridged.pairs, units: ground.points)
            problem.roots = roots
        }
        self.problem = problem
        self.notes = notes
    }

    /// Joins points that no way of neighbours leads from to a school: one pair of points at a time, the nearest.
    private static func bridge(
        _ pairs: [(Int, Int)], _ roots: [Int32], _ ground: CatchmentGround
    ) -> (pairs: [(Int, Int)], islands: Int) {
        var pairs = pairs, islands = 0
        let neighbours = Neighbours(pairs: pairs, units: ground.points)
        var isJoined = [Bool](repeating: false, count: ground.points)
        func join(_ start: [Int]) -> Int {
            var waiting = start.filter { !isJoined[$0] }, count = 0
            for unit in waiting { isJoined[unit] = true }
            while let unit = waiting.popLast() {
                count += 1
                for other in neighbours.of(unit) where !isJoined[Int(other)] {
                    isJoined[Int(other)] = true
                    waiting.append(Int(other))
                }
            }
            return count
        }
        _ = join(roots.map(Int.init))
        while let first = isJoined.firstIndex(of: false) {
            // The island of that point, and the shortest bridge from it.
            let before = isJoined
            islands += join([first])
            let island = isJoined.indices.filter { isJoined[$0] && !before[$0] }
            var best = (Int.max, first, Int(roots.first ?? 0))
            for unit in island {
                for other in before.indices where before[other] {
                    let bridge = (ground.between(unit, other), unit, other)
                    if bridge < best { best = bridge }
                }
            }
            pairs.append((best.1, best.2))
        }
        return (pairs, islands)
    }

    /// The plan of a search's result.
    func plan(_ found: WholePlan, bound: Int, prices: [Int]) -> CatchmentPlan {
        let shares = found.sites.indices.map { point in
            let school = Int(found.sites[point])
            return CatchmentPlan.Share(
                point: point, school: school, children: problem.demands[point],
                metres: ground.length(point, school).map { Double($0) / 1000 })
        }
        var plan = CatchmentPlan(shares: shares, of: ground, cost: found.cost, bound: bound, prices: prices)
        plan.findings += notes
        return plan
    }
}
