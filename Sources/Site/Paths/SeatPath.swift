import Store

/// Addresses of the forecast of seats 学位预测.
enum SeatPath: Hashable, Sendable {
    /// Demand, seats, gaps and options: `?scenario=高&stage=primary&area=3&years=10`.
    case plan
    /// The gaps as a file: `csv`, `xlsx`.
    case export(String)
}

extension SeatPath: SubPath {
    static let home: SitePath? = .seats(.plan)

    var pieces: [String] {
        switch self {
        case .plan: ["data", "seats"]
        case .export(let format): ["data", "seats", "export", format]
        }
    }

    init?(pieces: [String]) {
        guard pieces.count >= 2, pieces[0] == "data", pieces[1] == "seats" else { return nil }
        switch pieces.count {
        case 2: self = .plan
        case 4 where pieces[2] == "export" && ["csv", "xlsx"].contains(pieces[3]): self = .export(pieces[3])
        default: return nil
        }
    }

    /// Everybody may come in; the roles at organisations decide which areas there are.
    var access: SitePath.Access { .needs(.enter) }

    var postAccess: SitePath.Access? { nil }

    var takesFiles: Bool { false }

    static var samples: [SeatPath] { [.plan, .export("csv")] }

    func answer(_ visit: Visit) throws -> Answer {
        let desk = try SeatDesk(visit)
        return switch self {
        case .plan: try SeatPlanPage.show(desk)
        case .export(let format): try SeatFiles.gaps(desk, format)
        }
    }
}
