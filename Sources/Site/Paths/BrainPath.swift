import Store

/// Addresses of the data cockpit 数据大脑.
enum BrainPath: Hashable, Sendable {
    /// Where the region stands: `?organisation=3&indicator=class_large_share&period=2026-2027`, `?wall=1` on a wall.
    case cockpit
    /// Which figures it shows first; posting chooses them.
    case headline
}

extension BrainPath: SubPath {
    static let home: SitePath? = .brain(.cockpit)

    var pieces: [String] {
        switch self {
        case .cockpit: ["data", "cockpit"]
        case .headline: ["data", "cockpit", "headline"]
        }
    }

    init?(pieces: [String]) {
        switch pieces {
        case BrainPath.cockpit.pieces: self = .cockpit
        case BrainPath.headline.pieces: self = .headline
        default: return nil
        }
    }

    /// Everybody may come in; the roles at organisations decide which figures there are.
    var access: SitePath.Access { .needs(self == .headline ? .chooseHeadline : .enter) }

    var postAccess: SitePath.Access? { self == .headline ? .needs(.chooseHeadline) : nil }

    var takesFiles: Bool { false }

    static var samples: [BrainPath] { [.cockpit, .headline] }

    func answer(_ visit: Visit) throws -> Answer {
        switch self {
        case .cockpit: try DataCockpitPage.show(visit)
        case .headline: try visit.isPost ? HeadlinePage.choose(visit) : HeadlinePage.show(visit)
        }
    }
}
