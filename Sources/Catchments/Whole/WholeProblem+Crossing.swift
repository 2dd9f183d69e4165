extension WholeProblem {
    /// The best plan that two plans make together, never dearer than either.
    ///
    /// Sites that have units of each other in the other plan form blocks: inside a block both plans share out the same
    /// units among the same sites. So each block may come from either plan, and the cheaper is taken (the partition crossover
    /// of Whitley, Hains and Howe 2009, for areas). Every area comes whole from one plan and stays connected.
    func crossed(_ first: WholePlan, _ second: WholePlan) -> WholePlan {
        var block = Array(0..<sites)
        func head(_ site: Int) -> Int {
            var site = site
            while block[site] != site {
                block[site] = block[block[site]]
                site = block[site]
            }
            return site
        }
        for unit in 0..<units where first.sites[unit] != second.sites[unit] {
            let (one, other) = (head(Int(first.sites[unit])), head(Int(second.sites[unit])))
            block[max(one, other)] = min(one, other)
        }
        let one = costs(first), other = costs(second)
        var gain = [Int](repeating: 0, count: sites)
        for site in 0..<sites { gain[head(site)] += one[site] - other[site] }
        var plan = first
        for unit in 0..<units where gain[head(Int(first.sites[unit]))] > 0 { plan.sites[unit] = second.sites[unit] }
        for amount in gain where amount > 0 { plan.cost -= amount }
        return plan
    }

    /// What each site costs in a plan, slack included.
    private func costs(_ plan: WholePlan) -> [Int] {
        var costs = [Int](repeating: 0, count: sites), loads = costs
        for unit in 0..<units {
            let site = Int(plan.sites[unit])
            costs[site] += demands[unit] * Int(rates[unit * sites + site])
            loads[site] += demands[unit]
        }
        for site in 0..<sites {
            costs[site] += slackPrice * (max(0, loads[site] - capacities[site]) + max(0, leasts[site] - loads[site]))
        }
        return costs
    }
}
