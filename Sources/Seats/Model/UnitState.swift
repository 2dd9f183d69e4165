import Foundation

/// All that the forecast of a unit's next year looks at: its pupils by grade now and a year ago, and the levels they had.
struct UnitState {
    /// Pupils by grade.
    var now: [Double]
    /// Pupils by grade a year ago; empty in the first year.
    var before: [Double] = []
    /// Sums of weights and of weighted logarithms since each grade was last empty.
    private var shortWeight: [Double]
    private var shortSum: [Double]
    private var longWeight: [Double]
    private var longSum: [Double]
    private var logarithms: [Double]

    init(_ pupils: [Double]) {
        let zeros = [Double](repeating: 0, count: pupils.count)
        (now, shortWeight, shortSum, longWeight, longSum) = (pupils, zeros, zeros, zeros, zeros)
        logarithms = zeros
        remember()
    }

    /// Goes on to the next year.
    mutating func advance(to pupils: [Double]) {
        before = now
        now = pupils
        remember()
    }

    private mutating func remember() {
        for grade in now.indices {
            guard now[grade] > 0 else {
                (shortWeight[grade], shortSum[grade], longWeight[grade], longSum[grade]) = (0, 0, 0, 0)
                continue
            }
            let value = log(max(now[grade], 0.5))
            logarithms[grade] = value
            shortWeight[grade] = shortWeight[grade] * ModelSettings.shortMemory + 1
            shortSum[grade] = shortSum[grade] * ModelSettings.shortMemory + value
            longWeight[grade] = longWeight[grade] * ModelSettings.longMemory + 1
            longSum[grade] = longSum[grade] * ModelSettings.longMemory + value
        }
    }

    /// The logarithm of what the unit's continuing grades gained last year, small units held back.
    var unitGain: Double {
        guard !before.isEmpty else { return 0 }
        var sums = (now: 5.0, before: 5.0)
        for grade in now.indices where now[grade] > 0 && before[grade] > 0 {
            sums.now += now[grade]
            sums.before += before[grade]
        }
        return (log(sums.now / sums.before)).clamped(0.4)
    }

    /// How a grade with pupils goes on.
    func kind(_ grade: Int, feeds: Bool) -> GradeKind {
        guard grade > 0, feeds else { return .entry }
        if !before.isEmpty, before[grade - 1] > ModelSettings.carriedShare * now[grade],
            now[grade - 1] < ModelSettings.collapsedShare * before[grade - 1]
        {
            return .closing
        }
        return now[grade - 1] > ModelSettings.feederShare * now[grade] ? .fed : .entry
    }

    /// The terms of a grade that has pupils.
    ///
    /// - Parameters:
    ///   - ratio: how many go up of the grade below.
    ///   - gain: the logarithm of what the district's entrants gain.
    ///   - peers: the logarithm of the middle unit's pupils, where grades are not told apart.
    func terms(
        _ grade: Int, kind: GradeKind, ratio: Double, gain: Double, unitGain: Double, peers: Double?
    ) -> Terms {
        let own = logarithms[grade]
        var terms = Terms()
        terms[Term.constant] = 1
        if kind == .fed { terms[Term.cohort] = (log(max(now[grade - 1] * ratio, 0.5)) - own).clamped(1.5) }
        terms[Term.shortLevel] = (shortSum[grade] / shortWeight[grade] - own).clamped(1)
        if !before.isEmpty, before[grade] > 0 { terms[Term.gain] = (own - log(max(before[grade], 0.5))).clamped(0.7) }
        terms[Term.unitGain] = unitGain
        terms[Term.entrants] = gain
        if let peers, abs(peers - own) < ModelSettings.peerReach { terms[Term.peers] = peers - own }
        terms[Term.longLevel] = (longSum[grade] / longWeight[grade] - own).clamped(1)
        return terms
    }
}

/// The terms of one grade, without memory of their own.
struct Terms {
    private var values: SIMD8<Double> = .zero

    subscript(index: Int) -> Double {
        get { values[index] }
        set { values[index] = newValue }
    }

    func times(_ coefficients: SIMD8<Double>) -> Double { (values * coefficients).sum() }
}

extension Double {
    /// The number held between -bound and bound.
    func clamped(_ bound: Double) -> Double { Swift.min(Swift.max(self, -bound), bound) }
}
