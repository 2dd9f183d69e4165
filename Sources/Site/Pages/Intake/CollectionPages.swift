import Catalog
import Foundation
import Intake
import Localisation
import Monitoring
import Registers

/// A visit as it deals with collection tasks.
struct CollectionVisit {
    let visit: Visit
    let rights: IntakeRights
    let desk: CollectionDesk
    let tree: OrganisationTree

    init(_ visit: Visit) throws {
        self.visit = visit
        rights = try IntakeRights(visit)
        desk = CollectionDesk(
            store: visit.registers, access: rights.access, principal: rights.account.principal,
            files: visit.ledger.store.files)
        tree = try visit.registers.organisations()
    }

    /// The name of an organisation.
    func name(_ organisation: Int64) -> String { tree.nodes[organisation]?.name ?? "#\(organisation)" }

    /// The titles of fields.
    func titles(_ fields: [String], of register: Register) -> String {
        fields.compactMap { register.field($0)?.title.text(visit.language) }.joined(separator: "、")
    }

    /// How far an answer is, late ones marked.
    func mark(_ task: CollectionTask, _ part: CollectionTask.Part) -> HTML {
        let word = visit["collect.state.\(part.state.rawValue)"]
        if task.isLate(part, on: visit.today) {
            let days = visit.today - (Day(task.due) ?? visit.today)
            return "\(Mark.html("late", "■", word)) \(visit["site.due.late", ["days": "\(days)"]])"
        }
        return switch part.state {
        case .open: Mark.html("pending", "○", word)
        case .handedIn: Mark.html("soon", "◔", word)
        case .returned: Mark.html("unsure", "▲", word)
        case .approved: Mark.html("accepted", "✓", word)
        }
    }
}

/// Collection tasks: the list, and one task with all its answers.
enum CollectionPages {
    static func list(_ visit: Visit) throws -> Answer {
        let here = try CollectionVisit(visit)
        let tasks = try visit.registers.collections()
        let title = visit["collect.tasks.title"]
        let own = ownTable(here, tasks, onlyOpen: false)
        let asking = tasks.filter { task in task.parts.contains { here.desk.mayDecide(task, $0.organisation) } }
        let mayAsk = !here.desk.askable().isEmpty
        let actions: HTML = """
            \(HTML.when(mayAsk, #"<a class="button main" href="\#(SitePath.collections(.new))">\#(visit["collect.tasks.new"])</a>"#))\
            <a class="button" href="\(SitePath.collections(.burden))">\(visit["collect.burden.title"])</a>
            """
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["collect.tasks.lead"])", actions: actions))
            \(DataTabs.html(visit, at: .collections(.list)))
            \(HTML.when(!own.isEmpty, "<section><h2>\(visit["collect.tasks.own"])</h2>\(own)</section>"))
            \(HTML.when(!asking.isEmpty, "<section><h2>\(visit["collect.tasks.asked"])</h2>\(asked(here, asking))</section>"))
            \(HTML.when(own.isEmpty && asking.isEmpty, EmptyState.html(
                visit[mayAsk ? "collect.tasks.empty" : "collect.tasks.emptySchool"])))
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    /// What the visitor's organisations are asked for, for the home page; nothing where nobody asks.
    static func waiting(_ visit: Visit) throws -> HTML {
        let tasks = try visit.registers.collections(onlyOpen: true)
        guard !tasks.isEmpty else { return .empty }
        let here = try CollectionVisit(visit)
        let own = ownTable(here, tasks, onlyOpen: true)
        let toDecide = tasks.filter { $0.approver == here.rights.account.id && $0.count(.handedIn) > 0 }
        guard !own.isEmpty || !toDecide.isEmpty else { return .empty }
        let decide: HTML = toDecide.html { task in
            """
            <li><a href="\(SitePath.collections(.one(task.id)))">\(task.title)</a> \
            \(visit["collect.tasks.toDecide", ["count": "\(task.count(.handedIn))"]])</li>
            """
        }
        return """
            <section class="panel"><h2>\(visit["collect.tasks.title"])</h2>\(own)\
            \(HTML.when(!toDecide.isEmpty, "<ul class=\"lines\">\(decide)</ul>"))</section>
            """
    }

    private static func ownTable(_ here: CollectionVisit, _ tasks: [CollectionTask], onlyOpen: Bool) -> HTML {
        let visit = here.visit
        var table = ListTable(
            visit["collect.tasks.own"],
            columns: [
                .init(title: visit["collect.column.task"], isName: true),
                .init(title: visit["collect.column.organisation"]),
                .init(title: visit["collect.column.due"]), .init(title: visit["collect.column.state"]),
            ])
        for task in tasks {
            for part in task.parts where here.desk.mayAnswer(task, part.organisation) {
                // Who decides about an answer is not asked for it.
                guard !here.desk.mayDecide(task, part.organisation) else { continue }
                guard !onlyOpen || part.state == .open || part.state == .returned else { continue }
                let reminded: HTML =
                    part.remindedAt.map {
                        #" <span class="muted">\#(visit["collect.tasks.reminded", ["at": visit.time($0)]])</span>"#
                    }
                    ?? .empty
                table.rows.append(
                    .init(cells: [
                        #"<a href="\#(SitePath.collections(.part(task.id, part.organisation)))">\#(task.title)</a>\#(reminded)"#,
                        "\(here.name(part.organisation))",
                        part.state == .approved ? "\(task.due)" : Mark.due(visit, task.due), here.mark(task, part),
                    ]))
            }
        }
        return table.rows.isEmpty ? .empty : table.html
    }

    private static func asked(_ here: CollectionVisit, _ tasks: [CollectionTask]) -> HTML {
        let visit = here.visit
        var table = ListTable(
            visit["collect.tasks.asked"],
            columns: [
                .init(title: visit["collect.column.task"], isName: true),
                .init(title: visit["collect.column.register"]),
                .init(title: visit["collect.column.due"]), .init(title: visit["collect.column.approved"]),
                .init(title: visit["collect.column.handedIn"], isNumeric: true),
                .init(title: visit["collect.column.late"], isNumeric: true),
            ])
        table.rows = tasks.map { task in
            let link = SitePath.collections(.one(task.id))
            return .init(cells: [
                #"<a data-nav href="\#(link)">\#(task.title)</a>"#,
                "\(visit.registers.catalog.register(task.register)?.title.text(visit.language) ?? task.register)",
                task.closedAt == nil ? Mark.due(visit, task.due) : "\(visit["collect.tasks.closed"])",
                Mark.progress(visit, done: task.count(.approved), of: task.parts.count),
                #"<a href="\#(link.with("state", "handed_in"))">\#(task.count(.handedIn))</a>"#,
                #"<a href="\#(link.with("state", "late"))">\#(task.parts.count { task.isLate($0, on: visit.today) })</a>"#,
            ])
        }
        return table.html
    }

    static func show(_ visit: Visit, _ id: Int64, _ notice: HTML = .empty) throws -> Answer {
        let here = try CollectionVisit(visit)
        let task = try here.desk.task(id)
        let parts = here.desk.parts(task)
        // A school goes straight to its own answer.
        if parts.count == 1, let part = parts.first, !here.desk.mayDecide(task, part.organisation) {
            return .redirect(.collections(.part(id, part.organisation)))
        }
        let register = try visit.registers.register(task.register)
        let main: HTML = """
            \(PageHead.html(task.title, lead: "\(task.purpose)", actions: actions(here, task)))
            \(notice)\(try CollectionPages.details(here, task, register).html)
            \(states(here, task, parts))
            \(answers(here, task, parts))
            """
        return .page(Layout.page(visit, title: task.title, at: .data, main: main))
    }

    /// What a task says of itself.
    static func details(_ here: CollectionVisit, _ task: CollectionTask, _ register: Register) throws -> Details {
        let visit = here.visit
        let names = try Principals(visit)
        var details = Details()
        details.add(visit["collect.column.register"], text: register.title.text(visit.language))
        details.add(visit["collect.column.fields"], text: here.titles(task.fields, of: register))
        details.add(visit["collect.column.due"], Mark.due(visit, task.due))
        details.add(visit["collect.column.approver"], text: names["account:\(task.approver)"])
        details.add(
            visit["collect.column.maker"], text: "\(names[task.maker]) · \(visit.time(task.issuedAt))")
        details.add(visit["collect.tasks.closed"], text: task.closedAt.map(visit.time))
        return details
    }

    private static func actions(_ here: CollectionVisit, _ task: CollectionTask) -> HTML {
        let visit = here.visit
        let path = SitePath.collections(.one(task.id))
        let export: HTML =
            #"<a class="button" download href="\#(SitePath.collections(.export(task.id)))">\#(visit["collect.tasks.export"])</a>"#
        let open = task.parts.filter { $0.state != .approved }
        guard task.closedAt == nil, task.parts.allSatisfy({ here.desk.mayDecide(task, $0.organisation) }) else {
            return export
        }
        let waiting = task.count(.open, .returned)
        let remind = HTML.when(
            waiting > 0,
            Form.button(
                visit, to: path, [("move", "remind")],
                title: visit["collect.tasks.remind", ["count": "\(waiting)"]]))
        return """
            \(remind)\(export)<details class="menu"><summary>\(visit["collect.tasks.close"])</summary>\
            <p>\(visit["collect.tasks.closeRule", ["count": "\(open.count)"]])</p>\
            \(Form.button(visit, to: path, [("move", "close")], title: visit["collect.tasks.closeNow"]))</details>
            """
    }

    private static func states(
        _ here: CollectionVisit, _ task: CollectionTask, _ parts: [CollectionTask.Part]
    ) -> HTML {
        let visit = here.visit
        let path = SitePath.collections(.one(task.id))
        let chosen = visit.query["state"]
        let late = parts.count { task.isLate($0, on: visit.today) }
        var tabs = [(visit["collect.state.all", ["count": "\(parts.count)"]], SiteLink(path: path), chosen.isEmpty)]
        for state in CollectionTask.State.allCases {
            let count = parts.count { $0.state == state }
            tabs.append(
                (
                    "\(visit["collect.state.\(state.rawValue)"]) \(count)", path.with("state", state.rawValue),
                    chosen == state.rawValue
                ))
        }
        tabs.append(("\(visit["collect.column.late"]) \(late)", path.with("state", "late"), chosen == "late"))
        return Tabs.html(visit["collect.column.state"], tabs.map { (title: $0.0, link: $0.1, isCurrent: $0.2) })
    }

    private static func answers(
        _ here: CollectionVisit, _ task: CollectionTask, _ parts: [CollectionTask.Part]
    ) -> HTML {
        let visit = here.visit
        let chosen = visit.query["state"]
        let shown = parts.filter { part in
            chosen.isEmpty || chosen == part.state.rawValue || chosen == "late" && task.isLate(part, on: visit.today)
        }
        guard !shown.isEmpty else { return EmptyState.html(visit["collect.tasks.noneInState"]) }
        var table = ListTable(
            task.title,
            columns: [
                .init(title: visit["collect.column.organisation"], isName: true),
                .init(title: visit["collect.column.state"]),
                .init(title: visit["collect.column.rows"], isNumeric: true),
                .init(title: visit["collect.column.at"]), .init(title: visit["collect.column.remindedAt"]),
            ])
        table.rows = shown.map { part in
            .init(cells: [
                #"<a data-nav href="\#(SitePath.collections(.part(task.id, part.organisation)))">\#(here.name(part.organisation))</a>"#,
                here.mark(task, part), "\(part.state == .open ? "" : "\(part.rows)")",
                "\(part.state == .open ? "" : visit.time(part.changedAt))", "\(part.remindedAt.map(visit.time) ?? "")",
            ])
        }
        return table.html
    }

    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        let here = try CollectionVisit(visit)
        let task = try here.desk.task(id)
        switch visit.form["move"] {
        case "remind": try here.desk.remind(task)
        case "close": try here.desk.close(task)
        default: throw SiteError.badChoice
        }
        return .redirect(.collections(.one(id)))
    }
}
