import Ledger
import PlanModel
import Store

/// The forms of a review: correct a task, cut it, add one that was missed.
enum ReviewForms {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer {
        let review = try Review(visit, plan: id, task: visit.query.row("task"))
        let pane: HTML
        switch visit.query["form"] {
        case "edit": pane = try edit(visit, review)
        case "split": pane = try split(visit, review)
        case "add":
            try visit.require(.reviewPlan)
            pane = add(visit, review)
        default: throw SiteError.notFound
        }
        return answer(visit, review, pane: pane)
    }

    static func answer(_ visit: Visit, _ review: Review, pane: HTML) -> Answer {
        visit.isPartial ? .page(pane) : ReviewPage.page(visit, review, pane: pane)
    }

    /// The form to correct a task; `error` says what was wrong with what was sent.
    static func edit(_ visit: Visit, _ review: Review, error: HTML = .empty) throws -> HTML {
        let row = try task(visit, review)
        let task = row.task
        let fields: HTML = """
            \(Form.hiddenField("move", "edit"))\(Form.hiddenField("task", "\(task.id)"))
            \(Form.hiddenField("version", "\(task.version)"))
            \(Form.field("title", visit["site.field.title"], value: task.title.text, isRequired: true, limit: 500))
            \(EditFields.owners(visit, row, .lead, try visit.ledger.offices()))
            \(EditFields.owners(visit, row, .co, []))
            \(Form.field("leaders", visit["site.field.leaders"], value: task.leaders.map(\.text).joined(separator: "、"),
            hint: visit["site.edit.leadersHint"]))
            \(Form.field("due", visit["site.field.due"], value: task.due ?? "", kind: .date))
            \(Form.check("dueFromMilestones", visit["site.edit.dueFromMilestones"], isOn: !task.dueIsSet))
            \(EditFields.milestones(visit, task))
            \(EditFields.targets(visit, task))
            \(EditFields.deliverables(visit, task))
            \(Form.area("goal", visit["site.field.goal"], value: task.goal?.text ?? "", rows: 3))
            \(Form.area("actions", visit["site.field.actions"], value: task.actions.map(\.text).joined(separator: "\n"),
            rows: 4, hint: visit["site.edit.actionsHint"]))
            \(Form.area("measures", visit["site.field.measures"], value: task.measures?.text ?? "", rows: 6))
            \(Form.field("label", visit["site.field.label"], value: task.label))
            \(Form.field("path", visit["site.field.path"], value: task.path.joined(separator: " › "),
            hint: visit["site.edit.pathHint"]))
            \(HTML.when(task.state == .pending, Form.check("accept", visit["site.edit.accept"], isOn: true)))
            \(buttons(visit, review, task.id, visit["site.edit.save"]))
            """
        return TaskPane.frame(
            visit,
            """
            <h2>\(visit["site.edit.title"])</h2>\(error)
            \(Form.post(visit, to: .review(task.plan), draft: "task-\(task.key)-\(task.version)", partial: true,
            name: "edit", fields))
            """)
    }

    /// The form to cut a task: a box before each place where a piece may begin.
    private static func split(_ visit: Visit, _ review: Review) throws -> HTML {
        let task = try task(visit, review).task
        let places = SplitPoints.of(task, in: review.text)
        guard !places.isEmpty else {
            return TaskPane.frame(
                visit,
                """
                <h2>\(visit["site.split.title"])</h2><p>\(visit["site.split.none"])</p>
                <p>\(cancel(visit, review, task.id))</p>
                """)
        }
        let boxes = places.html { place in
            """
            <li><label class="check"><input type="checkbox" name="at" value="\(place.offset)"> \
            <span>\(place.words)</span></label></li>
            """
        }
        let fields: HTML = """
            \(Form.hiddenField("move", "split"))\(Form.hiddenField("task", "\(task.id)"))
            \(Form.hiddenField("version", "\(task.version)"))
            <fieldset><legend>\(visit["site.split.legend"])</legend>
            <p class="muted">\(SplitPoints.first(task, before: places, in: review.text))</p>
            <ol class="plain">\(boxes)</ol></fieldset>
            \(buttons(visit, review, task.id, visit["site.split.button"]))
            """
        return TaskPane.frame(
            visit,
            "<h2>\(visit["site.split.title"])</h2>\(Form.post(visit, to: .review(task.plan), partial: true, fields))")
    }

    /// The form to add a task. The words chosen in the source fill it in; typed words are looked up in the text.
    static func add(_ visit: Visit, _ review: Review, error: HTML = .empty) -> HTML {
        let fields: HTML = """
            \(Form.hiddenField("move", "add"))
            \(Form.hiddenField("after", review.current.map { "\($0.id)" } ?? ""))
            \(Form.hiddenField("start", visit.form["start"]))\(Form.hiddenField("end", visit.form["end"]))
            \(Form.area("words", visit["site.add.words"], value: visit.form["words"], rows: 5,
            hint: visit["site.add.wordsHint"]))
            \(Form.field("title", visit["site.field.title"], value: visit.form["title"],
            hint: visit["site.add.titleHint"], limit: 500))
            \(Form.field("leads", visit["site.field.leads"], value: visit.form["leads"], hint: visit["site.edit.leadersHint"]))
            \(buttons(visit, review, review.current?.id, visit["site.add.button"]))
            """
        return TaskPane.frame(
            visit,
            """
            <h2>\(visit["site.add.title"])</h2>\(error)
            \(Form.post(visit, to: .review(review.plan.id), partial: true, name: "add", fields))
            """)
    }

    private static func task(_ visit: Visit, _ review: Review) throws -> TaskRow {
        let id = visit.query.row("task") ?? visit.form.row("task")
        guard let row = review.rows.first(where: { $0.id == id }) else { throw LedgerError.noTask }
        guard Review.mayDecide(visit, row.task) else { throw SiteError.forbidden }
        return row
    }

    private static func buttons(_ visit: Visit, _ review: Review, _ task: Int64?, _ title: String) -> HTML {
        #"<p class="buttons"><button class="main">\#(title)</button>\#(cancel(visit, review, task))</p>"#
    }

    private static func cancel(_ visit: Visit, _ review: Review, _ task: Int64?) -> HTML {
        let link = SitePath.review(review.plan.id).with("task", task.map { "\($0)" })
        return """
            <a class="button" data-key="Escape" href="\(link)" hx-get="\(link)" hx-target="#task" hx-swap="outerHTML">\
            \(visit["site.cancel"])</a>
            """
    }
}

/// Where a task may be cut.
struct SplitPoints {
    let offset: Int
    let words: String

    /// Places after a full stop, semicolon or line end, and after a comma where a step begins; each with the words that follow it.
    static func of(_ task: LedgerTask, in text: DocumentText) -> [SplitPoints] {
        let span = task.span
        guard !span.isEmpty, span.end <= text.bytes.count else { return [] }
        let steps = Set(task.actions.map(\.span.start))
        var offsets: Set<Int> = []
        var place = span.start
        for scalar in String(decoding: text.bytes[span.range], as: UTF8.self).unicodeScalars {
            place += scalar.utf8.count
            // A step that begins in the middle of a clause would leave half of it behind.
            let endsSentence = "。；！？;\n".unicodeScalars.contains(scalar)
            let endsClause = "，,、：:".unicodeScalars.contains(scalar)
            if endsSentence || (endsClause && steps.contains(place)) { offsets.insert(place) }
        }
        let cuts = offsets.filter { $0 > span.start && $0 < span.end }.sorted()
        return zip(cuts, cuts.dropFirst() + [span.end]).compactMap { start, end in
            let words = text.string(Span(start, end)).trimmed
            return words.isEmpty ? nil : SplitPoints(offset: start, words: words)
        }
    }

    /// The words before the first place: they stay with the first piece.
    static func first(_ task: LedgerTask, before places: [SplitPoints], in text: DocumentText) -> String {
        text.string(Span(task.span.start, places.first?.offset ?? task.span.end)).trimmed
    }
}
