import PlanModel

/// What the reader of clauses has to know about the place where a stretch of text stands.
struct ClauseContext: Sendable {
    /// What a stretch of text is to its task.
    enum Kind: Sendable {
        /// The heading or lead sentence of a task.
        case title
        /// 目标任务.
        case goal
        /// 工作措施.
        case measures
        /// The rest of a task's text.
        case body
        /// Text outside any task: opening and lead paragraphs. It yields quantities, but no papers, dates and steps.
        case lead
        /// A cell of a table.
        case cell
    }

    /// What the part holds.
    var role: PlanPart.Role
    /// The year of the part; of a long-term plan the last year of its period.
    var year: Int?
    /// The first year of the period of a long-term plan.
    var periodStart: Int?
    /// What the text is to its task.
    var kind: Kind
    /// Whether the section looks back (主要成就, 发展基础) although its part as a whole does not.
    var looksBack = false

    /// A context; `looksBack` matters for the sections of a long-term plan only.
    init(role: PlanPart.Role, year: Int?, periodStart: Int? = nil, kind: Kind, looksBack: Bool = false) {
        self.role = role
        self.year = year
        self.periodStart = periodStart
        self.kind = kind
        self.looksBack = looksBack
    }
}
