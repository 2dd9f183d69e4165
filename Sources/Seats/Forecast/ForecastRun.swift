/// Goes through the years after the history, in the middle and at random.
struct ForecastRun {
    let model: CohortModel
    let options: ForecastOptions
    let overlay: ScenarioOverlay?

    /// What is expected.
    struct Central {
        /// By lead, then by cell, without scenario.
        var pupils: [[Double]] = []
        /// By lead, what the district's entrants of each grade gain.
        var gains: [[Double]] = []
        /// By lead, the logarithm of the middle unit's pupils where grades are not told apart.
        var peers: [Double?] = []
    }

    /// The expected course of every unit.
    func central() -> Central {
        let history = model.history
        let grades = history.grades.count
        var states = history.units.indices.map(model.state)
        let growing = history.units.indices.map(model.isGrowing)
        var totals = DistrictTotals(history, model.births)
        var result = Central()
        for lead in 1...options.horizon {
            let gains = totals.gains(after: history.autumns + lead - 1)
            let peers = totals.peers[history.autumns + lead - 2]
            var pupils = [Double](repeating: 0, count: history.cells)
            var nexts = pupils
            for unit in states.indices {
                let next = model.next(
                    states[unit], unit: unit, lead: lead, gains: gains, peers: peers, isGrowing: growing[unit])
                for grade in 0..<grades {
                    let cell = unit * grades + grade
                    pupils[cell] = max(next[grade], model.remainder(states[unit], grade))
                    nexts[cell] = next[grade]
                }
                states[unit].advance(to: next)
            }
            totals.add(nexts)
            result.gains.append(gains)
            result.peers.append(peers)
            result.pupils.append(pupils)
        }
        return result
    }

    /// Simulated courses of a unit: by path, lead and grade.
    func simulated(_ unit: Int, _ central: Central) -> [Double] {
        let grades = model.history.grades.count
        let horizon = options.horizon
        var result = [Double](repeating: 0, count: options.paths * horizon * grades)
        guard options.paths > 0 else { return result }
        let start = model.state(unit)
        guard start.now.contains(where: { $0 > 0 }) else { return result }
        let isGrowing = model.isGrowing(unit)
        let pool = model.residuals
        let shares = (pool.common.squareRoot(), pool.withinUnit.squareRoot())
        let fresh = (1 - pool.lasting * pool.lasting).squareRoot()
        let own = max(0, 1 - pool.common - pool.withinUnit).squareRoot()
        for path in 0..<options.paths {
            var state = start
            // The common part of a year is the same for all units of a path.
            var year = NormalNumbers(seed: options.seed, stream: UInt64(path) &* 2)
            var random = NormalNumbers(
                seed: options.seed ^ 0x5EA7_5EA7, stream: UInt64(unit) &* UInt64(options.paths) &+ UInt64(path))
            var unitPart = random.normal()
            for lead in 1...horizon {
                if lead > 1 { unitPart = unitPart * pool.lasting + random.normal() * fresh }
                let shared = year.normal() * shares.0 + unitPart * shares.1
                let next = model.next(
                    state, unit: unit, lead: lead, gains: central.gains[lead - 1], peers: central.peers[lead - 1],
                    isGrowing: isGrowing
                ) { grade, kind, pupils in
                    pool.missed(shared + random.normal() * own, grade, kind, pupils)
                }
                for grade in 0..<grades {
                    let shown = max(next[grade], model.remainder(state, grade))
                    result[(path * horizon + lead - 1) * grades + grade] =
                        overlay?.apply(shown, lead: lead, cell: unit * grades + grade) ?? shown
                }
                state.advance(to: next)
            }
        }
        return result
    }
}
