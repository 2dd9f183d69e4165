import Catalog
import Registers

/// 数据大脑: the registers that the visitor may read, by domain, with how many rows each holds.
enum DataHomePage {
    /// The domains in the order in which they are shown; those of a bureau's own come last.
    private static let domains = [
        "core", "students", "people", "teaching", "seats", "support", "evaluation", "regulation",
    ]

    static func show(_ visit: Visit) throws -> Answer {
        let title = visit["data.title"]
        let (lead, content) = try registers(visit)
        let main: HTML = """
            \(PageHead.html(title, lead: "\(lead)"))\(DataTabs.html(visit, at: .registers))
            \(try DataHub.html(visit))\(content)
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    /// The home page of somebody who has nothing to do with the ledger: the own roles, and the registers.
    static func welcome(_ visit: Visit) throws -> Answer {
        let title = visit["site.home.title", ["name": try visit.account.displayName]]
        let (lead, content) = try registers(visit)
        let roles = try GrantsSection.own(visit)
        let main: HTML = """
            \(PageHead.html(title, lead: "\(lead)"))\(try CollectionPages.waiting(visit))
            \(try WorklistPage.waiting(visit))\(roles)\(content)
            """
        return .page(Layout.page(visit, title: visit["site.nav.home"], at: .home, main: main))
    }

    private static func registers(_ visit: Visit) throws -> (lead: String, content: HTML) {
        let access = try visit.registers.access(of: visit.account)
        let registers = access.readable(visit.registers.catalog)
        let summaries = try visit.registers.summaries(of: registers, access: access)
        let entries = try visit.registers.entries(Set(summaries.values.compactMap(\.version)))
        let total = summaries.values.map(\.rows).reduce(0, +)
        let lead = visit["data.lead", ["registers": "\(registers.count)", "rows": "\(total)"]]
        guard !registers.isEmpty else { return (lead, EmptyState.html(visit["data.noGrants"])) }
        let domains = Array(Set(registers.map(\.domain))).sorted { order($0) < order($1) }
        // What others refer to most comes first: organisations, schools, people.
        let catalog = visit.registers.catalog
        let weights = Dictionary(uniqueKeysWithValues: registers.map { ($0.name, catalog.references(to: $0).count) })
        let ordered = registers.sorted {
            (-(weights[$0.name] ?? 0), $0.name) < (-(weights[$1.name] ?? 0), $1.name)
        }
        return (
            lead,
            domains.html { domain in
                section(visit, domain, ordered.filter { $0.domain == domain }, summaries, entries)
            }
        )
    }

    private static func order(_ domain: String) -> (Int, String) {
        (domains.firstIndex(of: domain) ?? domains.count, domain)
    }

    /// A domain's name; one of a bureau's own goes by its folder.
    static func title(_ visit: Visit, of domain: String) -> String {
        domains.contains(domain) ? visit["data.domain.\(domain)"] : domain
    }

    private static func section(
        _ visit: Visit, _ domain: String, _ registers: [Register], _ summaries: [String: RegisterSummary],
        _ entries: [Int64: RegisterEntry]
    ) -> HTML {
        let name = title(visit, of: domain)
        var table = ListTable(
            name,
            columns: [
                .init(title: visit["data.register"]), .init(title: visit["data.purpose"], isName: true),
                .init(title: visit["data.rows"], isNumeric: true), .init(title: visit["data.changed"]),
            ])
        table.rows = registers.map { register in
            let path = SitePath.data(.rows(register.name))
            let summary = summaries[register.name]
            let changed = summary?.version.flatMap { entries[$0] }.map { visit.time($0.at) } ?? visit["data.never"]
            let mark = HTML.when(
                register.isSensitive, " \(Mark.html("unsure", "▲", visit["data.sensitive"]))")
            return .init(cells: [
                #"<a data-nav href="\#(path)">\#(register.title.text(visit.language))</a>\#(mark)"#,
                "\(register.intro?.text(visit.language))",
                #"<a href="\#(path)">\#(summary?.rows ?? 0)</a>"#, #"<span class="day">\#(changed)</span>"#,
            ])
        }
        return "<section><h2>\(name)</h2>\(table.html)</section>"
    }
}
