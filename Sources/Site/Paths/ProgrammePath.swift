import Store

/// Addresses of 规划监测, five-year plans and action programmes.
enum ProgrammePath: Hashable, Sendable {
    /// All programmes; posting makes one.
    case list
    /// Several programmes or their indicators side by side, a column a year.
    case sideBySide
    /// A programme; posting adds an indicator.
    case one(Int64)
    /// The plan documents that have indicator tables.
    case drafts
    /// The programme that a plan document's indicator tables make; posting makes it.
    case draft(Int64)
    /// An indicator; posting reports, confirms, changes or removes.
    case indicator(Int64)
    /// A file of a value.
    case file(Int64)
    /// The evaluation of a programme as a file, `?kind=annual&year=2027`.
    case evaluation(Int64)
    /// Indicators and values from a spreadsheet: posting previews, then imports.
    case importing(Int64)
    /// An empty spreadsheet for a programme.
    case template(Int64)
    /// Indicators and values as a spreadsheet.
    case export(Int64)
}

extension ProgrammePath: SubPath {
    static let home: SitePath? = .programmes(.list)

    var pieces: [String] {
        switch self {
        case .list: ["programmes"]
        case .sideBySide: ["programmes", "compare"]
        case .drafts: ["programmes", "drafts"]
        case .one(let id): ["programmes", "\(id)"]
        case .draft(let id): ["plans", "\(id)", "programme"]
        case .indicator(let id): ["indicators", "\(id)"]
        case .file(let id): ["indicators", "files", "\(id)"]
        case .evaluation(let id): ["programmes", "\(id)", "evaluation"]
        case .importing(let id): ["programmes", "\(id)", "import"]
        case .template(let id): ["programmes", "\(id)", "template"]
        case .export(let id): ["programmes", "\(id)", "export"]
        }
    }

    init?(pieces: [String]) {
        let row = pieces.count > 1 ? SitePath.row(pieces[1]) : nil
        switch (pieces.first, row, pieces.count > 2 ? pieces[2] : nil, pieces.count) {
        case ("programmes", _, _, 1): self = .list
        case ("programmes", nil, _, 2) where pieces[1] == "compare": self = .sideBySide
        case ("programmes", nil, _, 2) where pieces[1] == "drafts": self = .drafts
        case ("programmes", let id?, _, 2): self = .one(id)
        case ("programmes", let id?, "evaluation", 3): self = .evaluation(id)
        case ("programmes", let id?, "import", 3): self = .importing(id)
        case ("programmes", let id?, "template", 3): self = .template(id)
        case ("programmes", let id?, "export", 3): self = .export(id)
        case ("plans", let id?, "programme", 3): self = .draft(id)
        case ("indicators", let id?, _, 2): self = .indicator(id)
        case ("indicators", nil, let last?, 3) where pieces[1] == "files":
            guard let id = SitePath.row(last) else { return nil }
            self = .file(id)
        default: return nil
        }
    }

    var access: SitePath.Access {
        switch self {
        case .list, .sideBySide, .one, .indicator: .needs(.viewLedger)
        case .drafts, .draft, .importing, .template: .needs(.manageProgrammes)
        // Files may say more than the pages do: for those who may take things out.
        case .evaluation, .export, .file: .needs(.exportLedger)
        }
    }

    var postAccess: SitePath.Access? {
        switch self {
        case .list, .one, .draft, .importing: .needs(.manageProgrammes)
        // Whose indicator it is decides.
        case .indicator: .needs(.viewLedger)
        case .sideBySide, .drafts, .evaluation, .template, .export, .file: nil
        }
    }

    var takesFiles: Bool {
        switch self {
        case .importing, .indicator: true
        default: false
        }
    }

    static var samples: [ProgrammePath] {
        [
            .list, .sideBySide, .one(1), .drafts, .draft(1), .indicator(1), .file(1), .evaluation(1), .importing(1),
            .template(1),
            .export(1),
        ]
    }

    func answer(_ visit: Visit) throws -> Answer {
        switch self {
        case .list: try visit.isPost ? ProgrammesPage.create(visit) : ProgrammesPage.show(visit)
        case .sideBySide: try SideBySidePage.show(visit)
        case .one(let id): try visit.isPost ? ProgrammePage.add(visit, id) : ProgrammePage.show(visit, id)
        case .drafts: try ProgrammeDraftPage.list(visit)
        case .draft(let id):
            try visit.isPost ? ProgrammeDraftPage.create(visit, id) : ProgrammeDraftPage.show(visit, id)
        case .indicator(let id): try visit.isPost ? IndicatorPage.move(visit, id) : IndicatorPage.show(visit, id)
        case .file(let id): try ProgrammeFiles.evidence(visit, id)
        case .evaluation(let id): try ProgrammeFiles.evaluation(visit, id)
        case .importing(let id):
            try visit.isPost ? ProgrammeImportPage.take(visit, id) : ProgrammeImportPage.show(visit, id)
        case .template(let id): try ProgrammeImportPage.template(visit, id)
        case .export(let id): try ProgrammeFiles.export(visit, id)
        }
    }
}
