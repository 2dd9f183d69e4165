import Ledger
import Localisation
import Monitoring
import Store

/// What ties projects and tasks of the ledger, on the pages of both.
enum ProjectTasks {
    /// The tasks of a project with their lights; who manages projects finds more by number, key or words.
    static func section(_ visit: Visit, _ project: Project) throws -> HTML {
        let mayManage = visit.can(.manageProjects)
        let tasks = try visit.ledger.tasks(ofProject: project.id, on: visit.today)
        guard mayManage || !tasks.isEmpty else { return .empty }
        let here = SitePath.projects(.project(project.id))
        let lines = tasks.html { task -> HTML in
            let name: HTML =
                task.line.map { Self.line(visit, $0) }
                ?? "\(task.key) \(Mark.html("rejected", "×", visit["projects.taskGone"]))"
            let untie = HTML.when(
                mayManage,
                Form.button(
                    visit, to: here, [("move", "unlink"), ("task", task.key)], title: visit["projects.unlink"],
                    kind: "small"))
            return "<li>\(name) \(untie)</li>"
        }
        let list: HTML =
            tasks.isEmpty ? "<p>\(visit["projects.noTasks"])</p>" : #"<ul class="lines">\#(lines)</ul>"#
        return """
            <section class="panel" id="tasks"><h2>\(visit["projects.tasks"])</h2>\(list)\
            \(try HTML.when(mayManage, search(visit, here, tied: Set(tasks.map(\.key)))))</section>
            """
    }

    private static func search(_ visit: Visit, _ here: SitePath, tied: Set<String>) throws -> HTML {
        let words = visit.isPost ? "" : visit.query["find"]
        let found = try visit.ledger.tasksToLink(words, on: visit.today).filter { !tied.contains($0.key) }
        let lines = found.html { line in
            """
            <li>\(Self.line(visit, line)) \
            \(Form.button(visit, to: here, [("move", "link"), ("task", "\(line.id)")], title: visit["projects.link"], kind: "small"))</li>
            """
        }
        let answer: HTML =
            words.isEmpty
            ? .empty
            : found.isEmpty ? "<p>\(visit["projects.noTaskFound"])</p>" : #"<ul class="lines">\#(lines)</ul>"#
        return """
            <form class="filter" action="\(here)#tasks">
            \(Form.field("find", visit["projects.findTask"], value: words, hint: visit["projects.findTaskHint"], limit: 100))
            <p class="buttons"><button>\(visit["projects.find"])</button></p></form>\(answer)
            """
    }

    private static func line(_ visit: Visit, _ line: WorkLine) -> HTML {
        let due: HTML = line.due.map { #" <span class="day">\#($0.text)</span>"# } ?? .empty
        return """
            \(LightMark.html(visit, line.finding)) <a href="\(SitePath.task(line.id))">\(line.label) \(line.title)</a>\(due)
            """
    }

    /// The projects that a task is fulfilled by, for its page.
    static func projects(_ visit: Visit, _ key: String) throws -> HTML {
        let projects = try visit.ledger.projects(ofTask: key)
        guard !projects.isEmpty else { return .empty }
        let rule = try visit.ledger.lightRule()
        let lines = projects.html { project in
            """
            <li>\(ReasonMark.html(visit, rule.judge(project.facts, on: visit.today))) \
            <a href="\(SitePath.projects(.project(project.id)))">\(project.details.number). \(project.details.name)</a></li>
            """
        }
        return """
            <section class="panel"><h2>\(visit["projects.title"])</h2><ul class="lines">\(lines)</ul></section>
            """
    }
}
