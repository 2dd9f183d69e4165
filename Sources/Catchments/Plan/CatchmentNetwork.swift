/// The flow of a plan whose points may be split, with the ways that are looked at so far.
struct CatchmentNetwork {
    private let ground: CatchmentGround
    /// Schools of each point, in order, with their rates.
    private var ways: [[(school: Int32, rate: Int32)]]

    private static let nearest = 20

    init(_ ground: CatchmentGround) {
        self.ground = ground
        ways = (0..<ground.points).map { point in
            if ground.fixed[point] >= 0 {
                return [(ground.fixed[point], ground.rate(point, Int(ground.fixed[point])))]
            }
            if ground.hasWays { return ground.knownRates(point) }
            let all = (0..<ground.schools).map { (school: Int32($0), rate: ground.rate(point, $0)) }
            guard all.count > 2 * Self.nearest else { return all }
            return all.sorted { ($0.rate, $0.school) < ($1.rate, $1.school) }.prefix(Self.nearest).sorted {
                $0.school < $1.school
            }
        }
        // A point without any way goes to the school with the most places, at the price of that.
        let widest = ground.problem.schools.indices.max {
            (ground.problem.schools[$0].capacity, $1) < (ground.problem.schools[$1].capacity, $0)
        }
        for point in ways.indices where ways[point].isEmpty {
            ways[point] = [(Int32(widest ?? 0), Int32(CatchmentGround.noWay))]
        }
    }

    /// Number of ways.
    var count: Int { ways.reduce(0) { $0 + $1.count } }

    var problem: TransportProblem {
        var starts = [0], sinks: [Int32] = [], costs: [Int32] = []
        sinks.reserveCapacity(count)
        costs.reserveCapacity(count)
        for list in ways {
            for way in list {
                sinks.append(way.school)
                costs.append(way.rate)
            }
            starts.append(sinks.count)
        }
        let supplies = ground.problem.points.map(\.children)
        let schools = ground.problem.schools
        return TransportProblem(
            supplies: supplies, arcStart: starts, arcSink: sinks, arcCost: costs,
            outlets: TransportProblem.outlets(
                capacities: schools.map(\.capacity), leasts: schools.map(\.least), slackPrice: ground.slackPrice,
                amount: supplies.reduce(0) { $0 &+ $1 }),
            unplacedCost: TransportProblem.mostCost)
    }

    /// Adds the ways that the prices of a solution make cheaper than those that are looked at; false where there are none.
    mutating func add(cheaperThan solution: TransportSolution, _ flow: TransportProblem) -> Bool {
        guard !ground.hasWays else { return false }
        var isNew = false
        for point in ways.indices where ground.fixed[point] < 0 && ways[point].count < ground.schools {
            var least = Int.max
            for way in ways[point] { least = min(least, Int(way.rate) + solution.sinkPrices[Int(way.school)]) }
            var more: [(school: Int32, rate: Int32)] = []
            for school in 0..<ground.schools {
                let rate = ground.rate(point, school)
                if Int(rate) + solution.sinkPrices[school] < least { more.append((Int32(school), rate)) }
            }
            guard !more.isEmpty else { continue }
            ways[point] = (ways[point] + more).sorted { $0.school < $1.school }
            isNew = true
        }
        return isNew
    }

    /// The plan of an optimal flow.
    func plan(_ solution: TransportSolution, _ flow: TransportProblem) -> CatchmentPlan {
        var shares: [CatchmentPlan.Share] = []
        for point in ways.indices {
            let arcs = flow.arcStart[point]..<flow.arcStart[point + 1]
            let used = arcs.filter { solution.flows[$0] > 0 }
            // A point without children belongs where its next child would go.
            let home = arcs.min {
                (Int(flow.arcCost[$0]) + solution.sinkPrices[Int(flow.arcSink[$0])], $0)
                    < (Int(flow.arcCost[$1]) + solution.sinkPrices[Int(flow.arcSink[$1])], $1)
            }
            for arc in used.isEmpty ? home.map({ [$0] }) ?? [] : used {
                let school = Int(flow.arcSink[arc])
                shares.append(
                    .init(
                        point: point, school: school, children: solution.flows[arc],
                        metres: ground.length(point, school).map { Double($0) / 1000 }))
            }
        }
        let constant = TransportProblem.constant(
            capacities: ground.problem.schools.map(\.capacity), leasts: ground.problem.schools.map(\.least),
            slackPrice: ground.slackPrice)
        let certificate = TransportCertificate(of: solution, for: flow)
        return CatchmentPlan(
            shares: shares, of: ground, cost: solution.total + constant, bound: certificate.bound + constant,
            prices: solution.sinkPrices, certificate: certificate)
    }
}

extension CatchmentPlan {
    /// A plan of shares. Cost, bound and prices are in millimetres.
    init(
        shares: [Share], of ground: CatchmentGround, cost: Int, bound: Int, prices: [Int],
        certificate: TransportCertificate? = nil
    ) {
        var loads = [Int](repeating: 0, count: ground.schools)
        for share in shares { loads[share.school] += share.children }
        let figures = CatchmentFigures(shares, of: ground)
        (self.shares, self.loads, proposal) = (shares, loads, figures)
        findings = CatchmentFinding.all(ground, loads: loads, figures: figures, prices: prices, shares: shares)
        (self.cost, self.bound, self.certificate) = (Double(cost) / 1000, Double(bound) / 1000, certificate)
        if ground.today.allSatisfy({ $0 >= 0 }) {
            let present = ground.problem.points.indices.map { point in
                let school = Int(ground.today[point])
                return Share(
                    point: point, school: school, children: ground.problem.points[point].children,
                    metres: ground.length(point, school).map { Double($0) / 1000 })
            }
            today = CatchmentFigures(present, of: ground)
        }
    }
}
