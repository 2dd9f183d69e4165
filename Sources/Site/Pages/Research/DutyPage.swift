import Ledger
import Localisation
import Monitoring
import Store

/// One contact duty: the terms, its visits and problems, and the form that changes it.
enum DutyPage {
    static func new(_ visit: Visit) throws -> Answer { .page(try form(visit, nil, nil, error: nil)) }

    static func create(_ visit: Visit) throws -> Answer {
        do {
            let duty = try visit.ledger.createDuty(try details(visit), by: visit.principal)
            return .redirect(SitePath.research(.duty(duty.id)).with("did", "saved"))
        } catch let error as any Explained & Error {
            return .page(try form(visit, nil, visit.form, error: error), status: ErrorAnswer(error).status)
        }
    }

    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { .page(try page(visit, id, error: nil)) }

    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        do {
            if visit.form["move"] == "remove" {
                try visit.ledger.removeDuty(id, by: visit.principal)
                return .redirect(SitePath.research(.duties).with("did", "removed"))
            }
            try visit.ledger.changeDuty(id, to: try details(visit), by: visit.principal)
            return .redirect(SitePath.research(.duty(id)).with("did", "saved"))
        } catch let error as any Explained & Error {
            return .page(try page(visit, id, error: error), status: ErrorAnswer(error).status)
        }
    }

    /// What the form says. - Throws: `ResearchError`.
    private static func details(_ visit: Visit) throws -> DutyDetails {
        let form = visit.form
        let object: ContactObject
        switch form["kind"] {
        case "school":
            guard let id = form.row("school") else { throw ResearchError.missing(.object) }
            object = .school(id)
        case "area":
            guard let id = form.row("area") else { throw ResearchError.missing(.object) }
            object = .area(id)
        case "street": object = .street(form["street"])
        default: throw SiteError.badChoice
        }
        guard let year = Int(form["year"]) else { throw ResearchError.badNumber(.year) }
        guard let perTerm = Int(form["per-term"]) else { throw ResearchError.badNumber(.perTerm) }
        return DutyDetails(leader: ResearchFields.leader(form), object: object, year: year, perTerm: perTerm)
    }

    private static func page(_ visit: Visit, _ id: Int64, error: (any Error)?) throws -> HTML {
        let duty = try visit.ledger.duty(id)
        let title = "\(duty.details.leader.name) · \(duty.objectName)"
        var details = Details()
        details.add(visit["research.column.leader"], text: duty.details.leader.name)
        details.add(visit["research.column.object"], text: duty.objectName)
        details.add(visit["research.column.year"], text: DutiesPage.yearName(duty.details.year))
        details.add(visit["research.column.perTerm"], text: "\(duty.details.perTerm)")
        details.add(visit["research.since"], text: duty.since?.text)
        for fulfilment in duty.fulfilments {
            details.add(
                visit["research.term.\(fulfilment.term.season.rawValue)"], DutiesPage.fulfilment(visit, fulfilment, id))
        }
        let mayRecord = visit.mayRecord(office: nil, leader: duty.details.leader)
        let action = HTML.when(
            mayRecord,
            """
            <a class="button main" href="\(SitePath.research(.newVisit).with("duty", "\(id)"))">\(visit["research.visit.new"])</a>
            """)
        let manage = try HTML.when(
            visit.can(.manageResearch),
            """
            <details class="panel prose"\(flag: "open", if: error != nil)><summary>\(visit["research.duty.change"])</summary>
            \(Form.post(visit, to: .research(.duty(id)), try fields(visit, duty.details, nil)))
            \(HTML.when(duty.visits.isEmpty, Form.button(visit, to: .research(.duty(id)), [("move", "remove")],
            title: visit["research.duty.remove"])))</details>
            """)
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["research.kind.\(duty.details.object.kind)"])", actions: action))
            \(ResearchTabs.done(visit))\(try Notice.error(visit, error))
            \(details.html)
            <p class="muted">\(visit["research.rule.duty"])</p>
            \(try VisitsPage.section(visit, .duty(id)))
            \(try ProblemsPage.section(visit, .duty(id)))
            \(manage)
            """
        return ResearchTabs.page(visit, title: title, main)
    }

    private static func form(
        _ visit: Visit, _ details: DutyDetails?, _ values: FormValues?, error: (any Error)?
    ) throws -> HTML {
        let title = visit["research.duty.new"]
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["research.duty.lead"])"))
            \(try Notice.error(visit, error))
            \(Form.post(visit, to: .research(.duties), name: "panel prose", try fields(visit, details, values)))
            """
        return ResearchTabs.page(visit, title: title, main)
    }

    /// The fields; what was typed before comes first.
    private static func fields(_ visit: Visit, _ details: DutyDetails?, _ values: FormValues?) throws -> HTML {
        var (kind, school, area, street) = ("school", "", "", "")
        switch details?.object {
        case .school(let id)?: school = "\(id)"
        case .area(let id)?: (kind, area) = ("area", "\(id)")
        case .street(let name)?: (kind, street) = ("street", name)
        case nil: break
        }
        let leader = values.map(ResearchFields.leader) ?? details?.leader ?? ResearchLeader(name: "")
        let choose = [("", visit["site.filter.choose"])]
        let schools = try visit.ledger.schools().rows.map { (value: "\($0.id)", title: $0.details.name) }
        let areas = try visit.ledger.areas().map { (value: "\($0.id)", title: $0.name) }
        let kinds = ["school", "area", "street"].map { (value: $0, title: visit["research.kind.\($0)"]) }
        let year = details?.year ?? SchoolTerm(of: visit.today).year
        return """
            \(try ResearchFields.leader(visit, leader))
            \(Form.select("kind", visit["research.column.kind"], kinds, chosen: values?["kind"] ?? kind))
            \(Form.select("school", visit["research.kind.school"], choose + schools, chosen: values?["school"] ?? school))
            \(Form.select("area", visit["research.kind.area"], choose + areas, chosen: values?["area"] ?? area))
            \(Form.field("street", visit["research.kind.street"], value: values?["street"] ?? street,
            hint: visit["research.hint.object"], limit: 100))
            \(Form.field("year", visit["research.column.year"], value: values?["year"] ?? "\(year)", kind: .number,
            hint: visit["research.hint.year"], isRequired: true))
            \(Form.field("per-term", visit["research.column.perTerm"],
            value: values?["per-term"] ?? "\(details?.perTerm ?? 2)", kind: .number, isRequired: true))
            \(Form.buttons(visit["site.save"], cancel: (visit["site.cancel"], SiteLink(path: .research(.duties)))))
            """
    }
}
