import Store

/// Addresses of two plans side by side, and a summary against its plan.
enum ComparisonPath: Hashable, Sendable {}

extension ComparisonPath: SubPath {
    static let home: SitePath? = nil

    var pieces: [String] { switch self {} }

    init?(pieces: [String]) { nil }

    var access: SitePath.Access { switch self {} }

    var postAccess: SitePath.Access? { switch self {} }

    var takesFiles: Bool { switch self {} }

    static var samples: [ComparisonPath] { [] }

    func answer(_ visit: Visit) throws -> Answer { switch self {} }
}
