/// Values catchments that somebody made or changed by hand, as the solver would: figures, findings, areas that lie apart.
public struct CatchmentValuation: Sendable {
    private let ground: CatchmentGround
    private let whole: WholeGround?

    /// - Throws: `CatchmentError`, as solving the problem would.
    public init(_ problem: CatchmentProblem) throws(CatchmentError) {
        ground = try CatchmentGround(problem)
        whole = problem.adjacency == nil ? nil : try WholeGround(ground)
    }

    /// The length of the way from a point to a school, by their places in the problem; nil where none is known.
    public func metres(from point: Int, to school: Int) -> Double? {
        ground.length(point, school).map { Double($0) / 1000 }
    }

    /// The plan of an assignment.
    ///
    /// - Parameters:
    ///   - assignment: for each point of the problem its schools, by their places in it, with children of 0 or more. What
    ///     names a school that there is not is left out.
    ///   - bound: what no plan of the problem costs less than, where it is known, in metres.
    ///   - worth: what one place more saves at schools, in metres: the findings `.full` of the solver's plan.
    public func plan(
        _ assignment: [[(school: Int, children: Int)]], bound: Double = 0, worth: [String: Double] = [:]
    ) -> CatchmentPlan {
        var shares: [CatchmentPlan.Share] = [], cost = 0
        for (point, parts) in assignment.enumerated() where point < ground.points {
            for part in parts.sorted(by: { $0.school < $1.school })
            where ground.problem.schools.indices.contains(part.school) && part.children >= 0 {
                shares.append(
                    .init(
                        point: point, school: part.school, children: part.children,
                        metres: metres(from: point, to: part.school)))
                cost += part.children * Int(ground.rate(point, part.school))
            }
        }
        var loads = [Int](repeating: 0, count: ground.schools)
        for share in shares { loads[share.school] += share.children }
        for (load, school) in zip(loads, ground.problem.schools) {
            cost +=
                ground.slackPrice * (max(0, load - school.capacity) + max(0, min(school.least, school.capacity) - load))
        }
        let prices = ground.problem.schools.map { Int(((worth[$0.id] ?? 0) * 1000).rounded()) }
        var plan = CatchmentPlan(
            shares: shares, of: ground, cost: cost, bound: Int((bound * 1000).rounded()), prices: prices)
        plan.findings += apart(shares).map {
            .apart(school: ground.problem.schools[$0.school].id, points: $0.points.count)
        }
        return plan
    }

    /// The points of each school that no way of neighbours within its area joins to the school's own point; none where the
    /// problem does not say which points touch. Schools and points by their places in the problem.
    public func apart(_ shares: [CatchmentPlan.Share]) -> [(school: Int, points: [Int])] {
        guard let whole, let neighbours = whole.problem.neighbours else { return [] }
        var areas = [Set<Int>](repeating: [], count: ground.schools)
        for share in shares { areas[share.school].insert(share.point) }
        return areas.indices.compactMap { school in
            var left = areas[school]
            var waiting = [Int(whole.problem.roots[school])].filter(left.contains)
            // A school whose own point was given away: what hangs together with the area's first point counts as joined.
            if waiting.isEmpty, let first = left.min() { waiting = [first] }
            left.subtract(waiting)
            while let point = waiting.popLast() {
                for other in neighbours.of(point) where left.remove(Int(other)) != nil { waiting.append(Int(other)) }
            }
            return left.isEmpty ? nil : (school, left.sorted())
        }
    }
}
