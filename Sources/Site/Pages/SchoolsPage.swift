import Ledger
import Store

/// Schools and areas, as they were brought in.
enum SchoolsPage {
    private static let size = 100

    static func show(_ visit: Visit) throws -> Answer {
        let title = visit["site.schools.title"]
        let page = Pager.page(visit)
        let words = visit.query["q"]
        let area = visit.query.row("area")
        let found = try visit.ledger.schools(words, area: area, page: .page(page, size: size))
        let areas = try visit.ledger.areas().map { (value: "\($0.id)", title: $0.name) }
        let isNarrowed = !words.isEmpty || area != nil
        var list = EmptyState.html(
            visit[isNarrowed ? "site.schools.noneFound" : "site.schools.empty"],
            action: HTML.when(!isNarrowed, importLink(visit, .schools)))
        if found.total > 0 {
            let link = SiteLink(path: .schools, query: visit.query.items.filter { $0.name != "page" })
            list =
                "\(table(visit, found.rows))\(Pager.html(visit, link: link, page: page, size: size, total: found.total))"
        }
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["site.schools.lead", ["count": "\(found.total)"]])",
            actions: importLink(visit, .schools)))
            \(OrganisationTabs.html(visit, at: .schools))
            <form class="filter" action="\(SitePath.schools)">
            \(Form.field("q", visit["site.filter.text"], value: words, kind: .search))
            \(Form.select("area", visit["site.column.area"], [("", visit["site.filter.all"])] + areas, chosen: visit.query["area"]))
            <p class="buttons"><button>\(visit["site.filter.apply"])</button></p></form>
            \(list)
            """
        return .page(Layout.page(visit, title: title, at: .organisation, main: main))
    }

    static func areas(_ visit: Visit) throws -> Answer {
        let title = visit["site.areas.title"]
        let areas = try visit.ledger.areas()
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["site.column.code"]), .init(title: visit["site.column.area"]),
                .init(title: visit["site.schools.title"], isNumeric: true),
            ])
        table.rows = areas.map { area in
            .init(cells: [
                "\(area.code)", "\(area.name)",
                #"<a data-nav href="\#(SitePath.schools.with("area", "\(area.id)"))">\#(area.schoolCount)</a>"#,
            ])
        }
        let list =
            areas.isEmpty ? EmptyState.html(visit["site.areas.empty"], action: importLink(visit, .areas)) : table.html
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["site.areas.lead", ["count": "\(areas.count)"]])",
            actions: importLink(visit, .areas)))
            \(OrganisationTabs.html(visit, at: .areas))
            \(list)
            """
        return .page(Layout.page(visit, title: title, at: .organisation, main: main))
    }

    private static func importLink(_ visit: Visit, _ kind: SitePath.ListKind) -> HTML {
        HTML.when(
            visit.can(.manageOrganisation),
            #"<a class="button main" href="\#(SitePath.listImport(kind))">\#(visit["site.listImport.\(kind.rawValue)"])</a>"#
        )
    }

    private static func table(_ visit: Visit, _ schools: [School]) -> HTML {
        var table = ListTable(
            visit["site.schools.title"],
            columns: ["code", "school", "area", "stages", "ownership", "address"].map {
                .init(title: visit["site.column.\($0)"])
            })
        table.rows = schools.map { school in
            let details = school.details
            let stages = Stage.allCases.filter(details.stages.contains).map { visit["site.stage.\($0.rawValue)"] }
            let closed: HTML =
                details.isActive ? .empty : " " + Mark.html("rejected", "■", visit["site.schools.closed"])
            return .init(cells: [
                "\(details.code)", "\(details.name)\(closed)", "\(school.areaName)", "\(stages.joined(separator: "、"))",
                "\(visit[details.isPublic ? "site.schools.public" : "site.schools.private"])", "\(details.address)",
            ])
        }
        return table.html
    }
}
