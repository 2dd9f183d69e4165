/// A problem in order of identifiers, so that of equally good plans the same one is found whatever the order of the input.
struct CatchmentOrder {
    /// The problem in that order.
    let problem: CatchmentProblem
    private let points: [Int]
    private let schools: [Int]

    init(_ given: CatchmentProblem) {
        let points = given.points.indices.sorted { (given.points[$0].id, $0) < (given.points[$1].id, $1) }
        let schools = given.schools.indices.sorted { (given.schools[$0].id, $0) < (given.schools[$1].id, $1) }
        var ordered = given
        ordered.points = points.map { given.points[$0] }
        ordered.schools = schools.map { given.schools[$0] }
        (problem, self.points, self.schools) = (ordered, points, schools)
    }

    /// A plan of the ordered problem as one of the given problem.
    func restore(_ plan: CatchmentPlan) -> CatchmentPlan {
        var restored = plan
        for index in restored.shares.indices {
            restored.shares[index].point = points[plan.shares[index].point]
            restored.shares[index].school = schools[plan.shares[index].school]
        }
        restored.shares.sort { ($0.point, $0.school) < ($1.point, $1.school) }
        for (index, school) in schools.enumerated() { restored.loads[school] = plan.loads[index] }
        return restored
    }
}
