/// What a plan document says: its head, parts, tasks, quantities, deliverables and indicators, each with its words.
///
/// The result of `PlanReader.read`; `xuezheng plan read --format json` prints it in this form.
public struct PlanReading: Codable, Hashable, Sendable {
    /// The document's own title as printed, issuing bodies included, without line breaks.
    public var title: String
    /// Bodies that issued it, as printed; empty if the text names none.
    public var issuer: [String]
    /// Document number 文号, such as 东教工委发〔2021〕2号.
    public var number: String?
    /// Date of signing, `yyyy-MM-dd`.
    public var date: String?
    /// Where title, issuers, number and date stand; a key is absent where the text has none.
    public var headSpans: [String: Span]
    /// The parts of the document in reading order, at least one.
    public var parts: [PlanPart]
    /// The tasks in reading order.
    public var tasks: [PlanTask]
    /// Every countable statement, in reading order.
    public var quantities: [Quantity]
    /// Named papers (in 《》) that the document says to write, issue, revise or carry through.
    public var deliverables: [Deliverable]
    /// Rows of the indicator tables of long-term plans.
    public var indicators: [PlanIndicator]
    /// What a person should look at.
    public var notes: [ReadingNote]

    /// A reading of nothing.
    public init() {
        title = ""
        issuer = []
        headSpans = [:]
        parts = []
        tasks = []
        quantities = []
        deliverables = []
        indicators = []
        notes = []
    }

    enum CodingKeys: String, CodingKey {
        case title, issuer, number, date, headSpans = "head_spans", parts, tasks, quantities, deliverables
        case indicators, notes
    }
}

/// A part of a document: things to do, things done, or background and goals.
public struct PlanPart: Codable, Hashable, Sendable {
    /// `P1`, `P2`, … in reading order.
    public var id: String
    /// Its heading as printed.
    public var title: String
    /// What it holds.
    public var role: Role
    /// The year it is for; the last year of the period for a long-term plan; nil if the text does not settle it.
    public var year: Int?
    /// From its heading to its last byte.
    public var span: Span

    /// What a part holds.
    public enum Role: String, Codable, Hashable, Sendable, CaseIterable {
        /// Things to do.
        case plan
        /// Things done.
        case summary
        /// Background, principles and goals of a long-term plan.
        case outlook
    }

    /// A part.
    public init(id: String, title: String, role: Role, year: Int?, span: Span) {
        self.id = id
        self.title = title
        self.role = role
        self.year = year
        self.span = span
    }
}

/// Words of the document and where they stand.
public struct Excerpt: Codable, Hashable, Sendable {
    /// The words, without white space.
    public var text: String
    /// Where they stand.
    public var span: Span

    /// Words and their place.
    public init(_ text: String, _ span: Span) {
        self.text = text
        self.span = span
    }
}

/// One row of the ledger: what one or several offices have to do (or did, in a summary).
public struct PlanTask: Hashable, Sendable {
    /// `T1`, `T2`, … in reading order.
    public var id: String
    /// The part it belongs to.
    public var part: String
    /// Headings above it, outermost first, numbering kept, the part's own heading left out.
    public var path: [String]
    /// Its own numbering as printed, such as `3.`, `（一）`, `——`; empty if it has none.
    public var label: String
    /// Its heading or lead sentence without numbering and final 。.
    public var title: Excerpt
    /// 目标任务, where the document has that field.
    public var goal: Excerpt?
    /// 工作措施, where the document has that field.
    public var measures: Excerpt?
    /// 责任科室 / 责任单位 / 牵头单位, lead first.
    public var owners: [Excerpt]
    /// 配合 / 协办单位.
    public var coOwners: [Excerpt]
    /// 责任领导 / 责任人: posts or persons, not offices.
    public var leaders: [Excerpt]
    /// Due dates named in it.
    public var milestones: [Milestone]
    /// The single checkable steps inside it.
    public var actions: [PlanAction]
    /// The whole task, numbering included.
    public var span: Span
    /// False where a person should look before it enters the ledger; the reasons are among the reading's notes.
    public var isCertain: Bool

    /// A task of a title; the rest is filled in by the reader.
    public init(id: String, part: String, path: [String], label: String, title: Excerpt, span: Span) {
        self.id = id
        self.part = part
        self.path = path
        self.label = label
        self.title = title
        self.span = span
        owners = []
        coOwners = []
        leaders = []
        milestones = []
        actions = []
        isCertain = true
    }
}

/// A due date named in the text.
public struct Milestone: Codable, Hashable, Sendable {
    /// Last day of the time named, `yyyy-MM-dd`.
    public var due: String
    /// The clause that names it.
    public var text: String
    /// Where the clause stands.
    public var span: Span

    /// A due date.
    public init(due: String, text: String, span: Span) {
        self.due = due
        self.text = text
        self.span = span
    }
}

/// A single checkable step inside a task: a verb and what it acts on.
public struct PlanAction: Codable, Hashable, Sendable {
    /// The clause.
    public var text: String
    /// Its verb, such as 出台.
    public var verb: String
    /// What the verb acts on.
    public var object: String
    /// Where the clause stands.
    public var span: Span

    /// A step.
    public init(text: String, verb: String, object: String, span: Span) {
        self.text = text
        self.verb = verb
        self.object = object
        self.span = span
    }
}

/// A countable statement.
public struct Quantity: Hashable, Sendable {
    /// `Q1`, `Q2`, … in reading order.
    public var id: String
    /// The task it stands in; nil for text outside any task.
    public var task: String?
    /// The shortest clause that carries it, without white space.
    public var text: String
    /// What is counted or measured.
    public var metric: String
    /// How the value bounds the thing.
    public var comparator: Comparator
    /// The value, 万 and 亿 multiplied out; a ratio 4：6 is 0.6667 with unit 比.
    public var value: Double
    /// The upper end of a range.
    public var high: Double?
    /// Measure word as printed, without 万 and 亿; empty where none is printed.
    public var unit: String
    /// The year it is meant for; nil if the text does not settle it.
    public var year: Int?
    /// Target, result or standing fact.
    public var kind: Kind
    /// Where `text` stands.
    public var span: Span
    /// False where a person should look; `reason` says why.
    public var isCertain: Bool
    /// Why it is unsure: a code that the string catalogue explains.
    public var reason: String?

    /// How the value bounds the thing.
    public enum Comparator: String, Codable, Hashable, Sendable, CaseIterable {
        /// States or reaches.
        case equal = "="
        /// 至少, 不低于, 以上, 超过.
        case atLeast = ">="
        /// 不超过, 以内, 控制在.
        case atMost = "<="
        /// 左右, 约, 近, 余, 多.
        case about = "~"
        /// An increase by.
        case increase = "+"
        /// A decrease by.
        case decrease = "-"
    }

    /// Target, result or standing fact.
    public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        /// To be reached or done.
        case target
        /// Reached or done.
        case actual
        /// A standing fact, a level, a fixed name.
        case existing
    }

    /// A countable statement.
    public init(
        id: String = "", task: String? = nil, text: String, metric: String, comparator: Comparator, value: Double,
        high: Double? = nil, unit: String, year: Int?, kind: Kind, span: Span, isCertain: Bool = true,
        reason: String? = nil
    ) {
        self.id = id
        self.task = task
        self.text = text
        self.metric = metric
        self.comparator = comparator
        self.value = value
        self.high = high
        self.unit = unit
        self.year = year
        self.kind = kind
        self.span = span
        self.isCertain = isCertain
        self.reason = reason
    }
}

/// A named paper (in 《》) that a task says to write, issue, revise or carry through.
public struct Deliverable: Codable, Hashable, Sendable {
    /// The task that says so; nil outside any task.
    public var task: String?
    /// The verb as printed, adverbs dropped: 制定, 出台, 修订, 落实.
    public var verb: String
    /// The name without 《》.
    public var name: String
    /// Where the name stands.
    public var span: Span

    /// A named paper.
    public init(task: String? = nil, verb: String, name: String, span: Span) {
        self.task = task
        self.verb = verb
        self.name = name
        self.span = span
    }
}

/// A row of the indicator table of a long-term plan, value and unit as printed.
public struct PlanIndicator: Codable, Hashable, Sendable {
    /// The indicator's name.
    public var name: String
    /// Its unit as printed, such as % or 万个.
    public var unit: String
    /// The value at the start.
    public var baseline: Double?
    /// The year of the baseline.
    public var baselineYear: Int?
    /// The value to be reached.
    public var target: Double?
    /// The year it is to be reached in.
    public var targetYear: Int?
    /// 约束性 or 预期性, as printed.
    public var nature: String?
    /// How the target bounds the value, where it is printed with ≥, 以上 and the like.
    public var comparator: Quantity.Comparator
    /// Where the row stands.
    public var span: Span

    enum CodingKeys: String, CodingKey {
        case name, unit, baseline, target, nature, comparator, span
        case baselineYear = "baseline_year"
        case targetYear = "target_year"
    }

    /// A row of an indicator table.
    public init(
        name: String, unit: String, baseline: Double?, baselineYear: Int?, target: Double?, targetYear: Int?,
        nature: String?, comparator: Quantity.Comparator = .equal, span: Span
    ) {
        self.name = name
        self.unit = unit
        self.baseline = baseline
        self.baselineYear = baselineYear
        self.target = target
        self.targetYear = targetYear
        self.nature = nature
        self.comparator = comparator
        self.span = span
    }
}

/// Something a person should look at.
public struct ReadingNote: Codable, Hashable, Sendable {
    /// Where.
    public var span: Span
    /// The task it is about, if it is about one.
    public var task: String?
    /// What about: a code such as `duplicate-number`, `empty-heading`, `no-owner`, which the string catalogue explains.
    public var about: String
    /// The words or values found, to fill into the explanation.
    public var says: String

    /// A note.
    public init(span: Span, task: String? = nil, about: String, says: String) {
        self.span = span
        self.task = task
        self.about = about
        self.says = says
    }
}
