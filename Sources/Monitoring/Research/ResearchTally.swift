/// Counts of contact duty and problems of one leader, one office or everybody. Parts add up; shares are taken last.
public struct ResearchTally: Hashable, Sendable {
    /// Visits that duties ask for in the terms that have begun.
    public var visitsRequired = 0
    /// Of those, visits made; visits beyond a duty's number in a term are not counted here.
    public var visitsCounted = 0
    /// All visits made.
    public var visitsMade = 0
    /// Duties with visits missing in a term that is over, once for each term.
    public var dutiesOverdue = 0
    /// Problems found.
    public var problems = 0
    /// Of those: solved, or confirmed at a later visit.
    public var solved = 0
    /// Of those: past the due day and not solved.
    public var overdue = 0
    /// Of those: turned into a task of a plan.
    public var tasks = 0

    /// Nothing counted.
    public init() {}

    /// Problems not solved.
    public var unsolved: Int { problems - solved }

    /// Counts a duty in a term, once the term has begun.
    public mutating func count(_ fulfilment: DutyFulfilment, on day: Day) {
        visitsMade += fulfilment.made
        guard day >= fulfilment.term.start else { return }
        visitsRequired += fulfilment.required
        visitsCounted += fulfilment.counted
        if case .overdue = fulfilment.state(on: day) { dutiesOverdue += 1 }
    }

    /// Counts a problem.
    public mutating func count(_ state: ProblemState, due: Day?, hasTask: Bool, on day: Day) {
        problems += 1
        if state.isSolved { solved += 1 }
        if case .overdue = ProblemStanding(state, due: due, on: day) { overdue += 1 }
        if hasTask { tasks += 1 }
    }

    /// Both together.
    public static func + (left: ResearchTally, right: ResearchTally) -> ResearchTally {
        var sum = left
        sum.visitsRequired += right.visitsRequired
        sum.visitsCounted += right.visitsCounted
        sum.visitsMade += right.visitsMade
        sum.dutiesOverdue += right.dutiesOverdue
        sum.problems += right.problems
        sum.solved += right.solved
        sum.overdue += right.overdue
        sum.tasks += right.tasks
        return sum
    }
}
