import Store

/// Addresses of 联街包校, leaders' contact duty: duties, visits, problems.
enum ResearchPath: Hashable, Sendable {
    /// The duties by term; posting sets one up.
    case duties
    /// A duty with its visits and problems; posting records a visit.
    case duty(Int64)
    /// All problems found.
    case problems
    /// A problem; posting moves it on.
    case problem(Int64)
    /// Duties or problems as .xlsx.
    case dutiesFile, problemsFile
    /// Brings duties in from a spreadsheet.
    case dutyImport
}

extension ResearchPath: SubPath {
    static let home: SitePath? = .research(.duties)

    var pieces: [String] {
        switch self {
        case .duties: ["contacts"]
        case .duty(let id): ["contacts", "\(id)"]
        case .problems: ["contacts", "problems"]
        case .problem(let id): ["contacts", "problems", "\(id)"]
        case .dutiesFile: ["contacts", "export"]
        case .problemsFile: ["contacts", "problems", "export"]
        case .dutyImport: ["contacts", "import"]
        }
    }

    init?(pieces: [String]) {
        guard pieces.first == "contacts" else { return nil }
        let last = pieces.count > 1 ? pieces[pieces.count - 1] : ""
        switch (pieces.count, SitePath.row(last)) {
        case (1, _): self = .duties
        case (2, let id?): self = .duty(id)
        case (2, nil) where last == "problems": self = .problems
        case (2, nil) where last == "export": self = .dutiesFile
        case (2, nil) where last == "import": self = .dutyImport
        case (3, let id?) where pieces[1] == "problems": self = .problem(id)
        case (3, nil) where pieces[1] == "problems" && last == "export": self = .problemsFile
        default: return nil
        }
    }

    var access: SitePath.Access {
        switch self {
        case .duties, .duty, .problems, .problem: .needs(.viewLedger)
        case .dutiesFile, .problemsFile: .needs(.exportLedger)
        case .dutyImport: .needs(.manageResearch)
        }
    }

    var postAccess: SitePath.Access? {
        switch self {
        case .duties, .dutyImport: .needs(.manageResearch)
        // For whose office decides: the page asks.
        case .duty, .problem: .needs(.viewLedger)
        case .problems, .dutiesFile, .problemsFile: nil
        }
    }

    var takesFiles: Bool { self == .dutyImport }

    static var samples: [ResearchPath] {
        [.duties, .duty(1), .problems, .problem(1), .dutiesFile, .problemsFile, .dutyImport]
    }

    func answer(_ visit: Visit) throws -> Answer {
        switch self {
        case .duties: try visit.isPost ? ContactDutiesPage.add(visit) : ContactDutiesPage.show(visit)
        case .duty(let id): try visit.isPost ? ContactDutyPage.record(visit, id) : ContactDutyPage.show(visit, id)
        case .problems: try ContactProblemsPage.show(visit)
        case .problem(let id):
            try visit.isPost ? ContactProblemPage.move(visit, id) : ContactProblemPage.show(visit, id)
        case .dutiesFile: try ContactDutiesPage.file(visit)
        case .problemsFile: try ContactProblemsPage.file(visit)
        case .dutyImport: try visit.isPost ? ContactImportPage.take(visit) : ContactImportPage.show(visit)
        }
    }
}
