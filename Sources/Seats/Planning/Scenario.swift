/// What may come that the history cannot know of: dated, named changes, as data.
public struct Scenario: Codable, Hashable, Sendable {
    /// Its name.
    public var name: String
    /// The changes, in any order.
    public var adjustments: [Adjustment]

    /// A scenario.
    public init(name: String, adjustments: [Adjustment] = []) { (self.name, self.adjustments) = (name, adjustments) }
}

/// One change of a scenario.
public struct Adjustment: Codable, Hashable, Sendable {
    /// What it does.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// New dwellings (or, negative, dwellings that are cleared) bring children of every age as long as they are lived in.
        case housing
        /// A number of pupils comes (or leaves) in each of the years and moves up with their class: resettlement.
        case pupils
        /// The entrants of the first of the grades become more or fewer by a share, year after year, and move up.
        case entrants
        /// All pupils of the grades become more or fewer by a share while it lasts: a policy.
        case share
    }

    /// What the planners call it.
    public var name: String
    /// What it does.
    public var kind: Kind
    /// School or area where it happens; empty for all of them, among which a number is divided by their pupils.
    public var unit: String
    /// The first autumn in which it works.
    public var from: Int
    /// The last one; without end where nil.
    public var until: Int?
    /// The first step of the ladder that it touches.
    public var firstGrade: Int
    /// The last one.
    public var lastGrade: Int
    /// Dwellings, pupils a grade and year, or a share (0.05 is five in a hundred more).
    public var amount: Double
    /// Of housing: pupils in each grade from a hundred dwellings.
    public var yield: Double
    /// Of housing: years until all dwellings are lived in, from 1.
    public var years: Int

    /// A change.
    public init(
        name: String, kind: Kind, unit: String = "", from: Int, until: Int? = nil, firstGrade: Int, lastGrade: Int,
        amount: Double, yield: Double = 0, years: Int = 1
    ) {
        (self.name, self.kind, self.unit, self.from, self.until) = (name, kind, unit, from, until)
        (self.firstGrade, self.lastGrade, self.amount) = (firstGrade, lastGrade, amount)
        (self.yield, self.years) = (yield, years)
    }
}

/// The pupils that a scenario adds to each cell and the shares by which it multiplies them.
struct ScenarioOverlay {
    /// By lead, then by cell.
    private var added: [[Double]]
    private var factors: [[Double]]

    init(_ scenario: Scenario, model: CohortModel, horizon: Int) throws {
        let history = model.history
        let grades = history.grades.count
        added = [[Double]](repeating: [Double](repeating: 0, count: history.cells), count: horizon + 1)
        factors = [[Double]](repeating: [Double](repeating: 1, count: history.cells), count: horizon + 1)
        for adjustment in scenario.adjustments {
            try Self.check(adjustment, history)
            let shares = Self.shares(of: adjustment.unit, history)
            for grade in 0..<grades {
                let step = history.grades[grade]
                guard (adjustment.firstGrade...adjustment.lastGrade).contains(step) else { continue }
                for lead in 1...horizon {
                    let autumn = history.lastAutumn + lead
                    guard autumn >= adjustment.from, autumn <= adjustment.until ?? Int.max else { continue }
                    for (unit, share) in shares {
                        let cell = unit * grades + grade
                        switch adjustment.kind {
                        case .housing:
                            let lived = min(1, Double(autumn - adjustment.from + 1) / Double(adjustment.years))
                            added[lead][cell] += adjustment.amount * share * lived * adjustment.yield / 100
                        case .share: factors[lead][cell] *= 1 + adjustment.amount
                        case .pupils:
                            addCohort(adjustment.amount * share, unit, grade, lead, model)
                        case .entrants where step == adjustment.firstGrade:
                            multiplyCohort(1 + adjustment.amount, unit, grade, lead, adjustment.lastGrade, history)
                        case .entrants: break
                        }
                    }
                }
            }
        }
    }

    /// The pupils of a cell with what the scenario does to it, never fewer than none.
    func apply(_ pupils: Double, lead: Int, cell: Int) -> Double {
        max(0, pupils * factors[lead][cell] + added[lead][cell])
    }

    /// Pupils who come into a grade and move up as the district's classes do, as far as the unit has grades.
    private mutating func addCohort(_ pupils: Double, _ unit: Int, _ grade: Int, _ lead: Int, _ model: CohortModel) {
        let grades = model.history.grades
        var (pupils, grade, lead) = (pupils, grade, lead)
        while lead < added.count {
            added[lead][unit * grades.count + grade] += pupils
            guard grade + 1 < grades.count, grades[grade + 1] != GradeLadder.ungraded else { return }
            grade += 1
            lead += 1
            let last = model.history.pupils[model.history.autumns - 1]
            guard last[unit * grades.count + grade] > 0 else { return }
            pupils *= model.ratios.district[grade]
        }
    }

    private mutating func multiplyCohort(
        _ factor: Double, _ unit: Int, _ grade: Int, _ lead: Int, _ lastGrade: Int, _ history: EnrolmentHistory
    ) {
        var (grade, lead) = (grade, lead)
        while lead < factors.count, grade < history.grades.count, history.grades[grade] <= lastGrade {
            factors[lead][unit * history.grades.count + grade] *= factor
            grade += 1
            lead += 1
        }
    }

    private static func check(_ adjustment: Adjustment, _ history: EnrolmentHistory) throws {
        if !adjustment.unit.isEmpty, !history.units.contains(adjustment.unit) {
            throw SeatsError.noUnit(scenario: adjustment.name, unit: adjustment.unit)
        }
        let isShare = adjustment.kind == .share || adjustment.kind == .entrants
        let numbers = [adjustment.amount, adjustment.yield]
        guard numbers.allSatisfy({ $0.isFinite && abs($0) <= 1e7 }), !isShare || adjustment.amount >= -1,
            !isShare || adjustment.amount <= 10, adjustment.years >= 1, adjustment.firstGrade <= adjustment.lastGrade
        else { throw SeatsError.adjustment(scenario: adjustment.name, found: "\(adjustment.amount)") }
    }

    /// The units that a change touches, with the part of its number that each gets.
    private static func shares(of unit: String, _ history: EnrolmentHistory) -> [(Int, Double)] {
        if !unit.isEmpty { return history.units.indices.filter { history.units[$0] == unit }.map { ($0, 1) } }
        let grades = history.grades.count
        let sums = history.units.indices.map { place in
            history.pupils[history.autumns - 1][(place * grades)..<((place + 1) * grades)].reduce(0, +)
        }
        let total = sums.reduce(0, +)
        guard total > 0 else { return [] }
        return history.units.indices.map { ($0, sums[$0] / total) }
    }
}
