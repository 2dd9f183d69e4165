import Ledger
import Store

/// One task of the ledger: what was read, the words that it was read from, and its history.
enum TaskDetailPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer {
        let row = try TaskWorkPage.row(visit, id)
        let task = row.task
        let page = TaskWorkPage.isInLedger(row) ? try TaskWorkPage(visit, row) : nil
        if page != nil, let account = visit.session?.account, try visit.ledger.unseenNotices(of: account.id) > 0 {
            // Who looks at the task has seen what it has to say.
            try visit.ledger.seeNotices(ofTask: id, of: account.id)
        }
        let fields = TaskFields(visit: visit, row: row)
        let title = task.label.isEmpty ? task.title.text : "\(task.label) \(task.title.text)"
        let main: HTML = """
            \(PageHead.html(title, lead: lead(visit, row), actions: (page?.actions ?? .empty) + actions(visit, task)))
            \(page.map(work))\(try HTML.when(page != nil, ProjectTasks.projects(visit, task.key)))
            <div class="beside" data-lights-here>
            <div>\(fields.doubts)\(fields.html)</div>
            \(try source(visit, task))
            </div>
            \(try history(visit, task))
            """
        return .page(Layout.page(visit, title: task.title.text, at: .ledger, main: main))
    }

    /// What happens with the task: where it stands, how far it is, who said what.
    private static func work(_ page: TaskWorkPage) -> HTML {
        """
        <div class="work"><div>\(page.targets)\(page.checklist)\(page.followUps)\(page.events)\(page.evidence)</div>
        <aside>\(page.standing)</aside></div>
        <h2>\(page.visit["work.asRead"])</h2>
        """
    }

    private static func lead(_ visit: Visit, _ row: TaskRow) -> HTML {
        """
        \(Mark.task(visit, row.task)) <a href="\(SitePath.ledger.with("plan", "\(row.task.plan)"))">\(row.planName)</a> \
        · \(visit["site.origin.\(row.task.origin.rawValue)"])
        """
    }

    private static func actions(_ visit: Visit, _ task: LedgerTask) -> HTML {
        var actions = HTML.empty
        if visit.can(.viewDrafts), Review.mayDecide(visit, task) {
            let link = SitePath.reviewEdit(task.plan).with("form", "edit").with("task", "\(task.id)")
            actions += #"<a class="button" data-key="e" href="\#(link)">\#(visit["site.move.edit"])</a>"#
        }
        if !task.span.isEmpty {
            let link = SiteLink(
                path: .source(task.plan), query: [.init(name: "task", value: "\(task.id)")], fragment: "t\(task.id)")
            actions += #"<a class="button" href="\#(link)">\#(visit["site.source.title"])</a>"#
        }
        return actions + #"<button type="button" data-copy hidden>\#(visit["site.task.copy"])</button>"#
    }

    private static func source(_ visit: Visit, _ task: LedgerTask) throws -> HTML {
        guard !task.span.isEmpty else { return .empty }
        let source = SourceText(try visit.ledger.text(of: task.plan), tasks: [task], current: task)
        return """
            <section class="source" tabindex="0" aria-label="\(visit["site.source.title"])">
            \(source.blocks(source.blocks(of: task.span)))</section>
            """
    }

    private static func history(_ visit: Visit, _ task: LedgerTask) throws -> HTML {
        let events = try visit.ledger.history(ofTask: task.id)
        guard !events.isEmpty else { return .empty }
        let items = events.html { event in
            let undone: HTML =
                event.state == .done
                ? .empty : #" <span class="muted">\#(visit["site.history.\(event.state.rawValue)"])</span>"#
            let differences = HTML.when(!event.differences.isEmpty, DifferenceTable.html(visit, event.differences))
            return """
                <li><span class="day">\(visit.time(event.at))</span> \(visit["site.move.\(event.move)"]) \
                · \(event.byName ?? visit["site.history.programme"])\(undone)\(differences)</li>
                """
        }
        return #"<section><h2>\#(visit["site.history.title"])</h2><ul class="plain lines">\#(items)</ul></section>"#
    }
}

/// What a search over everything found.
enum SearchPage {
    private static let size = 50

    static func show(_ visit: Visit) throws -> Answer {
        let words = visit.query["q"]
        let title = visit["site.search.title"]
        guard !words.isEmpty else {
            let main = PageHead.html(title) + EmptyState.html(visit["site.search.empty"])
            return .page(Layout.page(visit, title: title, at: .none, main: main))
        }
        let page = Pager.page(visit)
        let found = try visit.ledger.search(
            words, withDrafts: visit.can(.viewDrafts), page: .page(page, size: size))
        let plans = found.plans.html { plan in
            #"<li><a href="\#(SitePath.plan(plan.id))">\#(plan.name)</a> \#(Mark.plan(visit, plan.state))</li>"#
        }
        let planList: HTML =
            found.plans.isEmpty ? .empty : #"<h2>\#(visit["site.plans.title"])</h2><ul class="lines">\#(plans)</ul>"#
        let none = HTML.when(
            found.plans.isEmpty && found.tasks.total == 0, EmptyState.html(visit["site.search.none", ["words": words]]))
        let tasks = HTML.when(
            found.tasks.total > 0,
            """
            <h2>\(visit["site.search.tasks", ["count": "\(found.tasks.total)"]])</h2>
            \(table(visit, found.tasks.rows))
            \(Pager.html(visit, link: SitePath.search.with("q", words), page: page, size: size, total: found.tasks.total))
            """)
        let main: HTML = "\(PageHead.html(title, lead: "\(words)"))\(none)\(planList)\(tasks)"
        return .page(Layout.page(visit, title: title, at: .none, main: main))
    }

    private static func table(_ visit: Visit, _ rows: [TaskRow]) -> HTML {
        var table = ListTable(
            visit["site.search.title"],
            columns: ["title", "plan", "leads", "due", "state"].map {
                .init(title: visit["site.column.\($0)"], isName: $0 == "title")
            })
        table.rows = rows.map { row in
            .init(cells: [
                #"<a data-nav href="\#(SitePath.task(row.id))">\#(row.task.title.text)</a>"#,
                #"<span class="muted">\#(row.planName)</span>"#,
                "\(Words.owners(row, .lead))", Mark.due(visit, row.due), Mark.task(visit, row.task),
            ])
        }
        return table.html
    }
}
