import Store

/// Addresses of the ledger at work: cockpit, board, inbox, moves.
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
