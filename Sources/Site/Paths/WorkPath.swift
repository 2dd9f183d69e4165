import Store

/// Addresses of tasks at work: moves, evidence, inbox, saved views, the rule of the lights.
enum WorkPath: Hashable, Sendable {}

extension WorkPath: SubPath {
    static let home: SitePath? = nil

    var pieces: [String] { switch self {} }

    init?(pieces: [String]) { nil }

    var access: SitePath.Access { switch self {} }

    var postAccess: SitePath.Access? { switch self {} }

    var takesFiles: Bool { switch self {} }

    static var samples: [WorkPath] { [] }

    func answer(_ visit: Visit) throws -> Answer { switch self {} }
}
