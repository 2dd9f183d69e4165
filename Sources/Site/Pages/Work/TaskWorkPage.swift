import Foundation
import Ledger
import Monitoring
import Store

/// What happens with a task, on the task's page: light, next moves, targets, checklist, follow-ups, reports, files.
struct TaskWorkPage {
    let visit: Visit
    let row: TaskRow
    let work: TaskWork
    /// The moves that the visitor may make now.
    let moves: [WorkMove]
    /// What measures the task's targets.
    private let measures: TargetDesk

    /// - Throws: `SiteError.signedOut`.
    init(_ visit: Visit, _ row: TaskRow) throws {
        self.visit = visit
        self.row = row
        work = try visit.ledger.work(of: row.id, on: visit.today)
        measures = try TargetDesk(visit, task: row.id)
        moves =
            row.planState == .open
            ? work.record.moves(for: try visit.account, leads: row.leadOffices, helpers: row.helperOffices) : []
    }

    /// A task that the visitor may know of. - Throws: `LedgerError.noTask`.
    static func row(_ visit: Visit, _ id: Int64) throws -> TaskRow {
        let row = try visit.ledger.task(id)
        // A task of a draft, or one that is not in the ledger, is there for those who may see drafts.
        guard (row.planState != .draft && row.task.state == .accepted) || visit.can(.viewDrafts) else {
            throw LedgerError.noTask
        }
        return row
    }

    /// Whether the task is in a ledger at all.
    static func isInLedger(_ row: TaskRow) -> Bool { row.planState != .draft && row.task.state == .accepted }

    /// The moves as buttons, the most wanted first and marked.
    var actions: HTML {
        // The bureau may do everything; what is an office's to do stands behind «more» for it.
        let isBureau = visit.can(.superviseTasks)
        let wanted = isBureau ? WorkMove.bureauMain : WorkMove.officeMain
        let shown = wanted.filter(moves.contains)
        let buttons = shown.enumerated().html { place, move in button(move, isMain: place == 0) }
        let more = WorkMove.listed.filter { moves.contains($0) && !wanted.contains($0) }
        let rest = HTML.when(
            !more.isEmpty,
            """
            <details class="menu"><summary class="button">\(visit["work.more"])</summary>\
            <ul>\(more.html { "<li>\(button($0, isMain: false))</li>" })</ul></details>
            """)
        return buttons + rest
    }

    private func button(_ move: WorkMove, isMain: Bool) -> HTML {
        let title = visit["work.move.\(move.rawValue)"]
        if move.isButton {
            return Form.button(
                visit, to: .work(.move(row.id)), [("move", move.rawValue)], title: title, kind: isMain ? "main" : "",
                key: isMain ? "n" : nil)
        }
        let link = SitePath.work(.move(row.id)).with("form", move.rawValue)
        return """
            <a class="button\(isMain ? " main" : "")" href="\(link)"\(attribute: "data-key", isMain ? "n" : nil)>\(title)</a>
            """
    }

    /// Where the task stands, and why.
    var standing: HTML {
        let record = work.record
        var details = Details()
        details.add(visit["work.field.state"], "\(visit["work.state.\(record.state.rawValue)"])\(percent)")
        details.add(visit["site.field.due"], due)
        details.add(visit["work.field.person"], text: record.person.isEmpty ? nil : record.person)
        details.add(
            visit["work.field.priority"],
            text: record.priority == .normal ? nil : visit["work.priority.\(record.priority.name)"])
        details.add(visit["work.field.tags"], text: record.tags.isEmpty ? nil : record.tags.joined(separator: "、"))
        details.add(visit["work.field.lastReport"], text: record.lastReport?.text)
        let reasons = work.finding.reasons.html { "<li>\(visit.words(of: $0))</li>" }
        return """
            <section class="panel standing \(work.finding.light.rawValue)" id="standing">
            <h2>\(LightMark.html(visit, work.finding.light)) <span class="unseen">\(visit["work.standing"])</span></h2>
            <ul class="reasons">\(reasons)</ul>
            \(details.html)
            <p class="muted">\(calendar)<a href="\(SitePath.work(.lightRule))">\(visit["work.rule.link"])</a></p>
            </section>
            """
    }

    private var calendar: HTML {
        guard work.due != nil, !work.record.state.isClosed else { return .empty }
        return #"<a download href="\#(SitePath.views(.taskDays(row.id)))">\#(visit["work.calendar"])</a> · "#
    }

    private var percent: HTML {
        guard work.record.state != .draft else { return .empty }
        return " \(Mark.progress(visit, done: work.record.percent, of: 100))"
    }

    private var due: HTML? {
        guard let due = work.due else { return nil }
        let record = work.record
        let shown: HTML = record.state.isClosed ? #"<span class="day">\#(due.text)</span>"# : Mark.due(visit, due.text)
        let planned: HTML =
            record.due != nil && row.task.due != nil && row.task.due != due.text
            ? #" <span class="muted">\#(visit["work.plannedDue", ["day": row.task.due ?? ""]])</span>"# : .empty
        let asked: HTML =
            record.askedDue.map { day in
                " " + Mark.html("soon", "▲", visit["work.askedUntil", ["day": day.text]])
            } ?? .empty
        return "\(shown)\(planned)\(asked)"
    }

    /// The targets with path and actual values.
    var targets: HTML {
        let targets = work.record.targets.filter { !$0.isDropped || $0.actual != nil }
        guard !targets.isEmpty else { return .empty }
        var table = ListTable(
            visit["work.targets"],
            columns: [
                .init(title: visit["work.column.metric"], isName: true),
                .init(title: visit["work.column.baseline"], isNumeric: true),
                .init(title: visit["work.column.expected"], isNumeric: true),
                .init(title: visit["work.column.actual"], isNumeric: true),
                .init(title: visit["work.column.goal"], isNumeric: true), .init(title: visit["work.column.verdict"]),
            ])
        table.rows = targets.map { target in
            .init(
                cells: [
                    name(target), point(target.baseline), expected(target),
                    target.actual.map { #"\#(Words.number($0.value)) <span class="muted">\#($0.day.text)</span>"# }
                        ?? #"<span class="muted">\#(visit["work.noValue"])</span>"#,
                    "\(Words.number(target.goal)) \(target.quantity.unit)", verdict(target),
                ], id: "target-\(target.id)")
        }
        return #"<section id="targets"><h2>\#(visit["work.targets"])</h2>\#(table.html)</section>"#
    }

    private func name(_ target: WorkTarget) -> HTML {
        let words: HTML = "\(Words.target(visit, target.quantity))"
        let source =
            target.quantity.span.isEmpty
            ? words : SourcePage.link(row.task.plan, target.quantity.span, task: row.id, words)
        let dropped: HTML =
            target.isDropped ? #" <span class="muted">\#(visit["work.dropped"])</span>"# : .empty
        let set: HTML =
            moves.contains(.setTarget)
            ? """
             <a class="quiet" href="\(SitePath.work(.move(row.id)).with("form", "setTarget").with("target", "\(target.id)"))">\
            \(visit["work.setPath"])</a>
            """ : .empty
        return "\(source)\(dropped)\(set)\(measure(target))"
    }

    /// The indicator that measures a target, or the way to choose one.
    private func measure(_ target: WorkTarget) -> HTML {
        if let binding = measures.bindings[target.id] { return "<br>\(measures.words(binding))" }
        guard moves.contains(.setTarget), !target.isDropped else { return .empty }
        return """
             <a class="quiet" href="\(SitePath.indicators(.target(target.id)))">\(visit["indicators.targets.bind"])</a>
            """
    }

    private func point(_ point: Trajectory.Point?) -> HTML {
        point.map { #"\#(Words.number($0.value)) <span class="muted">\#($0.day.text)</span>"# } ?? "–"
    }

    private func expected(_ target: WorkTarget) -> HTML {
        target.path.map { "\(Figure.text($0.expected(on: visit.today)))" } ?? "–"
    }

    private func verdict(_ target: WorkTarget) -> HTML {
        switch target.isReached {
        case true?: Mark.html("accepted", "✓", visit["work.verdict.reached"])
        case false?: Mark.html("pending", "◔", visit["work.verdict.open"])
        case nil: Mark.html("pending", "○", visit["work.verdict.none"])
        }
    }

    /// Steps, milestones and papers.
    var checklist: HTML {
        let items = work.record.items.filter { !$0.isDropped || $0.done != nil }
        guard !items.isEmpty else { return .empty }
        let done = items.count { $0.done != nil }
        let groups = WorkItem.Kind.allCases.html { kind in
            let group = items.filter { $0.kind == kind }
            return HTML.when(
                !group.isEmpty,
                #"<h3>\#(visit["work.item.\(kind.rawValue)"])</h3><ul class="checklist">\#(group.map(line))</ul>"#)
        }
        return """
            <section id="checklist"><h2>\(visit["work.checklist"]) \(Mark.progress(visit, done: done, of: items.count))</h2>
            \(groups)</section>
            """
    }

    private func line(_ item: WorkItem) -> HTML {
        let isDone = item.done != nil
        var marks = HTML.empty
        if let due = item.due {
            marks += isDone ? #" <span class="day muted">\#(due.text)</span>"# : " " + Mark.due(visit, due.text)
        }
        if item.isOwn { marks += #" <span class="muted">\#(visit["work.ownStep"])</span>"# }
        if item.isDropped { marks += #" <span class="muted">\#(visit["work.dropped"])</span>"# }
        if let day = item.done { marks += #" <span class="muted">\#(visit["work.doneOn", ["day": day.text]])</span>"# }
        let files = work.evidence.filter { $0.item == item.id }.html { " " + file($0) }
        let sign: HTML =
            isDone
            ? #"<span class="mark accepted"><span aria-hidden="true">☑</span><span class="unseen">\#(visit["work.isDone"])</span></span>"#
            : #"<span class="mark pending"><span aria-hidden="true">☐</span><span class="unseen">\#(visit["work.isOpen"])</span></span>"#
        guard moves.contains(.tick) else { return "<li>\(sign) \(item.text)\(marks)\(files)</li>" }
        var values = [("move", "tick"), ("item", "\(item.id)")]
        if !isDone { values.append(("done", "1")) }
        let button = Form.button(
            visit, to: .work(.move(row.id)), values, title: visit[isDone ? "work.untick" : "work.tick"], kind: "small")
        return "<li>\(sign) \(item.text)\(marks)\(files) \(button)</li>"
    }

    private func file(_ file: Evidence) -> HTML {
        let size = file.size >= 1 << 20 ? "\(file.size >> 20) MB" : "\(max(1, file.size >> 10)) KB"
        guard visit.can(.exportLedger) else { return "\(file.name) <span class=\"muted\">\(size)</span>" }
        return """
            <a download href="\(SitePath.work(.evidence(file.id)))">\(file.name)</a> <span class="muted">\(size)</span>
            """
    }

    /// Files, newest first.
    var evidence: HTML {
        guard !work.evidence.isEmpty else { return .empty }
        let lines = work.evidence.reversed().html { evidence in
            let remove: HTML =
                moves.contains(.detach)
                ? Form.button(
                    visit, to: .work(.move(row.id)), [("move", "detach"), ("file", "\(evidence.id)")],
                    title: visit["work.remove"], kind: "small") : .empty
            return
                #"<li>\#(file(evidence)) <code class="hash muted" title="SHA-256">\#(evidence.digest.prefix(12))</code> \#(remove)</li>"#
        }
        return """
            <section id="evidence"><h2>\(visit["work.evidence", ["count": "\(work.evidence.count)"]])</h2>
            <ul class="lines">\(lines)</ul></section>
            """
    }

    /// Follow-up orders with their replies.
    var followUps: HTML {
        guard !work.record.followUps.isEmpty else { return .empty }
        let lines = work.record.followUps.reversed().html { order in
            let state: HTML =
                if let closed = order.closed {
                    Mark.html("accepted", "✓", visit["work.followUp.closed", ["day": closed.text]])
                } else if let replied = order.replied {
                    Mark.html("pending", "◔", visit["work.followUp.replied", ["day": replied.text]])
                } else {
                    Mark.due(visit, order.replyBy.text)
                }
            let reply: HTML = order.reply.map { #"<blockquote>\#($0)</blockquote>"# } ?? .empty
            let close: HTML =
                moves.contains(.closeFollowUp) && order.closed == nil
                ? Form.button(
                    visit, to: .work(.move(row.id)), [("move", "closeFollowUp"), ("followUp", "\(order.id)")],
                    title: visit["work.move.closeFollowUp"], kind: "small") : .empty
            return """
                <li id="order-\(order.id)"><span class="day">\(order.ordered.text)</span> \(order.text) \(state)\
                <span class="muted">\(visit["work.replyBy", ["day": order.replyBy.text]])</span> \(close)\(reply)</li>
                """
        }
        return """
            <section id="follow-ups"><h2>\(visit["work.followUps"])</h2><ul class="lines">\(lines)</ul></section>
            """
    }
}
