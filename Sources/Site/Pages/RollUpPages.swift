import Ledger
import Store

/// The ledger counted: by office and by section. Every figure leads to its tasks.
enum RollUpPages {
    static func byOffice(_ visit: Visit) throws -> Answer {
        var query = LedgerQuery(visit)
        let plan = try query.check(visit)
        let found = try visit.ledger.byOffice(query.filter)
        var table = ListTable(
            visit["site.ledger.byOffice"],
            columns: [.init(title: visit["site.column.office"])]
                + ["leads", "coOwned", "withTarget", "withDue"].map {
                    .init(title: visit["site.rollUp.\($0)"], isNumeric: true)
                } + [.init(title: visit["site.rollUp.nextDue"])])
        table.rows = found.map { rollUp in
            guard let office = rollUp.office else {
                return .init(cells: [
                    "\(visit["site.rollUp.noOffice"])", "\(rollUp.leads)", "\(rollUp.coOwned)", "\(rollUp.withTarget)",
                    "\(rollUp.withDue)", Mark.due(visit, rollUp.nextDue),
                ])
            }
            let link = query.link(.ledger).with("office", "\(office.id)")
            let leads = link.with("role", TaskOwner.Role.lead.rawValue)
            return .init(cells: [
                #"<a data-nav href="\#(link)">\#(office.name)</a>"#, count(rollUp.leads, leads),
                count(rollUp.coOwned, link.with("role", TaskOwner.Role.co.rawValue)),
                count(rollUp.withTarget, leads.with("target", "yes")),
                count(rollUp.withDue, leads.with("due", "yes")), Mark.due(visit, rollUp.nextDue),
            ])
        }
        let lead = visit["site.rollUp.offices", ["count": "\(found.filter { $0.office != nil }.count)"]]
        return .page(try LedgerPage.frame(visit, query, plan, at: .byOffice, lead: lead, shown(visit, table)))
    }

    static func bySection(_ visit: Visit) throws -> Answer {
        var query = LedgerQuery(visit)
        let plan = try query.check(visit)
        let found = try visit.ledger.bySection(query.filter)
        let titles = Dictionary(
            try visit.ledger.plans().map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
        let showsPlan = query.filter.plan == nil
        var table = ListTable(
            visit["site.ledger.bySection"],
            columns: (showsPlan ? [.init(title: visit["site.column.plan"])] : [])
                + [.init(title: visit["site.column.section"])]
                + ["tasks", "withTarget", "withDue", "offices"].map {
                    .init(title: visit["site.rollUp.section.\($0)"], isNumeric: true)
                })
        table.rows = found.map { rollUp in
            let link = query.link(.ledger).with("plan", "\(rollUp.plan)").with("part", rollUp.part)
                .with("section", rollUp.section.isEmpty ? nil : rollUp.section)
            let name: HTML =
                rollUp.section.isEmpty
                ? "\(visit["site.rollUp.noSection"])" : #"<a data-nav href="\#(link)">\#(rollUp.section)</a>"#
            return .init(
                cells: (showsPlan ? ["\(titles[rollUp.plan])"] : []) + [
                    name, count(rollUp.tasks, link), count(rollUp.withTarget, link.with("target", "yes")),
                    count(rollUp.withDue, link.with("due", "yes")), "\(rollUp.offices)",
                ])
        }
        let lead = visit["site.rollUp.sections", ["count": "\(found.count)"]]
        return .page(try LedgerPage.frame(visit, query, plan, at: .bySection, lead: lead, shown(visit, table)))
    }

    private static func count(_ number: Int, _ link: SiteLink) -> HTML {
        number == 0 ? "0" : #"<a href="\#(link)">\#(number)</a>"#
    }

    private static func shown(_ visit: Visit, _ table: ListTable) -> HTML {
        table.rows.isEmpty ? EmptyState.html(visit["site.ledger.noneFound"]) : table.html
    }
}
