import Catalog
import Hummingbird
import Localisation
import Quality
import Registers

/// A check: what it means, what to do, the rows that it found, by organisation; rows that are right are set aside.
enum CheckPage {
    private static let size = 50

    static func show(_ desk: QualityDesk, _ name: String) throws -> Answer {
        .page(try page(desk, try desk.check(name), .empty))
    }

    static func move(_ desk: QualityDesk, _ name: String) throws -> Answer {
        let visit = desk.visit, check = try desk.check(name)
        let ids = visit.form.rows("finding")
        let back = SitePath.quality(.check(name)).with("at", visit.form["at"].isEmpty ? nil : visit.form["at"])
        do {
            guard !ids.isEmpty else { throw SiteError.nothingChosen }
            switch visit.form["move"] {
            case "aside":
                try desk.store.setAside(ids, reason: visit.form["reason"], access: desk.access, by: visit.principal)
                return .redirect(back.with("done", "findingsAside"))
            case "takeBack":
                try desk.store.takeBack(ids, access: desk.access, by: visit.principal)
                return .redirect(back.with("done", "findingsBack"))
            default: throw SiteError.badChoice
            }
        } catch let error as any Explained & Error {
            let status = ErrorAnswer(error).status
            guard status == .unprocessableContent else { throw error }
            return .page(
                try page(desk, check, Notice.html(.error, "\(visit.words(of: error))"), chosen: Set(ids)),
                status: status)
        }
    }

    private static func page(
        _ desk: QualityDesk, _ check: IntegrityCheck, _ notice: HTML, chosen: Set<Int64> = []
    ) throws -> HTML {
        let visit = desk.visit
        let asked = desk.asked, isAside = visit.query["show"] == "aside"
        let page = Pager.page(visit)
        let found = try desk.store.findings(
            of: check, under: asked?.id, aside: isAside, access: desk.access, limit: size, offset: (page - 1) * size)
        let other = try desk.store.findings(of: check, under: asked?.id, aside: !isAside, access: desk.access, limit: 0)
        let count = try desk.store.checkCounts(under: asked?.id, access: desk.access)[check.name]
        let open = isAside ? other.total : found.total
        let link = desk.link(.check(check.name))
        let tabs = Tabs.html(
            visit["quality.check.rows"],
            [
                ("\(visit["quality.check.open"]) \(open)", link, !isAside),
                (
                    "\(visit["quality.check.aside"]) \(isAside ? found.total : other.total)",
                    link.with("show", "aside"), isAside
                ),
            ])
        let more = HTML.when(
            (count?.found ?? 0) > open && !isAside,
            Notice.html(
                .note, "\(visit["quality.check.more", ["found": "\(count?.found ?? 0)", "kept": "\(open)"]])"))
        let rows =
            found.rows.isEmpty
            ? EmptyState.html(visit[isAside ? "quality.check.noneAside" : "quality.check.noneOpen"])
            : try list(desk, check, found.rows, isAside: isAside, chosen: chosen)
        let pager = Pager.html(
            visit, link: link.with("show", isAside ? "aside" : nil), page: page, size: size, total: found.total)
        let export = SiteLink(path: .quality(.export(check.name)), query: desk.link(.checks).query)
        let actions = HTML.when(
            open > 0, #"<a class="button" download href="\#(export)">\#(visit["quality.export"])</a>"#)
        return desk.page(
            check.title.text(visit.language), lead: "\(check.intro.text(visit.language))", actions: actions,
            at: .checks,
            """
            \(notice)\(details(desk, check, count))\(try organisations(desk, check))
            <section id="rows"><h2>\(visit["quality.check.rows"])\(asked.map { " · \($0.name)" })</h2>\
            \(tabs)\(more)\(rows)\(pager)</section>
            """)
    }

    private static func details(_ desk: QualityDesk, _ check: IntegrityCheck, _ count: CheckCount?) -> HTML {
        let visit = desk.visit
        var details = Details()
        details.add(visit["data.check.advice"], text: check.advice.text(visit.language))
        details.add(visit["quality.column.severity"], desk.mark(check.severity))
        details.add(visit["data.check.dimension"], text: visit["data.dimension.\(check.dimension.rawValue)"])
        details.add(
            visit["data.register"],
            #"<a href="\#(SitePath.data(.rows(check.register)))">\#(desk.title(of: check.register))</a>"#)
        details.add(
            visit["quality.check.counted"],
            text: count.map { visit["quality.check.counts", ["found": "\($0.found)", "seen": "\($0.seen)"]] })
        details.add(
            visit["quality.check.rule"],
            #"<a href="\#(SitePath.data(.check(check.name)))">\#(visit["quality.check.definition"])</a>"#)
        return details.html
    }

    /// Where it was found, most first.
    private static func organisations(_ desk: QualityDesk, _ check: IntegrityCheck) throws -> HTML {
        let visit = desk.visit
        let counts = try desk.store.organisations(of: check, access: desk.access)
        guard counts.count > 1 else { return .empty }
        let sorted = counts.sorted { ($0.value.found, $1.key) > ($1.value.found, $0.key) }
        var table = ListTable(
            visit["quality.check.organisations"],
            columns: [
                .init(title: visit["data.filter.organisation"], isName: true),
                .init(title: visit["quality.column.found"], isNumeric: true),
                .init(title: visit["quality.column.seen"], isNumeric: true),
            ])
        table.rows = sorted.map { id, count in
            let link = desk.link(.check(check.name), at: id)
            return .init(
                cells: [
                    #"<a href="\#(link)">\#(desk.name(id))</a>"#, "\(count.found)",
                    "\(count.seen)",
                ], isCurrent: id == desk.asked?.id)
        }
        let all: HTML =
            desk.asked == nil
            ? .empty : #"<p><a href="\#(SitePath.quality(.check(check.name)))">\#(visit["quality.all"])</a></p>"#
        return """
            <details\(flag: "open", if: counts.count <= 8)><summary>\(visit["quality.check.organisations"]) \(counts.count)</summary>\
            \(all)\(table.html)</details>
            """
    }

    private static func list(
        _ desk: QualityDesk, _ check: IntegrityCheck, _ findings: [QualityFinding], isAside: Bool, chosen: Set<Int64>
    ) throws -> HTML {
        let visit = desk.visit
        let rows = try FindingRows(desk, findings)
        let scope = desk.store.catalog.register(check.register).map { desk.access.scope(.write, $0) }
        func mayWrite(_ finding: QualityFinding) -> Bool { scope?.contains(finding.organisation) ?? false }
        let picks = findings.contains(where: mayWrite)
        let names = isAside ? try visit.accountNames() : [:]
        var columns: [ListTable.Column] = [
            .init(title: desk.title(of: findings[0].register), isName: true),
            .init(title: visit["data.filter.organisation"]), .init(title: visit["quality.column.since"]),
        ]
        if isAside { columns.append(.init(title: visit["quality.column.reason"], isName: true)) }
        if picks { columns.insert(.init(title: visit["data.pick"]), at: 0) }
        var table = ListTable(check.title.text(visit.language), columns: columns)
        table.rows = findings.map { finding in
            var cells: [HTML] = [
                rows.html(finding, check), "\(desk.name(finding.organisation))",
                #"<span class="day">\#(finding.openedOn.text)</span>"#,
            ]
            if isAside {
                cells.append(
                    finding.aside.map { aside -> HTML in
                        """
                        \(aside.reason) <small>\(names[aside.by] ?? visit["data.system"]) \(visit.time(aside.at))</small>
                        """
                    } ?? .empty)
            }
            if picks {
                let label = visit["data.pickRow", ["row": rows.label(finding)]]
                cells.insert(
                    HTML.when(
                        mayWrite(finding),
                        #"<input type="checkbox" name="finding" value="\#(finding.id)" aria-label="\#(label)"\#(flag: "checked", if: chosen.contains(finding.id))>"#
                    ),
                    at: 0)
            }
            return .init(cells: cells)
        }
        guard picks else { return table.html }
        let at = desk.asked.map { Form.hiddenField("at", "\($0.id)") } ?? .empty
        let step: HTML =
            isAside
            ? """
            \(Form.hiddenField("move", "takeBack"))<p class="buttons"><button>\(visit["quality.aside.takeBack"])</button></p>
            """
            : """
            \(Form.hiddenField("move", "aside"))<fieldset class="bulk"><legend>\(visit["quality.aside.title"])</legend>\
            \(Form.field("reason", visit["quality.aside.reason"], hint: visit["quality.aside.hint"], limit: QualityStore.reasonLimit))\
            <p class="buttons"><button>\(visit["quality.aside.do"])</button></p></fieldset>
            """
        return Form.post(visit, to: .quality(.check(check.name)), "\(at)\(table.html)\(step)")
    }
}
