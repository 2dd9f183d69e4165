import Hummingbird

/// Every address of the programming interface, below `/api/v1`.
enum APIPath: Hashable, Sendable {
    /// The OpenAPI document.
    case document
    /// The registers that the account may read.
    case registers
    /// The rows of a register.
    case register(String)
    /// A row of a register.
    case row(String, Int64)
    /// The versions of a row.
    case history(String, Int64)
    /// A code list.
    case codes(String)
    /// The tree of organisations.
    case organisations
    /// Admission rounds, and the engines that draw and verify.
    case admissions(AdmissionResource)
    /// The forecast of seats.
    case seats(SeatResource)
    /// Catchment plans.
    case catchments(CatchmentResource)

    /// What all addresses begin with.
    static let root = "/api/v1"

    /// Whether an address is one of the programming interface, be there such a resource or not.
    static func isBelow(_ path: some StringProtocol) -> Bool { path == "/api" || path.hasPrefix("/api/") }

    /// The address.
    var path: String {
        switch self {
        case .document: "\(Self.root)/openapi.json"
        case .registers: "\(Self.root)/registers"
        case .register(let name): "\(Self.root)/registers/\(SiteLink.encode(name))"
        case .row(let name, let id): "\(Self.root)/registers/\(SiteLink.encode(name))/\(id)"
        case .history(let name, let id): "\(Self.root)/registers/\(SiteLink.encode(name))/\(id)/history"
        case .codes(let list): "\(Self.root)/codes/\(SiteLink.encode(list))"
        case .organisations: "\(Self.root)/organisations"
        case .admissions(let resource): "\(Self.root)/\(resource.pieces.joined(separator: "/"))"
        case .seats(let resource): "\(Self.root)/seats/\(resource.rawValue)"
        case .catchments(let resource): "\(Self.root)/\(resource.pieces.joined(separator: "/"))"
        }
    }

    /// The address without what tells of a row, for the log.
    var logged: String {
        switch self {
        case .row(let name, _): "\(Self.root)/registers/\(SiteLink.encode(name))/{id}"
        case .history(let name, _): "\(Self.root)/registers/\(SiteLink.encode(name))/{id}/history"
        default: path
        }
    }

    /// What can be done there.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .register: [.get, .head, .post]
        case .row: [.get, .head, .put, .delete]
        case .seats(let resource): resource.methods
        case .catchments(let resource): resource.methods
        case .document, .registers, .history, .codes, .organisations: [.get, .head]
        case .admissions(let resource): resource.methods
        }
    }

    /// The address that a request asks for; nil for one that there is not.
    ///
    /// - Parameter path: as sent, without query. Names are of letters, digits and `_`, so nothing is percent-decoded.
    init?(path: String) {
        guard path.hasPrefix(Self.root + "/"), path.utf8.count <= 200 else { return nil }
        let pieces = path.dropFirst(Self.root.count + 1).split(separator: "/", omittingEmptySubsequences: false)
            .map(String.init)
        let name = pieces.count > 1 ? pieces[1] : ""
        guard name.utf8.allSatisfy({ $0 == UInt8(ascii: "_") || Self.isAlphanumeric($0) }) else { return nil }
        switch (pieces[0], pieces.count) {
        case ("openapi.json", 1): self = .document
        case ("registers", 1): self = .registers
        case ("organisations", 1): self = .organisations
        case ("admissions", _):
            guard let resource = AdmissionResource(pieces: pieces) else { return nil }
            self = .admissions(resource)
        case ("seats", 2):
            guard let resource = SeatResource(rawValue: name) else { return nil }
            self = .seats(resource)
        case ("catchments", _):
            guard let resource = CatchmentResource(pieces: pieces) else { return nil }
            self = .catchments(resource)
        case ("codes", 2) where !name.isEmpty: self = .codes(name)
        case ("registers", 2) where !name.isEmpty: self = .register(name)
        case ("registers", 3), ("registers", 4):
            guard !name.isEmpty, let id = SitePath.row(pieces[2]), pieces.count == 3 || pieces[3] == "history" else {
                return nil
            }
            self = pieces.count == 3 ? .row(name, id) : .history(name, id)
        default: return nil
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
