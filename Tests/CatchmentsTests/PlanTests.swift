import Chance
import Localisation
import Testing

@testable import Catchments

/// A small town on a grid: points a hundred metres apart, schools on some of them.
struct Town {
    var points: [ResidentialPoint] = []
    var schools: [CatchmentSchool] = []
    var adjacency: [(String, String)] = []

    init(width: Int, height: Int, schools places: [Int], seed: UInt64, slack: Double = 1.2) {
        var random = SplitMix64(seed: seed)
        for row in 0..<height {
            for column in 0..<width {
                let number = row * width + column
                points.append(
                    .init(
                        id: "p\(number)", children: random.below(9),
                        place: .plane(x: Double(column * 100), y: Double(row * 100 + column % 2))))
                if column > 0 { adjacency.append(("p\(number - 1)", "p\(number)")) }
                if row > 0 { adjacency.append(("p\(number - width)", "p\(number)")) }
            }
        }
        let all = points.reduce(0) { $0 + $1.children }
        let capacity = Int((Double(all) * slack / Double(places.count)).rounded(.up))
        schools = places.enumerated().map { .init(id: "s\($0.offset)", capacity: capacity, point: "p\($0.element)") }
    }

    func problem(connected: Bool = false) -> CatchmentProblem {
        CatchmentProblem(points: points, schools: schools, adjacency: connected ? adjacency : nil)
    }
}

@Suite("Plan with points that may be split")
struct SplitPlanTests {
    @Test("is proved, keeps every child and every capacity")
    func proved() throws {
        let town = Town(width: 12, height: 9, schools: [0, 30, 77, 100], seed: 1)
        let plan = try CatchmentSolver.split(town.problem())
        #expect(try #require(plan.certificate).isOptimal)
        #expect(plan.proposal.children == town.points.reduce(0) { $0 + $1.children })
        #expect(plan.proposal.tooMany == 0 && plan.gap == 0)
        #expect(Set(plan.shares.map(\.point)).count == town.points.count)
    }

    @Test("looks at all schools, not only at the nearest 20")
    func pricesOut() throws {
        // 60 schools in a row whose first 40 have no places: the nearest 20 are of no use to most points.
        let points = (0..<50).map { ResidentialPoint(id: "p\($0)", children: 3, place: .plane(x: Double($0), y: 0)) }
        let schools = (0..<60).map {
            CatchmentSchool(id: "s\($0)", capacity: $0 < 40 ? 0 : 8, place: .plane(x: Double($0 * 7), y: 5))
        }
        let near = try CatchmentSolver.split(CatchmentProblem(points: points, schools: schools))
        let arcs = points.flatMap { point in
            schools.map { school -> CatchmentArc in
                guard case .plane(let x, let y)? = point.place, case .plane(let u, let v)? = school.place else {
                    return .init(point: "", school: "", metres: 0)
                }
                let way = ((x - u) * (x - u) + (y - v) * (y - v)).squareRoot()
                return .init(point: point.id, school: school.id, metres: way)
            }
        }
        let all = try CatchmentSolver.split(CatchmentProblem(points: points, schools: schools, arcs: arcs))
        #expect(near.cost == all.cost)
        #expect(near.proposal.tooMany == 0)
    }

    @Test("is the same whatever the order of the input")
    func order() throws {
        let town = Town(width: 9, height: 7, schools: [3, 40, 60], seed: 2)
        var other = town.problem()
        other.points.reverse()
        other.schools.reverse()
        let one = try CatchmentSolver.split(town.problem()), two = try CatchmentSolver.split(other)
        #expect(one.cost == two.cost && one.proposal == two.proposal && one.findings == two.findings)
        #expect(named(one, town.problem()) == named(two, other))
        other.adjacency = town.adjacency.reversed()
        let areas = try CatchmentSolver.whole(town.problem(connected: true), effort: 300)
        #expect(named(areas, town.problem()) == named(try CatchmentSolver.whole(other, effort: 300), other))
    }

    private func named(_ plan: CatchmentPlan, _ problem: CatchmentProblem) -> Set<[String]> {
        Set(plan.shares.map { [problem.points[$0.point].id, problem.schools[$0.school].id, "\($0.children)"] })
    }

    @Test("is always there, and says what binds")
    func slack() throws {
        var town = Town(width: 5, height: 4, schools: [0, 19], seed: 3, slack: 0.8)
        town.points[0].school = "s1"
        var problem = town.problem()
        problem.rules.limit = 250
        let plan = try CatchmentSolver.split(problem)
        let children = plan.proposal.children, places = town.schools.reduce(0) { $0 + $1.capacity }
        #expect(plan.proposal.tooMany == children - places)
        #expect(plan.findings.first == .shortage(children: children, places: places))
        #expect(plan.findings.contains { if case .overfull = $0 { true } else { false } })
        #expect(plan.proposal.beyond > 0)
        #expect(plan.findings.contains { if case .beyond = $0 { true } else { false } })
        for finding in plan.findings {
            for language in Language.allCases {
                let words = finding.message(in: language)
                #expect(words != finding.messageKey && !words.contains("{"))
            }
        }
    }

    @Test("a place more at a full school saves what the finding says")
    func price() throws {
        let town = Town(width: 10, height: 6, schools: [0, 1, 59], seed: 4, slack: 1.05)
        let plan = try CatchmentSolver.split(town.problem())
        var tested = 0
        for finding in plan.findings {
            guard case .full(let school, let saves) = finding else { continue }
            var more = town.problem()
            let index = try #require(more.schools.firstIndex { $0.id == school })
            more.schools[index].capacity += 1
            let saved = plan.cost - (try CatchmentSolver.split(more)).cost
            #expect(saved <= saves + 0.001 && saved >= 0)
            tested += 1
        }
        #expect(tested > 0)
    }

    @Test("kept schools keep their points, and moving costs its price")
    func kept() throws {
        var town = Town(width: 8, height: 5, schools: [0, 39], seed: 5)
        for index in town.points.indices { town.points[index].school = index % 2 == 0 ? "s0" : "s1" }
        town.schools[1].isKept = true
        let kept = try CatchmentSolver.split(town.problem())
        for share in kept.shares where share.point % 2 == 1 { #expect(share.school == 1) }
        #expect(try #require(kept.today).moved == 0)
        town.schools[1].isKept = false
        var problem = town.problem()
        problem.rules.movePrice = 1_000_000
        #expect(try CatchmentSolver.split(problem).proposal.moved <= kept.proposal.moved)
    }

    @Test("least loads are kept where children suffice")
    func least() throws {
        var town = Town(width: 6, height: 6, schools: [0, 1, 35], seed: 6, slack: 3)
        for index in town.schools.indices { town.schools[index].least = 30 }
        let plan = try CatchmentSolver.split(town.problem())
        #expect(plan.loads.allSatisfy { $0 >= 30 } && plan.cost < 1_000_000)
    }

    @Test("refuses what is no problem")
    func hostile() {
        func fault(_ change: (inout CatchmentProblem) -> Void) -> CatchmentError? {
            var problem = Town(width: 3, height: 3, schools: [0, 8], seed: 1).problem()
            change(&problem)
            do {
                _ = try CatchmentSolver.split(problem)
                return nil
            } catch { return error }
        }
        #expect(fault { $0.points = [] } == .noPoints)
        #expect(fault { $0.schools = [] } == .noSchools)
        #expect(fault { $0.points[1].id = "p0" } == .twice("p0"))
        #expect(fault { $0.points[1].children = -1 } == .negative("p1"))
        #expect(fault { $0.points[1].place = nil } == .noPlace("p1"))
        #expect(fault { $0.points[1].place = .plane(x: .nan, y: 0) } == .farPlace("p1"))
        #expect(fault { $0.points[1].place = .globe(longitude: 0, latitude: 91) } == .farPlace("p1"))
        #expect(fault { $0.points[1].place = .globe(longitude: 116, latitude: 40) } == .mixedPlaces)
        #expect(fault { $0.points[1].children = .max } == .tooLarge(.amount))
        #expect(fault { $0.rules.detour = .infinity } == .tooLarge(.cost))
        #expect(fault { $0.arcs = [.init(point: "p1", school: "s9", metres: 1)] } == .unknown("s9"))
        #expect(fault { $0.arcs = [.init(point: "p1", school: "s1", metres: -.infinity)] } == .negative("p1, s1"))
        #expect(fault { $0.arcs = [] } == nil)
    }

    @Test("distances on the globe are those of the sphere")
    func globe() throws {
        let beijing = try #require(PlacedPoint(.globe(longitude: 116.397, latitude: 39.909)))
        let tianjin = try #require(PlacedPoint(.globe(longitude: 117.201, latitude: 39.085)))
        // By the haversine formula with the same radius: 114,644.2 m.
        #expect(abs(beijing.distance(to: tianjin) - 114_662_000) < 100_000)
        let quarter = try #require(PlacedPoint(.globe(longitude: 0, latitude: 90)))
        let equator = try #require(PlacedPoint(.globe(longitude: -200, latitude: 0)))
        #expect(abs(quarter.distance(to: equator) - 6_371_008_800 * Double.pi / 2) < 10)
        let opposite = try #require(PlacedPoint(.globe(longitude: 160 - 180, latitude: 0)))
        #expect(abs(opposite.distance(to: equator) - 6_371_008_800 * Double.pi) < 10_000)
    }
}

@Suite("Plan of whole points")
struct WholePlanTests {
    /// Whether every school's points hang together with the point of the school.
    static func isConnected(_ plan: CatchmentPlan, _ problem: CatchmentProblem) -> Bool {
        var school = [Int](repeating: -1, count: problem.points.count)
        for share in plan.shares { school[share.point] = share.school }
        let index = Dictionary(uniqueKeysWithValues: problem.points.enumerated().map { ($0.element.id, $0.offset) })
        var touching = [[Int]](repeating: [], count: problem.points.count)
        for (one, other) in problem.adjacency ?? [] {
            guard let one = index[one], let other = index[other] else { return false }
            touching[one].append(other)
            touching[other].append(one)
        }
        for (number, given) in problem.schools.enumerated() {
            guard let root = given.point.flatMap({ index[$0] }), school[root] == number else { return false }
            var seen = Set([root]), waiting = [root]
            while let point = waiting.popLast() {
                for other in touching[point] where school[other] == number && seen.insert(other).inserted {
                    waiting.append(other)
                }
            }
            guard seen.count == school.count(where: { $0 == number }) else { return false }
        }
        return true
    }

    @Test("finds what trying everything finds", arguments: 0..<12)
    func brute(seed: Int) throws {
        let town = Town(width: 4, height: 2, schools: [0, 5, 7], seed: UInt64(100 + seed), slack: 1.1)
        for connected in [false, true] {
            let problem = town.problem(connected: connected)
            let plan = try CatchmentSolver.whole(problem, effort: 4000)
            let ground = try CatchmentGround(problem)
            var best = Int.max
            for code in 0..<6561 {
                var rest = code, cost = 0, loads = [0, 0, 0], shares: [CatchmentPlan.Share] = []
                for point in 0..<8 {
                    let school = rest % 3, children = town.points[point].children
                    rest /= 3
                    loads[school] += children
                    cost += children * Int(ground.rate(point, school))
                    shares.append(.init(point: point, school: school, children: children, metres: nil))
                }
                cost += ground.slackPrice * zip(loads, town.schools).reduce(0) { $0 + max(0, $1.0 - $1.1.capacity) }
                guard cost < best else { continue }
                var candidate = plan
                candidate.shares = shares
                if connected ? Self.isConnected(candidate, problem) : true { best = cost }
            }
            #expect(Int((plan.cost * 1000).rounded()) == best, "connected \(connected)")
            #expect(plan.cost >= plan.bound)
        }
    }

    @Test("areas are connected and full plans keep their places", arguments: [1, 2, 3] as [UInt64])
    func connected(seed: UInt64) throws {
        let town = Town(width: 11, height: 10, schools: [0, 15, 58, 82, 104], seed: seed, slack: 1.04)
        let problem = town.problem(connected: true)
        let plan = try CatchmentSolver.whole(problem, effort: 4000)
        #expect(Self.isConnected(plan, problem))
        #expect(plan.proposal.tooMany == 0)
        #expect(plan.gap < 0.2)
    }

    @Test("does not depend on threads, and follows the seed")
    func threads() throws {
        let town = Town(width: 9, height: 8, schools: [0, 30, 70], seed: 8, slack: 1.03)
        let one = try CatchmentSolver.whole(town.problem(connected: true), effort: 1000, seed: 5, workers: 1)
        for workers in [2, 3, 16] {
            let many = try CatchmentSolver.whole(town.problem(connected: true), effort: 1000, seed: 5, workers: workers)
            #expect(many.shares == one.shares)
        }
    }

    @Test("islands, shared grounds and impossible capacities still give a plan")
    func awkward() throws {
        var town = Town(width: 6, height: 5, schools: [0, 0, 29], seed: 9, slack: 0.5)
        town.adjacency.removeAll { $0.0 == "p14" || $0.1 == "p14" }
        let plan = try CatchmentSolver.whole(town.problem(connected: true), effort: 500)
        #expect(plan.shares.count == 30)
        #expect(plan.findings.contains(.island(points: 1)))
        #expect(plan.findings.contains { if case .sharedGround = $0 { true } else { false } })
        #expect(plan.proposal.tooMany > 0)
        let lonely = CatchmentProblem(
            points: [.init(id: "a", children: 5, place: .plane(x: 0, y: 0))],
            schools: [.init(id: "s", capacity: 1, place: .plane(x: 3, y: 4))], adjacency: [])
        #expect(try CatchmentSolver.whole(lonely).proposal.worst == 5)
    }
}

@Suite("Sites")
struct SiteTests {
    @Test("finds what trying every set finds", arguments: 0..<6)
    func brute(seed: Int) throws {
        let town = Town(width: 6, height: 4, schools: [0, 5, 9, 14, 20, 23], seed: UInt64(200 + seed), slack: 2.5)
        let costs = [8.0, 6, 7, 5, 9, 6].map { $0 + Double(seed) }
        let found = try SiteSolver.solve(SiteProblem(ground: town.problem(), costs: costs), whole: false)
        var best = Double.infinity
        for code in 1..<64 {
            let open = (0..<6).filter { code >> $0 & 1 == 1 }
            var problem = town.problem()
            problem.schools = open.map { town.schools[$0] }
            best = min(best, try CatchmentSolver.split(problem).cost / 1000 + open.reduce(0) { $0 + costs[$1] })
        }
        #expect(abs(found.cost - best) < 1e-6)
    }

    @Test("keeps what stands, opens no more than asked, and one size of a site")
    func rules() throws {
        var town = Town(width: 6, height: 4, schools: [0, 5, 9, 9, 20, 23], seed: 11, slack: 2)
        town.schools[3].capacity *= 3
        let problem = SiteProblem(
            ground: town.problem(), costs: [0, 1, 1, 1, 1, 1], standing: ["s0"], most: 2)
        let found = try SiteSolver.solve(problem, effort: 500)
        #expect(found.open.contains(0) && found.open.count <= 3)
        #expect(!(found.open.contains(2) && found.open.contains(3)))
        let again = try SiteSolver.solve(problem, effort: 500, workers: 4)
        #expect(again.open == found.open && again.plan.shares == found.plan.shares)
    }

    @Test("refuses costs and names that are none")
    func hostile() {
        let town = Town(width: 3, height: 3, schools: [0, 8], seed: 1)
        #expect(throws: CatchmentError.malformedProblem(.cost)) {
            try SiteSolver.solve(SiteProblem(ground: town.problem(), costs: [1]))
        }
        #expect(throws: CatchmentError.negative("s0")) {
            try SiteSolver.solve(SiteProblem(ground: town.problem(), costs: [.nan, 1]))
        }
        #expect(throws: CatchmentError.unknown("x")) {
            try SiteSolver.solve(SiteProblem(ground: town.problem(), costs: [1, 1], standing: ["x"]))
        }
    }
}
