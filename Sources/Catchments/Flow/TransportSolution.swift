/// The cheapest way to place all amounts, with the prices that prove it.
public struct TransportSolution: Hashable, Sendable {
    /// The amount on each arc.
    public internal(set) var flows: [Int]
    /// What of each source is unplaced.
    public internal(set) var unplaced: [Int]
    /// What each sink takes through each of its outlets.
    public internal(set) var outletFlows: [[Int]]
    /// What one unit more at a sink would cost (above 0: a place more there would save as much).
    public internal(set) var sinkPrices: [Int]
    /// The cost of all.
    public internal(set) var total: Int
    /// Steps of the simplex.
    public internal(set) var pivots: Int

    /// What each sink takes.
    public var loads: [Int] { outletFlows.map { $0.reduce(0, +) } }
}

/// Whether a solution keeps every amount and costs the least possible, worked out anew from the problem.
///
/// The solution is optimal if and only if some prices of the sinks make every arc that is used the cheapest of its source
/// and every outlet that is used (left unfilled) worth (not worth) its cost: complementary slackness. Then the cost of the
/// flow equals the value of the prices, a bound that no other flow can pass.
public struct TransportCertificate: Hashable, Sendable {
    /// Amounts that do not balance, are below 0 or above a capacity.
    public let brokenAmounts: Int
    /// Arcs and outlets whose use or rest the prices contradict.
    public let brokenPrices: Int
    /// The cost of the flow.
    public let cost: Int
    /// The bound that the prices give.
    public let bound: Int

    /// Whether the solution is the cheapest possible.
    public var isOptimal: Bool { brokenAmounts == 0 && brokenPrices == 0 && cost == bound }

    /// Checks a solution in one pass over the arcs.
    public init(of solution: TransportSolution, for problem: TransportProblem) {
        var amounts = 0, prices = 0, cost = 0, bound = 0
        var loads = [Int](repeating: 0, count: problem.outlets.count)
        let sinkPrices = solution.sinkPrices
        guard solution.flows.count == problem.arcSink.count, solution.unplaced.count == problem.supplies.count,
            sinkPrices.count == loads.count, solution.outletFlows.map(\.count) == problem.outlets.map(\.count)
        else {
            (brokenAmounts, brokenPrices, self.cost, self.bound) = (1, 0, 0, 0)
            return
        }
        for source in problem.supplies.indices {
            let arcs = problem.arcStart[source]..<problem.arcStart[source + 1]
            // What the source pays for its next unit: the least of all ways.
            var least = problem.unplacedCost
            for arc in arcs { least = min(least, Int(problem.arcCost[arc]) + sinkPrices[Int(problem.arcSink[arc])]) }
            var sent = solution.unplaced[source]
            if sent < 0 { amounts += 1 }
            if sent > 0, problem.unplacedCost > least { prices += 1 }
            cost += sent * problem.unplacedCost
            for arc in arcs where solution.flows[arc] != 0 {
                let flow = solution.flows[arc], sink = Int(problem.arcSink[arc])
                if flow < 0 { amounts += 1 }
                if Int(problem.arcCost[arc]) + sinkPrices[sink] > least { prices += 1 }
                sent += flow
                loads[sink] += flow
                cost += flow * Int(problem.arcCost[arc])
            }
            if sent != problem.supplies[source] { amounts += 1 }
            bound += problem.supplies[source] * least
        }
        for (sink, outlets) in problem.outlets.enumerated() {
            var taken = 0
            for (outlet, flow) in zip(outlets, solution.outletFlows[sink]) {
                let margin = outlet.cost - sinkPrices[sink]
                if flow < 0 || flow > outlet.capacity { amounts += 1 }
                if margin > 0 && flow > 0 || margin < 0 && flow < outlet.capacity { prices += 1 }
                cost += flow * outlet.cost
                bound += min(0, margin) * outlet.capacity
                taken += flow
            }
            if taken != loads[sink] { amounts += 1 }
        }
        (brokenAmounts, brokenPrices, self.cost, self.bound) = (amounts, prices, cost, bound)
    }
}
