import Localisation

/// What a plan comes up against, for people to read.
public enum CatchmentFinding: Hashable, Codable, Sendable {
    /// There are more children than places in all.
    case shortage(children: Int, places: Int)
    /// A school has more children than places.
    case overfull(school: String, children: Int, places: Int)
    /// A school has fewer children than it needs.
    case underfilled(school: String, children: Int, least: Int)
    /// Children for whom no way is known.
    case unreachable(children: Int)
    /// Children beyond the limit.
    case beyond(children: Int, points: Int, limit: Double)
    /// A full school: what one place more there would save in all, in metres.
    case full(school: String, saves: Double)
    /// Points that no way of neighbours joins to any school; they count as joined to the nearest point.
    case island(points: Int)
    /// A school whose ground another one has: its area begins at another point.
    case sharedGround(school: String, point: String)
    /// A school whose area hangs together no more: points that lie apart from it.
    case apart(school: String, points: Int)
}

extension CatchmentFinding: Explained {
    /// The key of its words in the string catalogue.
    public var messageKey: String {
        switch self {
        case .shortage: "catchments.finding.shortage"
        case .overfull: "catchments.finding.overfull"
        case .underfilled: "catchments.finding.underfilled"
        case .unreachable: "catchments.finding.unreachable"
        case .beyond: "catchments.finding.beyond"
        case .full: "catchments.finding.full"
        case .island: "catchments.finding.island"
        case .sharedGround: "catchments.finding.shared-ground"
        case .apart: "catchments.finding.apart"
        }
    }

    /// What is filled into the words.
    public var messageArguments: [String: String] {
        switch self {
        case .shortage(let children, let places):
            ["children": "\(children)", "places": "\(places)", "missing": "\(children - places)"]
        case .overfull(let school, let children, let places):
            ["school": school, "children": "\(children)", "places": "\(places)", "more": "\(children - places)"]
        case .underfilled(let school, let children, let least):
            ["school": school, "children": "\(children)", "least": "\(least)"]
        case .unreachable(let children): ["children": "\(children)"]
        case .beyond(let children, let points, let limit):
            ["children": "\(children)", "points": "\(points)", "limit": Self.whole(limit)]
        case .full(let school, let saves): ["school": school, "metres": Self.whole(saves)]
        case .island(let points): ["points": "\(points)"]
        case .sharedGround(let school, let point): ["school": school, "point": point]
        case .apart(let school, let points): ["school": school, "points": "\(points)"]
        }
    }

    private static func whole(_ metres: Double) -> String { "\(Int(metres.rounded()))" }

    /// The findings of a plan. `prices` is what a place at each school is worth, in millimetres.
    static func all(
        _ ground: CatchmentGround, loads: [Int], figures: CatchmentFigures, prices: [Int], shares: [CatchmentPlan.Share]
    )
        -> [CatchmentFinding]
    {
        var found: [CatchmentFinding] = []
        let schools = ground.problem.schools
        let places = schools.reduce(0) { $0 + $1.capacity }
        if figures.children > places { found.append(.shortage(children: figures.children, places: places)) }
        for (school, load) in zip(schools, loads) where load > school.capacity {
            found.append(.overfull(school: school.id, children: load, places: school.capacity))
        }
        for (school, load) in zip(schools, loads) where load < school.least {
            found.append(.underfilled(school: school.id, children: load, least: school.least))
        }
        if figures.unreachable > 0 { found.append(.unreachable(children: figures.unreachable)) }
        if let limit = ground.problem.rules.limit, figures.beyond > 0 {
            let points = Set(shares.filter { $0.children > 0 && ($0.metres ?? 0) > limit }.map(\.point)).count
            found.append(.beyond(children: figures.beyond, points: points, limit: limit))
        }
        // The ten schools whose next place saves most.
        let scarce = schools.indices.filter {
            prices[$0] > 0 && loads[$0] >= schools[$0].capacity - schools[$0].capacity / 50
        }
        .sorted { (prices[$1], $0) < (prices[$0], $1) }
        for school in scarce.prefix(10) where loads[school] <= schools[school].capacity {
            found.append(.full(school: schools[school].id, saves: Double(prices[school]) / 1000))
        }
        return found
    }
}
