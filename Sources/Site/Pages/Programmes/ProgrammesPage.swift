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
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["programmes.lead"])", actions: compare))
            \(try Notice.error(visit, error))\(list)
            \(try HTML.when(mayManage, form(visit, isOpen: error != nil) + drafts(visit)))
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

    /// Plan documents with indicator tables.
    private static func drafts(_ visit: Visit) throws -> HTML {
        let plans = try visit.ledger.plans().filter { try !visit.ledger.remainder(of: $0.id).indicators.isEmpty }
        guard !plans.isEmpty else { return .empty }
        let items = plans.html {
            #"<li><a href="\#(SitePath.programmes(.draft($0.id)))">\#($0.name)</a></li>"#
        }
        return """
            <section class="panel"><h2>\(visit["programmes.fromPlan"])</h2><ul class="lines">\(items)</ul></section>
            """
    }
}

/// The programme that a plan document makes: its indicators, to be chosen from.
enum ProgrammeDraftPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { try page(visit, id, error: nil) }

    static func create(_ visit: Visit, _ id: Int64) throws -> Answer {
        _ = try visit.plan(id)
        var (details, indicators) = try visit.ledger.programmeDraft(from: id)
        let chosen = Set(visit.form.all("indicator").compactMap { Int($0) })
        do {
            details.name = visit.form["name"]
            let wanted = indicators.enumerated().filter { chosen.contains($0.offset) }.map(\.element)
            guard !wanted.isEmpty else { throw SiteError.nothingChosen }
            let made = try visit.ledger.createProgramme(details, indicators: wanted, by: visit.principal)
            return .redirect(SitePath.programmes(.one(made.id)))
        } catch let error as any Explained & Error {
            return try page(visit, id, error: error)
        }
    }

    private static func page(_ visit: Visit, _ id: Int64, error: (any Error)?) throws -> Answer {
        let plan = try visit.plan(id)
        let (details, indicators) = try visit.ledger.programmeDraft(from: id)
        let title = visit["programmes.fromPlan"]
        let head = PageHead.html(title, lead: #"<a href="\#(SitePath.plan(id))">\#(plan.name)</a>"#)
        guard !indicators.isEmpty else {
            return .page(
                Layout.page(
                    visit, title: title, at: .programmes,
                    main: "\(head)\(EmptyState.html(visit["programmes.noIndicators"]))"))
        }
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["work.column.choose"]), .init(title: visit["programmes.indicator"], isName: true),
                .init(title: visit["programmes.baseline"], isNumeric: true),
                .init(title: visit["programmes.target"], isNumeric: true), .init(title: visit["programmes.nature"]),
            ])
        table.rows = indicators.enumerated().map { number, indicator in
            .init(cells: [
                #"<input type="checkbox" name="indicator" value="\#(number)" checked aria-label="\#(indicator.name)">"#,
                "\(indicator.name)",
                "\(Figure.text(indicator.baseline)) \(indicator.unit) (\(indicator.baselineYear))",
                "\(Figure.text(indicator.target)) \(indicator.unit) (\(indicator.targetYear))",
                "\(visit[indicator.isBinding ? "programmes.binding" : "programmes.expected"])",
            ])
        }
        let fields: HTML = """
            \(Form.field("name", visit["programmes.name"], value: visit.form.sent("name") ?? details.name, isRequired: true, limit: 200))
            \(table.html)\(Form.buttons(visit["programmes.create"]))
            """
        let main: HTML = """
            \(head)\(try Notice.error(visit, error))\(Form.post(visit, to: .programmes(.draft(id)), fields))
            """
        return .page(
            Layout.page(visit, title: title, at: .programmes, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }
}
