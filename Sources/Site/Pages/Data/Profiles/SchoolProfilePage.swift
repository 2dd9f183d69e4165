import Catalog
import Monitoring
import Registers

/// 学校画像: what the registers say of an organisation with all under it: pupils, classes, staff, rooms; figures lead
/// to their rows.
enum SchoolProfilePage {
    static func show(_ desk: RegisterDesk, _ id: Int64) throws -> Answer {
        let visit = desk.visit
        let row = try desk.row(id)
        let day = Day(visit.query["on"]) ?? visit.today
        let title = desk.label(of: row)
        let path = SitePath.data(.row(desk.register.name, id))
        let pick: HTML = """
            <form class="filter" action="\(SitePath.data(.school(id)))">\
            \(Form.field("on", visit["data.filter.on"], value: day.text, kind: .date))\
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button></p></form>
            """
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["data.school.lead", ["day": day.text]])", actions: """
                <a class="button main" href="\(SitePath.indicators(.library).with("organisation", "\(id)"))">\
                \(visit["indicators.library.title"])</a><a class="button" href="\(SitePath.seats(.school(id)))">\(visit["seats.school.link"])</a>\
                <a class="button" href="\(path)">\(desk.title)</a>\
                <a class="button" href="\(SitePath.data(.history(desk.register.name, id)))">\(visit["data.history"])</a>
                """))
            \(pick)\(try own(desk, id))\(try pupils(desk, id, day))
            <div class="columns">\(try split(desk, "staff", by: "title", at: id, day))\
            \(try split(desk, "room", by: "kind", at: id, day))</div>
            \(try parts(desk, id))
            """
        return .page(Layout.page(visit, title: "\(title) · \(visit["data.school.title"])", at: .data, main: main))
    }

    /// A register that the visitor may read, where the catalogue has it.
    private static func desk(_ desk: RegisterDesk, _ name: String) -> RegisterDesk? {
        guard let register = desk.catalog.register(name), desk.access.may(.read, register) else { return nil }
        return desk.desk(of: register)
    }

    private static func rows(at id: Int64, on day: Day) -> RowQuery {
        var query = RowQuery()
        query.organisation = id
        query.day = day
        return query
    }

    private static func link(_ register: Register, at id: Int64, on day: Day) -> SiteLink {
        SitePath.data(.rows(register.name)).with("at", "\(id)").with("on", day.text)
    }

    /// The row that describes it as a school.
    private static func own(_ desk: RegisterDesk, _ id: Int64) throws -> HTML {
        guard let school = self.desk(desk, "school"), school.register.belongsTo == .school else { return .empty }
        var query = RowQuery()
        query.conditions["school"] = .oneOf([.integer(id)])
        guard let row = try desk.store.rows(of: school.register, query, access: desk.access, limit: 1).rows.first else {
            return .empty
        }
        try school.record(.read, [row], row: row.id)
        return "<section><h2>\(school.title)</h2>\(try RegisterRowPage.details(school, row))</section>"
    }

    /// Classes and pupils by grade and sex.
    private static func pupils(_ desk: RegisterDesk, _ id: Int64, _ day: Day) throws -> HTML {
        let visit = desk.visit
        guard let enrolment = self.desk(desk, "enrolment"), let grades = desk.catalog.codeLists["grade"],
            let sexes = desk.catalog.codeLists["sex"]
        else { return .empty }
        let query = rows(at: id, on: day)
        let pupils = try desk.store.tally(
            of: enrolment.register, query, by: [TallyKey("grade"), TallyKey("student", "sex")], access: desk.access)
        let classDesk = self.desk(desk, "school_class")
        let classes =
            try classDesk.map {
                try desk.store.tally(of: $0.register, query, by: [TallyKey("grade")], access: desk.access)
            } ?? []
        let found = Set(pupils.map { $0.values[0].text ?? "" } + classes.map { $0.values[0].text ?? "" })
        let heading: HTML = "<h2>\(visit["data.school.pupils"])</h2>"
        guard !found.isEmpty else {
            return "<section>\(heading)\(EmptyState.html(visit["data.school.noPupils"]))</section>"
        }
        let shown = sexes.codes.filter { code in pupils.contains { $0.values[1].text == code.code } }
        var table = ListTable(
            visit["data.school.pupils"],
            columns: [
                .init(title: visit["data.school.grade"]), .init(title: visit["data.school.classes"], isNumeric: true),
            ]
                + shown.map { .init(title: $0.title.text(desk.language), isNumeric: true) }
                + [.init(title: visit["data.school.total"], isNumeric: true)])
        func line(_ name: String, _ grade: String?) -> ListTable.Row {
            let mine = pupils.filter { grade == nil || $0.values[0].text == grade }
            let rooms = classes.filter { grade == nil || $0.values[0].text == grade }.map(\.rows).reduce(0, +)
            func figure(_ count: Int, _ register: Register?) -> HTML {
                guard let register, count > 0 else { return "\(count)" }
                return #"<a href="\#(link(register, at: id, on: day).with("f.grade", grade))">\#(count)</a>"#
            }
            let bySex = shown.map { code -> HTML in
                "\(mine.filter { $0.values[1].text == code.code }.map(\.rows).reduce(0, +))"
            }
            return .init(
                cells: ["\(name)", figure(rooms, classDesk?.register)] + bySex
                    + [figure(mine.map(\.rows).reduce(0, +), enrolment.register)])
        }
        table.rows =
            grades.codes.filter { found.contains($0.code) }.map { line($0.title.text(desk.language), $0.code) }
            + [line(visit["data.school.total"], nil)]
        return """
            <section>\(heading)<p class="muted">\(visit["data.school.rule", ["day": day.text]])</p>\(table.html)</section>
            """
    }

    /// Rows by the codes of a field, each figure a link to its rows.
    private static func split(
        _ desk: RegisterDesk, _ name: String, by field: String, at id: Int64, _ day: Day
    ) throws -> HTML {
        guard let other = self.desk(desk, name), let field = other.register.field(field) else { return .empty }
        let tallies = try desk.store.tally(
            of: other.register, rows(at: id, on: day), by: [TallyKey(field.name)], access: desk.access)
        guard !tallies.isEmpty else { return .empty }
        let total = tallies.map(\.rows).reduce(0, +)
        let lines = tallies.sorted { $0.rows > $1.rows }.html { tally -> HTML in
            let code = tally.values[0].text
            let words = code.map { ValueWords.text(other, field, .code($0)) } ?? desk.visit["data.filter.missing"]
            let base = link(other.register, at: id, on: day)
            let target = code.map { base.with("f.\(field.name)", $0) } ?? base.with("missing", field.name)
            return #"<li>\#(words)<span class="when"><a href="\#(target)">\#(tally.rows)</a></span></li>"#
        }
        return """
            <section class="panel"><h2>\(other.title) <a href="\(link(other.register, at: id, on: day))">\(total)</a></h2>\
            <p class="muted">\(other.title(of: field))</p><ul class="lines due">\(lines)</ul></section>
            """
    }

    /// The organisations right under it.
    private static func parts(_ desk: RegisterDesk, _ id: Int64) throws -> HTML {
        let scope = desk.access.scope(.read, desk.register)
        let nodes = try desk.store.organisations().children(of: id).filter { scope.contains($0.id) }
        guard !nodes.isEmpty else { return .empty }
        let lines = nodes.html { #"<li><a href="\#(SitePath.data(.school($0.id)))">\#($0.name)</a></li>"# }
        return """
            <section class="panel"><h2>\(desk.visit["data.school.parts"])</h2><ul class="lines">\(lines)</ul></section>
            """
    }
}
