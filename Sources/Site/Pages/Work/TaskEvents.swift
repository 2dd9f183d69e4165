import Ledger
import Monitoring

/// Everything that happened to a task at work, newest first, and the field to say something about it.
extension TaskWorkPage {
    /// Events shown at once; the others follow behind «earlier».
    private static let length = 30

    var events: HTML {
        guard !work.events.isEmpty || moves.contains(.comment) else { return .empty }
        let all = Array(work.events.reversed())
        let shown = all.prefix(Self.length).html(event)
        let earlier = all.dropFirst(Self.length)
        let rest = HTML.when(
            !earlier.isEmpty,
            """
            <details><summary>\(visit["work.earlierEvents", ["count": "\(earlier.count)"]])</summary>\
            <ol class="events">\(earlier.html(event))</ol></details>
            """)
        return """
            <section id="events"><h2>\(visit["work.events"])</h2>\(comment)
            \(all.isEmpty ? .empty : "<ol class=\"events\">\(shown)</ol>")\(rest)</section>
            """
    }

    private var comment: HTML {
        guard moves.contains(.comment) else { return .empty }
        let fields: HTML = """
            \(Form.hiddenField("move", "comment"))\(TaskMoveForm.once)\
            \(Form.area("text", visit["work.field.comment"], value: "", rows: 2))\
            \(Form.buttons(visit["work.move.comment"]))
            """
        return Form.post(
            visit, to: .work(.move(row.id)), draft: "work-comment-\(row.id)", name: "comment", fields)
    }

    private func event(_ event: WorkEvent) -> HTML {
        let change: HTML =
            event.from == event.to
            ? .empty
            : #" <span class="muted">\#(visit["work.state.\(event.from.rawValue)"]) → \#(visit["work.state.\(event.to.rawValue)"])</span>"#
        let words: HTML = event.text.isEmpty ? .empty : #"<p class="said">\#(event.text)</p>"#
        let files = event.files.filter { file in work.evidence.contains { $0.id == file.id } }
        let list = HTML.when(
            !files.isEmpty, #"<p class="files">\#(files.map { "📎 " + $0.name }.joined(separator: "　"))</p>"#)
        return """
            <li id="event-\(event.id)" class="\(event.move.rawValue)"><p><strong>\(visit["work.move.\(event.move.rawValue)"])</strong> \
            <span class="muted">\(visit.time(event.at)) · \(event.byName ?? visit["site.history.programme"])</span>\(change)</p>\
            \(words)\(figures(event))\(list)</li>
            """
    }

    /// What the event says in figures.
    private func figures(_ event: WorkEvent) -> HTML {
        let detail = event.detail
        var pieces: [String] = []
        if let percent = detail.percent { pieces.append(visit["work.said.percent", ["percent": "\(percent)"]]) }
        for report in detail.values ?? [] {
            let target = work.record.targets.first { $0.id == report.target }?.quantity
            pieces.append(
                visit[
                    "work.said.value",
                    [
                        "metric": target?.metric ?? "",
                        "value": Words.number(report.actual.value) + (target?.unit ?? ""),
                        "day": report.actual.day.text,
                    ]])
        }
        let items = { (ids: [Int64]?) -> String in
            (ids ?? []).compactMap { id in work.record.items.first { $0.id == id }?.text }.joined(separator: "；")
        }
        if detail.done != nil { pieces.append(visit["work.said.done", ["items": items(detail.done)]]) }
        if detail.undone != nil { pieces.append(visit["work.said.undone", ["items": items(detail.undone)]]) }
        if let due = detail.due { pieces.append(visit["work.said.due", ["day": due.text]]) }
        if event.move == .askExtension, let day = detail.askedDue {
            pieces.append(visit["work.said.asked", ["day": day.text]])
        }
        if let day = detail.replyBy { pieces.append(visit["work.replyBy", ["day": day.text]]) }
        if let person = detail.person, !person.isEmpty {
            pieces.append("\(visit["work.field.person"]) \(person)")
        }
        if event.move == .setTarget, let id = detail.target {
            pieces.append(work.record.targets.first { $0.id == id }?.quantity.metric ?? "")
        }
        guard !pieces.isEmpty else { return .empty }
        return #"<p class="figures">\#(pieces.joined(separator: " · "))</p>"#
    }
}
