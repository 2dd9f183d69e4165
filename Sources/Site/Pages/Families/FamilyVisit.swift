import AdmissionService
import Localisation
import Monitoring

/// A visit of a family to its application: read once.
struct FamilyVisit {
    let visit: Visit
    let application: Application
    let round: AdmissionRound
    let rules: RoundRules
    let form: ApplicationForm
    let documents: [ApplicationDocument]

    /// - Throws: `SiteError.signedOut` without a family's session.
    init(_ visit: Visit) throws {
        guard let family = visit.family else { throw SiteError.signedOut }
        self.visit = visit
        let admissions = visit.admissions
        application = try admissions.application(family.application)
        round = try admissions.round(application.round)
        rules = try round.rules
        form = try admissions.form(of: application)
        documents = try admissions.documents(of: application.id)
    }

    var admissions: AdmissionStore { visit.admissions }

    /// Whether the family may change it today.
    var isOpen: Bool {
        application.isOpen
            && (application.state == .returned
                ? round.takesCorrections(on: visit.today) : round.takesApplications(on: visit.today))
    }

    /// The steps that its round has.
    var steps: [ApplicationStep] {
        ApplicationStep.allCases.filter { $0 != .questions || !rules.questions.isEmpty }
    }

    /// Its class with its place in the order, in words: by the answers, or as the desk set it. Nil where none fits yet.
    var applicantClass: String? {
        let name = application.isClassSet ? application.applicantClass : rules.applicantClass(form.answers)?.name
        guard let name, let rank = rules.rank(of: name) else { return nil }
        let words = ["rank": "\(rank)", "class": rules.title(ofClass: name, visit.language)]
        return visit["admission.family.class", words]
    }

    /// Names of the round's schools by code.
    var schoolNames: [String: String] {
        get throws {
            Dictionary(try admissions.schools(of: round.id).map { ($0.code, $0.name) }) { one, _ in one }
        }
    }

    /// Whether nothing has been filled in of a step yet.
    func isUntouched(_ step: ApplicationStep) -> Bool {
        switch step {
        case .child: form.name.isEmpty && form.idNumber.isEmpty
        case .guardians: form.guardians.isEmpty
        case .home: form.place.isEmpty && form.address.isEmpty && form.unit.isEmpty
        case .questions: form.answers.isEmpty
        case .choices: form.choices.isEmpty
        case .documents: documents.isEmpty
        }
    }

    /// A page of the application: the same frame for all.
    func page(_ title: String, lead: HTML = .empty, _ main: HTML) -> HTML {
        let out = Form.button(visit, to: .families(.signOut), [], title: visit["admission.family.signOut"])
        let body: HTML = """
            <div class="family">\(PageHead.html(title, lead: lead, actions: out))\(main)</div>
            """
        return FamilyVisit.frame(visit, title, body)
    }

    /// The frame of all pages for families: no navigation of the bureau, whoever asks.
    static func frame(_ visit: Visit, _ title: String, _ main: HTML) -> HTML {
        Layout.page(visit, title: title, at: .none, main: main)
    }
}

extension AdmissionService.Application.State {
    /// The state as people see it: shape, word and colour.
    func mark(_ visit: Visit) -> HTML {
        let word = visit["admission.state.\(rawValue)"]
        return switch self {
        case .draft: Mark.html("pending", "○", word)
        case .submitted: Mark.html("soon", "◔", word)
        case .returned: Mark.html("unsure", "▲", word)
        case .accepted: Mark.html("accepted", "✓", word)
        case .refused: Mark.html("late", "■", word)
        case .withdrawn: Mark.html("rejected", "×", word)
        }
    }
}

extension ApplicationDocument.State {
    /// What the desk found of a file, as people see it.
    func mark(_ visit: Visit) -> HTML {
        let word = visit["admission.document.\(rawValue)"]
        return switch self {
        case .accepted: Mark.html("accepted", "✓", word)
        case .returned: Mark.html("unsure", "▲", word)
        case .new, .removed: Mark.html("pending", "○", word)
        }
    }
}

extension AdmissionRound {
    /// How far the round is as people see it.
    func mark(_ visit: Visit) -> HTML {
        let key = state == .published && takesApplications(on: visit.today) ? "open" : state.rawValue
        let word = visit["admission.round.state.\(key)"]
        return switch key {
        case "open": Mark.html("accepted", "●", word)
        case "draft": Mark.html("pending", "○", word)
        case "announced": Mark.html("accepted", "✓", word)
        default: Mark.html("soon", "◔", word)
        }
    }

    /// The days as names and values.
    func days(_ visit: Visit) -> HTML {
        var details = Details()
        for day in RoundDay.allCases {
            details.add(visit["admission.day.\(day.rawValue)"], text: calendar[day]?.prose(visit.language))
        }
        return details.html
    }
}
