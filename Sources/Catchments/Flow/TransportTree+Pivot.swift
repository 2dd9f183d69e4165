extension TransportTree {
    /// Takes arcs into the tree until none is cheaper than the tree's way.
    func improve() {
        let total = arcStart[sources]
        // Sources of a block: some thousand arcs, so that the choice is good and a pass gives many steps.
        let perBlock = max(1, min(sources, Self.blockArcs(total) * sources / max(1, total)))
        var at = 0, quiet = 0
        while quiet <= sources {
            let end = min(sources, at + perBlock)
            var best = 0, arc = -1, source = -1
            price(at, end, &best, &arc, &source)
            if best < 0 {
                enter(source, arc, gain: best)
                quiet = 0
            } else {
                quiet += end - at
            }
            at = end
            if at == sources || sources == 0 {
                at = 0
                if enterOutlets() { quiet = 0 }
                if sources == 0 { break }
            }
        }
    }

    /// Arcs that are looked at for one step.
    static func blockArcs(_ total: Int) -> Int { max(64, Int(Double(total).squareRoot().rounded())) }

    /// The most rewarding arc of some sources.
    @inline(__always)
    private func price(_ begin: Int, _ end: Int, _ best: inout Int, _ arc: inout Int, _ source: inout Int) {
        let arcs = arcs, price = price, arcStart = arcStart
        for node in begin..<end {
            let own = priceOfSource(node)
            var least = best + own
            for index in arcStart[node]..<arcStart[node + 1] {
                let candidate = arcs[index]
                let cost = Int(candidate.cost) + price[Int(candidate.sink)]
                if cost < least { (least, arc, source) = (cost, index, node) }
            }
            if unplacedCost < least { (least, arc, source) = (unplacedCost, -1, node) }
            best = least - own
        }
    }

    /// Takes an arc of a source (below 0: leaving it unplaced) into the tree; `gain` is its reduced cost, below 0.
    private func enter(_ source: Int, _ arc: Int, gain: Int) {
        pivots += 1
        let node = sinks + 1 + source, head = arc < 0 ? root : Int(arcs[arc].sink)
        let join = self.join(node, head)
        var amount = Int.max, out = -1, isFirst = true
        var walk = node
        while walk != join {
            let room = roomDown(walk)
            if room < amount { (amount, out) = (room, walk) }
            walk = Int(parent[walk])
        }
        walk = head
        while walk != join {
            let room = roomUp(walk)
            if room <= amount { (amount, out, isFirst) = (room, walk, false) }
            walk = Int(parent[walk])
        }
        if amount > 0 {
            if arc < 0 { unplaced[source] += amount } else { arcFlow[arc] += amount }
            push(node, join, -amount)
            push(head, join, amount)
        }
        leave(out)
        if isFirst {
            rehang(node, to: out, on: head, by: Int32(arc), change: gain)
        } else {
            rehang(head, to: out, on: node, by: Int32(arc), change: -gain)
        }
    }

    /// Takes outlets into the tree while one pays; true where one did.
    private func enterOutlets() -> Bool {
        var any = false
        for way in 0..<outlets where outletCapacity[way] > 0 {
            let sink = Int(outletSink[way])
            guard parentArc[sink] != Int32(-1 - way) else { continue }
            let margin = outletCost[way] - price[sink]
            if outletIsFull[way] ? margin > 0 : margin < 0 {
                enterOutlet(way, sink, margin)
                any = true
            }
        }
        return any
    }

    private func enterOutlet(_ way: Int, _ sink: Int, _ margin: Int) {
        pivots += 1
        let isFull = outletIsFull[way]
        var amount = outletCapacity[way], out = -1, walk = sink
        while walk != root {
            let room = isFull ? roomUp(walk) : roomDown(walk)
            if isFull ? room <= amount : room < amount { (amount, out) = (room, walk) }
            walk = Int(parent[walk])
        }
        outletFlow[way] += isFull ? -amount : amount
        push(sink, root, isFull ? amount : -amount)
        if out < 0 {
            outletIsFull[way] = !isFull
        } else {
            leave(out)
            rehang(sink, to: out, on: root, by: Int32(-1 - way), change: margin)
        }
    }

    /// Where the ways of two nodes to the root meet.
    @inline(__always)
    private func join(_ first: Int, _ second: Int) -> Int {
        var first = first, second = second
        var high = depth[Int(parent[first])] + 1, low = depth[second]
        while first != second {
            if high >= low {
                first = Int(parent[first])
                high -= 1
            } else {
                second = Int(parent[second])
                low -= 1
            }
        }
        return first
    }

    /// How much more may flow from a node's parent to it.
    @inline(__always)
    private func roomDown(_ node: Int) -> Int {
        let arc = Int(parentArc[node])
        if node > root { return arc < 0 ? unplaced[node - sinks - 1] : arcFlow[arc] }
        return arc < 0 ? outletFlow[-1 - arc] : .max
    }

    /// How much more may flow from a node to its parent.
    @inline(__always)
    private func roomUp(_ node: Int) -> Int {
        let arc = Int(parentArc[node])
        if node > root { return .max }
        return arc < 0 ? outletCapacity[-1 - arc] - outletFlow[-1 - arc] : arcFlow[arc]
    }

    /// Adds to what flows up from a node to another above it.
    @inline(__always)
    private func push(_ node: Int, _ end: Int, _ amount: Int) {
        var walk = node
        while walk != end {
            let arc = Int(parentArc[walk])
            if walk > root {
                if arc < 0 { unplaced[walk - sinks - 1] += amount } else { arcFlow[arc] += amount }
            } else if arc < 0 {
                outletFlow[-1 - arc] += amount
            } else {
                arcFlow[arc] -= amount
            }
            walk = Int(parent[walk])
        }
    }

    /// Notes the state in which an outlet leaves the tree.
    @inline(__always)
    private func leave(_ node: Int) {
        guard node < sinks, parentArc[node] < 0 else { return }
        let way = -1 - Int(parentArc[node])
        outletIsFull[way] = outletFlow[way] > 0
    }
}
