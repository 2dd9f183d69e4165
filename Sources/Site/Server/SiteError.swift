import AdmissionService
import CatchmentPlanning
import Hummingbird
import Indicators
import Intake
import Ledger
import Localisation
import Quality
import Registers
import Store

/// Why the site does not answer as asked.
enum SiteError: Error, Equatable {
    /// There is no such page, or nothing that this person may know of.
    case notFound
    /// The page exists, and this person may not use it.
    case forbidden
    /// Nobody is signed in.
    case signedOut
    /// The address does not take this kind of request.
    case wrongMethod
    /// The form was not sent by a page of this session.
    case forgedForm
    /// The request came through another site's page.
    case foreignOrigin
    /// The site does not go by this host name.
    case unknownHost
    /// The body of the request is larger than allowed; bytes.
    case tooLarge(limit: Int)
    /// The body is no form, or it was cut off.
    case badForm
    /// Too many people do this at once.
    case busy
    /// A choice that the form does not offer.
    case badChoice
    /// The two new passwords differ.
    case passwordsDiffer
    /// Nothing was chosen.
    case nothingChosen
    /// The words are not in the document.
    case wordsNotFound
    /// No file was chosen.
    case noFile
}

extension SiteError: Explained {
    var messageKey: String {
        switch self {
        case .notFound: "site.error.notFound"
        case .forbidden: "site.error.forbidden"
        case .signedOut: "site.error.signedOut"
        case .wrongMethod: "site.error.wrongMethod"
        case .forgedForm: "site.error.forgedForm"
        case .foreignOrigin: "site.error.foreignOrigin"
        case .unknownHost: "site.error.unknownHost"
        case .tooLarge: "site.error.tooLarge"
        case .badForm: "site.error.badForm"
        case .busy: "site.error.busy"
        case .badChoice: "site.error.badChoice"
        case .passwordsDiffer: "site.error.passwordsDiffer"
        case .nothingChosen: "site.error.nothingChosen"
        case .wordsNotFound: "site.error.wordsNotFound"
        case .noFile: "site.error.noFile"
        }
    }

    var messageArguments: [String: String] {
        if case .tooLarge(let limit) = self {
            return ["limit": limit >= 1 << 20 ? "\(limit >> 20) MB" : "\(limit >> 10) KB"]
        }
        return [:]
    }
}

/// An error as the browser gets it: what kind, and its words.
struct ErrorAnswer {
    let status: HTTPResponse.Status
    /// Nil for an error of the programme itself, whose words stay in the log.
    let explained: (any Explained)?

    init(_ error: any Error) {
        explained = error as? any Explained
        status =
            switch error {
            case let error as SiteError: Self.status(error)
            case let error as LedgerError: Self.status(error)
            case let error as StoreError: Self.status(error)
            case let error as WorkError: Self.status(error)
            case let error as RegisterError: Self.status(error)
            case IndicatorError.noIndicator, IndicatorError.noPeriod: .notFound
            case IndicatorError.notAllowed: .forbidden
            case let error as ImportJobError: error == .noJob ? .notFound : .conflict
            case CollectionError.noTask: .notFound
            case QualityError.noFinding, RegisterFileError.noFile: .notFound
            case QualityError.notAllowed: .forbidden
            case let error as RunRefusal: error == .underWay ? .conflict : .serviceUnavailable
            case CollectionError.wrongState, CollectionError.held, CollectionError.asked: .conflict
            case ProjectError.notFound, ProgrammeError.notFound: .notFound
            case let error as AdmissionError: Self.status(error)
            case let error as CatchmentPlanError: Self.status(error)
            case ProjectError.stageOrder, ProjectError.wrongStatement, ProjectError.taken, ProgrammeError.nameTaken:
                .conflict
            case let error as ResearchError: error.isAbsence ? .notFound : .unprocessableContent
            default: explained == nil ? .internalServerError : .unprocessableContent
            }
    }

    private static func status(_ error: SiteError) -> HTTPResponse.Status {
        switch error {
        case .notFound: .notFound
        case .forbidden, .forgedForm, .foreignOrigin: .forbidden
        case .signedOut: .unauthorized
        case .wrongMethod: .methodNotAllowed
        case .unknownHost: .misdirectedRequest
        case .tooLarge: .contentTooLarge
        case .busy: .serviceUnavailable
        case .badForm, .badChoice: .badRequest
        case .passwordsDiffer, .nothingChosen, .wordsNotFound, .noFile: .unprocessableContent
        }
    }

    private static func status(_ error: LedgerError) -> HTTPResponse.Status {
        switch error {
        case .noPlan, .noTask, .noOffice, .noPart: .notFound
        case .conflict, .nothingToUndo, .wrongState, .wrongPlanState, .nameTaken: .conflict
        case .damagedText: .internalServerError
        default: .unprocessableContent
        }
    }

    private static func status(_ error: WorkError) -> HTTPResponse.Status {
        switch error {
        case .noFile, .noItem, .noTarget, .noFollowUp: .notFound
        case .wrongState, .planNotOpen, .notInLedger, .extensionAsked, .noExtensionAsked, .replyMissing, .atWork:
            .conflict
        case .notAllowed: .forbidden
        default: .unprocessableContent
        }
    }

    private static func status(_ error: AdmissionError) -> HTTPResponse.Status {
        switch error {
        case .noRound, .noApplication, .noDocument: .notFound
        case .notAllowed, .sameDecider: .forbidden
        case .wrongState, .changedMeanwhile, .notOpen, .changedList, .enrolmentUsed, .acceptedElsewhere, .appealOpen,
            .undecided, .goesOn, .noOffer, .nobodyWaits, .isEnrolled, .noLetters:
            .conflict
        default: .unprocessableContent
        }
    }

    private static func status(_ error: CatchmentPlanError) -> HTTPResponse.Status {
        switch error {
        case .noPlan: .notFound
        case .notAllowed: .forbidden
        case .wrongState, .changedMeanwhile, .inForce: .conflict
        default: .unprocessableContent
        }
    }

    private static func status(_ error: RegisterError) -> HTTPResponse.Status {
        switch error {
        case .noRegister, .noRow: .notFound
        case .notAllowed: .forbidden
        case .stillUsed, .changedMeanwhile: .conflict
        default: .internalServerError
        }
    }

    private static func status(_ error: StoreError) -> HTTPResponse.Status {
        switch error {
        case .noAccount, .missingFile: .notFound
        case .signInRefused: .unauthorized
        case .lockedOut: .tooManyRequests
        case .badLogin, .badDisplayName, .noRole, .weakPassword, .fileTooLarge: .unprocessableContent
        case .loginTaken, .lastAdministrator, .exists, .notEmpty: .conflict
        default: .internalServerError
        }
    }
}
