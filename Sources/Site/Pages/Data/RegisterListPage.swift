import Catalog
import Registers

/// The rows of a register: filtered, sorted, page by page, as they are or as they stood on a day.
enum RegisterListPage {
    private static let size = 50

    static func show(_ desk: RegisterDesk) throws -> Answer {
        let visit = desk.visit, filter = try RegisterFilter(desk)
        let page = Pager.page(visit)
        let found = try desk.store.rows(
            of: desk.register, filter.query, access: desk.access, limit: size, offset: (page - 1) * size)
        try desk.record(.read, found.rows)
        let link = filter.link(.rows(desk.register.name))
        var lead: HTML = "\(desk.register.intro?.text(desk.language))"
        if let asOf = filter.asOf {
            lead += " \(Mark.html("soon", "▲", visit["data.asOf", ["day": asOf.text]]))"
        }
        let pager = Pager.html(visit, link: link, page: page, size: size, total: found.total)
        let content =
            found.rows.isEmpty ? empty(desk, filter, total: found.total) : "\(try list(desk, filter, found))\(pager)"
        let count = visit["data.count", ["rows": "\(found.total)"]]
        let main: HTML = """
            \(PageHead.html(desk.title, lead: lead, actions: try actions(desk, filter, total: found.total)))
            \(try SavedViews.bar(visit, link, mayKeep: filter.isNarrowed || filter.query.sort != nil))
            \(try RegisterFilterForm.html(filter))
            <p class="muted">\(count)</p>
            \(content)
            """
        return .page(Layout.page(visit, title: desk.title, at: .data, main: main))
    }

    private static func actions(_ desk: RegisterDesk, _ filter: RegisterFilter, total: Int) throws -> HTML {
        let visit = desk.visit, name = desk.register.name
        var actions = HTML.empty
        if desk.mayWrite {
            actions +=
                #"<a class="button main" href="\#(SitePath.data(.new(name)))">\#(visit["data.add"])</a>"#
        }
        if desk.access.may(.export, desk.register), total > 0 {
            let formats = ["xlsx", "csv"].html {
                #"<a class="button" download href="\#(filter.link(.export(name, $0)))">.\#($0)</a>"#
            }
            actions +=
                #"<span class="group"><span class="muted">\#(visit["data.export"])</span> \#(formats)</span>"#
        }
        actions +=
            #"<a class="button" href="\#(SitePath.data(.definition(name)))">\#(visit["data.dictionary.definition"])</a>"#
        return actions
    }

    private static func empty(_ desk: RegisterDesk, _ filter: RegisterFilter, total: Int) -> HTML {
        let visit = desk.visit
        if total > 0 || filter.isNarrowed { return EmptyState.html(visit["data.noneFound"]) }
        let words = visit[desk.mayWrite ? "data.emptyWriter" : "data.emptyReader"]
        return EmptyState.html(
            words,
            action: HTML.when(
                desk.mayWrite,
                #"<a class="button main" href="\#(SitePath.data(.new(desk.register.name)))">\#(visit["data.add"])</a>"#)
        )
    }

    /// The table, in the form that takes the rows that are chosen to be changed together.
    private static func list(_ desk: RegisterDesk, _ filter: RegisterFilter, _ found: RowPage) throws -> HTML {
        let isNow = filter.asOf == nil
        let picks = isNow && found.rows.contains { desk.mayWrite($0) }
        let table = try self.table(desk, filter, found.rows, picks: picks).html
        let wide: HTML =
            #"<div class="wide" tabindex="0" role="region" aria-label="\#(desk.title)">\#(table)</div>"#
        guard picks else { return wide }
        return Form.post(
            desk.visit, to: .data(.bulk(desk.register.name)),
            "\(wide)\(BulkEditPage.chooser(desk, filter, total: found.total))")
    }

    /// - Parameter filter: what the list is ordered by; nil for rows that are listed elsewhere, in an order of their own.
    static func table(
        _ desk: RegisterDesk, _ filter: RegisterFilter?, _ rows: [RegisterRow], picks: Bool
    ) throws -> ListTable {
        let visit = desk.visit, name = desk.register.name
        let fields = desk.register.list.compactMap { name in desk.shownFields.first { $0.name == name } }
        let links = try ValueLinks(desk, rows, fields: fields)
        // What names the row leads to it; where that is another row, which has a page of its own, a column does.
        let namer = fields.first {
            desk.register.label.contains($0.name) && ValueLinks.target(of: $0) == nil
        }
        var columns = fields.map { field -> ListTable.Column in
            let isSorted = filter?.query.sort == field.name, isDescending = filter?.query.isDescending ?? false
            let next = filter?.link(.rows(name)).with("sort", field.name)
                .with("down", isSorted && !isDescending ? "1" : nil)
            return .init(
                title: desk.title(of: field), isNumeric: field.type.isNumber && field.type != .year,
                sort: RegisterFilter.canSort(field) ? next : nil,
                order: isSorted ? (isDescending ? .descending : .ascending) : nil)
        }
        if namer == nil { columns.insert(.init(title: visit["data.row"]), at: 0) }
        if picks { columns.insert(.init(title: visit["data.pick"]), at: 0) }
        var table = ListTable(desk.title, columns: columns)
        table.rows = rows.map { row in
            // A row of the past may be gone: its versions are always there.
            let path = SitePath.data(filter?.asOf == nil ? .row(name, row.id) : .history(name, row.id))
            var cells = fields.map { field -> HTML in
                let cell = links.html(field, row)
                guard field.name == namer?.name else { return cell }
                let name: HTML = cell.isEmpty ? "#\(row.id)" : cell
                return #"<a data-nav href="\#(path)">\#(name)</a>"#
            }
            if namer == nil { cells.insert(#"<a data-nav href="\#(path)">\#(visit["data.open"])</a>"#, at: 0) }
            if picks {
                let label = visit["data.pickRow", ["row": desk.label(of: row)]]
                cells.insert(
                    HTML.when(
                        desk.mayWrite(row),
                        #"<input type="checkbox" name="row" value="\#(row.id):\#(row.since)" aria-label="\#(label)">"#),
                    at: 0)
            }
            return .init(cells: cells)
        }
        return table
    }
}
