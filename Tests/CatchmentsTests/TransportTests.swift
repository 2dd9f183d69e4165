import Chance
import Testing

@testable import Catchments

@Suite("Cheapest transport")
struct TransportTests {
    /// A random problem with parallel outlets, points without children, schools without places and missing ways.
    static func random(_ seed: UInt64, sources: Int, sinks: Int) -> TransportProblem {
        var random = SplitMix64(seed: seed)
        var starts = [0], arcSink: [Int32] = [], costs: [Int32] = []
        for _ in 0..<sources {
            for sink in 0..<sinks where random.below(3) > 0 {
                arcSink.append(Int32(sink))
                costs.append(Int32(random.below(20)))
            }
            starts.append(arcSink.count)
        }
        return TransportProblem(
            supplies: (0..<sources).map { _ in random.below(4) }, arcStart: starts, arcSink: arcSink, arcCost: costs,
            outlets: (0..<sinks).map { _ in
                (0..<random.below(4)).map { _ in .init(capacity: random.below(4), cost: random.below(12) - 4) }
            }, unplacedCost: 40)
    }

    /// The least cost by trying everything, unit by unit.
    static func bruteForce(_ problem: TransportProblem) -> Int {
        // Each sink's places one by one, cheap ones first: the cost of a load is convex.
        let places = problem.outlets.map { ways in
            ways.flatMap { Array(repeating: $0.cost, count: $0.capacity) }.sorted()
        }
        // Places that earn something are taken even by nobody? No: only units of sources flow.
        var units: [Int] = []
        for (source, supply) in problem.supplies.enumerated() { units += Array(repeating: source, count: supply) }
        var loads = [Int](repeating: 0, count: problem.outlets.count), best = Int.max
        func place(_ index: Int, _ cost: Int) {
            guard index < units.count else {
                best = min(best, cost)
                return
            }
            let source = units[index]
            place(index + 1, cost + problem.unplacedCost)
            for arc in problem.arcStart[source]..<problem.arcStart[source + 1] {
                let sink = Int(problem.arcSink[arc])
                guard loads[sink] < places[sink].count else { continue }
                loads[sink] += 1
                place(index + 1, cost + Int(problem.arcCost[arc]) + places[sink][loads[sink] - 1])
                loads[sink] -= 1
            }
        }
        place(0, 0)
        return best
    }

    @Test("finds what trying everything finds, with a proof", arguments: 0..<150)
    func brute(seed: Int) throws {
        let problem = Self.random(UInt64(seed), sources: 1 + seed % 4, sinks: 1 + seed % 3)
        let solution = try TransportSimplex.solve(problem)
        let certificate = TransportCertificate(of: solution, for: problem)
        #expect(certificate.isOptimal, "\(certificate)")
        #expect(certificate.cost == solution.total)
        #expect(solution.total == Self.bruteForce(problem))
    }

    @Test("proves larger ones", arguments: 0..<60)
    func larger(seed: Int) throws {
        let problem = Self.random(1000 + UInt64(seed), sources: 300 * (1 + seed % 3), sinks: 3 + seed)
        let certificate = TransportCertificate(of: try TransportSimplex.solve(problem), for: problem)
        #expect(certificate.isOptimal, "\(certificate)")
    }

    @Test("a proof of something else fails")
    func forged() throws {
        let problem = Self.random(7, sources: 40, sinks: 5)
        let honest = try TransportSimplex.solve(problem)
        for arc in honest.flows.indices where honest.flows[arc] > 0 {
            var forged = honest
            forged.flows[arc] -= 1
            #expect(!TransportCertificate(of: forged, for: problem).isOptimal)
        }
        var priced = honest
        let used = try #require(honest.loads.firstIndex { $0 > 0 })
        priced.sinkPrices[used] = -1000
        #expect(!TransportCertificate(of: priced, for: problem).isOptimal)
        var short = honest
        short.flows.removeLast()
        #expect(!TransportCertificate(of: short, for: problem).isOptimal)
    }

    @Test("refuses arrays that do not fit and numbers that are too large")
    func hostile() {
        func fault(_ change: (inout TransportProblem) -> Void) -> CatchmentError? {
            var problem = Self.random(3, sources: 5, sinks: 3)
            change(&problem)
            do {
                _ = try TransportSimplex.solve(problem)
                return nil
            } catch { return error }
        }
        #expect(fault { $0.arcStart.removeLast() } == .malformedProblem(.arcs))
        #expect(fault { $0.arcStart[1] = 99 } == .malformedProblem(.arcs))
        #expect(fault { $0.arcSink[0] = 3 } == .malformedProblem(.sinks))
        #expect(fault { $0.arcSink[0] = -1 } == .malformedProblem(.sinks))
        #expect(fault { $0.supplies[0] = -1 } == .malformedProblem(.amounts))
        #expect(fault { $0.outlets[0] = [.init(capacity: -1)] } == .malformedProblem(.amounts))
        #expect(fault { $0.unplacedCost = .min } == .tooLarge(.cost))
        #expect(fault { $0.supplies[0] = .max } == .tooLarge(.amount))
        #expect(fault { _ in } == nil)
        let empty = TransportProblem(
            supplies: [], arcStart: [0], arcSink: [], arcCost: [], outlets: [], unplacedCost: 1)
        #expect((try? TransportSimplex.solve(empty))?.total == 0)
    }
}
