import Store

/// Addresses of 民心工程, livelihood projects and their public page.
enum ProjectPath: Hashable, Sendable {
    /// All lists; posting makes one.
    case lists
    /// A list; posting adds a project.
    case list(Int64)
    /// 挂图作战: projects by months.
    case wall(Int64)
    /// Projects from a spreadsheet.
    case importing(Int64)
    /// The empty spreadsheet.
    case template
    /// A list as a file: `list.xlsx`, `list.csv`.
    case export(Int64, String)
    /// A project; posting reports, finishes a stage, raises or resolves an issue, reschedules.
    case project(Int64)
    /// A file of a project.
    case file(Int64)
    /// The dispatch meetings of a list; posting keeps one, decides, closes or opens again.
    case meetings(Int64)
    /// The statements of a list; posting freezes, publishes or withdraws.
    case statements(Int64)
    /// A frozen statement as a file: `statement.docx`, `statement.xlsx`.
    case statementFile(Int64, String)
    /// For everybody: the published statements.
    case publicList
    /// For everybody: a published statement.
    case publicStatement(Int64)
    /// For everybody: a published statement as a file.
    case publicFile(Int64, String)
}

extension ProjectPath: SubPath {
    static let home: SitePath? = .projects(.lists)

    var pieces: [String] {
        switch self {
        case .lists: ["projects"]
        case .list(let id): ["project-lists", "\(id)"]
        case .wall(let id): ["project-lists", "\(id)", "wall"]
        case .importing(let id): ["project-lists", "\(id)", "import"]
        case .template: ["projects", "template"]
        case .project(let id): ["projects", "\(id)"]
        case .file(let id): ["project-files", "\(id)"]
        case .meetings(let id): ["project-lists", "\(id)", "meetings"]
        case .statements(let id): ["project-lists", "\(id)", "statements"]
        case .export(let id, let file): ["project-lists", "\(id)", file]
        case .statementFile(let id, let file): ["project-statements", "\(id)", file]
        case .publicList: ["public", "projects"]
        case .publicStatement(let id): ["public", "projects", "\(id)"]
        case .publicFile(let id, let file): ["public", "projects", "\(id)", file]
        }
    }

    init?(pieces: [String]) {
        let row = pieces.count > 1 ? SitePath.row(pieces[1]) : nil
        switch (pieces.first, row, pieces.count > 2 ? pieces[2] : nil, pieces.count) {
        case ("projects", _, _, 1): self = .lists
        case ("projects", nil, _, 2) where pieces[1] == "template": self = .template
        case ("projects", let id?, _, 2): self = .project(id)
        case ("project-lists", let id?, _, 2): self = .list(id)
        case ("project-lists", let id?, "wall", 3): self = .wall(id)
        case ("project-lists", let id?, "import", 3): self = .importing(id)
        case ("project-lists", let id?, "meetings", 3): self = .meetings(id)
        case ("project-lists", let id?, "statements", 3): self = .statements(id)
        case ("project-lists", let id?, let file?, 3) where ProjectFiles.lists.contains(file): self = .export(id, file)
        case ("project-statements", let id?, let file?, 3) where ProjectFiles.statements.contains(file):
            self = .statementFile(id, file)
        case ("project-files", let id?, _, 2): self = .file(id)
        case ("public", nil, _, 2) where pieces[1] == "projects": self = .publicList
        case ("public", nil, let statement?, 3) where pieces[1] == "projects":
            guard let id = SitePath.row(statement) else { return nil }
            self = .publicStatement(id)
        case ("public", nil, let statement?, 4)
        where pieces[1] == "projects" && ProjectFiles.statements.contains(pieces[3]):
            guard let id = SitePath.row(statement) else { return nil }
            self = .publicFile(id, pieces[3])
        default: return nil
        }
    }

    var access: SitePath.Access {
        switch self {
        case .publicList, .publicStatement, .publicFile: .open
        case .lists, .list, .wall, .project, .meetings: .needs(.viewLedger)
        case .file, .statements, .export, .statementFile: .needs(.exportLedger)
        case .importing, .template: .needs(.manageProjects)
        }
    }

    var postAccess: SitePath.Access? {
        switch self {
        case .lists, .list, .importing, .statements: .needs(.manageProjects)
        // Whose project it is decides.
        case .project, .meetings: .needs(.viewLedger)
        default: nil
        }
    }

    var takesFiles: Bool {
        switch self {
        case .project, .importing: true
        default: false
        }
    }

    static var samples: [ProjectPath] {
        [
            .lists, .list(1), .wall(1), .importing(1), .template, .project(1), .file(1), .statements(1), .meetings(1),
            .publicList,
            .publicStatement(1),
        ] + ProjectFiles.lists.map { .export(1, $0) }
            + ProjectFiles.statements.flatMap { [.statementFile(1, $0), .publicFile(1, $0)] }
    }

    func answer(_ visit: Visit) throws -> Answer {
        switch self {
        case .lists: try visit.isPost ? ProjectListsPage.create(visit) : ProjectListsPage.show(visit)
        case .list(let id): try visit.isPost ? ProjectListPage.add(visit, id) : ProjectListPage.show(visit, id)
        case .wall(let id): try WallPage.show(visit, id)
        case .importing(let id):
            try visit.isPost ? ProjectImportPage.take(visit, id) : ProjectImportPage.show(visit, id)
        case .template: try ProjectImportPage.template(visit)
        case .project(let id): try visit.isPost ? ProjectPage.move(visit, id) : ProjectPage.show(visit, id)
        case .file(let id): try ProjectPage.file(visit, id)
        case .meetings(let id): try visit.isPost ? MeetingsPage.move(visit, id) : MeetingsPage.show(visit, id)
        case .statements(let id): try visit.isPost ? StatementsPage.move(visit, id) : StatementsPage.show(visit, id)
        case .export(let id, let file): try ProjectFiles.list(visit, id, file)
        case .statementFile(let id, let file): try ProjectFiles.statement(visit, id, file)
        case .publicFile(let id, let file): try ProjectFiles.publicStatement(visit, id, file)
        case .publicList: try PublicProjectsPage.list(visit)
        case .publicStatement(let id): try PublicProjectsPage.statement(visit, id)
        }
    }
}
