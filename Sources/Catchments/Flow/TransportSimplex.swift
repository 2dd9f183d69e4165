/// Finds the cheapest transport by the primal network simplex on the tree of the sinks.
///
/// Right answer: amounts that keep every supply and capacity at the least cost, shown by `TransportCertificate`.
///
/// 1. Add a root: outlets lead from sinks to it, unplaced amounts go there directly. A basis is a spanning tree.
/// 2. Begin with a greedy placement, which is a tree that is strongly feasible: from every node something more could flow to
///    the root. Such trees cannot cycle (Cunningham 1976).
/// 3. Look for an arc that is cheaper than the tree's way, block by block of sources, the most rewarding of a block first
///    (block search: Grigoriadis 1986; Király and Kovács 2012 find it the best rule in practice).
/// 4. Push as much as possible round the cycle that it closes; the last arc of the cycle that blocks leaves the tree.
/// 5. Hang the cut-off part of the tree on the new arc and shift its prices. Optimal when no arc is cheaper.
///
/// What makes it fast here: there are far fewer sinks than sources, and at most as many sources as sinks are inner nodes of
/// the tree. All other sources are leaves, which are neither linked into the tree nor given a price: it follows from their
/// one arc. A step costs O(sinks) however many sources there are, and pricing reads arcs in order with the sinks' prices in
/// the innermost cache.
public enum TransportSimplex {
    /// Solves a problem exactly.
    ///
    /// - Throws: `CatchmentError.malformedProblem`, `.tooLarge`.
    public static func solve(_ problem: TransportProblem) throws(CatchmentError) -> TransportSolution {
        if let fault = problem.fault { throw fault }
        let tree = TransportTree(problem)
        tree.startGreedily()
        tree.improve()
        return tree.solution(of: problem)
    }
}

/// An arc as pricing reads it.
struct TransportArc {
    var sink: Int32
    var cost: Int32
}

/// The spanning tree of the simplex and the flows on it, in flat memory.
///
/// Nodes: sinks `0..<sinks`, the root `sinks`, sources behind it. Prices are what a unit costs from a node to the root.
/// Children are linked only where they have children of their own or are sinks.
final class TransportTree {
    let sources: Int
    let sinks: Int
    let root: Int
    let arcs: UnsafeMutablePointer<TransportArc>
    let arcStart: UnsafeMutablePointer<Int>
    let arcFlow: UnsafeMutablePointer<Int>
    let supply: UnsafeMutablePointer<Int>
    let unplaced: UnsafeMutablePointer<Int>
    let unplacedCost: Int

    // Outlets, in order of their sinks.
    let outletStart: [Int]
    let outletSink: UnsafeMutablePointer<Int32>
    let outletCost: UnsafeMutablePointer<Int>
    let outletCapacity: UnsafeMutablePointer<Int>
    let outletFlow: UnsafeMutablePointer<Int>
    /// Whether an outlet outside the tree is full; those in the tree do not matter.
    let outletIsFull: UnsafeMutablePointer<Bool>
    let outlets: Int

    /// What a unit costs from a sink (or the root) to the root.
    let price: UnsafeMutablePointer<Int>
    /// For sources: the cost of the arc to the parent and the parent, for pricing.
    let parentCost: UnsafeMutablePointer<Int32>
    let parentSink: UnsafeMutablePointer<Int32>

    // The tree.
    let parent: UnsafeMutablePointer<Int32>
    /// The arc to the parent; from a sink or source to the root `-1 - outlet` and `-1`.
    let parentArc: UnsafeMutablePointer<Int32>
    let depth: UnsafeMutablePointer<Int32>
    let firstChild: UnsafeMutablePointer<Int32>
    let next: UnsafeMutablePointer<Int32>
    /// The sibling before; -1 for a first child, `unlinked` for a node that is no inner one.
    let previous: UnsafeMutablePointer<Int32>
    let stack: UnsafeMutablePointer<Int32>

    var pivots = 0
    static let unlinked: Int32 = -2

    init(_ problem: TransportProblem) {
        sources = problem.supplies.count
        sinks = problem.outlets.count
        root = sinks
        let count = problem.arcSink.count, nodes = sources + sinks + 1
        arcs = flat(count, TransportArc(sink: 0, cost: 0))
        for arc in 0..<count { arcs[arc] = TransportArc(sink: problem.arcSink[arc], cost: problem.arcCost[arc]) }
        arcStart = flat(problem.arcStart)
        arcFlow = flat(count, 0)
        supply = flat(problem.supplies)
        unplaced = flat(sources, 0)
        unplacedCost = problem.unplacedCost
        var starts = [0]
        for ways in problem.outlets { starts.append((starts.last ?? 0) + ways.count) }
        outletStart = starts
        let blocked = problem.outlets.indices.filter { sink in problem.outlets[sink].allSatisfy { $0.capacity == 0 } }
        outlets = (starts.last ?? 0) + blocked.count
        outletSink = flat(outlets, 0)
        outletCost = flat(outlets, 0)
        outletCapacity = flat(outlets, 0)
        outletFlow = flat(outlets, 0)
        outletIsFull = flat(outlets, false)
        var at = 0
        for (sink, ways) in problem.outlets.enumerated() {
            for way in ways {
                (outletSink[at], outletCost[at], outletCapacity[at]) = (Int32(sink), way.cost, way.capacity)
                at += 1
            }
        }
        for sink in blocked {
            // Dearer than leaving everything unplaced: it holds the sink in the tree and never takes anything.
            (outletSink[at], outletCost[at]) = (Int32(sink), 2 * TransportProblem.mostCost + 1)
            outletCapacity[at] = .max / 2
            at += 1
        }
        price = flat(sinks + 1, 0)
        parentCost = flat(sources, 0)
        parentSink = flat(sources, Int32(sinks))
        parent = flat(nodes, -1)
        parentArc = flat(nodes, -1)
        depth = flat(nodes, 0)
        firstChild = flat(nodes, -1)
        next = flat(nodes, -1)
        previous = flat(nodes, Self.unlinked)
        stack = flat(2 * sinks + 4, 0)
    }

    deinit {
        arcs.deallocate(); arcStart.deallocate(); arcFlow.deallocate(); supply.deallocate(); unplaced.deallocate()
        outletSink.deallocate(); outletCost.deallocate(); outletCapacity.deallocate(); outletFlow.deallocate()
        outletIsFull.deallocate(); price.deallocate(); parentCost.deallocate(); parentSink.deallocate()
        parent.deallocate(); parentArc.deallocate(); depth.deallocate(); firstChild.deallocate(); next.deallocate()
        previous.deallocate(); stack.deallocate()
    }

    func solution(of problem: TransportProblem) -> TransportSolution {
        let flows = Array(UnsafeBufferPointer(start: arcFlow, count: problem.arcSink.count))
        let left = Array(UnsafeBufferPointer(start: unplaced, count: sources))
        let ways = (0..<sinks).map { sink in (outletStart[sink]..<outletStart[sink + 1]).map { outletFlow[$0] } }
        var total = 0
        for (arc, flow) in flows.enumerated() where flow > 0 { total += flow * Int(arcs[arc].cost) }
        for amount in left { total += amount * unplacedCost }
        for way in 0..<(outletStart.last ?? 0) { total += outletFlow[way] * outletCost[way] }
        return TransportSolution(
            flows: flows, unplaced: left, outletFlows: ways,
            sinkPrices: Array(UnsafeBufferPointer(start: price, count: sinks)), total: total, pivots: pivots)
    }
}
