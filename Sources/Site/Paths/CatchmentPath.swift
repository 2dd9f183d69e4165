import Store

/// Addresses of catchment plans 划片 for planners.
enum CatchmentPath: Hashable, Sendable {
    /// The plans.
    case list
    /// The form for a new plan; posting makes it.
    case new
    /// Two plans side by side: `?one=3&other=5`.
    case compare
    /// A plan with its figures and map, `?view=today`; posting works it out, changes it, copies it.
    case plan(Int64)
    /// Its points, `?q=&show=&sort=`; posting moves and locks them.
    case points(Int64)
    /// Its schools; posting changes places.
    case schools(Int64)
    /// Its settings and sources; posting changes the settings.
    case settings(Int64)
    /// What publishing it would do; posting publishes.
    case publish(Int64)
    /// The points of each school, to be printed.
    case print(Int64)
    /// A file: `csv`, `xlsx`, `geojson`, `changes.csv`.
    case export(Int64, String)
}

extension CatchmentPath: SubPath {
    static let home: SitePath? = .catchments(.list)
    private static let files = ["csv", "xlsx", "geojson", "changes.csv"]

    var pieces: [String] {
        let rest: [String] =
            switch self {
            case .list: []
            case .new: ["new"]
            case .compare: ["compare"]
            case .plan(let id): ["\(id)"]
            case .points(let id): ["\(id)", "points"]
            case .schools(let id): ["\(id)", "schools"]
            case .settings(let id): ["\(id)", "settings"]
            case .publish(let id): ["\(id)", "publish"]
            case .print(let id): ["\(id)", "print"]
            case .export(let id, let name): ["\(id)", "export", name]
            }
        return ["data", "catchments"] + rest
    }

    init?(pieces: [String]) {
        guard pieces.count >= 2, pieces[0] == "data", pieces[1] == "catchments" else { return nil }
        let rest = Array(pieces.dropFirst(2))
        switch rest {
        case []: self = .list
        case ["new"]: self = .new
        case ["compare"]: self = .compare
        default:
            guard let id = SitePath.row(rest[0]) else { return nil }
            switch (rest.dropFirst().first, rest.count) {
            case (nil, 1): self = .plan(id)
            case ("points", 2): self = .points(id)
            case ("schools", 2): self = .schools(id)
            case ("settings", 2): self = .settings(id)
            case ("publish", 2): self = .publish(id)
            case ("print", 2): self = .print(id)
            case ("export", 3) where Self.files.contains(rest[2]): self = .export(id, rest[2])
            default: return nil
            }
        }
    }

    /// Rights on the register of residential points decide: `CatchmentDesk`.
    var access: SitePath.Access { .needs(.enter) }

    var postAccess: SitePath.Access? {
        switch self {
        case .new, .plan, .points, .schools, .settings, .publish: .needs(.enter)
        case .list, .compare, .print, .export: nil
        }
    }

    var takesFiles: Bool { self == .new }

    static var samples: [CatchmentPath] {
        [
            .list, .new, .compare, .plan(1), .points(1), .schools(1), .settings(1), .publish(1), .print(1),
            .export(1, "csv"),
        ]
    }

    func answer(_ visit: Visit) throws -> Answer {
        let here = try CatchmentVisit(visit)
        return switch self {
        case .list: try CatchmentListPage.show(here)
        case .new: try visit.isPost ? NewCatchmentPage.make(here) : NewCatchmentPage.show(here)
        case .compare: try CatchmentComparisonPage.show(here)
        case .plan(let id): try visit.isPost ? CatchmentMoves.move(here, id) : CatchmentPlanPage.show(here, id)
        case .points(let id): try visit.isPost ? CatchmentPointsPage.move(here, id) : CatchmentPointsPage.show(here, id)
        case .schools(let id):
            try visit.isPost ? CatchmentSchoolsPage.save(here, id) : CatchmentSchoolsPage.show(here, id)
        case .settings(let id):
            try visit.isPost ? CatchmentSettingsPage.save(here, id) : CatchmentSettingsPage.show(here, id)
        case .publish(let id):
            try visit.isPost ? CatchmentPublishPage.publish(here, id) : CatchmentPublishPage.show(here, id)
        case .print(let id): try CatchmentFilesPage.print(here, id)
        case .export(let id, let name): try CatchmentFilesPage.file(here, id, name)
        }
    }
}
