import Store

/// Addresses of the forecast of seats 学位预测.
enum SeatPath: Hashable, Sendable {
    /// Demand, seats, gaps and options: `?scenario=高&stage=primary&area=3&years=10`; posting records the forecast.
    case plan
    /// The gaps as a file: `csv`, `xlsx`.
    case export(String)
    /// The forecast of every school: `?q=…&sort=-gap&page=2`.
    case schools
    /// The same as a file: `csv`, `xlsx`.
    case schoolsFile(String)
    /// The forecast of one school.
    case school(Int64)
    /// Scenarios side by side: `?scenario=高&scenario=低`.
    case scenarios
    /// What if: an option tried without being recorded; posting records it.
    case trial
}

extension SeatPath: SubPath {
    static let home: SitePath? = .seats(.plan)

    private static let files = ["csv", "xlsx"]

    var pieces: [String] {
        let rest =
            switch self {
            case .plan: [String]()
            case .export(let format): ["export", format]
            case .schools: ["schools"]
            case .schoolsFile(let format): ["schools", "export", format]
            case .school(let id): ["schools", "\(id)"]
            case .scenarios: ["scenarios"]
            case .trial: ["trial"]
            }
        return ["data", "seats"] + rest
    }

    init?(pieces: [String]) {
        guard pieces.count >= 2, pieces[0] == "data", pieces[1] == "seats" else { return nil }
        let rest = Array(pieces.dropFirst(2))
        switch rest.count {
        case 0: self = .plan
        case 1 where rest[0] == "schools": self = .schools
        case 1 where rest[0] == "scenarios": self = .scenarios
        case 1 where rest[0] == "trial": self = .trial
        case 2 where rest[0] == "export" && Self.files.contains(rest[1]): self = .export(rest[1])
        case 2 where rest[0] == "schools":
            guard let id = SitePath.row(rest[1]) else { return nil }
            self = .school(id)
        case 3 where rest[0] == "schools" && rest[1] == "export" && Self.files.contains(rest[2]):
            self = .schoolsFile(rest[2])
        default: return nil
        }
    }

    /// Everybody may come in; the roles at organisations decide which areas and schools there are.
    var access: SitePath.Access { .needs(.enter) }

    var postAccess: SitePath.Access? { self == .trial || self == .plan ? .needs(.enter) : nil }

    var takesFiles: Bool { false }

    static var samples: [SeatPath] {
        [.plan, .export("csv"), .schools, .schoolsFile("xlsx"), .school(1), .scenarios, .trial]
    }

    func answer(_ visit: Visit) throws -> Answer {
        let desk = try SeatDesk(visit)
        return switch self {
        case .plan: try visit.isPost ? SeatPlanPage.record(desk) : SeatPlanPage.show(desk)
        case .export(let format): try SeatFiles.gaps(desk, format)
        case .schools: try SeatSchoolsPage.show(desk)
        case .schoolsFile(let format): try SeatFiles.schools(desk, format)
        case .school(let id): try SeatSchoolPage.show(desk, id)
        case .scenarios: try SeatScenariosPage.show(desk)
        case .trial: try visit.isPost ? SeatTrialPage.keep(desk) : SeatTrialPage.show(desk)
        }
    }
}
