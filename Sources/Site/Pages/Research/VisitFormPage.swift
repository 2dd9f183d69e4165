import Ledger
import Localisation
import Monitoring
import Store

/// The form of a visit: made for a duty or a topic, filled in on a phone at the school gate.
enum VisitFormPage {
    static func show(_ visit: Visit) throws -> Answer { try page(visit, visit.query, error: nil) }

    /// Records the visit; its page then offers the form of a problem.
    static func record(_ visit: Visit) throws -> Answer {
        do {
            let subject = try subject(visit.form["subject"])
            try visit.require(try mayRecord(visit, subject))
            guard let day = Day(visit.form["day"]) else { throw LedgerError.badDate }
            var details = VisitDetails(subject, day: day)
            details.place = visit.form["place"]
            details.people = visit.form["people"]
            details.seen = visit.form["seen"]
            let id = try visit.ledger.recordVisit(
                details, files: try EvidenceFiles.keep(visit), once: visit.form.sent("once"), by: visit.principal)
            return .redirect(SitePath.research(.visit(id)).with("did", "visit"))
        } catch let error as any Explained & Error {
            if error as? SiteError == .forbidden { throw error }
            return try page(visit, visit.form, error: error)
        }
    }

    /// `duty-3` or `topic-3`. - Throws: `SiteError.nothingChosen`.
    private static func subject(_ text: String) throws -> ResearchSubject {
        let pieces = text.split(separator: "-")
        guard pieces.count == 2, let id = Int64(pieces[1]) else { throw SiteError.nothingChosen }
        switch pieces[0] {
        case "duty": return .duty(id)
        case "topic": return .topic(id)
        default: throw SiteError.nothingChosen
        }
    }

    private static func mayRecord(_ visit: Visit, _ subject: ResearchSubject) throws -> Bool {
        switch subject {
        case .duty(let id): return visit.mayRecord(office: nil, leader: try visit.ledger.duty(id).details.leader)
        case .topic(let id):
            let topic = try visit.ledger.topic(id)
            return visit.mayRecord(office: topic.details.office, leader: topic.details.leader)
        }
    }

    private static func page(_ visit: Visit, _ values: FormValues, error: (any Error)?) throws -> Answer {
        let year = SchoolTerm(of: visit.today).year
        var chosen = values["subject"]
        if let duty = values.row("duty") { chosen = "duty-\(duty)" }
        if let topic = values.row("topic") { chosen = "topic-\(topic)" }
        // This year's duties, the last year's for visits told late, and whichever was asked for.
        let duties = try visit.ledger.duties().filter { duty in
            (duty.details.year == year || duty.details.year == year - 1 || chosen == "duty-\(duty.id)")
                && visit.mayRecord(office: nil, leader: duty.details.leader)
        }
        let topics = try visit.ledger.topics().filter { topic in
            (topic.state == .underWay || chosen == "topic-\(topic.id)")
                && visit.mayRecord(office: topic.details.office, leader: topic.details.leader)
        }
        let title = visit["research.visit.new"]
        guard !duties.isEmpty || !topics.isEmpty else {
            let main: HTML = "\(PageHead.html(title))\(EmptyState.html(visit["research.visit.nothing"]))"
            return .page(ResearchTabs.page(visit, title: title, main))
        }
        let options =
            [(value: "", title: visit["site.filter.choose"])]
            + duties.map { duty in
                let term = DutiesPage.yearName(duty.details.year)
                return ("duty-\(duty.id)", "\(duty.details.leader.name) → \(duty.objectName) (\(term))")
            } + topics.map { ("topic-\($0.id)", "\(visit["research.column.topic"]): \($0.details.title)") }
        let fields: HTML = """
            \(TaskMoveForm.once)
            \(Form.select("subject", visit["research.field.subject"], options, chosen: chosen))
            \(Form.field("day", visit["research.column.day"], value: values["day"].isEmpty ? visit.today.text : values["day"],
            kind: .date, isRequired: true))
            \(Form.field("place", visit["research.field.place"], value: values["place"], limit: 200))
            \(Form.field("people", visit["research.field.people"], value: values["people"], limit: 1000))
            \(Form.area("seen", visit["research.field.seen"], value: values["seen"], rows: 6))
            \(TopicPage.files(visit, "research.files", isMultiple: true))
            \(Form.buttons(visit["research.visit.save"], cancel: (visit["site.cancel"], SiteLink(path: .research(.visits)))))
            """
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["research.visit.lead"])"))
            \(try Notice.error(visit, error))
            \(Form.post(visit, to: .research(.visits), hasFiles: true, draft: "research-visit", name: "panel prose", fields))
            """
        return .page(
            ResearchTabs.page(visit, title: title, main), status: error.map { ErrorAnswer($0).status } ?? .ok)
    }
}
