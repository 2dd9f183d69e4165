import Synchronization

/// The plans in force in memory, since everybody may ask for them and nothing in them changes.
public final class PublishedCatchments: Sendable {
    private let kept = Mutex<[(id: Int64, version: Int, input: CatchmentInput)]>([])

    /// Most plans that are kept: two years of each stage.
    private static let limit = 6

    /// Nothing in memory yet.
    public init() {}

    /// The points and schools of a plan that is in force.
    public func input(of scheme: CatchmentScheme, in plans: CatchmentStore) throws -> CatchmentInput {
        if let known = kept.withLock({ $0.first { $0.id == scheme.id && $0.version == scheme.version } }) {
            return known.input
        }
        let input = try plans.input(of: scheme.id)
        kept.withLock { kept in
            kept.removeAll { $0.id == scheme.id }
            kept.append((scheme.id, scheme.version, input))
            if kept.count > Self.limit { kept.removeFirst() }
        }
        return input
    }
}
