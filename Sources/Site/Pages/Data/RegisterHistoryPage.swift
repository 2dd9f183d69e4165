import Catalog
import Registers

/// The versions of a row, latest first: what changed, who changed it, when.
enum RegisterHistoryPage {
    static func show(_ desk: RegisterDesk, _ id: Int64) throws -> Answer {
        let visit = desk.visit
        let versions = try desk.store.history(of: id, in: desk.register, access: desk.access)
        guard let latest = versions.first else { throw RegisterError.noRow(id) }
        try desk.record(.read, versions, row: id)
        let entries = try desk.store.entries(Set(versions.map(\.since) + [latest.until].compactMap { $0 }))
        let names = try visit.accountNames()
        let fields = desk.shownFields
        let links = try ValueLinks(desk, versions, fields: fields)
        let title = visit["data.historyOf", ["row": desk.label(of: latest)]]
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["site.column.time"]), .init(title: visit["site.column.who"]),
                .init(title: visit["site.column.action"]), .init(title: visit["data.whatChanged"], isName: true),
            ])
        func row(_ version: Int64, _ changes: HTML) -> ListTable.Row {
            let entry = entries[version]
            let who = entry.map { names[$0.who] ?? visit["data.system"] } ?? ""
            let action = entry.map { visit["data.action.\($0.action)"] } ?? ""
            return .init(cells: [
                #"<span class="day">\#(entry.map { visit.time($0.at) })</span>"#, "\(who)", "\(action)", changes,
            ])
        }
        if let removed = latest.until { table.rows.append(row(removed, "\(visit["data.removed"])")) }
        for (index, version) in versions.enumerated() {
            let before = index + 1 < versions.count ? versions[index + 1] : nil
            table.rows.append(row(version.since, changes(fields, links, version, before)))
        }
        let back: HTML =
            latest.until == nil
            ? #"<a href="\#(SitePath.data(.row(desk.register.name, id)))">\#(desk.label(of: latest))</a>"#
            : #"<a href="\#(SitePath.data(.rows(desk.register.name)))">\#(desk.title)</a>"#
        return .page(
            Layout.page(
                visit, title: title, at: .data, main: "\(PageHead.html(title, lead: back))\(table.html)"))
    }

    /// The fields that differ from the version before, each with both values.
    private static func changes(
        _ fields: [Field], _ links: ValueLinks, _ version: RegisterRow, _ before: RegisterRow?
    ) -> HTML {
        let lines = fields.filter { version[$0.name] != before?[$0.name] }.html { field -> HTML in
            let new = links.html(field, version)
            let old = before.map { links.html(field, $0) } ?? .empty
            let title = field.title.text(links.language)
            let was: HTML = old.isEmpty ? .empty : "<del>\(old)</del> → "
            return "<li>\(title)：\(was)\(new.isEmpty ? "–" : new)</li>"
        }
        return #"<ul class="plain">\#(lines)</ul>"#
    }
}
