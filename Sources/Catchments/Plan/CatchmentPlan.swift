/// Who goes where, how far, and what the plan comes up against.
public struct CatchmentPlan: Sendable {
    /// Children of a point that go to a school.
    public struct Share: Hashable, Sendable {
        /// The place of the point and of the school in the problem.
        public var point: Int
        /// The place of the school in the problem.
        public var school: Int
        /// How many.
        public var children: Int
        /// How far, or nil where no way is known.
        public var metres: Double?

        /// A share.
        public init(point: Int, school: Int, children: Int, metres: Double? = nil) {
            (self.point, self.school, self.children, self.metres) = (point, school, children, metres)
        }
    }

    /// All shares, by point and school; a point without children has one of 0.
    public internal(set) var shares: [Share]
    /// Children of each school.
    public internal(set) var loads: [Int]
    /// The plan in figures.
    public internal(set) var proposal: CatchmentFigures
    /// Today's catchments in the same figures, where every point has one of the schools.
    public internal(set) var today: CatchmentFigures?
    /// Limits that bind and rules that are broken, the gravest first.
    public internal(set) var findings: [CatchmentFinding]
    /// Metres walked by all children together, with the prices of broken rules.
    public internal(set) var cost: Double
    /// What no plan can cost less than: that of the cheapest flow, in which points may be split and areas cut.
    public internal(set) var bound: Double
    /// The proof of the flow: that nothing is cheaper. Plans of whole points have none, only the bound.
    public internal(set) var certificate: TransportCertificate?

    /// How much more than the bound the plan costs, as a part of it: 0 is certainly the best.
    public var gap: Double { bound > 0 ? max(0, cost / bound - 1) : 0 }
}

/// Catchments in figures.
public struct CatchmentFigures: Hashable, Codable, Sendable {
    /// Children.
    public var children = 0
    /// Metres that a child walks on average, and the farthest.
    public var mean = 0.0
    /// The longest way of a child, in metres.
    public var worst = 0.0
    /// Children beyond the limit, and children with no known way.
    public var beyond = 0
    /// Children at a school to which no way is known.
    public var unreachable = 0
    /// Schools with more children than places, and how many children are too many.
    public var overfull = 0
    /// Children above the places of their schools.
    public var tooMany = 0
    /// Children whose school is not today's.
    public var moved = 0

    /// The figures of shares.
    init(_ shares: [CatchmentPlan.Share], of ground: CatchmentGround) {
        var loads = [Int](repeating: 0, count: ground.schools), walked = 0.0, known = 0
        for share in shares where share.children > 0 {
            children += share.children
            loads[share.school] += share.children
            if let metres = share.metres {
                walked += metres * Double(share.children)
                known += share.children
                worst = max(worst, metres)
                if let limit = ground.problem.rules.limit, metres > limit { beyond += share.children }
            } else {
                unreachable += share.children
            }
            let today = ground.today[share.point]
            if today >= 0, today != Int32(share.school) { moved += share.children }
        }
        mean = known > 0 ? walked / Double(known) : 0
        for (load, school) in zip(loads, ground.problem.schools) where load > school.capacity {
            overfull += 1
            tooMany += load - school.capacity
        }
    }
}
