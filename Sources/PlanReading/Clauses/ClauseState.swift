import PlanModel

/// What earlier clauses of a sentence say that later ones leave out.
struct ClauseState {
    /// The year that the sentence names, until it names another.
    var year: Int?
    /// The metric of the count before, to be said of 占比 and 面积, too.
    var metric: String?
    /// The metric of the last count of things, to be said of their area and cost.
    var thing: String?
    /// What was counted before its members are told (其中…), and its unit.
    var whole: String?
    var wholeUnit: String?
    /// Whether the statement tells the members of what was counted.
    var isBreakdown = false
    /// Whether the count before ended its clause.
    var endedClause = false
    /// The unit of the count before.
    var unit: String?
    /// The clause before, in the same sentence.
    var clause: Range<Int>?
    /// The change that the clause before speaks of (增加小学床位300张，初中床位200张).
    var change: Quantity.Comparator?
    /// Whether the sentence sets a goal.
    var isGoal = false

    /// Forgets what ends with a statement or a sentence.
    mutating func pass(_ boundary: Clause.Boundary) {
        switch boundary {
        case .comma, .colon: break
        case .semicolon:
            metric = nil
            thing = nil
            whole = nil
            wholeUnit = nil
            isBreakdown = false
            unit = nil
            clause = nil
            change = nil
        case .sentence: self = ClauseState()
        }
    }
}
