import CatchmentPlanning
import Catchments
import Hummingbird
import JSONValues
import Localisation
import Registers
import Seats
import Store

/// An error as a programme gets it: problem details (RFC 9457), with words in the reader's language.
struct Problem {
    let status: HTTPStatus
    private let key: String
    private let detail: String
    private var faults: [RowFault] = []
    private var headers = HTTPFields()
    /// Whether it is an error of the programme itself, whose words stay in the log.
    let isInternal: Bool

    init(_ error: any Error, _ language: Language) {
        let error = Self.own(error)
        isInternal = !(error is any Explained)
        let explained = error as? any Explained
        key = explained?.messageKey ?? "api.error.internal"
        detail = explained?.message(in: language) ?? StringCatalogue.standard.string("api.error.internal", language)
        status = Self.status(error)
        switch error {
        case APIError.faults(let faults): self.faults = faults
        case APIError.wrongMethod(let allowed): headers[.allow] = allowed
        case APITokenError.refused: headers[.wwwAuthenticate] = "Bearer"
        case APITokenError.lockedOut(let seconds): headers[.retryAfter] = String(seconds)
        default: break
        }
        headers[.contentType] = "application/problem+json"
        headers[.contentLanguage] = language.tag
    }

    /// The answer. - Parameter id: what the log calls the request.
    func answer(_ language: Language, id: String) -> Answer {
        var members: [JSON.Member] = [
            .init(name: "type", value: .string("urn:xuezheng:problem:\(key)")),
            .init(name: "title", value: .string(Self.title(status, language))),
            .init(name: "status", value: .integer(status.code)),
            .init(name: "detail", value: .string(detail)),
            .init(name: "instance", value: .string("urn:xuezheng:request:\(id)")),
        ]
        if !faults.isEmpty {
            members.append(.init(name: "errors", value: .array(faults.prefix(1_000).map { $0.json(language) })))
        }
        return Answer(status: status, headers: headers, bytes: JSON.object(members).bytes)
    }

    /// What the registers refuse, in the terms of the programming interface.
    private static func own(_ error: any Error) -> any Error {
        switch error {
        case RegisterError.noRow, RegisterError.noRegister, SiteError.notFound: APIError.notFound
        case RegisterError.notAllowed, CatchmentPlanError.notAllowed: APIError.forbidden
        case CatchmentPlanError.noPlan: APIError.notFound
        case RegisterError.changedMeanwhile: APIError.otherVersion
        case let fault as JSONFault: APIError.badJSON(fault)
        default: error
        }
    }

    private static func status(_ error: any Error) -> HTTPStatus {
        switch error {
        case let error as APIError: error.status
        case let error as APIRefusal: error.status
        case APITokenError.refused: .unauthorized
        case APITokenError.lockedOut: .tooManyRequests
        case RegisterError.stillUsed: .conflict
        case is SeatsError: .unprocessableContent
        case is CatchmentError: .unprocessableContent
        case let error as SiteError: ErrorAnswer(error).status
        default: .internalServerError
        }
    }

    private static func title(_ status: HTTPStatus, _ language: Language) -> String {
        StringCatalogue.standard.string("api.status.\(status.code)", language)
    }
}
