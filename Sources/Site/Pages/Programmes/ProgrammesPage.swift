import Ledger
import Localisation
import Monitoring
import Store

/// 规划监测: all programmes with their lights of the latest year.
enum ProgrammesPage {
    static func show(_ visit: Visit) throws -> Answer { try page(visit, error: nil) }

    /// Makes a programme by hand.
    static func create(_ visit: Visit) throws -> Answer {
        guard let kind = ProgrammeDetails.Kind(rawValue: visit.form["kind"]) else { throw SiteError.badChoice }
        do {
            let details = ProgrammeDetails(
                name: visit.form["name"], kind: kind, startYear: Int(visit.form["start"]) ?? 0,
                endYear: Int(visit.form["end"]) ?? 0)
            let made = try visit.ledger.createProgramme(details, by: visit.principal)
            return .redirect(SitePath.programmes(.one(made.id)))
        } catch let error as ProgrammeError {
            return try page(visit, error: error)
        }
    }

    private static func page(_ visit: Visit, error: (any Error)?) throws -> Answer {
        let title = visit["programmes.title"]
        let programmes = try visit.ledger.programmes()
        let rule = try visit.ledger.lightRule()
        let lights: [Light] = [.blue, .green, .yellow, .red, .off]
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["programmes.name"], isName: true), .init(title: visit["programmes.years"]),
                .init(title: visit["programmes.indicators"], isNumeric: true),
                .init(title: visit["programmes.asOf"], isNumeric: true),
            ]
                + lights.map {
                    .init(title: "\(LightMark.shape($0)) \(visit["programmes.light.\($0.rawValue)"])", isNumeric: true)
                })
        table.rows = programmes.map { programme in
            let year = programme.latestYear(until: visit.today.year)
            let counts = programme.lights(year, tolerance: rule.tolerance)
            let link = SitePath.programmes(.one(programme.id)).with("year", "\(year)")
            return .init(
                cells: [
                    #"<a data-nav href="\#(link)">\#(programme.details.name)</a>"#,
                    "\(programme.details.startYear)–\(programme.details.endYear)", "\(programme.indicators.count)",
                    "\(year)",
                ]
                    + lights.map { light -> HTML in
                        let count = counts[light] ?? 0
                        return count == 0 ? "0" : #"<a href="\#(link.with("light", light.rawValue))">\#(count)</a>"#
                    })
        }
        let mayManage = visit.can(.manageProgrammes)
        let list = programmes.isEmpty ? EmptyState.html(visit["programmes.empty"]) : table.html
        let compare = HTML.when(
            programmes.count > 0,
            #"<a class="button" href="\#(SitePath.programmes(.sideBySide))">\#(visit["programmes.sideBySide"])</a>"#)
        let drafts = HTML.when(
            mayManage,
            #"<a class="button" href="\#(SitePath.programmes(.drafts))">\#(visit["programmes.fromPlan"])</a>"#)
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["programmes.lead"])", actions: compare + drafts))
            \(try Notice.error(visit, error))\(list)
            \(HTML.when(mayManage, form(visit, isOpen: error != nil)))
            """
        return .page(
            Layout.page(visit, title: title, at: .programmes, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }

    private static func form(_ visit: Visit, isOpen: Bool) -> HTML {
        let year = visit.today.year
        let kinds = ProgrammeDetails.Kind.allCases.map { ($0.rawValue, visit["programmes.kind.\($0.rawValue)"]) }
        let fields: HTML = """
            \(Form.field("name", visit["programmes.name"], value: visit.form["name"], isRequired: true, limit: 200))
            \(Form.select("kind", visit["programmes.kind"], kinds, chosen: visit.form["kind"]))
            \(Form.field("start", visit["programmes.start"], value: visit.form.sent("start") ?? "\(year)", kind: .number))
            \(Form.field("end", visit["programmes.end"], value: visit.form.sent("end") ?? "\(year + 4)", kind: .number))
            \(Form.buttons(visit["programmes.create"]))
            """
        return """
            <details class="panel"\(flag: "open", if: isOpen)><summary>\(visit["programmes.create"])</summary>\
            \(Form.post(visit, to: .programmes(.list), fields))</details>
            """
    }
}
