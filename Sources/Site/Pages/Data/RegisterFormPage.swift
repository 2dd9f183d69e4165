import Catalog
import Registers

/// The form that adds a row or changes one: what is wrong stands beside the field, warnings are confirmed.
enum RegisterFormPage {
    static func new(_ desk: RegisterDesk) throws -> Answer {
        guard desk.mayWrite else { throw RegisterError.notAllowed }
        return .page(try page(desk, nil, try RegisterFields.values(desk, nil), []))
    }

    static func edit(_ desk: RegisterDesk, _ id: Int64) throws -> Answer {
        let row = try desk.row(id)
        guard desk.mayWrite(row) else { throw RegisterError.notAllowed }
        return .page(try page(desk, row, try RegisterFields.values(desk, row), []))
    }

    static func add(_ desk: RegisterDesk) throws -> Answer {
        guard desk.mayWrite else { throw RegisterError.notAllowed }
        let cells = RegisterFields.typed(desk, RegisterFields.editable(desk, nil))
        let report = try desk.store.add(
            cells, to: desk.register, acceptsWarnings: desk.visit.form.isOn("confirmed"), access: desk.access,
            by: desk.visit.principal)
        guard let id = report.row, report.isKept else {
            return .page(try page(desk, nil, cells, report.faults), status: .unprocessableContent)
        }
        return .redirect(SitePath.data(.row(desk.register.name, id)).with("done", "rowSaved"))
    }

    static func change(_ desk: RegisterDesk, _ id: Int64) throws -> Answer {
        let row = try desk.store.row(id, of: desk.register, access: desk.access)
        let cells = RegisterFields.typed(desk, RegisterFields.editable(desk, row))
        let report = try desk.store.update(
            id, since: desk.visit.form.row("since") ?? 0, cells, of: desk.register,
            acceptsWarnings: desk.visit.form.isOn("confirmed"), access: desk.access, by: desk.visit.principal)
        guard report.isKept || report.faults.isEmpty else {
            return .page(try page(desk, row, cells, report.faults), status: .unprocessableContent)
        }
        let path = SitePath.data(.row(desk.register.name, id))
        RowFindings.recheck(desk, [id])
        return .redirect(report.isKept ? path.with("done", "rowSaved") : SiteLink(path: path))
    }

    private static func page(
        _ desk: RegisterDesk, _ row: RegisterRow?, _ values: [String: String], _ faults: [CellFault]
    ) throws -> HTML {
        let visit = desk.visit, name = desk.register.name
        let fields = RegisterFields.editable(desk, row)
        let title = visit[row == nil ? "data.form.new" : "data.form.change", ["register": desk.title]]
        let inputs = try fields.html { field in
            let value = values[field.name] ?? ""
            let fault =
                faults.first { $0.field == field.name && !$0.isWarning } ?? faults.first { $0.field == field.name }
            return try RegisterFields.html(desk, field, value: value, fault: fault, row: row)
        }
        let isWarned = !faults.isEmpty && faults.allSatisfy(\.isWarning)
        let back = SitePath.data(row.map { .row(name, $0.id) } ?? .rows(name))
        let form = Form.post(
            visit, to: .data(row.map { .edit(name, $0.id) } ?? .new(name)),
            """
            \(HTML.when(row != nil, Form.hiddenField("since", "\(row?.since ?? 0)")))\
            \(HTML.when(isWarned, Form.hiddenField("confirmed", "1")))\
            <div class="fields">\(inputs)</div>\
            \(Form.buttons(visit[isWarned ? "data.form.saveAnyway" : "site.save"],
            cancel: (visit["site.cancel"], SiteLink(path: back))))
            """)
        let main: HTML = """
            \(PageHead.html(title, lead: "\(desk.register.intro?.text(desk.language))"))
            \(notice(desk, faults, shown: fields))\(try row.map { try RowFindings.html(desk, $0) } ?? .empty)
            <section class="panel">\(form)</section>
            """
        return Layout.page(visit, title: title, at: .data, main: main)
    }

    /// How many faults there are, and those that belong to no field of the form.
    private static func notice(_ desk: RegisterDesk, _ faults: [CellFault], shown: [Field]) -> HTML {
        guard !faults.isEmpty else { return .empty }
        let isWarned = faults.allSatisfy(\.isWarning)
        let others = faults.filter { fault in !shown.contains { $0.name == fault.field } }.html { fault in
            let title = desk.register.field(fault.field).map { desk.title(of: $0) + "：" } ?? ""
            return "<li>\(title)\(RegisterFields.words(desk, fault))</li>"
        }
        let words = desk.visit[
            isWarned ? "data.form.warned" : "data.form.refused", ["count": "\(faults.count)"]]
        return Notice.html(
            isWarned ? .note : .error, "\(words)\(HTML.when(!others.isEmpty, "<ul>\(others)</ul>"))")
    }
}
