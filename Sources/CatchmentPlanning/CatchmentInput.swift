import CatchmentFiles
import Catchments

/// A residential point of a plan.
public struct PlanPoint: Hashable, Sendable {
    /// Its code.
    public var code: String
    /// What people call it.
    public var name: String
    /// The area 学区 that it lies in, by name; empty where that is not known.
    public var area = ""
    /// Further addresses, for families who search.
    public var addresses = ""
    /// Children expected.
    public var children: Int
    /// Where it is.
    public var place: Place?
    /// Its ground.
    public var outline: PointOutline?
    /// The code of today's school.
    public var today: String?
    /// How far that is, in metres.
    public var todayMetres: Double?
    /// Whether solving again leaves it where it is.
    public var isLocked = false
    /// What the solver proposed.
    public var proposed: [PlanShare] = []
    /// What the planner made of it; as proposed where nothing was changed.
    public var chosen: [PlanShare] = []

    /// A point.
    public init(code: String, name: String, children: Int) {
        (self.code, self.name, self.children) = (code, name, children)
    }

    /// The school with most of its children.
    public var school: String? { chosen.max { ($0.children, $1.school) < ($1.children, $0.school) }?.school }
    /// The longest way of its children as chosen.
    public var metres: Double? { chosen.compactMap(\.metres).max() }
    /// Whether some of its children have another school than today.
    public var moves: Bool { today != nil && chosen.contains { $0.school != today } }
    /// Whether a planner changed the proposal.
    public var isChanged: Bool { proposed.map(\.school) != chosen.map(\.school) }
}

/// Children of a point that go to a school.
public struct PlanShare: Hashable, Sendable {
    /// The school's code.
    public var school: String
    /// How many.
    public var children: Int
    /// How far, in metres.
    public var metres: Double?

    /// A share.
    public init(school: String, children: Int, metres: Double? = nil) {
        (self.school, self.children, self.metres) = (school, children, metres)
    }
}

/// A school, or a candidate site, of a plan.
public struct PlanSchool: Hashable, Sendable {
    /// Its code: that of the organisation where it is one.
    public var code: String
    /// Its name.
    public var name: String
    /// Its organisation; nil for one that is not in the registers.
    public var organisation: Int64?
    /// Places for the entrants of the year.
    public var places: Int
    /// Children that it needs at least.
    public var least = 0
    /// Whether it keeps the points that it has today.
    public var isKept = false
    /// Where it is.
    public var place: Place?
    /// The point on whose ground it stands.
    public var point: String?
    /// Schools of the same group take the children of all their points together 多校划片; empty for none.
    public var team = ""
    /// What opening it costs, in kilometres of walking of one child; nil for a school that stands.
    public var cost: Double?
    /// Whether it takes part: it stands and is not left out on trial, or the study opens it.
    public var isOpen = true
    /// Whether it was added on trial.
    public var isAdded = false

    /// A school.
    public init(code: String, name: String, places: Int) { (self.code, self.name, self.places) = (code, name, places) }
}

/// Everything that a plan is worked out from.
public struct CatchmentInput: Sendable {
    /// The points, by code.
    public var points: [PlanPoint] = []
    /// The schools, by code.
    public var schools: [PlanSchool] = []
    /// Known ways; distances follow from the places where there are none.
    public var ways: [CatchmentArc] = []
    /// Pairs of points that touch.
    public var neighbours: [(String, String)] = []

    /// No input.
    public init() {}

    /// Most points, schools, ways, pairs, and corners of outlines that a plan takes.
    public static let limits = (points: 20_000, schools: 500, ways: 500_000, neighbours: 200_000, corners: 2_000_000)

    /// Children expected of all points.
    public var children: Int { points.reduce(0) { $0 + $1.children } }
    /// Places of all schools that are open.
    public var places: Int { schools.reduce(0) { $0 + ($1.isOpen ? $1.places : 0) } }

    /// The problem for the solver. - Parameter open: only schools that stand or are opened.
    func problem(_ settings: CatchmentSettings, open: Bool = true, locked: Bool = true) -> CatchmentProblem {
        problem(settings, schools: open ? schools.filter(\.isOpen) : schools, locked: locked)
    }

    func problem(_ settings: CatchmentSettings, schools taken: [PlanSchool], locked: Bool) -> CatchmentProblem {
        let names = Set(taken.map(\.code))
        var problem = CatchmentProblem(
            points: points.map {
                ResidentialPoint(id: $0.code, children: $0.children, place: $0.place, school: $0.today)
            },
            schools: taken.map {
                CatchmentSchool(
                    id: $0.code, capacity: $0.places, least: $0.least, place: $0.place, point: $0.point,
                    isKept: $0.isKept)
            },
            arcs: ways.isEmpty ? nil : ways.filter { names.contains($0.school) },
            adjacency: settings.manner == .connected ? neighbours : nil, rules: settings.rules)
        if locked {
            for point in points where point.isLocked {
                if let school = point.school, names.contains(school) { problem.locks[point.code] = school }
            }
        }
        return problem
    }

    /// Checks codes, references and sizes, and puts everything in order. - Throws: `CatchmentPlanError`.
    mutating func check(_ settings: CatchmentSettings) throws {
        guard !points.isEmpty else { throw CatchmentPlanError.noPoints }
        guard !schools.isEmpty else { throw CatchmentPlanError.noSchools }
        let limits = Self.limits
        for (part, count, limit) in [
            ("points", points.count, limits.points), ("schools", schools.count, limits.schools),
            ("ways", ways.count, limits.ways), ("neighbours", neighbours.count, limits.neighbours),
            ("outlines", points.reduce(0) { $0 + ($1.outline?.corners ?? 0) }, limits.corners),
        ] where count > limit { throw CatchmentPlanError.tooMany(part: part, limit: limit) }
        var known: Set<String> = [], names: Set<String> = []
        for point in points {
            try Self.check(code: point.code)
            guard known.insert(point.code).inserted else { throw CatchmentPlanError.twice(code: point.code) }
        }
        for school in schools {
            try Self.check(code: school.code)
            guard names.insert(school.code).inserted else { throw CatchmentPlanError.twice(code: school.code) }
            guard (0...100_000).contains(school.places), (0...100_000).contains(school.least) else {
                throw CatchmentPlanError.badPlaces(school: school.name)
            }
            if let point = school.point, !known.contains(point) { throw CatchmentPlanError.unknown(code: point) }
        }
        for way in ways {
            guard known.contains(way.point) else { throw CatchmentPlanError.unknown(code: way.point) }
            guard names.contains(way.school) else { throw CatchmentPlanError.unknown(code: way.school) }
        }
        for (one, other) in neighbours {
            for code in [one, other] where !known.contains(code) { throw CatchmentPlanError.unknown(code: code) }
        }
        if settings.manner == .connected, neighbours.isEmpty { throw CatchmentPlanError.noNeighbours }
        for index in points.indices {
            points[index].name = Self.clean(points[index].name, 120)
            points[index].area = Self.clean(points[index].area, 60)
            points[index].addresses = Self.clean(points[index].addresses, 2_000)
        }
        for index in schools.indices {
            schools[index].name = Self.clean(schools[index].name, 60)
            schools[index].team = Self.clean(schools[index].team, 20)
        }
        points.sort { $0.code < $1.code }
        schools.sort { $0.code < $1.code }
    }

    private static func check(code: String) throws {
        guard (1...40).contains(code.count), code.utf8.count <= 160,
            !code.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0x7F })
        else { throw CatchmentPlanError.badCode(code: code) }
    }

    private static func clean(_ words: String, _ limit: Int) -> String {
        String(words.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(limit).map(Character.init))
    }
}
