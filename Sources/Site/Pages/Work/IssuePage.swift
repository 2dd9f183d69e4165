import Ledger
import Localisation
import Monitoring
import Store

/// 交办: hands the tasks of a plan to their offices, many at once.
enum IssuePage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { try page(visit, id, error: nil) }

    /// Hands over the tasks that were ticked: all, or none where one does not take it.
    static func issue(_ visit: Visit, _ id: Int64) throws -> Answer {
        let plan = try visit.plan(id)
        let chosen = Set(visit.form.rows("task"))
        let lines = try waiting(visit, plan).filter { chosen.contains($0.id) }
        do {
            guard !lines.isEmpty else { throw SiteError.nothingChosen }
            let fallback: Day? = try visit.form["due"].isEmpty ? nil : day(visit.form["due"])
            let text = visit.form["text"]
            // Tasks with a day of their own keep it.
            let (dated, undated) = (lines.filter { $0.due != nil }, lines.filter { $0.due == nil })
            try visit.ledger.issue(
                dated.map(\.id), undated: undated.map(\.id), due: fallback, text: text,
                setsPaths: visit.form.isOn("paths"), by: visit.principal)
        } catch let error as any Explained & Error {
            return try page(visit, id, error: error)
        }
        return .redirect(SitePath.ledger.with("plan", "\(id)").with("done", "issued"))
    }

    private static func day(_ text: String) throws -> Day {
        guard let day = Day(text) else { throw FieldError.day("due") }
        return day
    }

    private static func waiting(_ visit: Visit, _ plan: Plan) throws -> [WorkLine] {
        var filter = LedgerFilter.ledger(of: plan.id)
        if plan.parts.contains(where: { $0.role == .plan }) { filter.partRole = .plan }
        return try visit.ledger.workLines(filter, on: visit.today, milestonesOnly: true).filter {
            $0.record.state == .draft
        }
    }

    private static func page(_ visit: Visit, _ id: Int64, error: (any Error)?) throws -> Answer {
        let plan = try visit.plan(id)
        let lines = try waiting(visit, plan)
        let names = Dictionary(try visit.ledger.offices().map { ($0.id, $0.name) }) { first, _ in first }
        let title = visit["work.issue.title"]
        let head = PageHead.html(
            title,
            lead:
                #"<a href="\#(SitePath.plan(id))">\#(plan.name)</a> · \#(visit["work.issue.count", ["count": "\(lines.count)"]])"#
        )
        guard plan.state == .open, !lines.isEmpty else {
            let words = visit[plan.state == .open ? "work.issue.none" : "work.issue.notOpen"]
            return .page(
                Layout.page(visit, title: title, at: .ledger, main: "\(head)\(EmptyState.html(words))"))
        }
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["work.column.choose"]), .init(title: visit["site.column.title"], isName: true),
                .init(title: visit["site.column.leads"]), .init(title: visit["site.column.due"]),
            ])
        table.rows = lines.map { line in
            let offices = line.leads.compactMap { names[$0] }.joined(separator: "、")
            return .init(cells: [
                """
                <input type="checkbox" name="task" value="\(line.id)" checked aria-label="\(line.title)">
                """,
                #"<a data-nav href="\#(SitePath.task(line.id))">\#(line.title)</a>"#,
                offices.isEmpty ? Mark.html("unsure", "▲", visit["work.issue.noOffice"]) : "\(offices)",
                #"<span class="day">\#(line.due?.text ?? visit["work.issue.noDue"])</span>"#,
            ])
        }
        let year = plan.year ?? visit.today.year
        let end = Day(year: year, month: 12, day: 31).map { max($0, visit.today).text } ?? ""
        let fields: HTML = """
            \(Form.field("due", visit["work.issue.due"], value: end, kind: .date, hint: visit["work.issue.dueHint"]))
            \(Form.check("paths", visit["work.issue.paths"], isOn: visit.form.isOn("paths")))
            \(Form.area("text", visit["work.issue.text"], value: visit.form["text"], rows: 2))
            <p class="buttons"><button class="main">\(visit["work.issue.button"])</button></p>
            \(table.html)
            """
        let main: HTML = """
            \(head)\(try Notice.error(visit, error))
            \(Form.post(visit, to: .work(.issue(id)), name: "issue", fields))
            """
        return .page(
            Layout.page(visit, title: title, at: .ledger, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }
}
