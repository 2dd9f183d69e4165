import Catalog
import Quality
import Registers

/// 核验规则: all checks, what they look for and how many rows they found.
enum ChecksPage {
    private enum Order: String {
        case severity, found, name, register
    }

    static func show(_ desk: QualityDesk) throws -> Answer {
        let visit = desk.visit, query = visit.query
        let counts = try desk.store.checkCounts(under: desk.asked?.id, access: desk.access)
        let words = String(query["q"].prefix(100))
        let found = desk.checks.filter { check in
            (query["severity"].isEmpty || check.severity.rawValue == query["severity"])
                && (query["dimension"].isEmpty || check.dimension.rawValue == query["dimension"])
                && (query["register"].isEmpty || check.register == query["register"])
                && (!query.isOn("hit") || (counts[check.name]?.found ?? 0) > 0)
                && (words.isEmpty
                    || [
                        check.name, check.title.text(visit.language), check.intro.text(visit.language),
                        desk.title(of: check.register),
                    ]
                    .contains { $0.localizedCaseInsensitiveContains(words) })
        }
        let order = Order(rawValue: query["sort"]) ?? .severity
        var rows = found.sorted { one, other in
            switch order {
            case .severity: return one.severity.weight > other.severity.weight
            case .found: return (counts[one.name]?.found ?? 0) > (counts[other.name]?.found ?? 0)
            case .name: return one.name < other.name
            case .register: return one.register < other.register
            }
        }
        if query.isOn("down") { rows.reverse() }
        let title = visit["quality.checks.title"]
        let content =
            rows.isEmpty ? EmptyState.html(visit["quality.checks.none"]) : table(desk, rows, counts, order).html
        let lead = visit["quality.checks.lead", ["count": "\(rows.count)", "all": "\(desk.checks.count)"]]
        return .page(
            desk.page(title, lead: "\(lead)", at: .checks, "\(filter(desk, words))\(content)"))
    }

    private static func filter(_ desk: QualityDesk, _ words: String) -> HTML {
        let visit = desk.visit, query = visit.query
        let all = ("", visit["data.filter.all"])
        let severities = IntegrityCheck.Severity.allCases.map { ($0.rawValue, visit["data.severity.\($0.rawValue)"]) }
        let dimensions = IntegrityCheck.Dimension.allCases.map { ($0.rawValue, visit["data.dimension.\($0.rawValue)"]) }
        let names = Set(desk.checks.map(\.register))
        let registers = desk.store.catalog.registers.filter { names.contains($0.name) }
            .map { ($0.name, $0.title.text(visit.language)) }
        let hidden = ["sort", "down", "at"].filter { !query[$0].isEmpty }.html { Form.hiddenField($0, query[$0]) }
        return """
            <form class="filter" action="\(SitePath.quality(.checks))" role="search">\(hidden)\
            \(Form.field("q", visit["data.filter.search"], value: words, kind: .search))\
            \(Form.select("severity", visit["quality.column.severity"], [all] + severities, chosen: query["severity"]))\
            \(Form.select("dimension", visit["data.check.dimension"], [all] + dimensions, chosen: query["dimension"]))\
            \(Form.select("register", visit["data.register"], [all] + registers, chosen: query["register"]))\
            \(Form.check("hit", visit["quality.checks.hit"], isOn: query.isOn("hit")))\
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button>\
            <a class="button" href="\(SitePath.quality(.checks))">\(visit["data.filter.clear"])</a></p></form>
            """
    }

    private static func table(
        _ desk: QualityDesk, _ rows: [IntegrityCheck], _ counts: [String: CheckCount], _ order: Order
    ) -> ListTable {
        let visit = desk.visit
        let isDown = visit.query.isOn("down")
        func column(_ title: String, _ key: Order, isNumeric: Bool = false, isName: Bool = false) -> ListTable.Column {
            let link = SiteLink(path: .quality(.checks), query: visit.query.items).with("sort", key.rawValue)
                .with("down", order == key && !isDown ? "1" : nil)
            // Gravity and figures begin with the greatest.
            let falls = (key == .severity || key == .found) != isDown
            return .init(
                title: title, isNumeric: isNumeric, isName: isName, sort: link,
                order: order == key ? (falls ? .descending : .ascending) : nil)
        }
        var table = ListTable(
            visit["quality.checks.title"],
            columns: [
                column(visit["quality.column.severity"], .severity),
                column(visit["quality.column.check"], .name, isName: true),
                .init(title: visit["data.check.dimension"]), column(visit["data.register"], .register),
                column(visit["quality.column.found"], .found, isNumeric: true),
                .init(title: visit["quality.column.seen"], isNumeric: true),
                .init(title: visit["data.check.advice"], isName: true),
            ])
        table.rows = rows.map { check in
            let link = desk.link(.check(check.name))
            let count = counts[check.name]
            return .init(cells: [
                desk.mark(check.severity),
                """
                <a data-nav href="\(link)">\(check.title.text(visit.language))</a><br>\
                <small>\(check.intro.text(visit.language))</small>
                """,
                "\(visit["data.dimension.\(check.dimension.rawValue)"])", "\(desk.title(of: check.register))",
                #"<a href="\#(link)">\#(count?.found ?? 0)</a>"#, "\(count.map { "\($0.seen)" } ?? "–")",
                "\(check.advice.text(visit.language))",
            ])
        }
        return table
    }
}
