import Catalog
import Registers

/// A code list: its codes, the standard that it is from, the fields that use it.
enum CodesPage {
    static func show(_ visit: Visit, _ name: String) throws -> Answer {
        let catalog = visit.registers.catalog
        guard let list = catalog.codeLists[name] else { throw SiteError.notFound }
        let title = list.title.text(visit.language)
        let attributes = Set(list.codes.flatMap(\.attributes.keys)).sorted()
        let hasParents = list.codes.contains { !$0.parent.isEmpty }
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["data.codes.code"]), .init(title: visit["data.codes.chinese"], isName: true),
                .init(title: visit["data.codes.english"]),
            ] + (hasParents ? [.init(title: visit["data.codes.parent"])] : [])
                + attributes.map { .init(title: $0) })
        table.rows = list.codes.map { code in
            let parent: [HTML] = hasParents ? ["\(code.parent)"] : []
            return .init(
                cells: ["<code>\(code.code)</code>", "\(code.title.chinese)", "\(code.title.english)"] + parent
                    + attributes.map { "\(code.attributes[$0])" })
        }
        let users = catalog.registers.flatMap { register in
            register.fields.filter { $0.type == .code(name) }.map { field -> HTML in
                """
                <li><a href="\(SiteLink(path: .data(.definition(register.name)), fragment: "field-\(field.name)"))">\
                \(register.title.text(visit.language))</a> <span class="muted">\(field.title.text(visit.language))</span></li>
                """
            }
        }
        let main: HTML = """
            \(PageHead.html(title, lead: "<code>\(name)</code> · \(list.source)"))\(DataTabs.html(visit, at: .dictionary))
            \(table.html)\(Lineage.section(visit, "data.codes.users", users))
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }
}
