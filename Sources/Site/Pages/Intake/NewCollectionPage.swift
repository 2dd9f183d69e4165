import Catalog
import Foundation
import Hummingbird
import Intake
import Localisation
import Monitoring
import Registers

/// Making a collection task: which register, which fields, whom, until when; then what it costs those who are asked.
enum NewCollectionPage {
    static func show(_ visit: Visit) throws -> Answer {
        let here = try CollectionVisit(visit)
        guard visit.query.isOn("register") else { return try choose(here) }
        return .page(try form(here, try register(here, visit.query["register"]), .empty))
    }

    /// Checks what was filled in and shows what it costs; then issues it.
    static func issue(_ visit: Visit) throws -> Answer {
        let here = try CollectionVisit(visit)
        let register = try register(here, visit.form["register"])
        do {
            guard let due = Day(visit.form["due"]) else { throw CollectionError.dueOver }
            let new = NewCollection(
                register: register.name, title: visit.form["title"], purpose: visit.form["purpose"],
                fields: visit.form.all("field"), due: due, approver: visit.form.row("approver") ?? 0,
                organisations: visit.form.rows("organisation"))
            guard let account = try visit.ledger.store.accounts.all().first(where: { $0.id == new.approver }) else {
                throw CollectionError.noApprover
            }
            let approver = try visit.registers.access(of: account)
            if visit.form["move"] == "issue" {
                let id = try here.desk.issue(new, approver: approver, language: visit.language)
                return .redirect(.collections(.one(id)))
            }
            let checked = try here.desk.check(new, approver: approver, language: visit.language)
            return .page(try confirm(here, register, checked.task, checked.expected))
        } catch let error as any Explained & Error {
            return .page(
                try form(here, register, Notice.html(.error, "\(visit.words(of: error))")),
                status: ErrorAnswer(error).status)
        }
    }

    private static func register(_ here: CollectionVisit, _ name: String) throws -> Register {
        guard let register = here.desk.askable().first(where: { $0.name == name }) else {
            throw RegisterError.noRegister(String(name.prefix(40)))
        }
        return register
    }

    private static func choose(_ here: CollectionVisit) throws -> Answer {
        let visit = here.visit
        let title = visit["collect.tasks.new"]
        let items = here.desk.askable().html { register in
            """
            <li><a href="\(SitePath.collections(.new).with("register", register.name))">\
            \(register.title.text(visit.language))</a> \
            <span class="muted">\(register.intro?.text(visit.language) ?? "")</span></li>
            """
        }
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["collect.new.choose"])"))
            \(items.isEmpty ? EmptyState.html(visit["collect.new.none"]) : "<ul class=\"lines\">\(items)</ul>")
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    private static func form(_ here: CollectionVisit, _ register: Register, _ notice: HTML) throws -> HTML {
        let visit = here.visit
        let words = register.title.text(visit.language)
        let title = visit["collect.new.title", ["register": words]]
        let fields: HTML = """
            \(Form.hiddenField("register", register.name))\
            \(Form.field("title", visit["collect.new.name"], value: visit.form["title"], isRequired: true, limit: CollectionDesk.titleLimit))
            \(Form.area("purpose", visit["collect.new.purpose"], value: visit.form["purpose"], rows: 3, hint: visit["collect.new.purposeHint"]))
            \(Form.field("due", visit["collect.column.due"], value: visit.form["due"], kind: .date, isRequired: true))
            \(Form.select("approver", visit["collect.column.approver"], try approvers(here, register),
                chosen: visit.form.isOn("approver") ? visit.form["approver"] : "\(here.rights.account.id)"))
            \(try fieldChoice(here, register))
            \(try organisationChoice(here, register))
            \(Form.buttons(visit["collect.new.check"], cancel: (visit["site.cancel"], SiteLink(path: .collections(.list)))))
            """
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["collect.new.lead"])"))\(notice)
            \(Form.post(visit, to: .collections(.new), draft: "collection-new-\(register.name)", name: "panel", fields))
            """
        return Layout.page(visit, title: title, at: .data, main: main)
    }

    /// Accounts that may approve rows of the register somewhere.
    private static func approvers(
        _ here: CollectionVisit, _ register: Register
    ) throws -> [(value: String, title: String)] {
        try here.visit.ledger.store.accounts.all().filter { account in
            try !account.isDisabled && here.visit.registers.access(of: account).may(.approve, register)
        }.map { ("\($0.id)", $0.displayName) }
    }

    /// Each field, or why it is not asked for: 一数一源.
    private static func fieldChoice(_ here: CollectionVisit, _ register: Register) throws -> HTML {
        let visit = here.visit
        let chosen = Set(visit.form.all("field"))
        let all = Set(try here.desk.organisations(register).map(\.id))
        let boxes = try here.desk.verdicts(register, all).html { field, verdict in
            let title = field.title.text(visit.language)
            let words: String
            switch verdict {
            case .free: words = ""
            case .lacking(let count, let total):
                words = visit["collect.verdict.lacking", ["count": "\(count)", "total": "\(total)"]]
            case .key: words = visit["collect.verdict.key"]
            case .file: words = visit["registers.expected.noTable"]
            case .held(let rows): words = visit["collect.verdict.held", ["rows": "\(rows)"]]
            case .elsewhere(let name, _):
                let other = visit.registers.catalog.register(name)?.title.text(visit.language) ?? name
                words = visit["collect.verdict.elsewhere", ["register": other]]
            }
            let note: HTML = words.isEmpty ? .empty : #" <span class="muted">\#(words)</span>"#
            guard verdict.isAskable else {
                return #"<p class="check off"><span aria-hidden="true">–</span> \#(title)\#(note)</p>"#
            }
            return "<p>\(Form.check("field", title, value: field.name, isOn: chosen.contains(field.name)))\(note)</p>"
        }
        return """
            <fieldset><legend>\(visit["collect.column.fields"])</legend>
            <p class="muted">\(visit["collect.new.sourceRule"])</p>\(boxes)</fieldset>
            """
    }

    /// The organisations by area.
    private static func organisationChoice(_ here: CollectionVisit, _ register: Register) throws -> HTML {
        let visit = here.visit
        let organisations = try here.desk.organisations(register)
        let chosen = Set(visit.form.rows("organisation"))
        let isFresh = !visit.isPost
        let areas = Dictionary(grouping: organisations) { here.tree.ancestor(of: $0.id, at: .area) ?? 0 }
        let groups = areas.sorted { $0.key < $1.key }.html { area, nodes in
            let boxes = nodes.html {
                Form.check("organisation", $0.name, value: "\($0.id)", isOn: isFresh || chosen.contains($0.id))
            }
            let name = area == 0 ? visit["collect.new.noArea"] : here.name(area)
            return """
                <details open><summary>\(name) · \(visit["collect.new.count", ["count": "\(nodes.count)"]])</summary>\
                <div class="checks">\(boxes)</div></details>
                """
        }
        return """
            <fieldset><legend>\(visit["collect.column.organisations"])</legend>
            <p class="muted">\(visit["collect.new.organisationsHint"])</p>\(groups)</fieldset>
            """
    }

    /// What the task costs those who are asked, before it is issued.
    private static func confirm(
        _ here: CollectionVisit, _ register: Register, _ new: NewCollection, _ expected: [Int64: Int]
    ) throws -> HTML {
        let visit = here.visit
        let title = visit["collect.new.confirm"]
        let before = Burden.byOrganisation(
            try visit.registers.collections(), in: SchoolTerm(of: visit.today))
        var total = Burden(), most: (organisation: Int64, before: Burden, after: Burden)?
        for organisation in new.organisations {
            var own = Burden()
            own.add(fields: new.fields.count, rows: expected[organisation] ?? 0)
            total.add(own)
            let was = before[organisation] ?? Burden()
            own.add(was)
            if own.hours > (most?.after.hours ?? 0) { most = (organisation, was, own) }
        }
        var details = Details()
        details.add(visit["collect.new.name"], text: new.title)
        details.add(visit["collect.column.fields"], text: here.titles(new.fields, of: register))
        details.add(visit["collect.column.due"], Mark.due(visit, new.due.text))
        details.add(visit["collect.column.organisations"], "\(new.organisations.count)")
        details.add(visit["collect.burden.hours"], "\(BurdenPage.hours(total))")
        let warning: HTML =
            most.map { most in
                let words = visit[
                    "collect.new.warning",
                    [
                        "school": here.name(most.organisation), "forms": "\(most.before.forms)",
                        "before": BurdenPage.hours(most.before), "after": BurdenPage.hours(most.after),
                    ]]
                return Notice.html(.note, "\(words)")
            } ?? .empty
        var values: [(String, String)] = [
            ("move", "issue"), ("register", new.register), ("title", new.title), ("purpose", new.purpose),
            ("due", new.due.text), ("approver", "\(new.approver)"),
        ]
        values += new.fields.map { ("field", $0) } + new.organisations.map { ("organisation", "\($0)") }
        let back = SitePath.collections(.new).with("register", new.register)
        let main: HTML = """
            \(PageHead.html(title))\(details.html)\(warning)<p class="muted">\(visit["collect.burden.rule"])</p>
            <div class="actions">\(Form.button(
                visit, to: .collections(.new), values,
                title: visit["collect.new.issue", ["count": "\(new.organisations.count)"]], kind: "main"))\
            <a class="button" href="\(back)">\(visit["collect.new.change"])</a></div>
            """
        return Layout.page(visit, title: title, at: .data, main: main)
    }
}
