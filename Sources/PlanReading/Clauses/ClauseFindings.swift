import PlanModel

/// What the clauses of a stretch of text say, each list in reading order. Ids and tasks are filled in by the caller.
struct ClauseFindings: Sendable {
    /// Countable statements.
    var quantities: [Quantity] = []
    /// Papers to be written, issued, revised or carried through.
    var deliverables: [Deliverable] = []
    /// Due dates.
    var milestones: [Milestone] = []
    /// Single checkable steps.
    var actions: [PlanAction] = []
    /// What a person should look at, such as a date that does not exist.
    var notes: [ReadingNote] = []
}
