import AdmissionService
import CatchmentPlanning
import Foundation
import Hummingbird
import Intake
import Ledger
import Localisation
import Quality
import Registers
import SeatPlanning
import Store

/// One request as the pages see it: who asks for what, in which language, and what the answer is made of.
///
/// Pages are plain functions from a visit to an answer; they run on a thread of their own, so that they may read the
/// database without holding up other requests.
struct Visit: Sendable {
    /// The page asked for.
    var path: SitePath
    /// Whether something is posted.
    var isPost = false
    /// What stands after `?`.
    var query = FormValues()
    /// The fields posted.
    var form = FormValues()
    /// The files posted.
    var uploads: [Upload] = []
    /// The language of the answer.
    var language: Language = .chinese
    /// Who is signed in.
    var session: Session?
    /// The session's secret, to end it.
    var token: String?
    /// The family that is signed in, on the pages for families.
    var family: FamilySession?
    /// Whether a script asks for a piece of the page only.
    var isPartial = false
    /// Where the request comes from, for the lock-out.
    var address = ""
    /// What the asker has of the answer already: the request's `If-None-Match`.
    var knownTags = ""
    /// The host that was asked, as sent.
    var host = ""
    /// What the log calls this request.
    var requestID = ""
    /// What the site is made of.
    let site: SiteParts

    /// The ledger.
    var ledger: PlanLedger { site.ledger }
    /// The registers of the data brain 数据大脑.
    var registers: RegisterStore { site.registers }
    /// Admission rounds and the applications of families.
    var admissions: AdmissionStore { AdmissionStore(store: ledger.store, registers: site.registers) }
    /// The secret that forms of this visit carry; nil where nobody is signed in.
    var formToken: String? { session?.csrfToken ?? family?.csrfToken }
    /// The time of this request.
    let now: Date

    /// Words of the string catalogue in the visitor's language.
    subscript(key: String, arguments: [String: String]) -> String {
        StringCatalogue.standard.string(key, language, arguments)
    }

    /// Words of the string catalogue in the visitor's language.
    subscript(key: String) -> String { StringCatalogue.standard.string(key, language) }

    /// An error or a note in the visitor's language.
    func words(of explained: any Explained) -> String { explained.message(in: language) }

    /// Who is signed in. - Throws: `SiteError.signedOut`.
    var account: Account {
        get throws {
            guard let session else { throw SiteError.signedOut }
            return session.account
        }
    }

    /// Who makes the changes of this request. - Throws: `SiteError.signedOut`.
    var principal: Principal {
        get throws { try account.principal }
    }

    /// Whether the visitor may do something: the one rule decides.
    func can(_ action: Action, office: OfficeID? = nil) -> Bool {
        guard let session else { return false }
        return may(session.account, action, office: office)
    }

    /// - Throws: `SiteError.forbidden` unless the visitor may do something.
    func require(_ action: Action, office: OfficeID? = nil) throws {
        guard can(action, office: office) else { throw SiteError.forbidden }
    }

    /// Whether the visitor may go to a page: links to others are not shown.
    func can(_ access: SitePath.Access?) -> Bool {
        switch access {
        case .open: true
        case .needs(let action): can(action)
        case nil: false
        }
    }

    /// Does what a form asks for and goes on; what went wrong is told by `show`, unless there is nothing to show.
    func move(_ body: () throws -> SiteLink, orShow show: (any Error) throws -> Answer) throws -> Answer {
        do {
            return .redirect(try body())
        } catch let error as any Explained & Error where ErrorAnswer(error).status != .notFound {
            return try show(error)
        }
    }

    /// A plan that the visitor may know of. - Throws: `LedgerError.noPlan`, for a draft that is not for the visitor too.
    func plan(_ id: Int64) throws -> Plan {
        let plan = try ledger.plan(id)
        guard plan.state != .draft || can(.viewDrafts) else { throw LedgerError.noPlan }
        return plan
    }
}

/// A file that was posted.
struct Upload: Hashable, Sendable {
    /// The form's field.
    var field: String
    /// Its name without folders.
    var name: String
    /// Its bytes.
    var data: Data
}

/// What the site is made of; the same for all visits.
struct SiteParts: Sendable {
    let ledger: PlanLedger
    let registers: RegisterStore
    /// The imports under way.
    let imports: ImportJobs
    /// What was counted, in memory.
    let indicators: IndicatorService
    /// What the checks of quality found.
    let quality: QualityStore
    /// The forecasts of seats, in memory.
    let seats: SeatBoards
    /// Long work that was begun from pages.
    let runs = BackgroundRuns()
    /// The catchments in force, in memory.
    let publishedCatchments: PublishedCatchments
    let assets: Assets
    let configuration: SiteConfiguration
}
