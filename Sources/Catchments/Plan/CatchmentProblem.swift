/// Where children live, schools with places, and the rules by which one is to go to the other.
public struct CatchmentProblem: Sendable {
    /// Points where children live.
    public var points: [ResidentialPoint]
    /// Schools that take children.
    public var schools: [CatchmentSchool]
    /// Known ways; where there are none, distances follow from the places.
    public var arcs: [CatchmentArc]?
    /// Points that touch, for connected areas.
    public var adjacency: [(String, String)]?
    /// What is allowed, and what it costs to break a rule.
    public var rules: CatchmentRules
    /// Points whose school is settled, whatever else is worked out.
    public var locks: [String: String] = [:]

    /// A problem.
    public init(
        points: [ResidentialPoint], schools: [CatchmentSchool], arcs: [CatchmentArc]? = nil,
        adjacency: [(String, String)]? = nil, rules: CatchmentRules = CatchmentRules()
    ) {
        self.points = points
        self.schools = schools
        self.arcs = arcs
        self.adjacency = adjacency
        self.rules = rules
    }
}

/// A residential point (居民点): a block, a housing estate, a village.
public struct ResidentialPoint: Hashable, Sendable {
    /// Its identifier.
    public var id: String
    /// Children expected there.
    public var children: Int
    /// Where it is.
    public var place: Place?
    /// The school of its catchment today.
    public var school: String?

    /// A point.
    public init(id: String, children: Int, place: Place? = nil, school: String? = nil) {
        (self.id, self.children, self.place, self.school) = (id, children, place, school)
    }
}

/// A school in a plan of catchments.
public struct CatchmentSchool: Hashable, Sendable {
    /// Its identifier.
    public var id: String
    /// Places.
    public var capacity: Int
    /// Children it needs at least.
    public var least: Int
    /// Where it is.
    public var place: Place?
    /// The point on whose ground it stands; where it is nil, the nearest one.
    public var point: String?
    /// Whether the points that have it today keep it.
    public var isKept: Bool

    /// A school.
    public init(
        id: String, capacity: Int, least: Int = 0, place: Place? = nil, point: String? = nil, isKept: Bool = false
    ) {
        (self.id, self.capacity, self.least) = (id, capacity, least)
        (self.place, self.point, self.isKept) = (place, point, isKept)
    }
}

/// A way from a point to a school.
public struct CatchmentArc: Hashable, Sendable {
    /// The point.
    public var point: String
    /// The school.
    public var school: String
    /// Its length.
    public var metres: Double

    /// A way.
    public init(point: String, school: String, metres: Double) {
        (self.point, self.school, self.metres) = (point, school, metres)
    }
}

/// Limits of a plan and the prices of breaking them, in metres of walking for one child.
///
/// A broken limit never makes a plan impossible: it costs its price, so that as few children as possible bear it, and the
/// plan says so.
public struct CatchmentRules: Hashable, Codable, Sendable {
    /// The farthest that a child should walk, in metres.
    public var limit: Double?
    /// How much longer streets are than the straight line.
    public var detour = 1.0
    /// The price of a child beyond the limit.
    public var beyondPrice = 100_000.0
    /// The price of a child too many or, below a least load, too few.
    public var slackPrice = 1_000_000.0
    /// The price of a child whose school changes.
    public var movePrice = 0.0

    /// No limit, straight lines.
    public init() {}
}
