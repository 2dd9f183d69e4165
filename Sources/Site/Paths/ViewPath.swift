import Store

/// Addresses of the views of the ledger at work: cockpit, board, timeline, calendar and its feed.
enum ViewPath: Hashable, Sendable {}

extension ViewPath: SubPath {
    static let home: SitePath? = nil

    var pieces: [String] { switch self {} }

    init?(pieces: [String]) { nil }

    var access: SitePath.Access { switch self {} }

    var postAccess: SitePath.Access? { switch self {} }

    var takesFiles: Bool { switch self {} }

    static var samples: [ViewPath] { [] }

    func answer(_ visit: Visit) throws -> Answer { switch self {} }
}
