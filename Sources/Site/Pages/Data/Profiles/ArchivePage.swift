import Catalog
import Registers

/// 全息档案: what any register says of a pupil or a member of staff, on one timeline.
///
/// Only for those who may see the person's data unmasked; each look at sensitive parts is recorded.
enum ArchivePage {
    /// Most rows of one register.
    private static let limit = 200

    /// Something that a register says of the person.
    private struct Event {
        /// The day, or the year, by which it is put in order; nil for what has none.
        let day: String?
        let register: Register
        let row: RegisterRow
        let words: String
    }

    static func show(_ desk: RegisterDesk, _ id: Int64) throws -> Answer {
        let visit = desk.visit
        let row = try desk.row(id)
        guard mayOpen(desk, row) else { throw RegisterError.notAllowed }
        let events = try self.events(desk, id)
        let dated = events.filter { $0.day != nil }.sorted { ($0.day ?? "", $0.row.id) > ($1.day ?? "", $1.row.id) }
        let title = desk.label(of: row)
        let path = SitePath.data(.row(desk.register.name, id))
        let timeline =
            dated.isEmpty
            ? EmptyState.html(visit["data.archive.empty"]) : list(desk, visit["data.archive.timeline"], dated)
        let others = events.filter { $0.day == nil }
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["data.archive.\(desk.register.name)"])",
            actions: #"<a class="button" href="\#(path)">\#(desk.title)</a>"#))
            \(try RegisterRowPage.details(desk, row))
            <section><h2>\(visit["data.archive.timeline"])</h2><p class="muted">\(visit["data.archive.rule"])</p>\(timeline)</section>
            \(HTML.when(!others.isEmpty,
                "<section><h2>\(visit["data.archive.undated"])</h2>\(list(desk, visit["data.archive.undated"], others))</section>"))
            """
        return .page(
            Layout.page(
                visit, title: "\(title) · \(visit["data.archive.\(desk.register.name)"])", at: .data, main: main))
    }

    /// Whether the visitor may see all that is known of a person.
    static func mayOpen(_ desk: RegisterDesk, _ row: RegisterRow) -> Bool {
        desk.access.personalScope(desk.register).contains(row.owner)
    }

    private static func events(_ desk: RegisterDesk, _ id: Int64) throws -> [Event] {
        try desk.catalog.references(to: desk.register).flatMap { register, column -> [Event] in
            guard desk.access.may(.read, register) else { return [] }
            let other = desk.desk(of: register)
            guard other.shownFields.contains(where: { $0.name == column }) else { return [] }
            var query = RowQuery()
            query.conditions[column] = .oneOf([.integer(id)])
            let rows = try desk.store.rows(of: register, query, access: desk.access, limit: limit).rows
            try other.record(.read, rows)
            let fields = register.list.compactMap { name in other.shownFields.first { $0.name == name } }
                .filter { $0.name != column && $0.name != time(register) }
            return rows.map { row in
                let words = fields.compactMap { field in
                    row[field.name].map { "\(other.title(of: field)) \(ValueWords.text(other, field, $0))" }
                }
                return Event(
                    day: time(register).flatMap { row[$0]?.written }, register: register, row: row,
                    words: words.joined(separator: "；"))
            }
        }
    }

    /// The field that says when something was: of the register's time, or else its first day.
    private static func time(_ register: Register) -> String? {
        switch register.time {
        case .during(let start, _): start
        case .on(let field), .period(let field): field
        case .always: register.fields.first { $0.type == .date && $0.isRequired }?.name
        }
    }

    private static func list(_ desk: RegisterDesk, _ title: String, _ events: [Event]) -> HTML {
        var table = ListTable(
            title,
            columns: [
                .init(title: desk.visit["data.archive.day"]), .init(title: desk.visit["data.register"]),
                .init(title: desk.visit["data.archive.what"], isName: true),
            ])
        table.rows = events.map { event in
            .init(cells: [
                #"<span class="day">\#(event.day ?? "–")</span>"#,
                #"<a data-nav href="\#(SitePath.data(.row(event.register.name, event.row.id)))">\#(event.register.title.text(desk.language))</a>"#,
                "\(event.words)",
            ])
        }
        return table.html
    }
}
