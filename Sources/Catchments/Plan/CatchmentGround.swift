/// A problem with numbers for names, checked.
struct CatchmentGround: Sendable {
    let problem: CatchmentProblem
    let pointIndex: [String: Int]
    let schoolIndex: [String: Int]
    /// Today's school of each point, or -1.
    let today: [Int32]
    /// The school that a point keeps, or -1.
    let fixed: [Int32]
    private let pointPlaces: [PlacedPoint?]
    private let schoolPlaces: [PlacedPoint?]
    /// Known ways by point, in order of schools.
    private let ways: [[(school: Int32, length: Int)]]?
    private let limit: Int
    private let beyondPrice: Int
    private let movePrice: Int
    let slackPrice: Int
    /// What a pair without a way costs: more than any way, less than an amount that cannot be counted.
    static let noWay = 1_500_000_000

    init(_ problem: CatchmentProblem) throws(CatchmentError) {
        guard !problem.points.isEmpty else { throw .noPoints }
        guard !problem.schools.isEmpty else { throw .noSchools }
        self.problem = problem
        pointIndex = try Self.index(problem.points.map(\.id))
        schoolIndex = try Self.index(problem.schools.map(\.id))
        for point in problem.points where point.children < 0 { throw .negative(point.id) }
        for school in problem.schools where school.capacity < 0 || school.least < 0 { throw .negative(school.id) }
        let schools = schoolIndex
        // A school that is no longer among the schools gives its children up.
        today = problem.points.map { point in point.school.flatMap { schools[$0] }.map(Int32.init) ?? -1 }
        var fixed = today.map { $0 >= 0 && problem.schools[Int($0)].isKept ? $0 : -1 }
        for (name, school) in problem.locks {
            guard let point = pointIndex[name] else { throw .unknown(name) }
            guard let known = schools[school] else { throw .unknown(school) }
            fixed[point] = Int32(known)
        }
        self.fixed = fixed
        let rules = problem.rules
        for (name, metres) in [
            ("limit", rules.limit ?? 0), ("detour", rules.detour), ("beyond", rules.beyondPrice),
            ("slack", rules.slackPrice), ("move", rules.movePrice),
        ] {
            guard metres >= 0 else { throw .negative(name) }
            guard metres <= 1_000_000 else { throw .tooLarge(.cost) }
        }
        limit = rules.limit.map(Self.millimetres) ?? .max
        (beyondPrice, movePrice) = (Self.millimetres(rules.beyondPrice), Self.millimetres(rules.movePrice))
        slackPrice = max(1, Self.millimetres(rules.slackPrice))
        ways = try Self.ways(problem, pointIndex, schoolIndex)
        if ways == nil {
            pointPlaces = try Self.places(problem.points.map { ($0.id, $0.place) })
            let ground = pointIndex, points = problem.points
            schoolPlaces = try Self.places(
                problem.schools.map { school in
                    (school.id, school.place ?? school.point.flatMap { ground[$0] }.flatMap { points[$0].place })
                })
            let all = problem.points.map(\.place) + problem.schools.map(\.place)
            let onGlobe = all.compactMap(\.self).count { if case .globe = $0 { true } else { false } }
            guard onGlobe == 0 || onGlobe == all.compactMap(\.self).count else { throw .mixedPlaces }
        } else {
            pointPlaces = problem.points.map { $0.place.flatMap(PlacedPoint.init) }
            schoolPlaces = problem.schools.map { $0.place.flatMap(PlacedPoint.init) }
        }
    }

    var points: Int { problem.points.count }
    var schools: Int { problem.schools.count }
    var hasWays: Bool { ways != nil }

    /// Millimetres from a point to a school, or nil where there is no way.
    func length(_ point: Int, _ school: Int) -> Int? {
        if let ways { return ways[point].first { $0.school == Int32(school) }?.length }
        guard let from = pointPlaces[point], let to = schoolPlaces[school] else { return nil }
        return Int(min(from.distance(to: to) * problem.rules.detour, Double(Self.noWay)).rounded())
    }

    /// What one child of a point costs at a school, in millimetres: the way, and the price of rules that it breaks.
    func rate(_ point: Int, _ school: Int) -> Int32 {
        guard let length = length(point, school) else { return Int32(Self.noWay) }
        return rate(point, school, length)
    }

    private func rate(_ point: Int, _ school: Int, _ length: Int) -> Int32 {
        var cost = length
        if length > limit { cost += beyondPrice }
        if today[point] >= 0, today[point] != Int32(school) { cost += movePrice }
        return Int32(min(cost, Self.noWay))
    }

    /// The schools to which there are ways, with their rates.
    func knownRates(_ point: Int) -> [(school: Int32, rate: Int32)] {
        (ways?[point] ?? []).map { ($0.school, rate(point, Int($0.school), $0.length)) }
    }

    /// The point on whose ground each school stands, every point for one school at most: the larger school first, and what
    /// is left over to the nearest free point.
    func roots() throws(CatchmentError) -> [Int32] {
        var roots = [Int32](repeating: -1, count: schools), isTaken = [Bool](repeating: false, count: points)
        let order = (0..<schools).sorted {
            (problem.schools[$1].capacity, $0) < (problem.schools[$0].capacity, $1)
        }
        for school in order {
            var wanted = -1
            if let name = problem.schools[school].point {
                guard let point = pointIndex[name] else { throw .unknown(name) }
                wanted = point
            }
            if wanted < 0 || isTaken[wanted] || (fixed[wanted] >= 0 && fixed[wanted] != Int32(school)) {
                let free = (0..<points).filter { !isTaken[$0] && (fixed[$0] < 0 || fixed[$0] == Int32(school)) }
                let near = free.map { point in
                    (length(point, school) ?? (wanted >= 0 ? between(point, wanted) : Self.noWay), point)
                }
                guard let nearest = near.min(by: <) else { throw .tooFewSites(wanted: schools, candidates: points) }
                wanted = nearest.1
            }
            roots[school] = Int32(wanted)
            isTaken[wanted] = true
        }
        return roots
    }

    /// Millimetres between two points.
    func between(_ first: Int, _ second: Int) -> Int {
        guard let from = pointPlaces[first], let to = pointPlaces[second] else { return Self.noWay }
        return Int(min(from.distance(to: to), Double(Self.noWay)).rounded())
    }

    private static func millimetres(_ metres: Double) -> Int { Int((metres * 1000).rounded()) }

    private static func index(_ names: [String]) throws(CatchmentError) -> [String: Int] {
        var index: [String: Int] = [:]
        index.reserveCapacity(names.count)
        for (number, name) in names.enumerated() {
            guard index.updateValue(number, forKey: name) == nil else { throw .twice(name) }
        }
        return index
    }

    private static func places(_ all: [(String, Place?)]) throws(CatchmentError) -> [PlacedPoint?] {
        var placed: [PlacedPoint?] = []
        for (name, place) in all {
            guard let place else { throw .noPlace(name) }
            guard let point = PlacedPoint(place) else { throw .farPlace(name) }
            placed.append(point)
        }
        return placed
    }

    private static func ways(
        _ problem: CatchmentProblem, _ points: [String: Int], _ schools: [String: Int]
    ) throws(CatchmentError) -> [[(school: Int32, length: Int)]]? {
        guard let arcs = problem.arcs else { return nil }
        var ways = [[(school: Int32, length: Int)]](repeating: [], count: problem.points.count)
        for arc in arcs {
            guard let point = points[arc.point] else { throw .unknown(arc.point) }
            guard let school = schools[arc.school] else { throw .unknown(arc.school) }
            guard arc.metres >= 0 else { throw .negative("\(arc.point), \(arc.school)") }
            guard arc.metres * problem.rules.detour < Double(noWay) / 1000 else { throw .tooLarge(.cost) }
            ways[point].append((Int32(school), millimetres(arc.metres * problem.rules.detour)))
        }
        for point in ways.indices {
            ways[point].sort { ($0.school, $0.length) < ($1.school, $1.length) }
            // Of two ways the shorter.
            var kept: [(school: Int32, length: Int)] = []
            for way in ways[point] where kept.last?.school != way.school { kept.append(way) }
            ways[point] = kept
        }
        return ways
    }
}
