import Ledger
import Store

/// The current task of a review: its fields and what can be decided about it.
enum TaskPane {
    static func html(_ visit: Visit, _ review: Review) -> HTML {
        guard let row = review.current else {
            return frame(visit, "<p class=\"muted\">\(visit["site.review.noTask"])</p>")
        }
        let task = row.task
        let fields = TaskFields(visit: visit, row: row)
        return frame(
            visit,
            """
            <p class="over">\(Mark.task(visit, task)) \
            <span class="muted">\(visit["site.origin.\(task.origin.rawValue)"])</span></p>
            <h2 data-lights="title">\(task.label.isEmpty ? "" : task.label + " ")\(task.title.text)\
            \(fields.corrected(.title))</h2>
            \(moves(visit, review, task))
            \(fields.doubts)
            \(differences(visit, review, task))
            \(fields.html)
            """)
    }

    /// The pane around something: the current task, or a form about it.
    static func frame(_ visit: Visit, _ content: HTML) -> HTML {
        #"<section id="task" class="task" tabindex="-1" aria-label="\#(visit["site.review.current"])">\#(content)</section>"#
    }

    private static func moves(_ visit: Visit, _ review: Review, _ task: LedgerTask) -> HTML {
        guard Review.mayDecide(visit, task), review.plan.state != .archived else { return .empty }
        var buttons = HTML.empty
        func move(_ name: String, _ key: String? = nil, kind: String = "") {
            buttons += Form.button(
                visit, to: .review(task.plan),
                [("move", name), ("task", "\(task.id)"), ("version", "\(task.version)")],
                title: visit["site.move.\(name)"], kind: kind, key: key, partial: true)
        }
        func form(_ name: String, _ key: String) {
            let link = SitePath.reviewEdit(task.plan).with("form", name).with("task", "\(task.id)")
            buttons += """
                <a class="button" data-key="\(key)" href="\(link)" hx-get="\(link)" hx-target="#task" \
                hx-swap="outerHTML">\(visit["site.move.\(name)"]) <kbd aria-hidden="true">\(key)</kbd></a>
                """
        }
        switch task.state {
        case .pending:
            move("accept", "a", kind: "main")
            form("edit", "e")
            form("split", "s")
            move("reject", "x")
        case .accepted:
            form("edit", "e")
            move("reopen")
        case .rejected:
            move("restore", "x", kind: "main")
        }
        return #"<div class="actions">\#(buttons)</div>"#
    }

    private static func differences(_ visit: Visit, _ review: Review, _ task: LedgerTask) -> HTML {
        guard let entry = review.differences[task.id], entry.kind == .changed else { return .empty }
        return """
            <div class="differences"><h3>◆ \(visit["site.difference.title"])</h3>\
            \(DifferenceTable.html(visit, entry.differences))</div>
            """
    }
}

/// Fields before and after.
enum DifferenceTable {
    static func html(_ visit: Visit, _ differences: [FieldDifference]) -> HTML {
        var table = ListTable(
            visit["site.difference.title"],
            columns: [
                .init(title: visit["site.column.field"]), .init(title: visit["site.column.before"]),
                .init(title: visit["site.column.after"]),
            ])
        table.rows = differences.map { difference in
            .init(cells: [
                "\(visit["site.field.\(difference.field.rawValue)"])", "<del>\(difference.old)</del>",
                "<ins>\(difference.new)</ins>",
            ])
        }
        return table.html
    }
}
