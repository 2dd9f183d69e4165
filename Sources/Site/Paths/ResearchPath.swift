import Store

/// Addresses of 调查研究与联街包校, research topics and leaders' contact duty.
enum ResearchPath: Hashable, Sendable {
    /// The topics; posting sets one up.
    case topics
    /// The form of a new topic.
    case newTopic
    /// A topic; posting makes a step, or a suggestion.
    case topic(Int64)
    /// The form that changes a topic; posting changes it.
    case topicForm(Int64)
    /// The report of a topic.
    case report(Int64)
    /// The contact duties, leader by term; posting sets one up.
    case duties
    /// The form of a new duty.
    case newDuty
    /// A duty with its visits; posting changes it or takes it away.
    case duty(Int64)
    /// Duties from a spreadsheet.
    case dutyImport
    /// An empty spreadsheet for duties.
    case dutyTemplate
    /// The visits; posting records one.
    case visits
    /// The form of a visit, `?duty=3` or `?topic=3`.
    case newVisit
    /// A visit; posting records a problem found at it.
    case visit(Int64)
    /// A file of a visit.
    case file(Int64)
    /// The problems; posting records one found by a topic.
    case problems
    /// A problem; posting makes a step, or the task.
    case problem(Int64)
    /// By leader and by office.
    case summary
    /// A list as a file: `problems.xlsx`.
    case export(String)
}

extension ResearchPath: SubPath {
    static let home: SitePath? = .research(.topics)

    var pieces: [String] {
        switch self {
        case .topics: ["research"]
        case .newTopic: ["research", "topics", "new"]
        case .topic(let id): ["research", "topics", "\(id)"]
        case .topicForm(let id): ["research", "topics", "\(id)", "form"]
        case .report(let id): ["research", "topics", "\(id)", "report"]
        case .duties: ["research", "duties"]
        case .newDuty: ["research", "duties", "new"]
        case .duty(let id): ["research", "duties", "\(id)"]
        case .dutyImport: ["research", "duties", "import"]
        case .dutyTemplate: ["research", "duties", "template"]
        case .visits: ["research", "visits"]
        case .newVisit: ["research", "visits", "new"]
        case .visit(let id): ["research", "visits", "\(id)"]
        case .file(let id): ["research", "files", "\(id)"]
        case .problems: ["research", "problems"]
        case .problem(let id): ["research", "problems", "\(id)"]
        case .summary: ["research", "summary"]
        case .export(let file): ["research", "export", file]
        }
    }

    init?(pieces: [String]) {
        guard pieces.first == "research" else { return nil }
        let row = pieces.count > 2 ? SitePath.row(pieces[2]) : nil
        switch (pieces.dropFirst().joined(separator: "/"), row) {
        case ("", _) where pieces.count == 1: self = .topics
        case ("topics/new", _): self = .newTopic
        case ("duties", _): self = .duties
        case ("duties/new", _): self = .newDuty
        case ("duties/import", _): self = .dutyImport
        case ("duties/template", _): self = .dutyTemplate
        case ("visits", _): self = .visits
        case ("visits/new", _): self = .newVisit
        case ("problems", _): self = .problems
        case ("summary", _): self = .summary
        case (_, let id?): if let path = Self.row(pieces, id) { self = path } else { return nil }
        default:
            guard pieces.count == 3, pieces[1] == "export", ResearchExport.files.contains(pieces[2]) else { return nil }
            self = .export(pieces[2])
        }
    }

    private static func row(_ pieces: [String], _ id: Int64) -> ResearchPath? {
        switch (pieces[1], pieces.dropFirst(3).joined(separator: "/"), pieces.count) {
        case ("topics", _, 3): .topic(id)
        case ("topics", "form", 4): .topicForm(id)
        case ("topics", "report", 4): .report(id)
        case ("duties", _, 3): .duty(id)
        case ("visits", _, 3): .visit(id)
        case ("files", _, 3): .file(id)
        case ("problems", _, 3): .problem(id)
        default: nil
        }
    }

    var access: SitePath.Access {
        switch self {
        case .topics, .topic, .duties, .duty, .visits, .visit, .problems, .problem, .summary: .needs(.viewLedger)
        // Whose topic or duty it is decides: `ResearchRights`.
        case .newVisit: .needs(.viewLedger)
        case .newTopic, .topicForm, .newDuty, .dutyImport, .dutyTemplate: .needs(.manageResearch)
        // Files may say more than the lists do: for those who may take things out.
        case .report, .file, .export: .needs(.exportLedger)
        }
    }

    var postAccess: SitePath.Access? {
        switch self {
        case .topics, .topicForm, .duties, .duty, .dutyImport: .needs(.manageResearch)
        // Whose topic, duty or problem it is decides: `ResearchRights`. Everybody may suggest something.
        case .topic, .visits, .visit, .problems, .problem: .needs(.viewLedger)
        default: nil
        }
    }

    var takesFiles: Bool {
        switch self {
        case .topic, .dutyImport, .visits: true
        default: false
        }
    }

    static var samples: [ResearchPath] {
        [
            .topics, .newTopic, .topic(1), .topicForm(1), .report(1), .duties, .newDuty, .duty(1), .dutyImport,
            .dutyTemplate, .visits, .newVisit, .visit(1), .file(1), .problems, .problem(1), .summary,
        ] + ResearchExport.files.map(ResearchPath.export)
    }

    func answer(_ visit: Visit) throws -> Answer {
        switch self {
        case .topics: try visit.isPost ? TopicFormPage.create(visit) : TopicsPage.show(visit)
        case .newTopic: try TopicFormPage.show(visit, nil)
        case .topic(let id): try visit.isPost ? TopicPage.move(visit, id) : TopicPage.show(visit, id)
        case .topicForm(let id): try visit.isPost ? TopicFormPage.change(visit, id) : TopicFormPage.show(visit, id)
        case .report(let id): try TopicPage.report(visit, id)
        case .duties: try visit.isPost ? DutyPage.create(visit) : DutiesPage.show(visit)
        case .newDuty: try DutyPage.new(visit)
        case .duty(let id): try visit.isPost ? DutyPage.move(visit, id) : DutyPage.show(visit, id)
        case .dutyImport: try visit.isPost ? DutyImportPage.take(visit) : DutyImportPage.show(visit)
        case .dutyTemplate: try DutyImportPage.template(visit)
        case .visits: try visit.isPost ? VisitFormPage.record(visit) : VisitsPage.show(visit)
        case .newVisit: try VisitFormPage.show(visit)
        case .visit(let id): try visit.isPost ? VisitPage.record(visit, id) : VisitPage.show(visit, id)
        case .file(let id): try VisitPage.file(visit, id)
        case .problems: try visit.isPost ? ProblemForm.record(visit) : ProblemsPage.show(visit)
        case .problem(let id): try visit.isPost ? ProblemPage.move(visit, id) : ProblemPage.show(visit, id)
        case .summary: try ResearchSummaryPage.show(visit)
        case .export(let file): try ResearchExport.file(visit, file)
        }
    }
}
