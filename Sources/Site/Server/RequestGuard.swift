import Foundation
import Hummingbird

/// What is checked of a request before anything is looked up for it.
struct RequestGuard: Sendable {
    /// Host names that the site goes by, beside `localhost` and IP addresses.
    private let host: String?
    private let origin: String?

    init(publicURL: URL?) {
        host = publicURL?.host()?.lowercased()
        origin = publicURL.flatMap { url in
            guard let scheme = url.scheme, let host = url.host() else { return nil }
            return "\(scheme)://\(host)\(url.port.map { ":\($0)" } ?? "")".lowercased()
        }
    }

    /// Refuses names that are not the site's: a foreign name that resolves to this machine (DNS rebinding) would
    /// otherwise make a foreign page count as the site itself.
    func checkHost(_ authority: String?) throws {
        guard let authority, let name = Self.hostName(authority) else { throw SiteError.unknownHost }
        guard name == host || name == "localhost" || Self.isAddress(name) else { throw SiteError.unknownHost }
    }

    /// Refuses changes that another site's page asks for. Browsers tell where a form comes from; a programme that
    /// tells nothing has no session of somebody else to misuse.
    func checkOrigin(_ headers: HTTPFields, authority: String?) throws {
        if let site = headers[Self.fetchSite], site != "same-origin", site != "none" { throw SiteError.foreignOrigin }
        guard let sent = headers[.origin]?.lowercased() else { return }
        let own = authority.map { ["http://\($0.lowercased())", "https://\($0.lowercased())"] } ?? []
        guard sent == origin || own.contains(sent) else { throw SiteError.foreignOrigin }
    }

    /// The visitor's address: the connection's, or what the proxy on this machine says last.
    func address(of connection: String, headers: HTTPFields) -> String {
        guard host != nil, connection == "127.0.0.1" || connection == "::1",
            let forwarded = headers[Self.forwardedFor]?.split(separator: ",").last
        else { return connection }
        return String(String(forwarded).trimmed.prefix(64))
    }

    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
    private static let forwardedFor = HTTPField.Name("X-Forwarded-For") ?? .origin

    /// The name without port, in lower case; IPv6 addresses without brackets.
    static func hostName(_ authority: String) -> String? {
        let name: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            name = authority[authority.index(after: authority.startIndex)..<end]
        } else {
            name = authority.prefix { $0 != ":" }
        }
        return name.isEmpty ? nil : name.lowercased()
    }

    private static func isAddress(_ name: String) -> Bool {
        if name.contains(":") { return name.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." } }
        let pieces = name.split(separator: ".", omittingEmptySubsequences: false)
        return pieces.count == 4 && pieces.allSatisfy { UInt8($0) != nil }
    }
}

/// Comparison that takes the same time wherever two texts differ.
func isEqualInConstantTime(_ left: String, _ right: String) -> Bool {
    let left = Array(left.utf8), right = Array(right.utf8)
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
