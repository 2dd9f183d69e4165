import Ledger
import Localisation
import Monitoring
import Store

/// 调度: the dispatch meetings of a list, and what they decided for its projects.
enum MeetingsPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { try page(visit, id, error: nil) }

    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        let form = visit.form
        do {
            switch form["move"] {
            case "hold":
                try visit.require(.manageProjects)
                guard let day = Day(form["day"]) else { throw FieldError.day("day") }
                try visit.ledger.holdMeeting(
                    of: id, on: day, chair: form["chair"], present: form["present"], once: form.sent("once"),
                    by: visit.principal)
            case "decide":
                try visit.require(.manageProjects)
                guard let due = Day(form["due"]) else { throw FieldError.day("due") }
                let details = DecisionDetails(
                    project: form.row("project") ?? 0, text: form["text"], office: form.row("office"), due: due)
                guard let meeting = form.row("meeting"),
                    try visit.ledger.meetings(of: id).contains(where: { $0.id == meeting })
                else { throw ProjectError.notFound }
                try visit.ledger.decide(details, at: meeting, once: form.sent("once"), by: visit.principal)
            case "close", "reopen":
                let decision = try visit.ledger.decision(form.row("decision") ?? 0)
                guard try visit.ledger.project(decision.project).list == id else { throw ProjectError.notFound }
                guard mayClose(visit, decision) else { throw SiteError.forbidden }
                if form["move"] == "close" {
                    try visit.ledger.closeDecision(decision.id, outcome: form["outcome"], by: visit.principal)
                } else {
                    try visit.require(.manageProjects)
                    try visit.ledger.reopenDecision(decision.id, by: visit.principal)
                }
            default: throw SiteError.badChoice
            }
        } catch let error as SiteError {
            throw error
        } catch let error as any Explained & Error {
            return try page(visit, id, error: error)
        }
        return .redirect(SitePath.projects(.meetings(id)).with("done", "project"))
    }

    /// The bureau closes all; an office what it has to do itself.
    private static func mayClose(_ visit: Visit, _ decision: ProjectDecision) -> Bool {
        visit.can(.manageProjects) || (decision.office != nil && visit.can(.reportProject, office: decision.office))
    }

    private static func page(_ visit: Visit, _ id: Int64, error: (any Error)?) throws -> Answer {
        let list = try visit.ledger.projectList(id)
        let meetings = try visit.ledger.meetings(of: id)
        let decisions = try visit.ledger.decisions(of: id)
        let state = ProjectDecision.State(rawValue: visit.query["state"])
        let shown = decisions.filter { state == nil || $0.state(on: visit.today) == state }
        let links = ProjectDecision.State.allCases.html { kind -> HTML in
            let link = SitePath.projects(.meetings(id)).with("state", kind.rawValue)
            return """
                <a href="\(link)">\(visit["projects.decision.\(kind.rawValue)"]) \
                \(decisions.count { $0.state(on: visit.today) == kind })</a> 
                """
        }
        let all: HTML =
            #"<a href="\#(SitePath.projects(.meetings(id)))">\#(visit["projects.decisions"]) \#(decisions.count)</a> "#
        let content: HTML =
            meetings.isEmpty
            ? EmptyState.html(visit["projects.noMeetings"])
            : """
            \(shown.isEmpty ? EmptyState.html(visit["projects.noDecisions"]) : table(visit, id, shown))
            <section><h2>\(visit["projects.meetings"])</h2>\(held(visit, meetings, decisions))</section>
            """
        let main: HTML = """
            \(PageHead.html(list.name, lead: "\(all)\(links)"))\(try Notice.error(visit, error))
            \(ProjectListPage.tabs(visit, id, at: .meetings(id)))\(content)
            \(try HTML.when(visit.can(.manageProjects), forms(visit, list, meetings, error)))
            """
        return .page(
            Layout.page(visit, title: "\(list.name) · \(visit["projects.meetings"])", at: .projects, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }

    /// What was decided for one project, on its page.
    static func section(_ visit: Visit, _ project: Project) throws -> HTML {
        let decisions = try visit.ledger.decisions(ofProject: project.id)
        guard !decisions.isEmpty else { return .empty }
        return """
            <section><h2><a href="\(SitePath.projects(.meetings(project.list)))">\(visit["projects.decisions"])</a></h2>\
            \(table(visit, project.list, decisions))</section>
            """
    }

    private static func table(_ visit: Visit, _ list: Int64, _ decisions: [ProjectDecision]) -> HTML {
        var table = ListTable(
            visit["projects.decisions"],
            columns: [
                .init(title: visit["projects.held"]), .init(title: visit["projects.name"]),
                .init(title: visit["projects.decision"], isName: true), .init(title: visit["site.column.office"]),
                .init(title: visit["projects.due"]), .init(title: visit["projects.decisionState"]),
            ])
        table.rows = decisions.map { decision in
            .init(cells: [
                #"<span class="day">\#(decision.held.text)</span>"#,
                #"<a data-nav href="\#(SitePath.projects(.project(decision.project)))">\#(decision.number). \#(decision.name)</a>"#,
                "\(decision.text)", "\(decision.officeName)",
                decision.closed == nil
                    ? Mark.due(visit, decision.due.text) : #"<span class="day">\#(decision.due.text)</span>"#,
                standing(visit, list, decision),
            ])
        }
        return table.html
    }

    private static func standing(_ visit: Visit, _ list: Int64, _ decision: ProjectDecision) -> HTML {
        let here = SitePath.projects(.meetings(list))
        if let day = decision.closed {
            let again = HTML.when(
                visit.can(.manageProjects),
                Form.button(
                    visit, to: here, [("move", "reopen"), ("decision", "\(decision.id)")],
                    title: visit["projects.reopen"], kind: "small"))
            return "\(Mark.html("accepted", "✓", day.text)) \(decision.outcome) \(again)"
        }
        let state = decision.state(on: visit.today)
        let mark = Mark.html(
            state == .overdue ? "late" : "pending", state == .overdue ? "■" : "○",
            visit["projects.decision.\(state.rawValue)"])
        guard mayClose(visit, decision) else { return mark }
        let form = Form.post(
            visit, to: here, name: "inline",
            """
            \(Form.hiddenField("move", "close"))\(Form.hiddenField("decision", "\(decision.id)"))\
            <label class="unseen" for="o-\(decision.id)">\(visit["projects.outcome"])</label>\
            <input id="o-\(decision.id)" name="outcome" required maxlength="2000" placeholder="\(visit["projects.outcome"])"> \
            <button class="small">\(visit["projects.close"])</button>
            """)
        return "\(mark) \(form)"
    }

    private static func held(_ visit: Visit, _ meetings: [ProjectMeeting], _ decisions: [ProjectDecision]) -> HTML {
        let counts = Dictionary(grouping: decisions, by: \.meeting).mapValues(\.count)
        let lines = meetings.html { meeting in
            let present: HTML = meeting.present.isEmpty ? .empty : " · \(visit["projects.present"]): \(meeting.present)"
            return """
                <li><span class="day">\(meeting.day.text)</span> \(visit["projects.chair"]): \(meeting.chair)\(present) \
                <span class="muted">\(visit["projects.decided", ["count": "\(counts[meeting.id] ?? 0)"]])</span></li>
                """
        }
        return #"<ul class="lines">\#(lines)</ul>"#
    }

    private static func forms(
        _ visit: Visit, _ list: ProjectList, _ meetings: [ProjectMeeting], _ error: (any Error)?
    ) throws -> HTML {
        let here = SitePath.projects(.meetings(list.id))
        let sent = visit.isPost ? visit.form : FormValues()
        let hold: HTML = """
            \(Form.hiddenField("move", "hold"))\(TaskMoveForm.once)
            <div class="row">\(Form.field("day", visit["projects.held"], value: sent.sent("day") ?? visit.today.text, kind: .date, isRequired: true))\
            \(Form.field("chair", visit["projects.chair"], value: sent["chair"], isRequired: true, limit: 100))</div>
            \(Form.field("present", visit["projects.present"], value: sent["present"], limit: 1000))
            \(Form.buttons(visit["projects.hold"]))
            """
        let holding: HTML = """
            <details class="panel"\(flag: "open", if: meetings.isEmpty || sent["move"] == "hold")>\
            <summary>\(visit["projects.hold"])</summary>\(Form.post(visit, to: here, hold))</details>
            """
        guard !meetings.isEmpty, !list.projects.isEmpty else { return holding }
        let offices = try visit.ledger.offices().map { (value: "\($0.id)", title: $0.name) }
        let decide: HTML = """
            \(Form.hiddenField("move", "decide"))\(TaskMoveForm.once)
            <div class="row">\(Form.select("meeting", visit["projects.meeting"], meetings.map { ("\($0.id)", "\($0.day.text) \($0.chair)") }, chosen: sent["meeting"]))\
            \(Form.select("project", visit["projects.name"], list.projects.map { ("\($0.id)", "\($0.details.number). \($0.details.name)") }, chosen: sent["project"]))</div>
            \(Form.area("text", visit["projects.decision"], value: sent["text"], rows: 2))
            <div class="row">\(Form.select("office", visit["site.column.office"], [("", visit["site.account.noOffice"])] + offices, chosen: sent["office"]))\
            \(Form.field("due", visit["projects.due"], value: sent["due"], kind: .date, isRequired: true))</div>
            \(Form.buttons(visit["projects.decide"]))
            """
        return """
            <details class="panel"\(flag: "open", if: sent["move"] == "decide")><summary>\(visit["projects.decide"])</summary>\
            \(Form.post(visit, to: here, decide))</details>\(holding)
            """
    }
}
