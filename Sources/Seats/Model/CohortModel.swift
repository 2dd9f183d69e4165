import Foundation

/// The forecast of the next year of every unit and grade, estimated from a history.
///
/// A right forecast follows the children who are there: a grade is next year what the grade below is now. How far a unit keeps to
/// that, how fast its entrants return to their level, and what growth does, is estimated on the history itself: first for all
/// grades together, then for each grade held to that. Every step forecasts the logarithm of next year's pupils against this
/// year's; `docs/seats.md` tells the terms and the literature.
struct CohortModel {
    let history: EnrolmentHistory
    let births: Births?
    let ratios: ProgressionRatios
    /// Coefficients by kind (fed, entry) and grade.
    let coefficients: [[SIMD8<Double>]]
    /// What the model missed in the history.
    let residuals: ResidualPool
    /// Grades at which stages end.
    let endsStage: [Bool]

    private let feeds: [Bool]

    init(_ history: EnrolmentHistory, births: Births?) {
        self.history = history
        self.births = births
        ratios = ProgressionRatios(history)
        feeds = history.grades.map { $0 != GradeLadder.ungraded }
        endsStage = Self.endsStage(history)
        let cases = Self.cases(history, births, ratios, feeds)
        let grades = history.grades.count
        var coefficients: [[SIMD8<Double>]] = []
        for (kind, regression) in cases.regressions.enumerated() {
            let isGraded = feeds.contains(true)
            let start = isGraded ? Term.prior[kind] : Term.ungradedPrior
            let strength = isGraded ? ModelSettings.pooledRidge : ModelSettings.ungradedRidge
            let rough = regression.fit(prior: start, ridge: regression.ridge(strength))
            // The quieter the history, the less it takes to move the coefficients.
            let noise = min(max(regression.spread(rough) / ModelSettings.usualSpread, 0.2), 1)
            let pooled = regression.fit(prior: start, ridge: regression.ridge(strength * noise * noise))
            let ridge = regression.ridge(ModelSettings.gradeRidge * noise * noise)
            let byGrade = Dictionary(grouping: regression.terms.indices) { regression.grades[$0] }
            coefficients.append(
                (0..<grades).map { grade in
                    RobustRegression.coefficients(regression.fit(byGrade[grade] ?? [], prior: pooled, ridge: ridge))
                })
        }
        self.coefficients = coefficients
        residuals = ResidualPool(cases, coefficients, grades: grades)
    }

    /// The state of a unit at the end of the history.
    func state(_ unit: Int) -> UnitState {
        let range = (unit * history.grades.count)..<((unit + 1) * history.grades.count)
        var state = UnitState(Array(history.pupils[0][range]))
        for year in history.pupils.dropFirst() { state.advance(to: Array(year[range])) }
        return state
    }

    /// Whether a unit is young: it was not there in the first autumn and gained a higher grade in the last one.
    func isGrowing(_ unit: Int) -> Bool {
        guard history.autumns > 1 else { return false }
        let grades = history.grades.count
        func top(_ year: Int) -> Int? {
            (0..<grades).last { history.pupils[year][unit * grades + $0] > 0 && feeds[$0] }
        }
        guard let last = top(history.autumns - 1) else { return false }
        guard let before = top(history.autumns - 2) else { return true }
        return last == before + 1
    }

    /// The next year of a unit.
    ///
    /// - Parameters:
    ///   - lead: years after the history, from 1.
    ///   - gains: the logarithm of what the district's entrants of each grade gain.
    ///   - peers: the logarithm of the middle unit's pupils, where grades are not told apart.
    ///   - noise: the logarithm by which a grade misses its forecast, given its place, kind and pupils.
    func next(
        _ state: UnitState, unit: Int, lead: Int, gains: [Double], peers: Double?, isGrowing: Bool,
        noise: (Int, GradeKind, Double) -> Double = { _, _, _ in 0 }
    ) -> [Double] {
        let grades = history.grades.count
        let damping = pow(ModelSettings.damping, Double(lead - 1))
        let unitGain = state.unitGain * damping
        var result = [Double](repeating: 0, count: grades)
        let top = isGrowing ? state.now.indices.last { state.now[$0] > 0 && feeds[$0] } : nil
        for grade in 0..<grades {
            let now = state.now[grade]
            guard now > 0 else {
                // A young school takes in its oldest class the year after.
                if let top, grade == top + 1, feeds[grade], !endsStage[top] {
                    let expected = state.now[top] * ratios.district[grade]
                    result[grade] = expected * exp(noise(grade, .fed, expected))
                }
                continue
            }
            let kind = state.kind(grade, feeds: feeds[grade])
            if kind == .closing {
                let cohort = min(state.now[grade - 1] * ratios.units[unit * grades + grade], now)
                if cohort >= 1 { result[grade] = cohort * exp(noise(grade, kind, cohort)) }
                continue
            }
            var terms = state.terms(
                grade, kind: kind, ratio: ratios.units[unit * grades + grade], gain: kind == .entry ? gains[grade] : 0,
                unitGain: unitGain, peers: peers)
            terms[Term.constant] *= damping
            terms[Term.gain] *= damping
            let change = terms.times(coefficients[kind.rawValue][grade])
            let expected = now * exp(min(max(change, -1.5), 1))
            result[grade] = expected * exp(noise(grade, kind, now))
        }
        return result
    }

    /// What stays for a year of a grade that is being closed.
    func remainder(_ state: UnitState, _ grade: Int) -> Double {
        guard state.now[grade] > 0, state.kind(grade, feeds: feeds[grade]) == .closing else { return 0 }
        return state.now[grade] * ModelSettings.remainder
    }

    private static func endsStage(_ history: EnrolmentHistory) -> [Bool] {
        let grades = history.grades.count
        guard let last = history.pupils.last else { return [] }
        return (0..<grades).map { grade in
            if grade + 1 == grades { return true }
            let with = stride(from: grade, to: history.cells, by: grades).filter { last[$0] > 0 }
            let ending = with.count { last[$0 + 1] == 0 }
            return with.isEmpty || Double(ending) > ModelSettings.stageEnd * Double(with.count)
        }
    }

    private static func cases(
        _ history: EnrolmentHistory, _ births: Births?, _ ratios: ProgressionRatios, _ feeds: [Bool]
    ) -> TransitionCases {
        let grades = history.grades.count
        let totals = DistrictTotals(history, births)
        var result = TransitionCases()
        var states = (0..<history.units.count).map { unit in
            UnitState(Array(history.pupils[0][(unit * grades)..<((unit + 1) * grades)]))
        }
        var tally = RatioTally(history, ratios.district)
        for year in 1..<max(history.autumns, 1) {
            let known = tally.ratios(mixed: ratios.mixed)
            let gains = totals.gains(after: year)
            let weight = pow(ModelSettings.trainingMemory, Double(history.autumns - 1 - year))
            for unit in states.indices {
                let next = Array(history.pupils[year][(unit * grades)..<((unit + 1) * grades)])
                let unitGain = states[unit].unitGain
                for grade in 0..<grades where states[unit].now[grade] > 0 && next[grade] > 0 {
                    let now = states[unit].now[grade]
                    let kind = states[unit].kind(grade, feeds: feeds[grade])
                    // A grade in its first year says nothing of how grades go on.
                    if !states[unit].before.isEmpty, states[unit].before[grade] == 0 { continue }
                    let ratio = known[unit * grades + grade]
                    if kind == .closing {
                        let cohort = min(states[unit].now[grade - 1] * ratio, now)
                        if cohort >= 1 { result.close(unit: unit, year: year, grade: grade, cohort, next[grade]) }
                        continue
                    }
                    let terms = states[unit].terms(
                        grade, kind: kind, ratio: ratio, gain: kind == .entry ? gains[grade] : 0, unitGain: unitGain,
                        peers: totals.peers[year - 1])
                    result.add(
                        terms, kind: kind, unit: unit, year: year, grade: grade, from: now, to: next[grade],
                        weight: weight * min(1, now / 30))
                }
                states[unit].advance(to: next)
            }
            tally.add(from: history.pupils[year - 1], to: history.pupils[year])
        }
        return result
    }
}
