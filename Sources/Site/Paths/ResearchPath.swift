import Store

/// Addresses of 调查研究与联街包校, research topics and leaders' contact duty.
enum ResearchPath: Hashable, Sendable {}

extension ResearchPath: SubPath {
    static let home: SitePath? = nil

    var pieces: [String] { switch self {} }

    init?(pieces: [String]) { nil }

    var access: SitePath.Access { switch self {} }

    var postAccess: SitePath.Access? { switch self {} }

    var takesFiles: Bool { switch self {} }

    static var samples: [ResearchPath] { [] }

    func answer(_ visit: Visit) throws -> Answer { switch self {} }
}
