import Documents
import Foundation
import Ledger
import Localisation
import Monitoring
import Store

/// The monthly statements of a list: frozen, published, withdrawn.
enum StatementsPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { try page(visit, id, error: nil) }

    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        do {
            switch visit.form["move"] {
            case "freeze":
                try visit.ledger.freezeStatement(of: id, month: visit.form["month"], by: visit.principal)
            case "publish": try visit.ledger.publishStatement(visit.form.row("statement") ?? 0, by: visit.principal)
            case "withdraw":
                try visit.ledger.withdrawStatement(
                    visit.form.row("statement") ?? 0, reason: visit.form["reason"], by: visit.principal)
            default: throw SiteError.badChoice
            }
        } catch let error as ProjectError {
            return try page(visit, id, error: error)
        }
        return .redirect(SitePath.projects(.statements(id)).with("done", "project"))
    }

    private static func page(_ visit: Visit, _ id: Int64, error: (any Error)?) throws -> Answer {
        let list = try visit.ledger.projectList(id)
        let statements = try visit.ledger.statements(of: id)
        let here = SitePath.projects(.statements(id))
        let mayManage = visit.can(.manageProjects)
        var table = ListTable(
            visit["projects.statements"],
            columns: [
                .init(title: visit["projects.month"], isName: true),
                .init(title: visit["projects.version"], isNumeric: true),
                .init(title: visit["projects.frozen"]), .init(title: visit["site.column.state"]),
                .init(title: "SHA-256"), .init(title: visit["projects.export"]),
                .init(title: visit["work.column.next"]),
            ])
        table.rows = statements.map { statement in
            let state: HTML =
                if let reason = statement.withdrawn {
                    Mark.html("rejected", "×", visit["projects.withdrawn"]) + " \(reason)"
                } else if let at = statement.publishedAt {
                    Mark.html("accepted", "✓", "\(visit["projects.published"]) \(visit.time(at))")
                } else {
                    Mark.html("pending", "◔", visit["projects.frozenOnly"])
                }
            var next = HTML.empty
            if mayManage, statement.publishedAt == nil {
                next = Form.button(
                    visit, to: here, [("move", "publish"), ("statement", "\(statement.id)")],
                    title: visit["projects.publish"])
            } else if mayManage, statement.isPublic {
                next = Form.post(
                    visit, to: here, name: "inline",
                    """
                    \(Form.hiddenField("move", "withdraw"))\(Form.hiddenField("statement", "\(statement.id)"))\
                    <label class="unseen" for="w-\(statement.id)">\(visit["projects.reason"])</label>\
                    <input id="w-\(statement.id)" name="reason" required placeholder="\(visit["projects.reason"])"> \
                    <button class="small">\(visit["projects.withdraw"])</button>
                    """)
            }
            let name: HTML =
                statement.isPublic
                ? #"<a data-nav href="\#(SitePath.projects(.publicStatement(statement.id)))">\#(statement.month)</a>"#
                : "\(statement.month)"
            return .init(cells: [
                name, "\(statement.version)", #"<span class="day">\#(visit.time(statement.frozenAt))</span>"#, state,
                #"<code class="hash">\#(statement.digest.prefix(16))</code>"#,
                ProjectFiles.links(visit, ProjectFiles.statements) { .statementFile(statement.id, $0) }, next,
            ])
        }
        let body = try visit.ledger.statementBody(of: id, on: visit.today)
        let months = [visit.today, visit.today.startOfMonth + -1].map { ($0.monthText, $0.monthText) }
        let freeze = HTML.when(
            mayManage && !body.projects.isEmpty,
            """
            <section class="panel"><h2>\(visit["projects.freeze"])</h2><p>\(visit["projects.freezeNote", ["count": "\(body.projects.count)"]])</p>
            \(PublicProjectsPage.table(visit, body))
            \(Form.post(visit, to: here, """
                \(Form.hiddenField("move", "freeze"))\(Form.select("month", visit["projects.month"], months, chosen: months[0].0))\
                \(Form.buttons(visit["projects.freeze"]))
                """))</section>
            """)
        let content = statements.isEmpty ? EmptyState.html(visit["projects.noStatements"]) : table.html
        let main: HTML = """
            \(PageHead.html(list.name, lead: "\(visit["projects.statementsLead"])"))\(try Notice.error(visit, error))
            \(ProjectListPage.tabs(visit, id, at: .statements(id)))\(content)\(freeze)
            """
        return .page(
            Layout.page(visit, title: "\(list.name) · \(visit["projects.statements"])", at: .projects, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }
}

/// What everybody may read without signing in: published statements, as they were frozen.
enum PublicProjectsPage {
    static func list(_ visit: Visit) throws -> Answer {
        let statements = try visit.ledger.publicStatements()
        let title = visit["projects.public"]
        let lines = statements.html { statement in
            """
            <li><a href="\(SitePath.projects(.publicStatement(statement.id)))">\(statement.body.name) · \(statement.month)</a> \
            <span class="muted">\(statement.publishedAt.map(visit.time))</span></li>
            """
        }
        let content: HTML =
            statements.isEmpty ? EmptyState.html(visit["projects.publicNone"]) : #"<ul class="lines">\#(lines)</ul>"#
        return answer(visit, title, "\(PageHead.html(title))\(content)")
    }

    /// A statement that everybody may read; one that is not published is not there. - Throws: `SiteError.notFound`.
    static func published(_ visit: Visit, _ id: Int64) throws -> ProjectStatement {
        guard let statement = try? visit.ledger.statement(id), statement.isPublic else { throw SiteError.notFound }
        return statement
    }

    static func statement(_ visit: Visit, _ id: Int64) throws -> Answer {
        let statement = try published(visit, id)
        let title = "\(statement.body.name) · \(statement.month)"
        let done = statement.body.projects.count { $0.light == .blue }
        let lead = visit[
            "projects.publicLead",
            [
                "day": statement.body.day.prose(visit.language), "count": "\(statement.body.projects.count)",
                "done": "\(done)",
            ]]
        let correction = HTML.when(
            try visit.ledger.statements(of: statement.list).contains {
                $0.month == statement.month && $0.version < statement.version && $0.publishedAt != nil
            },
            Notice.html(.note, "\(visit["projects.corrected", ["version": "\(statement.version)"]])"))
        let main: HTML = """
            \(PageHead.html(title, lead: "\(lead)"))\(correction)\(table(visit, statement.body))
            <p>\(ProjectFiles.links(visit, ProjectFiles.statements) { .publicFile(id, $0) })</p>
            <p class="muted">\(visit["projects.publicNote"]) <code class="hash">\(statement.digest)</code> · \
            <a href="\(SitePath.projects(.publicList))">\(visit["projects.publicAll"])</a></p>
            """
        return answer(visit, title, main)
    }

    static func table(_ visit: Visit, _ body: StatementBody) -> HTML {
        var table = ListTable(
            body.name,
            columns: [
                .init(title: visit["projects.number"], isNumeric: true),
                .init(title: visit["projects.name"], isName: true),
                .init(title: visit["site.column.office"]), .init(title: visit["projects.completion"]),
                .init(title: visit["projects.now"]), .init(title: visit["projects.percent"], isNumeric: true),
                .init(title: visit["work.column.light"]),
            ])
        table.rows = body.projects.map { line in
            .init(cells: [
                "\(line.number)",
                "\(line.name)\(line.content.isEmpty ? .empty : "<br><span class=\"muted\">\(line.content)</span>")",
                "\(line.office)", #"<span class="day">\#(line.completion.text)</span>"#,
                "\(line.stage.isEmpty ? visit["projects.light.blue"] : StageName(line.stage).text(in: visit.language))",
                "\(line.percent)%",
                """
                <span class="light \(line.light.rawValue)"><span aria-hidden="true">\(LightMark.shape(line.light))</span> \
                \(visit["projects.light.\(line.light.rawValue)"])</span>
                """,
            ])
        }
        return table.html
    }

    /// The page for everybody is the same for all: no name, no navigation, even where somebody is signed in.
    private static func answer(_ visit: Visit, _ title: String, _ main: HTML) -> Answer {
        var visit = visit
        visit.session = nil
        return .page(Layout.page(visit, title: title, at: .none, main: main))
    }
}
