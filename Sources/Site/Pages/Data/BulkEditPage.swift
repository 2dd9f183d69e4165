import Catalog
import Registers

/// One field of several rows set to one value: choose, see what would change, keep. One change, all rows or none.
enum BulkEditPage {
    /// What stands under the list: which field to set, and of which rows.
    static func chooser(_ desk: RegisterDesk, _ filter: RegisterFilter, total: Int) -> HTML {
        let visit = desk.visit
        let options = fields(desk).map { (value: $0.name, title: desk.title(of: $0)) }
        let all = HTML.when(
            total <= RegisterStore.bulkLimit, Form.check("all", visit["data.bulk.all", ["rows": "\(total)"]]))
        return """
            <fieldset class="bulk"><legend>\(visit["data.bulk.title"])</legend>\
            \(Form.hiddenField("query", filter.link(.rows(desk.register.name)).url))\
            \(Form.select("field", visit["data.bulk.field"], options, chosen: ""))\(all)\
            <p class="buttons"><button name="step" value="choose">\(visit["data.bulk.go"])</button></p></fieldset>
            """
    }

    /// The address without a form leads to the list.
    static func back(_ desk: RegisterDesk) -> Answer { .redirect(SitePath.data(.rows(desk.register.name))) }

    static func move(_ desk: RegisterDesk) throws -> Answer {
        guard desk.mayWrite else { throw RegisterError.notAllowed }
        let form = desk.visit.form
        guard let field = fields(desk).first(where: { $0.name == form["field"] }) else { throw SiteError.badChoice }
        let rows = try chosen(desk)
        guard !rows.isEmpty else { throw SiteError.nothingChosen }
        guard form["step"] != "choose" else { return .page(try page(desk, field, rows, value: "", nil)) }
        let value = RegisterFields.typed(desk, [field])[field.name] ?? ""
        let keeps = form["step"] == "keep"
        let report = try desk.store.set(
            field, to: value, in: rows, of: desk.register, keeps: keeps, access: desk.access,
            by: desk.visit.principal)
        if report.isKept {
            RowFindings.recheck(desk, rows.map(\.id))
            return .redirect(SitePath.data(.rows(desk.register.name)).with("done", "rowsChanged"))
        }
        let isRefused = report.faults.contains { !$0.isWarning }
        return .page(
            try page(desk, field, rows, value: value, report), status: isRefused ? .unprocessableContent : .ok)
    }

    /// Fields that it makes sense to set alike: not those that tell rows apart, nor what is sealed.
    private static func fields(_ desk: RegisterDesk) -> [Field] {
        desk.shownFields.filter {
            !$0.isPersonal && !$0.isUnique && $0.type != .file && !desk.register.key.contains($0.name)
        }
    }

    /// The rows that were ticked, or all that the list shows.
    private static func chosen(_ desk: RegisterDesk) throws -> [(id: Int64, since: Int64)] {
        let form = desk.visit.form
        guard form.isOn("all") else {
            let rows = form.all("row").compactMap { text -> (id: Int64, since: Int64)? in
                let parts = text.split(separator: ":").compactMap { Int64($0) }
                return parts.count == 2 ? (parts[0], parts[1]) : nil
            }
            guard rows.count <= RegisterStore.bulkLimit else { throw SiteError.badChoice }
            var seen: Set<Int64> = []
            return rows.filter { seen.insert($0.id).inserted }
        }
        guard let shown = SiteLink(local: form["query"]), shown.path == .data(.rows(desk.register.name)) else {
            throw SiteError.badChoice
        }
        var query = try RegisterFilter(desk, FormValues(items: shown.query)).query
        query.version = nil
        query.action = .write
        return try desk.store.rows(of: desk.register, query, access: desk.access, limit: RegisterStore.bulkLimit).rows
            .map { ($0.id, $0.since) }
    }

    private static func page(
        _ desk: RegisterDesk, _ field: Field, _ rows: [(id: Int64, since: Int64)], value: String, _ report: BulkReport?
    ) throws -> HTML {
        let visit = desk.visit, path = SitePath.data(.bulk(desk.register.name))
        let title = visit["data.bulk.heading", ["field": desk.title(of: field), "rows": "\(rows.count)"]]
        let canKeep = report.map { $0.changed > 0 && $0.faults.allSatisfy(\.isWarning) } ?? false
        let hidden: HTML = """
            \(rows.map { Form.hiddenField("row", "\($0.id):\($0.since)") })\(Form.hiddenField("field", field.name))
            """
        let cancel = (title: visit["site.cancel"], link: SiteLink(path: .data(.rows(desk.register.name))))
        let preview = Form.post(
            visit, to: path,
            """
            \(hidden)\(Form.hiddenField("step", "preview"))\(try RegisterFields.html(desk, field, value: value))\
            \(Form.buttons(visit["data.bulk.preview"], cancel: cancel))
            """)
        let keep = HTML.when(
            canKeep,
            Form.post(
                visit, to: path,
                """
                \(hidden)\(Form.hiddenField("step", "keep"))\
                \(field.isMany ? value.split(separator: ",").map(String.init).html { Form.hiddenField(RegisterFields.name(field), $0) } : Form.hiddenField(RegisterFields.name(field), value))\
                \(Form.buttons(visit["data.bulk.keep", ["rows": "\(report?.changed ?? 0)"]]))
                """))
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["data.bulk.lead"])"))
            <section class="panel">\(preview)</section>
            \(try report.map { "\(outcome(desk, $0))\(try comparison(desk, field, rows, value))\(keep)" } ?? .empty)
            """
        return Layout.page(visit, title: title, at: .data, main: main)
    }

    private static func outcome(_ desk: RegisterDesk, _ report: BulkReport) -> HTML {
        let words = desk.visit[
            "data.bulk.outcome", ["changed": "\(report.changed)", "same": "\(report.unchanged)"]]
        let faults = report.faults.prefix(50).html { fault -> HTML in
            let link = SitePath.data(.row(desk.register.name, Int64(fault.row)))
            return #"<li><a href="\#(link)">#\#(fault.row)</a> \#(RegisterFields.words(desk, fault))</li>"#
        }
        let isRefused = report.faults.contains { !$0.isWarning }
        return Notice.html(
            isRefused ? .error : .note, "\(words)\(HTML.when(!faults.isEmpty, "<ul>\(faults)</ul>"))")
    }

    /// The rows with the value that each has now and the one that it would have.
    private static func comparison(
        _ desk: RegisterDesk, _ field: Field, _ chosen: [(id: Int64, since: Int64)], _ value: String
    ) throws -> HTML {
        let visit = desk.visit
        var query = RowQuery()
        query.rows = Set(chosen.map(\.id))
        let rows = try desk.store.rows(of: desk.register, query, access: desk.access, limit: 100).rows
        try desk.record(.read, rows)
        let links = try ValueLinks(desk, rows, fields: [field])
        let new = words(desk, field, value)
        var table = ListTable(
            visit["data.bulk.title"],
            columns: [
                .init(title: visit["data.row"], isName: true), .init(title: visit["data.bulk.now"]),
                .init(title: visit["data.bulk.then"]),
            ])
        table.rows = rows.map { row in
            .init(cells: [
                #"<a href="\#(SitePath.data(.row(desk.register.name, row.id)))">\#(desk.label(of: row))</a>"#,
                links.html(field, row), "\(new)",
            ])
        }
        return table.html
    }

    /// What was typed, in words.
    private static func words(_ desk: RegisterDesk, _ field: Field, _ value: String) -> String {
        guard !value.isEmpty else { return "–" }
        if case .code = field.type { return ValueWords.text(desk, field, .code(value)) }
        return value
    }
}
