import Catalog
import Hummingbird
import Registers

/// A row of a register: all it says, what refers to it, who changed it last.
enum RegisterRowPage {
    static func show(
        _ desk: RegisterDesk, _ id: Int64, fileError: HTML = .empty, status: HTTPResponse.Status = .ok
    ) throws -> Answer {
        let visit = desk.visit, name = desk.register.name
        let row = try desk.row(id)
        let title = desk.label(of: row)
        let main: HTML = """
            \(PageHead.html(title, lead: #"<a href="\#(SitePath.data(.rows(name)))">\#(desk.title)</a>"#, actions: actions(desk, row)))
            \(HTML.when(row.isMasked && desk.register.fields.contains { $0.isPersonal },
                Notice.html(.note, "\(visit["data.maskedRow"])")))
            \(try RowFindings.html(desk, row))
            \(try details(desk, row))
            \(try RegisterFiles.section(desk, row, error: fileError))
            <p class="muted">\(try changed(desk, row.since)) · <a href="\(SitePath.data(.history(name, id)))">\(visit["data.history"])</a></p>
            \(try references(desk, id))
            """
        return .page(Layout.page(visit, title: "\(title) · \(desk.title)", at: .data, main: main), status: status)
    }

    private static func actions(_ desk: RegisterDesk, _ row: RegisterRow) -> HTML {
        let visit = desk.visit, name = desk.register.name
        let profile = profile(desk, row)
        guard desk.mayWrite(row) else { return profile }
        return """
            \(profile)\
            <a class="button main" href="\(SitePath.data(.edit(name, row.id)))" data-key="e">\(visit["data.edit"])</a>\
            <a class="button" href="\(SitePath.data(.removal(name, row.id)))">\(visit["data.remove"])</a>
            """
    }

    /// The way to the page that puts together what all registers say of it.
    private static func profile(_ desk: RegisterDesk, _ row: RegisterRow) -> HTML {
        let link: (RegisterPath, String)? =
            switch desk.register.name {
            case Register.organisations: (.school(row.id), "data.school.title")
            case "school": organisation(desk, row)
            case "staff": ArchivePage.mayOpen(desk, row) ? (.staff(row.id), "data.archive.staff") : nil
            case "student": ArchivePage.mayOpen(desk, row) ? (.student(row.id), "data.archive.student") : nil
            default: nil
            }
        guard let (path, key) = link else { return .empty }
        return #"<a class="button" href="\#(SitePath.data(path))">\#(desk.visit[key])</a>"#
    }

    private static func organisation(_ desk: RegisterDesk, _ row: RegisterRow) -> (RegisterPath, String)? {
        guard let organisations = desk.catalog.register(Register.organisations),
            desk.access.scope(.read, organisations).contains(row.owner)
        else { return nil }
        return (.school(row.owner), "data.school.title")
    }

    /// All fields with a value; what is not filled in is named at the end.
    static func details(_ desk: RegisterDesk, _ row: RegisterRow) throws -> HTML {
        // Files have a place of their own.
        let fields = desk.shownFields.filter { $0.type != .file }
        let links = try ValueLinks(desk, [row], fields: fields)
        var details = Details()
        for field in fields { details.add(desk.title(of: field), links.html(field, row)) }
        let empty = fields.filter { row[$0.name] == nil }.map { desk.title(of: $0) }
        let note = HTML.when(
            !empty.isEmpty,
            #"<p class="muted">\#(desk.visit["data.notFilled", ["fields": empty.joined(separator: "、")]])</p>"#)
        return "\(details.html)\(note)"
    }

    /// Who made a version, and when.
    static func changed(_ desk: RegisterDesk, _ version: Int64) throws -> HTML {
        guard let entry = try desk.store.entries([version])[version] else { return .empty }
        let who = try desk.visit.accountNames()[entry.who] ?? desk.visit["data.system"]
        return "\(desk.visit["data.changedBy", ["who": who, "time": desk.visit.time(entry.at)]])"
    }

    /// The rows of other registers that refer to this one, in figures that lead to them.
    private static func references(_ desk: RegisterDesk, _ id: Int64) throws -> HTML {
        let counts = try desk.catalog.references(to: desk.register).compactMap {
            register, column -> (Register, String, Int)? in
            guard desk.access.may(.read, register), let field = register.field(column),
                !field.isSensitive || !desk.access.sensitiveScope(register).isEmpty
            else { return nil }
            var query = RowQuery()
            query.conditions[column] = .oneOf([.integer(id)])
            let count = try desk.store.count(of: register, query, access: desk.access)
            return count > 0 ? (register, column, count) : nil
        }
        guard !counts.isEmpty else { return .empty }
        let lines = counts.html { register, column, count -> HTML in
            let link = SitePath.data(.rows(register.name)).with("f.\(column)", "\(id)")
            let field = register.field(column)?.title.text(desk.language) ?? column
            return """
                <li><a href="\(link)">\(register.title.text(desk.language))</a> <span class="muted">\(field)</span>\
                <span class="when">\(count)</span></li>
                """
        }
        return """
            <section class="panel"><h2>\(desk.visit["data.references"])</h2><ul class="lines due">\(lines)</ul></section>
            """
    }
}
