import Ledger
import Localisation
import Monitoring
import Store

/// 民心工程: all lists with their lights.
enum ProjectListsPage {
    static func show(_ visit: Visit) throws -> Answer { try page(visit, error: nil) }

    static func create(_ visit: Visit) throws -> Answer {
        do {
            let id = try visit.ledger.createProjectList(
                visit.form["name"], year: Int(visit.form["year"]) ?? 0, by: visit.principal)
            return .redirect(SitePath.projects(.list(id)))
        } catch let error as ProjectError {
            return try page(visit, error: error)
        }
    }

    private static func page(_ visit: Visit, error: (any Error)?) throws -> Answer {
        let title = visit["projects.title"]
        let lists = try visit.ledger.projectLists()
        let rule = try visit.ledger.lightRule()
        let lights: [Light] = [.blue, .green, .yellow, .red, .off]
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["projects.list"], isName: true),
                .init(title: visit["site.column.year"], isNumeric: true),
                .init(title: visit["projects.count"], isNumeric: true),
            ]
                + lights.map {
                    .init(title: "\(LightMark.shape($0)) \(visit["projects.light.\($0.rawValue)"])", isNumeric: true)
                })
        table.rows = lists.map { list in
            let counts = Dictionary(
                grouping: list.projects, by: { rule.judge($0.facts, on: visit.today).light }
            ).mapValues(\.count)
            let link = SitePath.projects(.list(list.id))
            return .init(
                cells: [#"<a data-nav href="\#(link)">\#(list.name)</a>"#, "\(list.year)", "\(list.projects.count)"]
                    + lights.map { light -> HTML in
                        let count = counts[light] ?? 0
                        return count == 0 ? "0" : #"<a href="\#(link.with("light", light.rawValue))">\#(count)</a>"#
                    })
        }
        let fields: HTML = """
            \(Form.field("name", visit["projects.list"], value: visit.form["name"], isRequired: true, limit: 100))
            \(Form.field("year", visit["site.column.year"], value: visit.form.sent("year") ?? "\(visit.today.year)", kind: .number))
            \(Form.buttons(visit["projects.createList"]))
            """
        let form = HTML.when(
            visit.can(.manageProjects),
            """
            <details class="panel"\(flag: "open", if: error != nil)><summary>\(visit["projects.createList"])</summary>\
            \(Form.post(visit, to: .projects(.lists), fields))</details>
            """)
        let content = lists.isEmpty ? EmptyState.html(visit["projects.empty"]) : table.html
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["projects.lead"])", actions: #"<a class="button" href="\#(SitePath.projects(.publicList))">\#(visit["projects.public"])</a>"#))
            \(try Notice.error(visit, error))\(content)\(form)
            """
        return .page(
            Layout.page(visit, title: title, at: .projects, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }
}

/// One list as a table.
enum ProjectListPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { try page(visit, id, error: nil) }

    static func add(_ visit: Visit, _ id: Int64) throws -> Answer {
        do {
            guard let template = ProjectTemplate(rawValue: visit.form["template"]) else { throw SiteError.badChoice }
            guard let completion = Day(visit.form["completion"]) else { throw FieldError.day("completion") }
            let details = ProjectDetails(
                number: Int(visit.form["number"]) ?? 0, name: visit.form["name"], content: visit.form["content"],
                template: template, office: visit.form.row("office"), completion: completion,
                budget: Double(visit.form["budget"].isEmpty ? "0" : visit.form["budget"]) ?? .nan)
            try visit.ledger.addProjects(
                [details], to: id, by: visit.principal)
        } catch let error as any Explained & Error {
            return try page(visit, id, error: error)
        }
        return .redirect(SitePath.projects(.list(id)))
    }

    /// What the pages of a list have in common.
    static func tabs(_ visit: Visit, _ id: Int64, at path: ProjectPath) -> HTML {
        Tabs.html(
            visit["projects.title"],
            [
                (visit["projects.asList"], SiteLink(path: .projects(.list(id))), path == .list(id)),
                (visit["projects.wall"], SiteLink(path: .projects(.wall(id))), path == .wall(id)),
                (visit["projects.meetings"], SiteLink(path: .projects(.meetings(id))), path == .meetings(id)),
            ]
                + (visit.can(.exportLedger)
                    ? [
                        (
                            visit["projects.statements"], SiteLink(path: .projects(.statements(id))),
                            path == .statements(id)
                        )
                    ]
                    : []))
    }

    private static func page(_ visit: Visit, _ id: Int64, error: (any Error)?) throws -> Answer {
        let list = try visit.ledger.projectList(id)
        let rule = try visit.ledger.lightRule()
        let offices = Dictionary(try visit.ledger.offices().map { ($0.id, $0.name) }) { first, _ in first }
        let light = Light(rawValue: visit.query["light"])
        let rows = list.projects.map { ($0, rule.judge($0.facts, on: visit.today)) }
            .filter { light == nil || $0.1.light == light }
        var table = ListTable(
            list.name,
            columns: [
                .init(title: visit["projects.number"], isNumeric: true),
                .init(title: visit["projects.name"], isName: true),
                .init(title: visit["site.column.office"]), .init(title: visit["projects.now"]),
                .init(title: visit["projects.percent"]), .init(title: visit["projects.money"], isNumeric: true),
                .init(title: visit["projects.completion"]), .init(title: visit["work.column.light"]),
            ])
        table.rows = rows.map { project, reason in
            let details = project.details
            return .init(cells: [
                "\(details.number)",
                #"<a data-nav href="\#(SitePath.projects(.project(project.id)))">\#(details.name)</a>"#,
                "\(details.office.flatMap { offices[$0] })",
                "\(project.stages.first { $0.done == nil }?.name.text(in: visit.language) ?? visit["projects.light.blue"])",
                Mark.progress(visit, done: project.percent, of: 100),
                "\(Figure.text(project.paid)) / \(Figure.text(details.budget))",
                #"<span class="day">\#(details.completion.text)</span>"#, ReasonMark.html(visit, reason),
            ])
        }
        let content = rows.isEmpty ? EmptyState.html(visit["projects.noneShown"]) : table.html
        var actions = HTML.when(
            visit.can(.manageProjects),
            #"<a class="button" href="\#(SitePath.projects(.importing(id)))">\#(visit["projects.import"])</a>"#)
        if visit.can(.exportLedger) {
            actions += ProjectFiles.links(visit, ProjectFiles.lists) { .export(id, $0) }
        }
        let main: HTML = """
            \(PageHead.html(list.name, lead: "\(visit["projects.sentence", ["count": "\(list.projects.count)", "done": "\(list.projects.count { $0.stages.allSatisfy { $0.done != nil } })"]])", actions: actions))
            \(try Notice.error(visit, error))\(tabs(visit, id, at: .list(id)))\(content)
            <p class="muted">\(visit["projects.rule", ["days": "\(rule.warningDays)", "issue": "\(LightRule.issueDays)"]])</p>
            \(try HTML.when(visit.can(.manageProjects), form(visit, list, isOpen: error != nil)))
            """
        return .page(
            Layout.page(visit, title: list.name, at: .projects, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }

    private static func form(_ visit: Visit, _ list: ProjectList, isOpen: Bool) throws -> HTML {
        let offices = try visit.ledger.offices().map { (value: "\($0.id)", title: $0.name) }
        let kinds = ProjectTemplate.allCases.map { ($0.rawValue, visit["projects.template.\($0.rawValue)"]) }
        let number = (list.projects.map(\.details.number).max() ?? 0) + 1
        let fields: HTML = """
            <div class="row">\(Form.field("name", visit["projects.name"], value: visit.form["name"], isRequired: true, limit: 200))\
            \(Form.field("number", visit["projects.number"], value: visit.form.sent("number") ?? "\(number)", kind: .number))</div>
            \(Form.area("content", visit["projects.content"], value: visit.form["content"], rows: 2))
            \(Form.select("template", visit["projects.template"], kinds, chosen: visit.form["template"]))
            \(Form.select("office", visit["site.column.office"], [("", visit["site.account.noOffice"])] + offices, chosen: visit.form["office"]))
            <div class="row">\(Form.field("completion", visit["projects.completion"], value: visit.form.sent("completion") ?? "\(list.year)-12-31", kind: .date, hint: visit["projects.completionHint"]))\
            \(Form.field("budget", visit["projects.budget"], value: visit.form["budget"], kind: .number))</div>
            \(Form.buttons(visit["projects.add"]))
            """
        return """
            <details class="panel"\(flag: "open", if: isOpen)><summary>\(visit["projects.add"])</summary>\
            \(Form.post(visit, to: .projects(.list(list.id)), fields))</details>
            """
    }
}

/// A project's light with its reason.
enum ReasonMark {
    static func html(_ visit: Visit, _ reason: ProjectReason) -> HTML {
        """
        <span class="light \(reason.light.rawValue)"><span aria-hidden="true">\(LightMark.shape(reason.light))</span> \
        \(visit["projects.light.\(reason.light.rawValue)"])</span> <span class="muted">\(visit.words(of: reason))</span>
        """
    }
}

/// 挂图作战: projects in rows, months in columns, the stages in between; made to be printed on A3.
enum WallPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer {
        let list = try visit.ledger.projectList(id)
        let rule = try visit.ledger.lightRule()
        let days = list.projects.flatMap { $0.stages.flatMap { [$0.start, $0.end] } }
        let title = "\(list.name) · \(visit["projects.wall"])"
        let head = PageHead.html(list.name, lead: "\(visit["projects.wallLegend"])")
        guard let first = days.min(), let last = days.max() else {
            let main: HTML = """
                \(head)\(ProjectListPage.tabs(visit, id, at: .wall(id)))\(EmptyState.html(visit["projects.noneShown"]))
                """
            return .page(Layout.page(visit, title: title, at: .projects, main: main))
        }
        var months: [Day] = []
        var month = first.startOfMonth
        while month <= last, months.count < 36 {
            months.append(month)
            month = month.nextMonth
        }
        let heads = months.html {
            #"<th scope="col"\#($0 == visit.today.startOfMonth ? " class=\"today\"" : "")>\#($0.monthText)</th>"#
        }
        let rows = list.projects.html { project in
            let reason = rule.judge(project.facts, on: visit.today)
            return """
                <tr><th scope="row"><a href="\(SitePath.projects(.project(project.id)))">\(project.details.number). \(project.details.name)</a> \
                \(ReasonMark.html(visit, reason))</th>\(months.html { cell(visit, project, $0) })</tr>

                """
        }
        let main: HTML = """
            \(head)\(ProjectListPage.tabs(visit, id, at: .wall(id)))
            <div class="wide" tabindex="0" role="region" aria-label="\(title)"><table class="list wall">\
            <caption class="unseen">\(title)</caption><thead><tr><th scope="col">\(visit["projects.name"])</th>\(heads)</tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
        return .page(Layout.page(visit, title: title, at: .projects, main: main))
    }

    /// The stages that end in a month, and a bar where one runs.
    private static func cell(_ visit: Visit, _ project: Project, _ month: Day) -> HTML {
        let end = month.endOfMonth
        let running = project.stages.filter { $0.start <= end && ($0.done ?? $0.end) >= month }
        let ending = project.stages.filter { $0.end >= month && $0.end <= end }
        let words = ending.html { stage -> HTML in
            let (kind, shape) =
                stage.done != nil ? ("done", "✓") : stage.end < visit.today ? ("late", "■") : ("open", "◇")
            return
                #"<span class="stage \#(kind)"><span aria-hidden="true">\#(shape)</span> \#(stage.name.text(in: visit.language))</span> "#
        }
        let kind: HTML = running.isEmpty ? .empty : #" class="running""#
        return "<td\(kind)>\(words)</td>"
    }
}
