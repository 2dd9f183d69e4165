import AdmissionService
import Hummingbird
import Localisation
import Store

/// A family comes in: with a new application, or back to one.
enum FamilySignInPage {
    static func show(_ visit: Visit) throws -> Answer {
        if visit.family != nil { return .redirect(.families(.mine)) }
        return try page(visit, number: "", error: nil)
    }

    static func signIn(_ visit: Visit) throws -> Answer {
        do {
            let token = try visit.admissions.signIn(
                number: String(visit.form["number"].prefix(20)), passphrase: visit.form.sent("passphrase") ?? "",
                address: visit.address)
            return Answer.redirect(.families(.mine)).cookie(cookies(visit).family(token))
        } catch let error as StoreError {
            return try page(visit, number: visit.form["number"], error: error)
        }
    }

    /// Starts an application in a round.
    static func start(_ visit: Visit, _ round: Int64) throws -> Answer {
        do {
            let passphrase = visit.form.sent("passphrase") ?? ""
            guard passphrase == visit.form.sent("again") else { throw PassphraseError.differ }
            let made = try visit.admissions.start(in: round, passphrase: passphrase, address: visit.address)
            return Answer.redirect(SitePath.families(.mine).with("done", "applicationStarted"))
                .cookie(cookies(visit).family(made.token))
        } catch let error as any Explained & Error {
            if error as? AdmissionError == .noRound { throw error }
            return try FamilyRoundPages.show(visit, round, error: PassphraseError(error) ?? error)
        }
    }

    static func signOut(_ visit: Visit) throws -> Answer {
        if let token = visit.token { try visit.admissions.signOut(token: token) }
        return Answer.redirect(.families(.rounds)).cookie(cookies(visit).noFamily)
    }

    static func cookies(_ visit: Visit) -> SiteCookies {
        SiteCookies(isSecure: visit.site.configuration.isSecure)
    }

    private static func page(_ visit: Visit, number: String, error: StoreError?) throws -> Answer {
        let title = visit["admission.family.signIn"]
        let fields: HTML = """
            \(Form.field("number", visit["admission.column.number"], value: String(number.prefix(20)),
                hint: visit["admission.family.numberHint"], isRequired: true, complete: "username", limit: 20,
                more: " inputmode=\"numeric\""))
            \(Form.field("passphrase", visit["admission.family.passphrase"], kind: .password, isRequired: true,
                complete: "current-password"))
            \(Form.buttons(title))
            """
        let main: HTML = """
            <div class="narrow"><h1>\(title)</h1>\(words(visit, error))
            \(Form.post(visit, to: .families(.signIn), name: "panel", fields))
            <p class="muted">\(visit["admission.family.lost"])</p></div>
            """
        let status = error.map { ErrorAnswer($0).status } ?? .ok
        return .page(FamilyVisit.frame(visit, title, main), status: status)
    }

    /// The words for accounts speak of names; families have numbers.
    private static func words(_ visit: Visit, _ error: StoreError?) -> HTML {
        guard let error else { return .empty }
        let words = error == .signInRefused ? visit["admission.family.refused"] : visit.words(of: error)
        return Notice.html(.error, "\(words)")
    }
}

/// What is wrong with a passphrase that a family chooses: the words for accounts speak of sign-in names.
enum PassphraseError: Error, Explained {
    /// It is too short, or the same character again and again.
    case weak(minimum: Int)
    /// The two differ.
    case differ

    /// A refusal of the store in a family's words; nil for any other error.
    init?(_ error: any Error) {
        guard case .weakPassword(let minimum)? = error as? StoreError else {
            guard let error = error as? PassphraseError else { return nil }
            self = error
            return
        }
        self = .weak(minimum: minimum)
    }

    var messageKey: String {
        switch self {
        case .weak: "admission.family.weak"
        case .differ: "admission.family.differ"
        }
    }

    var messageArguments: [String: String] {
        if case .weak(let minimum) = self { return ["minimum": "\(minimum)"] }
        return [:]
    }
}
