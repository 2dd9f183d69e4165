extension TransportTree {
    /// Places the sources one after another where it is cheapest, those first that lose most by their second choice, and
    /// makes the strongly feasible tree of that placement.
    ///
    /// A sink hangs on the root by the outlet that it is filling. When a source fills the last one, or goes on elsewhere
    /// after filling one, the sink is closed and hangs on that source, from which something flows to it.
    func startGreedily() {
        let ways = outletOrder()
        var stage = [Int](repeating: 0, count: sinks)
        var cost = [Int](repeating: .max, count: sinks)
        func hangOnOutlet(_ sink: Int) {
            let way = ways[sink][stage[sink]]
            cost[sink] = outletCost[way]
            parentArc[sink] = Int32(-1 - way)
        }
        for sink in 0..<sinks {
            parent[sink] = Int32(root)
            hangOnOutlet(sink)
        }
        for source in orderOfRegret() {
            var rest = supply[source], pending = -1, home = -1
            func close(_ arc: Int) {
                let sink = Int(arcs[arc].sink)
                cost[sink] = .max
                parent[sink] = Int32(sinks + 1 + source)
                parentArc[sink] = Int32(arc)
            }
            while true {
                var best = -1, cheapest = unplacedCost
                for arc in arcStart[source]..<arcStart[source + 1] where cost[Int(arcs[arc].sink)] != .max {
                    let all = Int(arcs[arc].cost) + cost[Int(arcs[arc].sink)]
                    if all < cheapest { (best, cheapest) = (arc, all) }
                }
                if pending >= 0, best != pending { close(pending) }
                pending = -1
                guard best >= 0 else {
                    unplaced[source] = rest
                    break
                }
                let sink = Int(arcs[best].sink), way = ways[sink][stage[sink]]
                let amount = min(rest, outletCapacity[way] - outletFlow[way])
                outletFlow[way] += amount
                arcFlow[best] += amount
                rest -= amount
                guard outletFlow[way] == outletCapacity[way] else {
                    home = best
                    break
                }
                outletIsFull[way] = true
                stage[sink] += 1
                if stage[sink] == ways[sink].count {
                    close(best)
                } else {
                    hangOnOutlet(sink)
                    pending = best
                }
                if rest == 0 {
                    home = pending
                    break
                }
            }
            hang(source, on: home)
        }
        linkAll()
    }

    /// Each sink's outlets that take anything, cheap ones first.
    private func outletOrder() -> [[Int]] {
        var ways = [[Int]](repeating: [], count: sinks)
        for way in 0..<outlets where outletCapacity[way] > 0 { ways[Int(outletSink[way])].append(way) }
        return ways.map { $0.sorted { (outletCost[$0], $0) < (outletCost[$1], $1) } }
    }

    /// The sources by what they lose if their cheapest sink is full, the largest loss first.
    private func orderOfRegret() -> [Int] {
        let regrets = (0..<sources).map { source in
            var first = unplacedCost, second = unplacedCost
            for arc in arcStart[source]..<arcStart[source + 1] {
                let cost = Int(arcs[arc].cost)
                if cost < first { (first, second) = (cost, first) } else if cost < second { second = cost }
            }
            return second - first
        }
        return (0..<sources).sorted { (regrets[$1], $0) < (regrets[$0], $1) }
    }

    /// Hangs a source on the sink of an arc, or on the root where it is below 0.
    private func hang(_ source: Int, on arc: Int) {
        let node = sinks + 1 + source
        parentArc[node] = Int32(arc)
        parent[node] = arc < 0 ? Int32(root) : arcs[arc].sink
        noteParent(of: source)
    }

    /// Links the inner nodes and works out depths and prices from the root down.
    private func linkAll() {
        for sink in 0..<sinks {
            link(sink)
            let above = Int(parent[sink])
            if above > root, previous[above] == Self.unlinked { link(above) }
        }
        var waiting = [Int32(root)]
        price[root] = 0
        depth[root] = 0
        while let node = waiting.popLast() {
            let node = Int(node)
            if node != root { depth[node] = depth[Int(parent[node])] + 1 }
            if node < sinks {
                let above = Int(parent[node]), arc = Int(parentArc[node])
                price[node] =
                    above == root ? outletCost[-1 - arc] : priceOfSource(above - sinks - 1) - Int(arcs[arc].cost)
            }
            var child = firstChild[node]
            while child >= 0 {
                waiting.append(child)
                child = next[Int(child)]
            }
        }
    }
}
