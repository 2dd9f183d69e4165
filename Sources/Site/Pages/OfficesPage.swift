import Ledger
import Localisation
import Store

/// The offices, and pairs of names that look like one office.
enum OfficesPage {
    static func show(_ visit: Visit) throws -> Answer { .page(try page(visit, nil)) }

    static func move(_ visit: Visit) throws -> Answer {
        let principal = try visit.principal
        switch visit.form["move"] {
        case "create":
            do {
                let details = OfficeDetails(name: visit.form["name"], kind: try OfficePage.kind(visit))
                let office = try visit.ledger.createOffice(details, by: principal)
                return .redirect(SitePath.office(office.id).with("done", "officeCreated"))
            } catch let error as LedgerError {
                return .page(try page(visit, error), status: ErrorAnswer(error).status)
            }
        case "merge":
            guard let keep = visit.form.row("keep"), let other = visit.form.row("other") else {
                throw SiteError.badChoice
            }
            try visit.ledger.mergeOffice(other, into: keep, by: principal)
            return .redirect(SitePath.offices.with("done", "officeMerged"))
        case "dismiss":
            guard let keep = visit.form.row("keep"), let other = visit.form.row("other") else {
                throw SiteError.badChoice
            }
            try visit.ledger.dismissSuggestion(keep, other, by: principal)
            return .redirect(SitePath.offices.with("done", "officesDiffer"))
        default: throw SiteError.badChoice
        }
    }

    private static func page(_ visit: Visit, _ error: LedgerError?) throws -> HTML {
        let offices = try visit.ledger.offices()
        let mayManage = visit.can(.manageOrganisation)
        let title = visit["site.offices.title"]
        let actions = HTML.when(
            mayManage,
            #"<a class="button" href="\#(SitePath.listImport(.offices))">\#(visit["site.listImport.offices"])</a>"#)
        var list = EmptyState.html(visit["site.offices.empty"])
        if !offices.isEmpty { list = try table(visit, offices) }
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["site.offices.lead", ["count": "\(offices.count)"]])", actions: actions))
            \(OrganisationTabs.html(visit, at: .offices))
            \(try Notice.error(visit, error))
            \(try HTML.when(mayManage, try suggestions(visit)))
            \(list)
            \(HTML.when(mayManage, creation(visit)))
            """
        return Layout.page(visit, title: title, at: .organisation, main: main)
    }

    private static func table(_ visit: Visit, _ offices: [Office]) throws -> HTML {
        let counts = Dictionary(
            try visit.ledger.byOffice().compactMap { rollUp in rollUp.office.map { ($0.id, rollUp) } },
            uniquingKeysWith: { first, _ in first })
        var table = ListTable(
            visit["site.offices.title"],
            columns: [
                .init(title: visit["site.column.office"]), .init(title: visit["site.column.kind"]),
                .init(title: visit["site.column.aliases"]), .init(title: visit["site.rollUp.leads"], isNumeric: true),
                .init(title: visit["site.rollUp.coOwned"], isNumeric: true),
            ])
        table.rows = offices.map { office in
            let fresh: HTML = office.isConfirmed ? .empty : " " + Mark.html("pending", "○", visit["site.offices.fresh"])
            let tasks = SitePath.ledger.with("office", "\(office.id)")
            return .init(cells: [
                #"<a data-nav href="\#(SitePath.office(office.id))">\#(office.name)</a>\#(fresh)"#,
                "\(visit["site.officeKind.\(office.kind.rawValue)"])", "\(office.aliases.joined(separator: "、"))",
                #"<a href="\#(tasks.with("role", "lead"))">\#(counts[office.id]?.leads ?? 0)</a>"#,
                #"<a href="\#(tasks.with("role", "co"))">\#(counts[office.id]?.coOwned ?? 0)</a>"#,
            ])
        }
        return table.html
    }

    private static func suggestions(_ visit: Visit) throws -> HTML {
        let suggestions = try visit.ledger.officeSuggestions()
        guard !suggestions.isEmpty else { return .empty }
        let items = suggestions.html { suggestion in
            let pair = [("keep", "\(suggestion.keep.id)"), ("other", "\(suggestion.alias.id)")]
            let words = visit[
                "site.suggestion.\(suggestion.reason.rawValue)",
                ["alias": suggestion.alias.name, "keep": suggestion.keep.name]]
            return """
                <li><span>\(words)</span> \
                \(Form.button(visit, to: .offices, pair + [("move", "merge")], title: visit["site.offices.same",
                ["name": suggestion.keep.name]]))\
                \(Form.button(visit, to: .offices, pair + [("move", "dismiss")], title: visit["site.offices.different"]))</li>
                """
        }
        return """
            <section class="panel"><h2>▲ \(visit["site.offices.suggestions", ["count": "\(suggestions.count)"]])</h2>
            <ul class="plain lines">\(items)</ul></section>
            """
    }

    private static func creation(_ visit: Visit) -> HTML {
        let fields: HTML = """
            \(Form.hiddenField("move", "create"))
            \(Form.field("name", visit["site.column.office"], isRequired: true, limit: 100))
            \(OfficePage.kindField(visit, .office))
            \(Form.buttons(visit["site.offices.create"]))
            """
        return """
            <details class="panel"><summary>\(visit["site.offices.create"])</summary>
            \(Form.post(visit, to: .offices, fields))</details>
            """
    }
}

/// One office: its names and what can be done with them.
enum OfficePage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { .page(try page(visit, id, nil)) }

    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        let principal = try visit.principal
        var place = SitePath.office(id)
        do {
            switch visit.form["move"] {
            case "change":
                try visit.ledger.changeOffice(id, name: visit.form["name"], kind: try kind(visit), by: principal)
            case "addAlias": try visit.ledger.addAlias(visit.form["alias"], to: id, by: principal)
            case "removeAlias": try visit.ledger.removeAlias(visit.form["alias"], from: id, by: principal)
            case "mergeInto":
                guard let kept = visit.form.row("kept"), kept != id else { throw SiteError.nothingChosen }
                try visit.ledger.mergeOffice(id, into: kept, by: principal)
                place = .office(kept)
            default: throw SiteError.badChoice
            }
        } catch let error as any Explained & Error {
            return .page(try page(visit, id, error), status: ErrorAnswer(error).status)
        }
        return .redirect(place.with("done", "office"))
    }

    /// The kind that the form chose. - Throws: `SiteError.badChoice`.
    static func kind(_ visit: Visit) throws -> Office.Kind {
        guard let kind = Office.Kind(rawValue: visit.form["kind"]) else { throw SiteError.badChoice }
        return kind
    }

    static func kindField(_ visit: Visit, _ chosen: Office.Kind) -> HTML {
        Form.select(
            "kind", visit["site.column.kind"],
            Office.Kind.allCases.map { ($0.rawValue, visit["site.officeKind.\($0.rawValue)"]) }, chosen: chosen.rawValue
        )
    }

    private static func page(_ visit: Visit, _ id: Int64, _ error: (any Explained & Error)?) throws -> HTML {
        let office = try visit.ledger.office(id)
        var details = Details()
        details.add(visit["site.column.kind"], text: visit["site.officeKind.\(office.kind.rawValue)"])
        details.add(visit["site.column.aliases"], text: office.aliases.joined(separator: "、"))
        let tasks = SitePath.ledger.with("office", "\(id)")
        let main: HTML = """
            \(PageHead.html(office.name, actions: #"<a class="button main" href="\#(tasks)">\#(visit["site.office.tasks"])</a>"#))
            \(try Notice.error(visit, error))
            \(details.html)
            \(try lights(visit, id))
            \(try HTML.when(visit.can(.manageOrganisation), try forms(visit, office)))
            """
        return Layout.page(visit, title: office.name, at: .organisation, main: main)
    }

    /// How the tasks stand that the office leads, plan by plan.
    private static func lights(_ visit: Visit, _ id: Int64) throws -> HTML {
        var table = ListTable(
            visit["site.office.lights"],
            columns: [
                .init(title: visit["site.column.plan"], isName: true),
                .init(title: visit["site.rollUp.leads"], isNumeric: true),
            ] + LightColumns.heads(visit))
        for plan in try visit.ledger.plans(states: [.open]) {
            var filter = ViewChoice.tasks(of: plan)
            (filter.office, filter.ownerRole) = (id, .lead)
            let lines = try visit.ledger.workLines(filter, on: visit.today, milestonesOnly: true)
            guard !lines.isEmpty else { continue }
            let link = SitePath.ledger.with("plan", "\(plan.id)").with("office", "\(id)").with("role", "lead")
            table.rows.append(
                .init(
                    cells: [#"<a data-nav href="\#(link)">\#(plan.name)</a>"#, Sentence.figure(lines.count, link)]
                        + LightColumns.cells(PlanLedger.standing(lines, on: visit.today), link)))
        }
        guard !table.rows.isEmpty else { return #"<p class="muted">\#(visit["site.office.noTasks"])</p>"# }
        return """
            <section><h2>\(visit["site.office.lights"])</h2><div class="lights">\(table.html)</div>
            <p class="muted"><a href="\(SitePath.work(.lightRule))">\(visit["work.rule.link"])</a></p></section>
            """
    }

    private static func forms(_ visit: Visit, _ office: Office) throws -> HTML {
        let place = SitePath.office(office.id)
        let change: HTML = """
            \(Form.hiddenField("move", "change"))
            \(Form.field("name", visit["site.column.office"], value: office.name, hint: visit["site.office.renameHint"],
            isRequired: true, limit: 100))
            \(kindField(visit, office.kind))\(Form.buttons(visit["site.save"]))
            """
        let alias: HTML = """
            \(Form.hiddenField("move", "addAlias"))
            \(Form.field("alias", visit["site.office.alias"], isRequired: true, limit: 100))
            \(Form.buttons(visit["site.office.addAlias"]))
            """
        let removals = office.aliases.html { alias in
            Form.button(
                visit, to: place, [("move", "removeAlias"), ("alias", alias)],
                title: visit["site.office.removeAlias", ["name": alias]])
        }
        let others = try visit.ledger.offices().filter { $0.id != office.id }.map {
            (value: "\($0.id)", title: $0.name)
        }
        let merge: HTML = """
            \(Form.hiddenField("move", "mergeInto"))
            \(Form.select("kept", visit["site.office.mergeInto"], [("", visit["site.filter.choose"])] + others, chosen: ""))
            <p class="muted">\(visit["site.office.mergeHint", ["name": office.name]])</p>
            \(Form.buttons(visit["site.office.merge"]))
            """
        return """
            <div class="columns">
            <section class="panel"><h2>\(visit["site.office.change"])</h2>\(Form.post(visit, to: place, change))</section>
            <section class="panel"><h2>\(visit["site.column.aliases"])</h2>\(removals)\(Form.post(visit, to: place, alias))</section>
            <section class="panel"><h2>\(visit["site.office.merge"])</h2>\(Form.post(visit, to: place, merge))</section>
            </div>
            """
    }
}

/// Offices, areas, schools.
enum OrganisationTabs {
    static func html(_ visit: Visit, at path: SitePath) -> HTML {
        Tabs.html(
            visit["site.nav.organisation"],
            [
                (visit["site.offices.title"], SiteLink(path: .offices), path == .offices),
                (visit["site.areas.title"], SiteLink(path: .areas), path == .areas),
                (visit["site.schools.title"], SiteLink(path: .schools), path == .schools),
            ])
    }
}
