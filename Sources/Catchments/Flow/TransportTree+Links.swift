extension TransportTree {
    /// What a unit costs from a source to the root.
    @inline(__always)
    func priceOfSource(_ source: Int) -> Int { Int(parentCost[source]) + price[Int(parentSink[source])] }

    /// Notes by which arc a source hangs, for pricing. On the root it costs what leaving it unplaced costs.
    @inline(__always)
    func noteParent(of source: Int) {
        let arc = Int(parentArc[sinks + 1 + source])
        parentSink[source] = arc < 0 ? Int32(root) : arcs[arc].sink
        parentCost[source] = arc < 0 ? Int32(unplacedCost) : arcs[arc].cost
    }

    /// Puts a node first among its parent's children.
    @inline(__always)
    func link(_ node: Int) {
        let above = Int(parent[node]), sibling = firstChild[above]
        next[node] = sibling
        previous[node] = -1
        if sibling >= 0 { previous[Int(sibling)] = Int32(node) }
        firstChild[above] = Int32(node)
    }

    /// Takes a node from its parent's children.
    @inline(__always)
    func unlink(_ node: Int) {
        let before = previous[node], after = next[node]
        guard before != Self.unlinked else { return }
        if before >= 0 { next[Int(before)] = after } else { firstChild[Int(parent[node])] = after }
        if after >= 0 { previous[Int(after)] = before }
        previous[node] = Self.unlinked
    }

    /// Hangs the part of the tree below the edge over `top` on another node: `low` in it becomes a child of `above` by an
    /// arc. Edges between `low` and `top` turn round; prices in the part change by `change`.
    func rehang(_ low: Int, to top: Int, on above: Int, by arc: Int32, change: Int) {
        // The way from low to top.
        var count = 0, node = low
        while true {
            stack[count] = Int32(node)
            count += 1
            if node == top { break }
            node = Int(parent[node])
        }
        let left = Int(parent[top])
        for index in 0..<count { unlink(Int(stack[index])) }
        if left > root, firstChild[left] < 0 { unlink(left) }
        var newParent = Int32(above), newArc = arc
        for index in 0..<count {
            let node = Int(stack[index]), oldArc = parentArc[node]
            parent[node] = newParent
            parentArc[node] = newArc
            if node > root { noteParent(of: node - sinks - 1) }
            (newParent, newArc) = (Int32(node), oldArc)
        }
        if above > root, previous[above] == Self.unlinked {
            link(above)
            depth[above] = depth[Int(parent[above])] + 1
        }
        // From the top down, so that a source has its children when it is linked.
        for index in stride(from: count - 1, through: 0, by: -1) {
            let node = Int(stack[index])
            if node < sinks || firstChild[node] >= 0 { link(node) }
        }
        guard low < sinks || firstChild[low] >= 0 else { return }
        shift(low, by: change)
    }

    /// Changes prices and depths in the part of the tree at a node.
    private func shift(_ top: Int, by change: Int) {
        var count = 1
        stack[0] = Int32(top)
        while count > 0 {
            count -= 1
            let node = Int(stack[count])
            if node < sinks { price[node] += change }
            depth[node] = depth[Int(parent[node])] + 1
            var child = firstChild[node]
            while child >= 0 {
                stack[count] = child
                count += 1
                child = next[Int(child)]
            }
        }
    }
}
