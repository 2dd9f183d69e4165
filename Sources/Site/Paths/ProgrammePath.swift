import Store

/// Addresses of 规划监测, five-year plans and action programmes.
enum ProgrammePath: Hashable, Sendable {}

extension ProgrammePath: SubPath {
    static let home: SitePath? = nil

    var pieces: [String] { switch self {} }

    init?(pieces: [String]) { nil }

    var access: SitePath.Access { switch self {} }

    var postAccess: SitePath.Access? { switch self {} }

    var takesFiles: Bool { switch self {} }

    static var samples: [ProgrammePath] { [] }

    func answer(_ visit: Visit) throws -> Answer { switch self {} }
}
