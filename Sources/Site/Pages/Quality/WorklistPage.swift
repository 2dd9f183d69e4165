import Catalog
import Quality
import Registers

/// 整改清单: what there is to put right at an organisation and under it, graver things first, each with the way to the
/// form where it is done.
enum WorklistPage {
    /// Rows of each check that are shown at once.
    private static let shown = 3
    /// Checks of one page.
    private static let size = 24

    static func show(_ desk: QualityDesk) throws -> Answer {
        let visit = desk.visit
        let title = visit["quality.worklist.title"]
        guard let node = desk.asked ?? desk.tops.first else {
            return .page(desk.page(title, at: .worklist, EmptyState.html(visit["data.noGrants"])))
        }
        let all = try desk.store.worklist(of: node.id, access: desk.access, limit: shown)
        let register = visit.query["register"], severity = visit.query["severity"]
        let tasks = all.filter {
            (register.isEmpty || $0.check.register == register)
                && (severity.isEmpty || $0.check.severity.rawValue == severity)
        }
        let total = tasks.map(\.count).reduce(0, +)
        let page = Pager.page(visit)
        let paged = Array(tasks.dropFirst((page - 1) * size).prefix(size))
        let rows = try FindingRows(desk, paged.flatMap(\.findings))
        let kept = visit.query.items.filter { ["register", "severity"].contains($0.name) }
        let pages = SiteLink(path: .quality(.worklist), query: kept).with("at", "\(node.id)")
        let export = SiteLink(path: .quality(.worklistExport), query: pages.query)
        let actions = HTML.when(
            !tasks.isEmpty, #"<a class="button" download href="\#(export)">\#(visit["quality.export"])</a>"#)
        let content: HTML =
            if try desk.store.runs(limit: 1).isEmpty {
                EmptyState.html(visit[desk.mayRun ? "quality.neverRun" : "quality.neverRunReader"])
            } else if tasks.isEmpty {
                EmptyState.html(visit[all.isEmpty ? "quality.worklist.clean" : "data.noneFound"])
            } else {
                """
                <div class="columns">\(paged.map { task($0, node, rows) })</div>\
                \(Pager.html(visit, link: pages, page: page, size: size, total: tasks.count))
                """
            }
        return .page(
            desk.page(
                "\(title) · \(node.name)",
                lead: "\(visit["quality.worklist.lead", ["count": "\(total)", "checks": "\(tasks.count)"]])",
                actions: actions, at: .worklist, "\(filter(desk, node, all))\(content)"))
    }

    private static func filter(_ desk: QualityDesk, _ node: OrganisationTree.Node, _ all: [QualityTask]) -> HTML {
        let visit = desk.visit, query = visit.query
        let any = ("", visit["data.filter.all"])
        let names = Set(all.map(\.check.register)).union(query["register"].isEmpty ? [] : [query["register"]])
        let registers = desk.store.catalog.registers.filter { names.contains($0.name) }
            .map { ($0.name, $0.title.text(visit.language)) }
        let severities = IntegrityCheck.Severity.allCases.map { ($0.rawValue, visit["data.severity.\($0.rawValue)"]) }
        let children = desk.tree.children(of: node.id).map(\.id)
        let ids = (desk.tops.map(\.id) + [node.id] + children).reduce(into: [Int64]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        let organisations = ids.map { ("\($0)", desk.name($0)) }
        return """
            <form class="filter" action="\(SitePath.quality(.worklist))">\
            \(HTML.when(organisations.count > 1,
                Form.select("at", visit["data.filter.organisation"], organisations, chosen: "\(node.id)")))\
            \(Form.select("register", visit["data.register"], [any] + registers, chosen: query["register"]))\
            \(Form.select("severity", visit["quality.column.severity"], [any] + severities, chosen: query["severity"]))\
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button></p></form>
            """
    }

    private static func task(_ task: QualityTask, _ node: OrganisationTree.Node, _ rows: FindingRows) -> HTML {
        let desk = rows.desk, visit = desk.visit
        let link = desk.link(.check(task.check.name), at: node.id)
        let lines = task.findings.html { finding -> HTML in
            """
            <li>\(rows.html(finding, task.check))<span class="muted">\(desk.name(finding.organisation))</span>\
            <span class="when day">\(finding.openedOn.text)</span></li>
            """
        }
        let rest = HTML.when(
            task.count > task.findings.count,
            #"<p><a href="\#(link)">\#(visit["quality.worklist.all", ["count": "\(task.count)"]])</a></p>"#)
        return """
            <section class="panel"><h2>\(desk.mark(task.check.severity)) \
            <a href="\(link)">\(task.check.title.text(visit.language))</a> <span class="muted">\(task.count)</span></h2>
            <p class="muted">\(task.check.advice.text(visit.language))</p>
            <ul class="lines due">\(lines)</ul>\(rest)</section>
            """
    }

    /// What is to be put right at the visitor's own organisations, for the home page; nothing for those who look after
    /// all of them, or may change none.
    static func waiting(_ visit: Visit) throws -> HTML {
        let desk = try QualityDesk(visit)
        let mayWrite = desk.store.catalog.registers.contains { desk.access.may(.write, $0) }
        guard !desk.mayRun, mayWrite, (1...3).contains(desk.tops.count) else { return .empty }
        let lists = try desk.tops.map { ($0, try desk.store.worklist(of: $0.id, access: desk.access, limit: 1)) }
        let shown = lists.filter { !$0.1.isEmpty }
        guard !shown.isEmpty else { return .empty }
        let panels = shown.html { node, tasks -> HTML in
            let lines = tasks.prefix(5).html { task -> HTML in
                """
                <li><a href="\(desk.link(.check(task.check.name), at: node.id))">\(task.check.title.text(visit.language))</a>\
                <span class="muted">\(desk.mark(task.check.severity))</span><span class="when">\(task.count)</span></li>
                """
            }
            let total = tasks.map(\.count).reduce(0, +)
            let name: HTML = desk.tops.count > 1 ? " · \(node.name)" : .empty
            return """
                <section class="panel"><h2>\(visit["quality.worklist.title"])\(name)</h2><ul class="lines due">\(lines)</ul>\
                <p><a href="\(desk.link(.worklist, at: node.id))">\(visit["quality.worklist.all", ["count": "\(total)"]])</a></p>\
                </section>
                """
        }
        return panels
    }
}
