import Ledger
import Monitoring
import Store

/// The ledger counted: by office and by section. Every figure leads to its tasks.
enum RollUpPages {
    static func byOffice(_ visit: Visit) throws -> Answer {
        var query = LedgerQuery(visit)
        let plan = try query.check(visit)
        try query.narrowToLight(visit)
        let found = try visit.ledger.byOffice(query.filter)
        let lines = try visit.ledger.workLines(query.filter, on: visit.today, milestonesOnly: true)
        let standings = PlanLedger.standingByOffice(lines, on: visit.today)
        var table = ListTable(
            visit["site.ledger.byOffice"],
            columns: [.init(title: visit["site.column.office"], isName: true)]
                + ["leads", "coOwned", "withTarget", "withDue"].map {
                    .init(title: visit["site.rollUp.\($0)"], isNumeric: true)
                } + [.init(title: visit["site.rollUp.nextDue"])] + LightColumns.heads(visit))
        table.rows = found.map { rollUp in
            let standing = standings[rollUp.office?.id] ?? Standing()
            guard let office = rollUp.office else {
                return .init(
                    cells: [
                        "\(visit["site.rollUp.noOffice"])", "\(rollUp.leads)", "\(rollUp.coOwned)",
                        "\(rollUp.withTarget)", "\(rollUp.withDue)", Mark.due(visit, rollUp.nextDue),
                    ] + LightColumns.cells(standing, nil))
            }
            let link = query.link(.ledger).with("office", "\(office.id)")
            let leads = link.with("role", TaskOwner.Role.lead.rawValue)
            return .init(
                cells: [
                    #"<a data-nav href="\#(link)">\#(office.name)</a>"#, Sentence.figure(rollUp.leads, leads),
                    Sentence.figure(rollUp.coOwned, link.with("role", TaskOwner.Role.co.rawValue)),
                    Sentence.figure(rollUp.withTarget, leads.with("target", "yes")),
                    Sentence.figure(rollUp.withDue, leads.with("due", "yes")), Mark.due(visit, rollUp.nextDue),
                ] + LightColumns.cells(standing, leads))
        }
        let lead = visit["site.rollUp.offices", ["count": "\(found.filter { $0.office != nil }.count)"]]
        return .page(try LedgerPage.frame(visit, query, plan, at: .byOffice, lead: lead, shown(visit, table)))
    }

    static func bySection(_ visit: Visit) throws -> Answer {
        var query = LedgerQuery(visit)
        let plan = try query.check(visit)
        try query.narrowToLight(visit)
        let found = try visit.ledger.bySection(query.filter)
        let lines = try visit.ledger.workLines(query.filter, on: visit.today, milestonesOnly: true)
        let grouped = Dictionary(grouping: lines) { [String($0.plan), $0.part, $0.section] }
        let titles = Dictionary(
            try visit.ledger.plans().map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
        let showsPlan = query.filter.plan == nil
        var table = ListTable(
            visit["site.ledger.bySection"],
            columns: (showsPlan ? [.init(title: visit["site.column.plan"])] : [])
                + [.init(title: visit["site.column.section"], isName: true)]
                + ["tasks", "withTarget", "withDue", "offices"].map {
                    .init(title: visit["site.rollUp.section.\($0)"], isNumeric: true)
                } + LightColumns.heads(visit))
        table.rows = found.map { rollUp in
            let link = query.link(.ledger).with("plan", "\(rollUp.plan)").with("part", rollUp.part)
                .with("section", rollUp.section.isEmpty ? nil : rollUp.section)
            let lines = grouped[[String(rollUp.plan), rollUp.part, rollUp.section]] ?? []
            // The list of a part has no filter for tasks under no heading, so their lights lead nowhere.
            let hasList = !rollUp.section.isEmpty
            let name: HTML =
                rollUp.section.isEmpty
                ? "\(visit["site.rollUp.noSection"])" : #"<a data-nav href="\#(link)">\#(rollUp.section)</a>"#
            return .init(
                cells: (showsPlan ? ["\(titles[rollUp.plan])"] : []) + [
                    name, Sentence.figure(rollUp.tasks, link),
                    Sentence.figure(rollUp.withTarget, link.with("target", "yes")),
                    Sentence.figure(rollUp.withDue, link.with("due", "yes")), "\(rollUp.offices)",
                ] + LightColumns.cells(PlanLedger.standing(lines, on: visit.today), hasList ? link : nil))
        }
        let lead = visit["site.rollUp.sections", ["count": "\(found.count)"]]
        return .page(try LedgerPage.frame(visit, query, plan, at: .bySection, lead: lead, shown(visit, table)))
    }

    private static func shown(_ visit: Visit, _ table: ListTable) -> HTML {
        guard !table.rows.isEmpty else { return EmptyState.html(visit["site.ledger.noneFound"]) }
        let rule: HTML = #"<a href="\#(SitePath.work(.lightRule))">\#(visit["work.rule.link"])</a>"#
        return #"<div class="lights">\#(table.html)</div><p class="muted">\#(visit["site.rollUp.lights"]) \#(rule)</p>"#
    }
}
