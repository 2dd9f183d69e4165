import Store

/// Addresses of 民心工程, livelihood projects and their public page.
enum ProjectPath: Hashable, Sendable {}

extension ProjectPath: SubPath {
    static let home: SitePath? = nil

    var pieces: [String] { switch self {} }

    init?(pieces: [String]) { nil }

    var access: SitePath.Access { switch self {} }

    var postAccess: SitePath.Access? { switch self {} }

    var takesFiles: Bool { switch self {} }

    static var samples: [ProjectPath] { [] }

    func answer(_ visit: Visit) throws -> Answer { switch self {} }
}
