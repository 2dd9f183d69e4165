import Foundation
import Ledger
import Localisation
import Monitoring
import Store

/// One project: schedule, reports with files, issues, and the forms of those who answer for it.
enum ProjectPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { try page(visit, id, error: nil) }

    static func file(_ visit: Visit, _ id: Int64) throws -> Answer {
        let file = try visit.ledger.projectFile(id)
        return .file(try visit.ledger.store.files.data(file.digest), name: file.name, type: file.type)
    }

    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        let project = try visit.ledger.project(id)
        guard mayReport(visit, project) else { throw SiteError.forbidden }
        let form = visit.form
        do {
            switch form["move"] {
            case "report":
                let percent = form["percent"].isEmpty ? nil : Int(form["percent"]) ?? -1
                let paid = form["paid"].isEmpty ? nil : Double(form["paid"]) ?? .nan
                try visit.ledger.reportProject(
                    id, text: form["text"], percent: percent, paid: paid, files: try EvidenceFiles.keep(visit),
                    once: form.sent("once"), by: visit.principal)
            case "stage":
                try visit.ledger.finishStage(Int(form["stage"]) ?? -1, of: id, by: visit.principal)
            case "issue":
                try visit.ledger.raiseIssue(form["issue-text"], of: id, once: form.sent("once"), by: visit.principal)
            case "resolve":
                try visit.ledger.resolveIssue(form.row("issue") ?? 0, of: id, text: form["text"], by: visit.principal)
            case "link":
                try visit.require(.manageProjects)
                try visit.ledger.linkTask(form.row("task") ?? 0, toProject: id, by: visit.principal)
            case "unlink":
                try visit.require(.manageProjects)
                try visit.ledger.unlinkTask(form["task"], fromProject: id, by: visit.principal)
            case "reschedule":
                try visit.require(.manageProjects)
                try visit.ledger.reschedule(
                    id, open: try openStages(form), done: Int(form["done"]) ?? -1, reason: form["reason"],
                    by: visit.principal)
            default: throw SiteError.badChoice
            }
        } catch let error as SiteError {
            throw error
        } catch let error as any Explained & Error {
            return try page(visit, id, error: error)
        }
        return .redirect(SitePath.projects(.project(id)).with("done", "project"))
    }

    private static func mayReport(_ visit: Visit, _ project: Project) -> Bool {
        visit.can(.manageProjects) || visit.can(.reportProject, office: project.details.office)
    }

    private static func page(_ visit: Visit, _ id: Int64, error: (any Error)?) throws -> Answer {
        let project = try visit.ledger.project(id)
        let list = try visit.ledger.projectList(project.list)
        let rule = try visit.ledger.lightRule()
        let may = mayReport(visit, project)
        var details = Details()
        details.add(visit["work.column.light"], ReasonMark.html(visit, rule.judge(project.facts, on: visit.today)))
        details.add(visit["projects.content"], text: project.details.content.isEmpty ? nil : project.details.content)
        details.add(visit["projects.completion"], Mark.due(visit, project.details.completion.text))
        details.add(visit["projects.percent"], Mark.progress(visit, done: project.percent, of: 100))
        details.add(
            visit["projects.money"], text: "\(Figure.text(project.paid)) / \(Figure.text(project.details.budget))")
        let main: HTML = """
            \(PageHead.html("\(project.details.number). \(project.details.name)", lead: #"<a href="\#(SitePath.projects(.list(list.id)))">\#(list.name)</a>"#))
            \(try Notice.error(visit, error))\(details.html)
            \(schedule(visit, project, may))
            \(HTML.when(may, reportForm(visit, project)))
            \(issues(visit, project, may))
            \(try MeetingsPage.section(visit, project))
            \(try ProjectTasks.section(visit, project))
            \(try events(visit, project))
            \(HTML.when(visit.can(.manageProjects), rescheduleForm(visit, project)))
            """
        return .page(
            Layout.page(visit, title: project.details.name, at: .projects, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }

    private static func schedule(_ visit: Visit, _ project: Project, _ may: Bool) -> HTML {
        let next = project.stages.firstIndex { $0.done == nil }
        var table = ListTable(
            visit["projects.schedule"],
            columns: [
                .init(title: visit["projects.stage"], isName: true), .init(title: visit["projects.latestStart"]),
                .init(title: visit["projects.latestEnd"]), .init(title: visit["projects.done"]),
            ])
        table.rows = project.stages.enumerated().map { index, stage in
            let done: HTML =
                if let day = stage.done {
                    Mark.html("accepted", "✓", day.text)
                } else if may, index == next {
                    Form.button(
                        visit, to: .projects(.project(project.id)), [("move", "stage"), ("stage", "\(index)")],
                        title: visit["projects.finish"], kind: "small")
                } else {
                    .empty
                }
            return .init(cells: [
                "\(stage.name.text(in: visit.language))", #"<span class="day">\#(stage.start.text)</span>"#,
                stage.done == nil ? Mark.due(visit, stage.end.text) : #"<span class="day">\#(stage.end.text)</span>"#,
                done,
            ])
        }
        let late = BackSchedule.late(project.stages, on: visit.today)
        let note = HTML.when(
            late > 0 && project.stages.first?.done == nil,
            Notice.html(.note, "\(visit["projects.late", ["days": "\(late)"]])"))
        return #"<section><h2>\#(visit["projects.schedule"])</h2>\#(note)\#(table.html)</section>"#
    }

    private static func reportForm(_ visit: Visit, _ project: Project) -> HTML {
        let fields: HTML = """
            \(Form.hiddenField("move", "report"))\(TaskMoveForm.once)
            \(Form.area("text", visit["work.field.text"], value: visit.form["move"] == "report" ? visit.form["text"] : "", rows: 3))
            <div class="row">\(Form.field("percent", visit["work.field.percent"], value: "\(project.percent)", kind: .number))\
            \(Form.field("paid", visit["projects.paid"], value: Figure.text(project.paid), kind: .number))</div>
            <p class="field"><label for="f-files">\(visit["work.field.files"])</label>\
            <input id="f-files" name="files" type="file" multiple accept="\(EvidenceFiles.accepted)">\
            <small>\(visit["work.hint.files"])</small></p>
            \(Form.buttons(visit["work.move.report"]))
            """
        return """
            <section class="panel"><h2>\(visit["work.move.report"])</h2>\
            \(Form.post(visit, to: .projects(.project(project.id)), hasFiles: true, draft: "project-\(project.id)", fields))</section>
            """
    }

    private static func issues(_ visit: Visit, _ project: Project, _ may: Bool) -> HTML {
        let here = SitePath.projects(.project(project.id))
        let lines = project.issues.reversed().html { issue in
            let state: HTML =
                if let day = issue.resolved {
                    Mark.html("accepted", "✓", visit["projects.resolved", ["day": day.text]])
                } else if may {
                    Form.post(
                        visit, to: here, name: "inline",
                        """
                        \(Form.hiddenField("move", "resolve"))\(Form.hiddenField("issue", "\(issue.id)"))\
                        <label class="unseen" for="r-\(issue.id)">\(visit["projects.howResolved"])</label>\
                        <input id="r-\(issue.id)" name="text" required placeholder="\(visit["projects.howResolved"])"> \
                        <button class="small">\(visit["projects.resolve"])</button>
                        """)
                } else {
                    Mark.html("soon", "▲", visit["projects.openIssue"])
                }
            return #"<li><span class="day">\#(issue.raised.text)</span> \#(issue.text) \#(state)</li>"#
        }
        let raise = HTML.when(
            may,
            Form.post(
                visit, to: here,
                """
                \(Form.hiddenField("move", "issue"))\(TaskMoveForm.once)\(Form.field("issue-text", visit["projects.issue"], hint: visit["projects.issueHint"], isRequired: true, limit: 500))\
                \(Form.buttons(visit["projects.raise"]))
                """))
        guard may || !project.issues.isEmpty else { return .empty }
        return
            #"<section class="panel"><h2>\#(visit["projects.issues"])</h2><ul class="lines">\#(lines)</ul>\#(raise)</section>"#
    }

    private static func events(_ visit: Visit, _ project: Project) throws -> HTML {
        let events = try visit.ledger.events(ofProject: project.id)
        guard !events.isEmpty else { return .empty }
        let lines = events.html { event in
            let files = event.files.html { file -> HTML in
                visit.can(.exportLedger)
                    ? #" <a download href="\#(SitePath.projects(.file(file.id)))">\#(file.name)</a>"# : " \(file.name)"
            }
            let percent = event.percent.map { " · \($0)%" } ?? ""
            return """
                <li><p><strong>\(visit["projects.event.\(event.kind)"])</strong> <span class="muted">\(event.day.text) · \
                \(event.byName ?? visit["site.history.programme"])\(percent)</span></p><p class="said">\(event.kind == "stage" ? StageName(event.text).text(in: visit.language) : event.text)</p>\
                \(HTML.when(!event.files.isEmpty, "<p class=\"files\">\(files)</p>"))</li>
                """
        }
        return #"<section><h2>\#(visit["work.events"])</h2><ol class="events">\#(lines)</ol></section>"#
    }

    /// The rows of the form that have a name. - Throws: `FieldError.day`.
    private static func openStages(_ form: FormValues) throws -> [BackSchedule.Stage] {
        let starts = form.column("start"), ends = form.column("end")
        return try form.column("name").enumerated().compactMap { index, name in
            let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
            guard !name.isEmpty else { return nil }
            guard starts.indices.contains(index), let start = Day(starts[index]) else { throw FieldError.day("start") }
            guard ends.indices.contains(index), let end = Day(ends[index]) else { throw FieldError.day("end") }
            return BackSchedule.Stage(name: StageName(name), start: start, end: end)
        }
    }

    /// The open stages, and an empty row for one more.
    private static func rescheduleForm(_ visit: Visit, _ project: Project) -> HTML {
        let open = project.stages.filter { $0.done == nil }
        let rows = (open.map(Optional.some) + [nil]).enumerated().html { index, stage in
            let name = stage.map { $0.name.text(in: visit.language) } ?? ""
            return """
                <div class="row"><p class="field"><label for="n-\(index)">\(visit["projects.stage"])</label>\
                <input id="n-\(index)" name="name" maxlength="50" value="\(name)"></p>\
                <p class="field"><label for="s-\(index)">\(visit["projects.latestStart"])</label>\
                <input id="s-\(index)" type="date" name="start" value="\(stage?.start.text)"></p>\
                <p class="field"><label for="e-\(index)">\(visit["projects.latestEnd"])</label>\
                <input id="e-\(index)" type="date" name="end" value="\(stage?.end.text)"></p></div>
                """
        }
        let fields: HTML = """
            \(Form.hiddenField("move", "reschedule"))\(Form.hiddenField("done", "\(project.stages.count - open.count)"))
            <p>\(visit["projects.rescheduleNote"])</p>\(rows)
            \(Form.field("reason", visit["projects.reason"], isRequired: true, limit: 500))\(Form.buttons(visit["projects.reschedule"]))
            """
        return """
            <details class="panel"><summary>\(visit["projects.reschedule"])</summary>\
            \(Form.post(visit, to: .projects(.project(project.id)), fields))</details>
            """
    }
}
