import Hummingbird

/// What programmes ask for of catchment plans, below `/api/v1/catchments`.
enum CatchmentResource: Hashable, Sendable {
    /// The plans.
    case list
    /// A plan.
    case one(Int64)
    /// Its points with their schools.
    case points(Int64)
    /// Its points as GeoJSON.
    case areas(Int64)
    /// Values in, an assignment out; nothing is kept.
    case solve

    /// The pieces of the address after `/api/v1`.
    var pieces: [String] {
        switch self {
        case .list: ["catchments"]
        case .one(let id): ["catchments", "\(id)"]
        case .points(let id): ["catchments", "\(id)", "points"]
        case .areas(let id): ["catchments", "\(id)", "areas"]
        case .solve: ["catchments", "solve"]
        }
    }

    init?(pieces: [String]) {
        guard pieces.first == "catchments" else { return nil }
        let rest = Array(pieces.dropFirst())
        switch rest {
        case []: self = .list
        case ["solve"]: self = .solve
        default:
            guard let id = SitePath.row(rest[0]) else { return nil }
            switch rest.dropFirst() {
            case []: self = .one(id)
            case ["points"]: self = .points(id)
            case ["areas"]: self = .areas(id)
            default: return nil
            }
        }
    }

    /// What can be done there.
    var methods: [HTTPRequest.Method] { self == .solve ? [.post] : [.get, .head] }
}
