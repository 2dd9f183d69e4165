/// The addresses of one area of the site, which `SitePath` holds as one case.
protocol SubPath: Hashable, Sendable {
    /// Where the area's navigation leads; nil for an area that has no place of its own there.
    static var home: SitePath? { get }

    /// The address in pieces: `["programmes", "3", "report"]`.
    var pieces: [String] { get }

    /// The address of pieces; nil for one that the area does not have.
    init?(pieces: [String])

    /// What a reader must be allowed to do.
    var access: SitePath.Access { get }

    /// What somebody who posts must be allowed to do; nil where nothing can be posted.
    var postAccess: SitePath.Access? { get }

    /// Whether files may be posted to it.
    var takesFiles: Bool { get }

    /// One of each kind, for tests that go over all addresses.
    static var samples: [Self] { get }

    /// The page, or what a post to it does.
    func answer(_ visit: Visit) throws -> Answer
}

extension SubPath {
    /// `/programmes/3/report`.
    var path: String { "/" + pieces.map(SiteLink.encode).joined(separator: "/") }
}
