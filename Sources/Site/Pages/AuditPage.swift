import Localisation
import Store

/// The record of every change, and whether it still holds together.
enum AuditPage {
    private static let size = 100

    static func show(_ visit: Visit) throws -> Answer { .page(try page(visit, .empty)) }

    static func verify(_ visit: Visit) throws -> Answer {
        do {
            let report = try visit.ledger.store.audit.verify()
            let words = visit["site.audit.holds", ["entries": "\(report.entries)"]]
            return .page(
                try page(visit, Notice.html(.done, "\(words)<br><code class=\"hash\">\(report.head)</code>")))
        } catch let error as StoreError {
            return .page(try page(visit, try Notice.error(visit, error)), status: .conflict)
        }
    }

    private static func page(_ visit: Visit, _ notice: HTML) throws -> HTML {
        let title = visit["site.audit.title"]
        let entries = try visit.ledger.store.audit.entries(limit: size, before: visit.query.row("before"))
        let names = Dictionary(
            try visit.ledger.store.accounts.all().map { ($0.principal.name, $0.displayName) },
            uniquingKeysWith: { first, _ in first })
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["site.column.number"], isNumeric: true), .init(title: visit["site.column.time"]),
                .init(title: visit["site.column.who"]), .init(title: visit["site.column.action"]),
                .init(title: visit["site.column.thing"]), .init(title: visit["site.column.detail"]),
            ])
        table.rows = entries.map { entry in
            .init(cells: [
                "\(entry.id)", #"<span class="day">\#(visit.time(entry.at))</span>"#,
                "\(names[entry.who] ?? entry.who)",
                "<code>\(entry.action)</code>", "<code>\(entry.entity)\(entry.entityID.map { " \($0)" } ?? "")</code>",
                "<code>\(entry.detail == "{}" ? "" : entry.detail)</code>",
            ])
        }
        let older: HTML =
            entries.count == size && (entries.last?.id ?? 1) > 1
            ? #"<p><a href="\#(SitePath.audit.with("before", entries.last.map { "\($0.id)" }))">\#(visit["site.audit.older"])</a></p>"#
            : .empty
        let verify = Form.button(visit, to: .audit, [], title: visit["site.audit.verify"], kind: "main")
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["site.audit.lead"])", actions: verify))
            \(AdministrationTabs.html(visit, at: .audit))
            \(notice)
            \(table.html)\(older)
            """
        return Layout.page(visit, title: title, at: .administration, main: main)
    }
}
