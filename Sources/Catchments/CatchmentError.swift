import Localisation

/// Why catchments cannot be worked out.
public enum CatchmentError: Error, Hashable {
    /// What of a flow problem's arrays does not fit together.
    public enum Part: String, Sendable {
        /// The arcs and where each source's begin.
        case arcs
        /// The sinks that arcs lead to.
        case sinks
        /// Supplies and capacities.
        case amounts
        /// A cost.
        case cost
        /// All amounts together with their costs.
        case amount
    }

    /// The arrays of a flow problem do not fit together.
    case malformedProblem(Part)
    /// A number is larger than is counted with.
    case tooLarge(Part)
    /// There are no points.
    case noPoints
    /// There are no schools.
    case noSchools
    /// An identifier stands for two points or two schools.
    case twice(String)
    /// A point or school that something else names is not there.
    case unknown(String)
    /// A number below 0.
    case negative(String)
    /// Neither a position nor an arc says how far a point or school is.
    case noPlace(String)
    /// Some places are given in metres, others in degrees.
    case mixedPlaces
    /// A position is no place on the earth, or too far from the others.
    case farPlace(String)
    /// Connected areas need to know which points touch.
    case noNeighbours
    /// A plan of whole points or sites takes at most so many pairs of points and schools.
    case tooManyPairs(Int, limit: Int)
    /// The candidate sites that may be opened are fewer than are wanted.
    case tooFewSites(wanted: Int, candidates: Int)
    /// Somebody ended the search.
    case cancelled
}

extension CatchmentError: Explained {
    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch self {
        case .malformedProblem: "catchments.error.malformed"
        case .tooLarge: "catchments.error.too-large"
        case .noPoints: "catchments.error.no-points"
        case .noSchools: "catchments.error.no-schools"
        case .twice: "catchments.error.twice"
        case .unknown: "catchments.error.unknown"
        case .negative: "catchments.error.negative"
        case .noPlace: "catchments.error.no-place"
        case .mixedPlaces: "catchments.error.mixed-places"
        case .farPlace: "catchments.error.far-place"
        case .noNeighbours: "catchments.error.no-neighbours"
        case .tooManyPairs: "catchments.error.too-many-pairs"
        case .tooFewSites: "catchments.error.too-few-sites"
        case .cancelled: "catchments.error.cancelled"
        }
    }

    /// What is filled into the message.
    public var messageArguments: [String: String] {
        switch self {
        case .malformedProblem(let part), .tooLarge(let part): ["part": part.rawValue]
        case .noPoints, .noSchools, .mixedPlaces, .noNeighbours, .cancelled: [:]
        case .twice(let name), .unknown(let name), .negative(let name), .noPlace(let name), .farPlace(let name):
            ["name": name]
        case .tooManyPairs(let pairs, let limit): ["pairs": "\(pairs)", "limit": "\(limit)"]
        case .tooFewSites(let wanted, let candidates): ["wanted": "\(wanted)", "candidates": "\(candidates)"]
        }
    }
}
