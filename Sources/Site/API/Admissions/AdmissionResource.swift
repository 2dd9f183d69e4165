import Hummingbird

/// What programmes read of admissions 招生入学, and the two engines that they may ask: verifying and placing.
enum AdmissionResource: Hashable, Sendable {
    /// The rounds that the account may know of.
    case rounds
    /// A round with its schools.
    case round(Int64)
    /// The public record of its draw.
    case record(Int64)
    /// Its results by number.
    case results(Int64)
    /// Places and wishes, for those who manage rounds.
    case statistics(Int64)
    /// A record is posted, the verdict comes back.
    case verify
    /// Students, schools and a seed are posted, placements come back.
    case place

    /// The pieces of the address behind `/api/v1`.
    var pieces: [String] {
        switch self {
        case .rounds: ["admissions", "rounds"]
        case .round(let id): ["admissions", "rounds", "\(id)"]
        case .record(let id): ["admissions", "rounds", "\(id)", "record"]
        case .results(let id): ["admissions", "rounds", "\(id)", "results"]
        case .statistics(let id): ["admissions", "rounds", "\(id)", "statistics"]
        case .verify: ["admissions", "verify"]
        case .place: ["admissions", "place"]
        }
    }

    /// What can be done there.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .verify, .place: [.post]
        default: [.get, .head]
        }
    }

    /// The resource that an address asks for; nil for one that there is not.
    init?(pieces: [String]) {
        guard pieces.first == "admissions" else { return nil }
        switch (pieces.dropFirst().first, pieces.count) {
        case ("rounds", 2): self = .rounds
        case ("verify", 2): self = .verify
        case ("place", 2): self = .place
        case ("rounds", 3...4):
            guard let id = SitePath.row(pieces[2]) else { return nil }
            switch pieces.dropFirst(3).first {
            case nil: self = .round(id)
            case "record": self = .record(id)
            case "results": self = .results(id)
            case "statistics": self = .statistics(id)
            default: return nil
            }
        default: return nil
        }
    }
}
