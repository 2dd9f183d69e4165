/// Plans of whole units to begin a search with.
struct WholeStart {
    let problem: WholeProblem
    /// What a place at each site is worth in the relaxation.
    let prices: [Int]

    /// Every unit to the site that takes most of it.
    func rounded(_ relaxed: TransportSolution) -> [Int32] {
        var arc = 0
        return (0..<problem.units).map { unit in
            // The arcs of `WholeProblem.relaxed`: one for a fixed unit, one a site for all others.
            if problem.fixed[unit] >= 0 {
                arc += 1
                return problem.fixed[unit]
            }
            var best = 0, key = (Int.min, Int.min)
            for site in 0..<problem.sites {
                let other = (relaxed.flows[arc + site], -price(unit, site))
                if other > key { (best, key) = (site, other) }
            }
            arc += problem.sites
            return Int32(best)
        }
    }

    /// For each unit the sites that are cheapest with the prices.
    func choices(_ limit: Int) -> [Int32] {
        let width = min(limit, problem.sites)
        return (0..<problem.units).flatMap { unit in
            (0..<problem.sites).map { (price(unit, $0), $0) }.sorted(by: <).prefix(width).map { Int32($0.1) }
        }
    }

    /// A plan with connected areas: what of each area hangs together with its school's unit stays, everything else goes to
    /// an area that it touches, the cheapest first.
    func connected(_ plan: [Int32]) -> [Int32] {
        guard let neighbours = problem.neighbours else { return plan }
        var wanted = plan, kept = [Int32](repeating: -1, count: problem.units)
        for (site, unit) in problem.roots.enumerated() { wanted[Int(unit)] = Int32(site) }
        for (site, unit) in problem.roots.enumerated() {
            var waiting = [unit]
            kept[Int(unit)] = Int32(site)
            while let unit = waiting.popLast() {
                for other in neighbours.of(Int(unit)) where wanted[Int(other)] == Int32(site) && kept[Int(other)] < 0 {
                    kept[Int(other)] = Int32(site)
                    waiting.append(other)
                }
            }
        }
        var left = kept.count { $0 < 0 }
        while left > 0 {
            var best = (Int.max, -1, -1)
            for unit in 0..<problem.units where kept[unit] < 0 {
                for other in neighbours.of(unit) where kept[Int(other)] >= 0 {
                    let site = Int(kept[Int(other)])
                    let other = (price(unit, site), unit, site)
                    if other < best { best = other }
                }
            }
            guard best.1 >= 0 else { break }
            kept[best.1] = Int32(best.2)
            left -= 1
        }
        return kept
    }

    private func price(_ unit: Int, _ site: Int) -> Int {
        Int(problem.rates[unit * problem.sites + site]) + prices[site]
    }
}
