import Foundation
import Ledger
import PlanModel
import Store

/// Everything that the review of a plan shows.
struct Review {
    let plan: Plan
    /// All tasks in the plan's order.
    let rows: [TaskRow]
    let text: DocumentText
    /// The task that is looked at.
    let current: TaskRow?
    let undo: UndoState
    /// How the plan's tasks compare with those of the plan that it revises, by task.
    let differences: [Int64: Revision.Entry]
    /// How many tasks of the earlier plan are gone.
    let goneCount: Int

    /// - Parameter task: the task to look at; nil for the first that wants it.
    init(_ visit: Visit, plan id: Int64, task: Int64?) throws {
        let ledger = visit.ledger
        plan = try visit.plan(id)
        let rows = try ledger.tasks(.review(of: id)).rows
        self.rows = rows
        text = try ledger.text(of: id)
        undo = try ledger.undoState(of: id)
        let revision = try plan.revises == nil ? nil : ledger.revision(of: id)
        goneCount = revision?.count(.gone) ?? 0
        differences = Dictionary(
            (revision?.entries ?? []).compactMap { entry in entry.task.map { ($0, entry) } }
        ) { first, _ in first }
        let chosen = task.flatMap { task in rows.first { $0.id == task } }
        current = chosen ?? Self.next(after: nil, in: rows) ?? rows.first
    }

    /// The next task to decide: those with a doubt first, in the plan's order, from a task on and then from the top.
    static func next(after task: Int64?, in rows: [TaskRow]) -> TaskRow? {
        let start = task.flatMap { task in rows.firstIndex { $0.id == task } }.map { $0 + 1 } ?? 0
        let turned = rows[start...] + rows[..<start]
        return turned.first { $0.task.isUnsure } ?? turned.first { $0.task.state == .pending }
    }

    /// The text with the current task's words marked.
    var source: SourceText { SourceText(text, tasks: rows.map(\.task), current: current?.task) }

    /// Whether the visitor may decide about a task: everybody who runs reviews, and who heads an office that leads it.
    static func mayDecide(_ visit: Visit, _ task: LedgerTask) -> Bool {
        visit.can(.reviewPlan) || task.leads.contains { visit.can(.reviewTask, office: $0.office) }
    }
}

/// 核对: the source and what was read of it, side by side.
enum ReviewPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer {
        let review = try Review(visit, plan: id, task: visit.query.row("task"))
        if visit.isPartial {
            return .page(piece(visit, review, pane: TaskPane.html(visit, review), touching: visit.query.rows("from")))
        }
        return page(visit, review, pane: TaskPane.html(visit, review))
    }

    /// The whole page.
    static func page(_ visit: Visit, _ review: Review, pane: HTML) -> Answer {
        let title = "\(visit["site.review.title"]) · \(review.plan.name)"
        return .page(Layout.page(visit, title: title, at: .plans, main: body(visit, review, pane: pane)))
    }

    /// What stands between the page's header and footer.
    static func body(_ visit: Visit, _ review: Review, pane: HTML) -> HTML {
        guard !review.rows.isEmpty || visit.can(.reviewPlan) else {
            return EmptyState.html(visit["site.review.none"])
        }
        return """
            <div id="review" class="review" hx-sync="this:queue last">
            \(ReviewBar.html(visit, review))
            <section id="source" class="source" tabindex="0" aria-label="\(visit["site.source.title"])" \
            data-plan="\(review.plan.id)">
            \(review.source.html)</section>
            \(ReviewList.html(visit, review))
            \(pane)
            </div>
            """
    }

    /// The pane of the current task and, beside it, only what changes elsewhere on the page: the bar, the rows and the
    /// source blocks of the current task and of those in `tasks` (the script tells in `from` which task it leaves).
    static func piece(_ visit: Visit, _ review: Review, pane: HTML, touching tasks: [Int64]) -> HTML {
        let ids = Set(tasks + (review.current.map { [$0.id] } ?? []))
        let touched = review.rows.filter { ids.contains($0.id) }
        let source = review.source
        let blocks = Set(touched.flatMap { row in Array(source.blocks(of: row.task.span)) }).sorted()
        return """
            \(pane)
            \(ReviewBar.html(visit, review, isReplacement: true))
            \(touched.map { ReviewList.row(visit, review, $0, isReplacement: true) })
            \(source.blocks(blocks, isReplacement: true))
            """
    }
}

/// The bar above a review: how far it is, and the moves that concern all of it.
enum ReviewBar {
    static func html(_ visit: Visit, _ review: Review, isReplacement: Bool = false) -> HTML {
        let counts = review.plan.counts
        let unsure: HTML =
            counts.unsure > 0
            ? Mark.html("unsure", "▲", visit["site.review.unsure", ["count": "\(counts.unsure)"]]) : .empty
        return """
            <div id="review-bar" class="bar"\(flag: "hx-swap-oob=\"true\"", if: isReplacement)>
            <h1><a href="\(SitePath.plan(review.plan.id))">\(review.plan.name)</a></h1>
            \(Mark.progress(visit, done: counts.decided, of: counts.total)) \(unsure)
            <div class="actions">\(actions(visit, review))</div></div>
            """
    }

    private static func actions(_ visit: Visit, _ review: Review) -> HTML {
        let plan = review.plan
        var actions = HTML.empty
        if plan.revises != nil {
            actions += #"<a class="button" href="\#(SitePath.revision(plan.id))">\#(visit["site.revision.title"])</a>"#
        }
        guard visit.can(.reviewPlan) else { return actions }
        let place = SitePath.review(plan.id)
        func move(_ name: String, _ title: String, kind: String = "", key: String? = nil, event: Int64? = nil) -> HTML {
            Form.button(
                visit, to: place, [("move", name)] + (event.map { [("event", "\($0)")] } ?? []), title: title,
                kind: kind, key: key, partial: true)
        }
        if let event = review.undo.undo {
            actions += move(
                "undo", visit["site.review.undo", ["move": moveName(visit, event)]], key: "u", event: event.id)
        }
        if let event = review.undo.redo {
            actions += move("redo", visit["site.review.redo", ["move": moveName(visit, event)]], event: event.id)
        }
        if plan.counts.sure > 0 {
            actions += move(
                "acceptAllSure", visit["site.review.acceptAllSure", ["count": "\(plan.counts.sure)"]])
        }
        if plan.state == .draft, visit.can(.openPlan) {
            if plan.counts.pending == 0 {
                actions += Form.button(
                    visit, to: .plan(plan.id), [("move", "open")],
                    title: visit["site.review.open", ["count": "\(plan.counts.accepted)"]], kind: "main")
            } else {
                actions += #"<span class="muted">\#(visit["site.review.openLater"])</span>"#
            }
        }
        return actions
    }

    private static func moveName(_ visit: Visit, _ event: ReviewEvent) -> String {
        visit["site.move.\(event.move)"]
    }
}

/// The tasks of a review, those with a doubt first.
enum ReviewList {
    static func html(_ visit: Visit, _ review: Review) -> HTML {
        let unsure = review.rows.filter(\.task.isUnsure)
        let others = review.rows.filter { !$0.task.isUnsure }
        func group(_ key: String, _ rows: [TaskRow]) -> HTML {
            guard !rows.isEmpty else { return .empty }
            return """
                <h2>\(visit[key, ["count": "\(rows.count)"]])</h2>
                <ol>\(rows.map { row(visit, review, $0) })</ol>
                """
        }
        return """
            <section id="tasks" class="tasks" aria-label="\(visit["site.review.tasks"])">
            \(tools(visit, review))
            \(group("site.review.groupUnsure", unsure))\(group("site.review.groupRest", others))
            </section>
            """
    }

    /// What can be done with the ticked rows; the boxes belong to this form wherever they stand.
    private static func tools(_ visit: Visit, _ review: Review) -> HTML {
        guard visit.can(.reviewPlan) else { return .empty }
        let add = SitePath.reviewEdit(review.plan.id).with("form", "add")
        let fields: HTML = """
            <button name="move" value="accept">\(visit["site.review.acceptTicked"])</button>\
            <button name="move" value="merge">\(visit["site.review.merge"])</button>\
            <button name="move" value="reject">\(visit["site.review.rejectTicked"])</button>
            """
        return """
            <form id="ticked" class="tools" method="post" action="\(SitePath.review(review.plan.id))" \
            hx-post="\(SitePath.review(review.plan.id))" hx-target="#task" hx-swap="outerHTML" \
            aria-label="\(visit["site.review.ticked"])">
            \(Form.token(visit))\(fields)\
            <a class="button" data-key="n" href="\(add)" hx-get="\(add)" hx-target="#task" hx-swap="outerHTML">\
            \(visit["site.review.add"])</a></form>
            """
    }

    /// One task in the list.
    static func row(_ visit: Visit, _ review: Review, _ row: TaskRow, isReplacement: Bool = false) -> HTML {
        let task = row.task
        let isCurrent = task.id == review.current?.id
        let link = SitePath.review(task.plan).with("task", "\(task.id)")
        let box = HTML.when(
            visit.can(.reviewPlan),
            """
            <input type="checkbox" form="ticked" name="ticked" value="\(task.id)" \
            aria-label="\(visit["site.review.tick", ["title": task.title.text]])">
            """)
        let owners = Words.owners(row, .lead)
        let reason = task.isUnsure ? task.doubts.first : nil
        return """
            <li id="r\(task.id)" class="\(task.state.rawValue)"\(flag: "aria-current=\"true\"", if: isCurrent)\
            \(flag: "hx-swap-oob=\"true\"", if: isReplacement)>\(box)\
            <a data-nav href="\(link)" hx-get="\(link)" hx-target="#task" hx-swap="outerHTML" hx-push-url="\(link)">\
            <span class="no">\(number(row))</span> \(task.title.text)</a>
            <div class="under">\(Mark.task(visit, task)) \
            \(difference(visit, review, task))<span class="muted">\(owners)</span></div>\
            \(reason.map { "<div class=\"reason\">\(ReasonWords.html(visit, $0.about, $0.says))</div>" })</li>

            """
    }

    private static func number(_ row: TaskRow) -> String { row.number.map { "\($0)" } ?? "–" }

    private static func difference(_ visit: Visit, _ review: Review, _ task: LedgerTask) -> HTML {
        guard let kind = review.differences[task.id]?.kind, kind != .unchanged else { return .empty }
        return Mark.html("difference", "◆", visit["site.difference.\(kind.rawValue)"]) + " "
    }
}
