import AdmissionService
import CatchmentPlanning
import Hummingbird
import JSONValues
import Localisation
import NIOCore
import NIOPosix
import Store

/// Answers requests of programmes: token, resource, body, and the words where one of them fails.
///
/// Cookies are never looked at: a page of another site, whose requests carry them, can do nothing here, so that no
/// form's token is needed.
struct APIResponder: Sendable {
    let parts: SiteParts
    let threads: NIOThreadPool
    private let bodies = AsyncLimit(width: 4, queue: 64)

    /// Bytes of a body: 1,000 rows with long notes.
    static let bodyLimit = 8 << 20
    /// Most levels of arrays and objects in a body: rows need three.
    static let levels = 16

    init(parts: SiteParts, threads: NIOThreadPool) {
        self.parts = parts
        self.threads = threads
    }

    /// The answer to a request; `path` and `query` are its address, `address` is where it comes from.
    func answer(
        _ request: Request, path: String, query: String, address: String, language: Language
    ) async throws -> Answer {
        let account = try await account(of: request, address)
        let store = parts.registers
        guard let path = APIPath(path: path) else { throw APIError.notFound }
        guard path.methods.contains(request.method) else {
            throw APIError.wrongMethod(allowed: path.methods.map(\.rawValue).joined(separator: ", "))
        }
        let origin = parts.configuration.publicURL.map { "\($0)" } ?? "http://\(request.head.authority ?? "localhost")"
        let ifMatch = request.headers[values: .ifMatch].joined(separator: ",")
        @Sendable func run(_ body: [UInt8]?) async throws -> Answer {
            try await threads.runIfActive {
                try APIRequest(
                    path: path, method: request.method, query: FormValues(urlEncoded: query),
                    body: try body.map { try JSON(reading: $0, levels: Self.levels) } ?? .null,
                    ifMatch: ifMatch.isEmpty ? nil : ifMatch,
                    language: language, account: account, access: try store.access(of: account), store: store,
                    admissions: AdmissionStore(store: parts.ledger.store, registers: store),
                    seats: parts.seats, catchments: CatchmentStore(store: parts.ledger.store, registers: store),
                    server: origin
                ).answer()
            }
        }
        guard request.method == .post || request.method == .put else { return try await run(nil) }
        return try await bodies.run { try await run(try await body(of: request)) }
    }

    private func account(of request: Request, _ address: String) async throws -> Account {
        let pieces = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard pieces.count == 2, pieces[0].lowercased() == "bearer", pieces[1].utf8.count <= 200 else {
            throw APITokenError.refused
        }
        let secret = String(pieces[1]).trimmed
        let tokens = parts.ledger.store.apiTokens
        return try await threads.runIfActive { try tokens.account(secret: secret, address: address) }
    }

    private func body(of request: Request) async throws -> [UInt8] {
        guard HeaderParameters(request.headers[.contentType] ?? "").value == "application/json" else {
            throw APIError.wrongType
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Self.bodyLimit {
            throw APIError.tooLarge(limit: Self.bodyLimit)
        }
        var bytes: [UInt8] = []
        for try await chunk in request.body {
            bytes.append(contentsOf: chunk.readableBytesView)
            guard bytes.count <= Self.bodyLimit else { throw APIError.tooLarge(limit: Self.bodyLimit) }
        }
        return bytes
    }
}
