/// Where to build: candidates with places and costs, of which some are opened.
public struct SiteProblem: Sendable {
    /// Points, and all candidates as schools. Candidates that name the same point are alternatives (sizes of one site): at
    /// most one of them is opened.
    public var ground: CatchmentProblem
    /// What opening each candidate costs, in kilometres of walking of one child.
    public var costs: [Double]
    /// Candidates that are open in any case, such as the schools that there are.
    public var standing: Set<String>
    /// The most candidates that may be opened besides those, or nil.
    public var most: Int?

    /// A problem.
    public init(ground: CatchmentProblem, costs: [Double], standing: Set<String> = [], most: Int? = nil) {
        (self.ground, self.costs, self.standing, self.most) = (ground, costs, standing, most)
    }
}

/// Sites to open, and who goes where then.
public struct SitePlan: Sendable {
    /// The candidates that are open, as places in the problem's schools.
    public internal(set) var open: [Int]
    /// What opening them costs, in kilometres of walking of one child.
    public internal(set) var opening: Double
    /// Walking and the price of broken rules of `plan`, and opening, in kilometres.
    public internal(set) var cost: Double
    /// The catchments of the open sites.
    public internal(set) var plan: CatchmentPlan
    /// The problem that `plan` belongs to: only the open sites are its schools.
    public internal(set) var problem: CatchmentProblem
    /// Sets of sites that were looked at.
    public internal(set) var looked: Int
}
