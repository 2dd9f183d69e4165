import Foundation
import Ledger
import Localisation
import PlanModel
import Store

/// The moves of a review: what was posted becomes one move of the ledger, and the page goes on to what comes next.
enum ReviewMoves {
    static func apply(_ visit: Visit, _ id: Int64) throws -> Answer {
        let before = try Review(visit, plan: id, task: visit.form.row("task"))
        guard before.plan.state != .archived else {
            throw LedgerError.wrongPlanState(state: visit["site.planState.archived"])
        }
        let name = visit.form["move"]
        do {
            switch name {
            case "undo", "redo":
                try visit.require(.reviewPlan)
                let event = visit.form.row("event")
                let result =
                    try name == "undo"
                    ? visit.ledger.undo(in: id, event: event, by: visit.principal)
                    : visit.ledger.redo(in: id, event: event, by: visit.principal)
                return try whole(visit, id, current: result.tasks.first?.id, done: name)
            case "edit": return try edit(visit, before)
            case "accept", "reopen": return try decide(visit, before, name)
            default:
                let result = try visit.ledger.apply(
                    try move(visit, before, name), to: id, versions: versions(visit), by: visit.principal)
                let next = name == "reject" ? before.current.flatMap { after($0.id, before.rows) } : nil
                return try whole(visit, id, current: next ?? result.tasks.first?.id, done: name)
            }
        } catch let error as any Explained & Error where name == "edit" || name == "add" {
            // What was typed stays in the form, with what is wrong about it above.
            let notice = Notice.html(.error, "\(visit.words(of: error))")
            let pane =
                try name == "edit"
                ? ReviewForms.edit(visit, before, error: notice) : ReviewForms.add(visit, before, error: notice)
            var answer = ReviewForms.answer(visit, before, pane: pane)
            answer.status = ErrorAnswer(error).status
            return answer
        }
    }

    /// Accepting leaves the text as it is: the next task comes up, and little else changes on the page.
    private static func decide(_ visit: Visit, _ before: Review, _ name: String) throws -> Answer {
        let ids = chosen(visit)
        try require(visit, before, ids)
        let move: ReviewMove = name == "accept" ? .accept(ids) : .reopen(ids)
        try visit.ledger.apply(move, to: before.plan.id, versions: versions(visit), by: visit.principal)
        // Ticked rows leave the current task where it is; a decided one makes room for the next.
        let stays = name == "reopen" || visit.form.row("task") == nil
        return try piece(
            visit, before.plan.id, touched: ids,
            current: { review in
                stays
                    ? (visit.form.row("task") ?? visit.form.row("from"))
                    : Review.next(after: ids.last, in: review.rows)?.id
            }, done: name)
    }

    private static func edit(_ visit: Visit, _ before: Review) throws -> Answer {
        guard let row = before.rows.first(where: { $0.id == visit.form.row("task") }) else { throw LedgerError.noTask }
        try require(visit, before, [row.id])
        let change = try TaskChangeForm.change(visit.form, of: row)
        if !change.isEmpty {
            try visit.ledger.apply(
                .edit(row.id, change), to: before.plan.id, versions: versions(visit), by: visit.principal)
        }
        if visit.form.isOn("accept"), row.task.state == .pending {
            try visit.ledger.apply(.accept([row.id]), to: before.plan.id, by: visit.principal)
        }
        return try piece(visit, before.plan.id, touched: [row.id], current: { _ in row.id }, done: "edit")
    }

    private static func move(_ visit: Visit, _ before: Review, _ name: String) throws -> ReviewMove {
        let ids = chosen(visit)
        switch name {
        case "reject", "restore":
            try require(visit, before, ids)
            return name == "reject" ? .reject(ids) : .restore(ids)
        case "split":
            try require(visit, before, ids)
            let places = visit.form.all("at").compactMap { Int($0) }.sorted()
            guard let id = ids.first, !places.isEmpty else { throw SiteError.nothingChosen }
            return .split(id, .offsets(places))
        case "merge":
            try visit.require(.reviewPlan)
            return .merge(ids)
        case "acceptAllSure":
            try visit.require(.reviewPlan)
            return .acceptAllSure
        case "add":
            try visit.require(.reviewPlan)
            return .add(try newTask(visit, before))
        default: throw SiteError.badChoice
        }
    }

    private static func newTask(_ visit: Visit, _ before: Review) throws -> NewTask {
        let words = visit.form["words"].replacing("\r\n", with: "\n")
        var fields = TaskChange()
        let leads = TaskChangeForm.split(visit.form["leads"], "、，,；;")
        if !leads.isEmpty { fields.leads = leads }
        let span = try words.isEmpty ? nil : place(of: words, visit, before.text)
        let title = visit.form["title"]
        guard span != nil || !title.isEmpty else { throw LedgerError.emptyTitle }
        // Without words of its own it stands after the task that is looked at; otherwise where its words stand.
        let after =
            span.map { span in before.rows.last { !$0.task.span.isEmpty && $0.task.span.start <= span.start }?.id }
            ?? visit.form.row("after")
        return NewTask(title: title, span: span, after: after, fields: fields)
    }

    /// Where the words stand: the place that was chosen, or the first where the text has them.
    private static func place(of words: String, _ visit: Visit, _ text: DocumentText) throws -> Span {
        if let start = Int(visit.form["start"]), let end = Int(visit.form["end"]), start >= 0, start < end,
            end <= text.bytes.count, text.string(Span(start, end)).trimmed == words
        {
            return Span(start, end)
        }
        guard let range = text.bytes.firstRange(of: Array(words.utf8)) else { throw SiteError.wordsNotFound }
        return Span(range)
    }

    /// The tasks that the move is about: the one of the button, or those ticked.
    private static func chosen(_ visit: Visit) -> [Int64] {
        visit.form.row("task").map { [$0] } ?? visit.form.rows("ticked")
    }

    private static func versions(_ visit: Visit) -> [Int64: Int] {
        guard let task = visit.form.row("task"), let version = Int(visit.form["version"]) else { return [:] }
        return [task: version]
    }

    private static func require(_ visit: Visit, _ before: Review, _ ids: [Int64]) throws {
        guard !ids.isEmpty else { throw SiteError.nothingChosen }
        let wanted = Set(ids)
        for row in before.rows where wanted.contains(row.id) && !Review.mayDecide(visit, row.task) {
            throw SiteError.forbidden
        }
    }

    private static func after(_ id: Int64, _ rows: [TaskRow]) -> Int64? {
        Review.next(after: id, in: rows.filter { $0.id != id || !$0.task.isUnsure })?.id
    }

    /// The page after a move that changes where tasks begin and end: all of it.
    private static func whole(_ visit: Visit, _ id: Int64, current: Int64?, done: String) throws -> Answer {
        let place = SitePath.review(id).with("task", current.map { "\($0)" })
        guard visit.isPartial else { return .redirect(place.with("done", done)) }
        let review = try Review(visit, plan: id, task: current)
        var answer = Answer.page(
            ReviewPage.body(visit, review, pane: TaskPane.html(visit, review)) + said(visit, done))
        answer.retarget("#review", swap: "outerHTML")
        answer.pushAddress(place)
        return answer
    }

    private static func piece(
        _ visit: Visit, _ id: Int64, touched: [Int64], current: (Review) -> Int64?, done: String
    ) throws -> Answer {
        var review = try Review(visit, plan: id, task: nil)
        let current = current(review)
        let place = SitePath.review(id).with("task", current.map { "\($0)" })
        guard visit.isPartial else { return .redirect(place.with("done", done)) }
        if review.current?.id != current { review = try Review(visit, plan: id, task: current) }
        var answer = Answer.page(
            ReviewPage.piece(
                visit, review, pane: TaskPane.html(visit, review), touching: touched + visit.form.rows("from"))
                + said(visit, done))
        answer.pushAddress(place)
        return answer
    }

    /// What was done, beside the piece that is replaced.
    private static func said(_ visit: Visit, _ done: String) -> HTML {
        let words: HTML = "\(visit["site.done.\(done)"])"
        return #"<div id="notices" aria-live="polite" hx-swap-oob="true">\#(Notice.html(.done, words))</div>"#
    }
}
