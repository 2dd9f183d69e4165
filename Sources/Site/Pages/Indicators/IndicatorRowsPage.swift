import Catalog
import Indicators
import Registers

/// The rows behind a figure: those that count now, by the definition in force, with the files that they came from.
///
/// The register answers with the visitor's own rights: nobody sees more of a row here than in its list.
enum IndicatorRowsPage {
    private static let size = 50

    /// What is asked for, and what it says.
    private struct Question {
        let choice: IndicatorChoice
        let side: IndicatorSide
        let period: Period
        let desk: RegisterDesk
        let query: RowQuery

        init(_ visit: Visit, _ name: String, _ side: IndicatorSide) throws {
            choice = try IndicatorChoice(visit, name)
            self.side = side
            guard let organisation = choice.desk.organisation, choice.maySee else { throw IndicatorError.notAllowed }
            guard let period = choice.period ?? choice.desk.latest(choice.indicator) else { throw SiteError.notFound }
            self.period = period
            guard
                let (register, query) = try choice.desk.store.rows(
                    behind: choice.indicator, side, in: period, organisation: organisation.id,
                    category: choice.category)
            else { throw SiteError.notFound }
            desk = try RegisterDesk(visit, register.name)
            self.query = query
        }

        /// The sum that was counted.
        var sum: Double? { side == .part ? choice.value?.parts.part : choice.value?.parts.whole }
        /// What is summed.
        var measure: Measure? { side == .part ? choice.indicator.part : choice.indicator.whole }
    }

    static func show(_ visit: Visit, _ name: String, _ side: IndicatorSide) throws -> Answer {
        let question = try Question(visit, name, side)
        let choice = question.choice, desk = question.desk
        let page = Pager.page(visit)
        let found = try desk.store.rows(
            of: desk.register, question.query, access: desk.access, limit: size, offset: (page - 1) * size)
        try desk.record(.read, found.rows)
        let title = visit["indicators.rows.\(side.rawValue)", ["indicator": choice.desk.title(choice.indicator)]]
        let files = HTML.when(
            desk.access.may(.export, desk.register) && found.total > 0,
            FileLinks.html(visit, IndicatorPath.lists) { choice.link(.rowsFile(name, side, $0)) })
        let content =
            found.rows.isEmpty
            ? EmptyState.html(visit["indicators.rows.none"])
            : """
            <div class="wide" tabindex="0" role="region" aria-label="\(desk.title)">\(try table(desk, found.rows))</div>\
            \(Pager.html(visit, link: choice.link(.rows(name, side)), page: page, size: size, total: found.total))
            """
        let main: HTML = """
            \(Crumbs.html(visit, choice.crumbs + [(choice.desk.title(choice.indicator), choice.link())]))
            \(PageHead.html(title, lead: lead(question, found.total), actions: files))
            \(HTML.when(found.rows.contains(where: \.isMasked) && desk.register.fields.contains { $0.isPersonal },
                Notice.html(.note, "\(visit["data.maskedRow"])")))
            <p class="muted">\(visit["indicators.rows.rule"])</p>
            \(content)
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    static func file(_ visit: Visit, _ name: String, _ side: IndicatorSide, _ format: String) throws -> Answer {
        let question = try Question(visit, name, side)
        return try RegisterExport.file(question.desk, question.query, format)
    }

    /// Whose rows, of which register, how many now and how much was counted then.
    private static func lead(_ question: Question, _ total: Int) -> HTML {
        let visit = question.desk.visit, choice = question.choice
        let value = question.measure?.value.lowercased() ?? ""
        let what =
            value.hasPrefix("sum(")
            ? visit["indicators.rows.sum", ["sum": question.sum.map(Words.number) ?? "–"]]
            : visit["indicators.rows.count", ["sum": question.sum.map(Words.number) ?? "–"]]
        let category = choice.category.map { " · \(choice.words($0))" } ?? ""
        return """
            \(choice.desk.organisation?.name)\(category) · \(question.period.description) · \
            <a href="\(SitePath.data(.rows(question.desk.register.name)))">\(question.desk.title)</a> · \
            \(visit["data.count", ["rows": "\(total)"]]) · \(what)
            """
    }

    /// The rows as their register lists them, and what each came from: a file, or an entry by hand.
    private static func table(_ desk: RegisterDesk, _ rows: [RegisterRow]) throws -> HTML {
        let visit = desk.visit
        let entries = try desk.store.entries(Set(rows.map(\.since)))
        let names = try visit.accountNames()
        var links: [Int64: HTML] = [:]
        for (id, entry) in entries {
            let time = visit.time(entry.at)
            guard entry.action == "import", entry.entity == desk.register.name else {
                links[id] = "\(names[entry.who] ?? visit["indicators.page.programme"]) \(time)"
                continue
            }
            let file = (try? desk.store.pastImport(id).file) ?? ""
            let words = FileOrigin.words(visit, file, time)
            links[id] = FileOrigin.link(visit, desk.register.name, id, words)
        }
        var table = try RegisterListPage.table(desk, nil, rows, picks: false)
        table.columns.append(.init(title: visit["indicators.rows.from"]))
        for (index, row) in rows.enumerated() {
            let past = SitePath.data(.history(desk.register.name, row.id))
            table.rows[index].cells.append(
                #"\#(links[row.since] ?? .empty) <a class="quiet" href="\#(past)">\#(visit["data.history"])</a>"#)
        }
        return table.html
    }
}
