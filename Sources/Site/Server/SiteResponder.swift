import CatchmentPlanning
import Foundation
import Hummingbird
import Intake
import Ledger
import Localisation
import Logging
import NIOPosix
import Quality
import Registers
import SeatPlanning
import Store

/// Turns requests into responses: checks, session, rights, the page, and the words where one of them fails.
///
/// The order is fixed and stands in `visit(for:)`: nothing is read of a body before its sender may post it.
struct SiteResponder: HTTPResponder {
    let parts: SiteParts
    private let requestGuard: RequestGuard
    private let cookies: SiteCookies
    private let signIns = AsyncLimit(width: 2, queue: 64)
    private let uploads = AsyncLimit(width: 2, queue: 16)
    private let api: APIResponder
    /// Pages read the database on these threads, not on those that move bytes. There are more than imports may take at
    /// once: a scan that is being recognised holds up nobody who reads.
    private static let threads = {
        let pool = NIOThreadPool(numberOfThreads: 8)
        pool.start()
        return pool
    }()

    init(ledger: PlanLedger, registers: RegisterStore, configuration: SiteConfiguration) throws {
        parts = SiteParts(
            ledger: ledger, registers: registers,
            imports: ImportJobs(files: ledger.store.files, environment: ledger.store.environment),
            indicators: try IndicatorService(ledger: ledger, registers: registers),
            quality: try QualityStore(registers), seats: SeatBoards(registers),
            publishedCatchments: PublishedCatchments(),
            assets: Assets(folders: configuration.assetFolders), configuration: configuration)
        requestGuard = RequestGuard(publicURL: configuration.publicURL)
        cookies = SiteCookies(isSecure: configuration.isSecure)
        api = APIResponder(parts: parts, threads: Self.threads)
    }

    func respond(to request: Request, context: SiteContext) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        let target = Target(request)
        let requestID = String(UInt64.random(in: .min ... .max), radix: 36)
        var answer: Answer
        do {
            answer = try await self.answer(request, target, context, requestID)
        } catch  where target.isAPI {
            answer = problem(error, request, context, requestID)
        } catch {
            answer = failure(error, request, target, context, requestID)
        }
        SecurityHeaders.add(to: &answer.headers, isSecure: parts.configuration.isSecure)
        if let name = HTTPField.Name("X-Request-ID") { answer.headers[name] = requestID }
        // No query, no cookie, no address: a log is read by more people than the ledger.
        let time = clock.now - start
        context.logger.info(
            "request",
            metadata: [
                "id": "\(requestID)", "method": "\(request.method)", "path": "\(target.logged)",
                "status": "\(answer.status.code)",
                "ms": "\(time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000)",
            ])
        let response = Response(
            status: answer.status, headers: answer.headers, body: .init(byteBuffer: ByteBuffer(bytes: answer.bytes)))
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// The address of a request, in its two parts.
    private struct Target {
        let path: SitePath?
        let query: FormValues
        /// The address and the query as sent, for programmes.
        let pieces: (path: String, query: String)
        /// As sent, for coming back after signing in.
        let sent: String

        init(_ request: Request) {
            sent = request.head.path ?? "/"
            let pieces = sent.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            self.pieces = (String(pieces.first ?? "/"), pieces.count > 1 ? String(pieces[1]) : "")
            path = SitePath(path: self.pieces.path)
            query = FormValues(urlEncoded: self.pieces.query)
        }

        /// Whether a programme asks.
        var isAPI: Bool { APIPath.isBelow(pieces.path) }

        /// What the log says of it.
        var logged: String { path?.logged ?? APIPath(path: pieces.path)?.logged ?? "?" }
    }

    private func answer(
        _ request: Request, _ target: Target, _ context: SiteContext, _ requestID: String
    ) async throws -> Answer {
        try requestGuard.checkHost(request.head.authority)
        if target.isAPI {
            return try await api.answer(
                request, path: target.pieces.path, query: target.pieces.query,
                address: requestGuard.address(of: context.address, headers: request.headers),
                language: Self.language(request))
        }
        guard let path = target.path else { throw SiteError.notFound }
        if case .asset(let name) = path {
            guard [.get, .head].contains(request.method) else { throw SiteError.wrongMethod }
            return try parts.assets.answer(name, version: target.query["v"], headers: request.headers)
        }
        var visit = try await visit(for: request, target, path, context, requestID)
        guard visit.isPost else { return try await run(visit) }
        if path.isEntrance {
            (visit.form, _) = try await form(request, path)
            return try await signIns.run { [visit] in try await run(visit) }
        }
        if path.takesFiles {
            return try await uploads.run { [visit] in
                var visit = visit
                (visit.form, visit.uploads) = try await form(request, path)
                return try await run(checked(visit))
            }
        }
        (visit.form, _) = try await form(request, path)
        visit = try checked(visit)
        // It hashes passwords too.
        return path == .password ? try await signIns.run { [visit] in try await run(visit) } : try await run(visit)
    }

    /// Who asks for what, once it is clear that they may.
    private func visit(
        for request: Request, _ target: Target, _ path: SitePath, _ context: SiteContext, _ requestID: String
    ) async throws -> Visit {
        var visit = Visit(path: path, site: parts, now: parts.ledger.store.environment.now())
        visit.query = target.query
        visit.requestID = requestID
        visit.language = SiteCookies.language(request.headers)
        visit.host = request.head.authority ?? ""
        visit.knownTags = request.headers[.ifNoneMatch] ?? ""
        visit.address = requestGuard.address(of: context.address, headers: request.headers)
        if let name = HTTPField.Name("HX-Request") { visit.isPartial = request.headers[name] == "true" }
        let access: SitePath.Access
        switch request.method {
        case .get, .head:
            // An address that only takes forms has nothing to show.
            guard path != .signOut, path != .families(.signOut) else { throw SiteError.wrongMethod }
            access = path.access
        case .post:
            guard let postAccess = path.postAccess else { throw SiteError.wrongMethod }
            try requestGuard.checkOrigin(request.headers, authority: request.head.authority)
            visit.isPost = true
            access = postAccess
        default: throw SiteError.wrongMethod
        }
        if case .families = path {
            // A member of staff at the same browser is a family here like others.
            if let token = cookies.familyToken(request.headers) {
                visit.token = token
                visit.family = try await Self.threads.runIfActive { [visit] in
                    try visit.admissions.session(token: token)
                }
            }
            if visit.isPost, visit.family == nil, !path.isEntrance { throw SiteError.signedOut }
            return visit
        }
        if let token = cookies.token(request.headers) {
            visit.token = token
            visit.session = try await Self.threads.runIfActive { try parts.ledger.store.accounts.session(token: token) }
        }
        guard !visit.can(access) else { return visit }
        guard let session = visit.session else { throw SiteError.signedOut }
        throw session.account.mustChangePassword ? PasswordFirst() : SiteError.forbidden
    }

    /// Somebody signed in with a one-time password has to choose an own one before anything else.
    private struct PasswordFirst: Error {}

    private func form(_ request: Request, _ path: SitePath) async throws -> (FormValues, [Upload]) {
        try await FormReader.read(
            request, takesFiles: path.takesFiles, uploadLimit: parts.configuration.uploadLimit)
    }

    /// The visit, if its form is one that a page of this session made.
    private func checked(_ visit: Visit) throws -> Visit {
        guard let token = visit.formToken, isEqualInConstantTime(visit.form["csrf"], token) else {
            throw SiteError.forgedForm
        }
        return visit
    }

    private func run(_ visit: Visit) async throws -> Answer {
        try await Self.threads.runIfActive {
            do {
                return try visit.answer(cookies: cookies)
            } catch let error as any Explained & Error {
                // With the session at hand the page of the error can show the way on.
                return ErrorPage.answer(ErrorAnswer(error), visit)
            }
        }
    }

    private func failure(
        _ error: any Error, _ request: Request, _ target: Target, _ context: SiteContext, _ requestID: String
    ) -> Answer {
        let isPage = request.method == .get || request.method == .head
        let isPartial = HTTPField.Name("HX-Request").map { request.headers[$0] == "true" } ?? false
        if isPage, let next = (error as? PasswordFirst).map({ _ in SitePath.password.with("first", "1") }) {
            return go(to: next, isPartial: isPartial)
        }
        if case .families? = target.path, error as? SiteError == .signedOut {
            // A telephone that was put away: what was kept is there still, and the family comes back to it.
            return go(to: SitePath.families(.signIn).with("done", "familySignedOut"), isPartial: isPartial)
        }
        if isPage, error as? SiteError == .signedOut {
            let back = isPartial || target.path == .home ? nil : target.sent
            return go(to: SitePath.signIn.with("to", back), isPartial: isPartial)
        }
        var visit = Visit(path: target.path ?? .home, site: parts, now: parts.ledger.store.environment.now())
        visit.language = SiteCookies.language(request.headers)
        visit.requestID = requestID
        visit.isPartial = isPartial
        let words = ErrorAnswer(error is PasswordFirst ? SiteError.forbidden : error)
        if words.explained == nil {
            // The type only: a message may carry what somebody typed.
            context.logger.error("failure", metadata: ["id": "\(requestID)", "error": "\(type(of: error))"])
        }
        return ErrorPage.answer(words, visit)
    }

    /// The language of a programme's reader; its cookies are not looked at.
    private static func language(_ request: Request) -> Language {
        Language(acceptLanguage: request.headers[.acceptLanguage] ?? "")
    }

    private func problem(
        _ error: any Error, _ request: Request, _ context: SiteContext, _ requestID: String
    ) -> Answer {
        let problem = Problem(error, Self.language(request))
        if problem.isInternal {
            context.logger.error("failure", metadata: ["id": "\(requestID)", "error": "\(type(of: error))"])
        }
        return problem.answer(Self.language(request), id: requestID)
    }

    private func go(to link: SiteLink, isPartial: Bool) -> Answer {
        guard isPartial, let name = HTTPField.Name("HX-Redirect") else { return .redirect(link) }
        return Answer(headers: [name: link.url])
    }
}
