import Ledger
import Localisation
import Monitoring
import Store

/// The form of a problem.
enum ProblemForm {
    /// What the form says. - Throws: `SiteError.badChoice`, `LedgerError.badDate`.
    static func details(_ visit: Visit) throws -> ProblemDetails {
        guard let gravity = ProblemGravity(rawValue: visit.form["gravity"]) else { throw SiteError.badChoice }
        var details = ProblemDetails()
        details.text = visit.form["text"]
        details.gravity = gravity
        details.office = visit.form.row("office")
        details.due = try ResearchFields.day(visit.form["due"])
        return details
    }

    /// Records a problem that a topic found.
    static func record(_ visit: Visit) throws -> Answer {
        guard let id = visit.form.row("topic") else { throw SiteError.badChoice }
        let topic = try visit.ledger.topic(id)
        try visit.require(visit.mayRecord(office: topic.details.office, leader: topic.details.leader))
        try visit.ledger.recordProblem(try details(visit), at: .topic(id), by: visit.principal)
        return .redirect(SitePath.research(.topic(id)).with("did", "problem"))
    }

    /// A panel that records a problem at a visit or for a topic.
    static func panel(_ visit: Visit, at source: ProblemSource, isOpen: Bool = false) throws -> HTML {
        var hidden = HTML.empty
        let path: SitePath
        switch source {
        case .visit(let id): path = .research(.visit(id))
        case .topic(let id):
            path = .research(.problems)
            hidden = Form.hiddenField("topic", "\(id)")
        }
        let form = visit.isPost ? visit.form : FormValues()
        var details = ProblemDetails()
        details.text = form["text"]
        details.gravity = ProblemGravity(rawValue: form["gravity"]) ?? .minor
        details.office = form.row("office")
        details.due = Day(form["due"])
        return """
            <details class="panel prose"\(flag: "open", if: isOpen || visit.isPost)><summary>\(visit["research.problem.new"])</summary>
            \(Form.post(visit, to: path, "\(hidden)\(try fields(visit, details))\(Form.buttons(visit["research.problem.save"]))"))
            </details>
            """
    }

    /// The fields of a problem.
    static func fields(_ visit: Visit, _ details: ProblemDetails) throws -> HTML {
        let gravities = ProblemGravity.allCases.map {
            (value: $0.rawValue, title: visit["research.gravity.\($0.rawValue)"])
        }
        return """
            \(ResearchFields.area("problem", visit["research.column.problem"], value: details.text, rows: 3))
            \(Form.select("gravity", visit["research.column.gravity"], gravities, chosen: details.gravity.rawValue))
            \(try ResearchFields.office(visit, details.office, label: visit["research.column.responsible"]))
            \(Form.field("due", visit["research.field.due"], value: details.due?.text ?? "", kind: .date))
            """
    }
}
