import Ledger
import Monitoring
import Store

/// A contact duty: its terms, visits and problems, and the form that records a visit.
enum ContactDutyPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { try page(visit, id, error: nil) }

    /// Leaders and the bureau record visits; offices answer for what is found.
    private static func mayRecord(_ visit: Visit) -> Bool { visit.can(.recordResearch) }

    static func record(_ visit: Visit, _ id: Int64) throws -> Answer {
        guard mayRecord(visit) else { throw SiteError.forbidden }
        do {
            guard let day = Day(visit.form["day"]) else { throw FieldError.day("day") }
            var problem: (text: String, office: OfficeID, due: Day)?
            if visit.form.isOn("problem") {
                guard let due = Day(visit.form["due"]) else { throw FieldError.day("due") }
                let office = visit.form.row("office")
                guard let office, try visit.ledger.offices().contains(where: { $0.id == office }) else {
                    throw ContactError.missing
                }
                problem = (visit.form["problem"], office, due)
            }
            try visit.ledger.recordVisit(
                duty: id, day: day, participants: visit.form["participants"], seen: visit.form["seen"],
                problem: problem, on: visit.today, by: visit.principal)
        } catch let error as ContactError {
            return try page(visit, id, error: error)
        } catch let error as FieldError {
            return try page(visit, id, error: error)
        }
        return .redirect(SitePath.research(.duty(id)))
    }

    private static func page(_ visit: Visit, _ id: Int64, error: (any Error)?) throws -> Answer {
        guard let duty = try visit.ledger.contactDuties().first(where: { $0.id == id }) else {
            throw SiteError.notFound
        }
        var details = Details()
        details.add(visit["research.leader"], text: duty.leader)
        details.add(visit["site.column.year"], text: "\(duty.year)")
        for season in SchoolTerm.Season.allCases {
            details.add(
                visit["research.term.\(season.rawValue)"],
                ContactDutiesPage.term(visit, duty.fulfilment(season, on: visit.today)))
        }
        let problems = try visit.ledger.contactProblems(of: id)
        let found = HTML.when(
            !problems.isEmpty,
            "<section><h2>\(visit["research.problems"])</h2>\(ContactProblemsPage.table(visit, problems))</section>")
        let recording = mayRecord(visit) ? try form(visit, id) : .empty
        let lead = visit["research.rule", ["days": "\(DutyFulfilment.warningDays)"]]
        let back: HTML =
            #"<a class="button" href="\#(SitePath.research(.duties))">\#(visit["research.duties"])</a>"#
        let main: HTML = """
            \(PageHead.html(duty.object, lead: "\(lead)", actions: back))\(try Notice.error(visit, error))
            \(details.html)
            <section><h2>\(visit["research.visits"])</h2>\(try visits(visit, id))</section>
            \(found)\(recording)
            """
        return .page(
            Layout.page(visit, title: duty.object, at: .research, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }

    private static func visits(_ visit: Visit, _ id: Int64) throws -> HTML {
        let visits = try visit.ledger.contactVisits(of: id)
        guard !visits.isEmpty else { return EmptyState.html(visit["research.visits.none"]) }
        var table = ListTable(
            visit["research.visits"],
            columns: [
                .init(title: visit["research.day"]), .init(title: visit["research.participants"]),
                .init(title: visit["research.seen"], isName: true),
            ])
        table.rows = visits.map { made in
            .init(cells: [#"<span class="day">\#(made.day.text)</span>"#, "\(made.participants)", "\(made.seen)"])
        }
        return table.html
    }

    private static func form(_ visit: Visit, _ id: Int64) throws -> HTML {
        let values = visit.isPost ? visit.form : FormValues()
        let offices =
            [("", visit["site.filter.choose"])] + (try visit.ledger.offices().map { ("\($0.id)", $0.name) })
        let day = values.isOn("day") ? values["day"] : visit.today.text
        let fields: HTML = """
            \(Form.field("day", visit["research.day"], value: day, kind: .date, isRequired: true))
            \(Form.field("participants", visit["research.participants"], value: values["participants"], limit: 200))
            \(Form.area("seen", visit["research.seen"], value: values["seen"]))
            \(Form.area("problem", visit["research.problem"], value: values["problem"], rows: 2, hint: visit["research.problem.hint"]))
            \(Form.select("office", visit["research.office"], offices, chosen: values["office"]))
            \(Form.field("due", visit["research.due"], value: values["due"], kind: .date))
            \(Form.buttons(visit["research.visit.save"]))
            """
        return """
            <section class="panel"><h2>\(visit["research.visit.add"])</h2>\
            \(Form.post(visit, to: .research(.duty(id)), draft: "visit-\(id)", fields))</section>
            """
    }
}
