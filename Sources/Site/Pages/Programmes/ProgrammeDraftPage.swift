import Ledger
import Localisation
import Monitoring
import Store

/// The programme that a plan document makes: its indicators, to be chosen from.
enum ProgrammeDraftPage {
    /// The plan documents with indicator tables. Every document's reading is looked into, which is why no other page does.
    static func list(_ visit: Visit) throws -> Answer {
        let title = visit["programmes.fromPlan"]
        let plans = try visit.ledger.plans().filter { try !visit.ledger.remainder(of: $0.id).indicators.isEmpty }
        let items = plans.html {
            #"<li><a data-nav href="\#(SitePath.programmes(.draft($0.id)))">\#($0.name)</a></li>"#
        }
        let list: HTML =
            plans.isEmpty ? EmptyState.html(visit["programmes.noDrafts"]) : #"<ul class="lines">\#(items)</ul>"#
        return .page(
            Layout.page(visit, title: title, at: .programmes, main: "\(PageHead.html(title))\(list)"))
    }

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
