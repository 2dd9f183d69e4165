import Ledger
import Monitoring
import PlanModel
import Store

/// What a view of the ledger at work is about, as its address says: a plan, an office, a section of it.
struct ViewChoice {
    /// The plan; nil where there is no ledger yet.
    let plan: Plan?
    /// Ledgers to choose from, the latest year first.
    let plans: [Plan]
    /// The offices by row.
    let offices: [OfficeID: Office]
    /// The office whose tasks are shown; nil for all.
    let office: OfficeID?
    /// The first heading whose tasks are shown; nil for all.
    let section: String?

    /// - Throws: `LedgerError.noPlan` for one that the visitor may not know of.
    init(_ visit: Visit) throws {
        plans = try visit.ledger.plans(states: [.open, .archived])
        let chosen = try visit.query.row("plan").map(visit.plan)
        // The ledger of this year before one that is prepared for the next, and both before one that was put away.
        let open = plans.filter { $0.state == .open }
        plan = chosen ?? open.first { $0.year == visit.today.year } ?? open.first ?? plans.first
        offices = Dictionary(
            try visit.ledger.offices().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        office = visit.query.row("office")
        section = visit.query.sent("section").flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The tasks: those that the ledger shows for the same plan. What a plan says of the year before is no task.
    func filter(of plan: Plan) -> LedgerFilter {
        var filter = Self.tasks(of: plan)
        filter.office = office
        filter.section = section
        return filter
    }

    /// What the ledger shows of a plan unless somebody asks for more.
    static func tasks(of plan: Plan) -> LedgerFilter {
        var filter = LedgerFilter.ledger(of: plan.id)
        if plan.parts.contains(where: { $0.role == .plan }) { filter.partRole = .plan }
        return filter
    }

    /// This choice at another address.
    func link(_ path: SitePath) -> SiteLink {
        path.with("plan", plan.map { "\($0.id)" }).with("office", office.map { "\($0)" }).with("section", section)
    }

    /// The same choice at the ledger.
    var ledger: SiteLink { link(.ledger) }

    /// The names of offices.
    func names(_ ids: [OfficeID]) -> String { ids.compactMap { offices[$0]?.name }.joined(separator: "、") }

    /// Ways to look at the same tasks.
    func tabs(_ visit: Visit, at path: ViewPath) -> HTML {
        let views: [(ViewPath, String)] = [
            (.cockpit, "views.tab.cockpit"), (.board, "views.tab.board"), (.timeline, "views.tab.timeline"),
            (.calendar, "views.tab.calendar"),
        ]
        let tabs = views.map { (title: visit[$0.1], link: link(.views($0.0)), isCurrent: $0.0 == path) }
        return Tabs.html(
            visit["views.tab.label"],
            tabs + [(title: visit["views.tab.ledger"], link: ledger, isCurrent: false)])
    }

    /// The form that chooses plan, office and section.
    ///
    /// - Parameters:
    ///   - sections: headings to choose from; none where the view has no such choice.
    ///   - hidden: values that stay.
    func form(
        _ visit: Visit, at path: ViewPath, sections: [String]? = nil, hasOffice: Bool = true,
        hidden: [(String, String)] = []
    ) -> HTML {
        let all = visit["site.filter.all"]
        var fields = Form.select(
            "plan", visit["site.column.plan"], plans.map { ("\($0.id)", $0.name) },
            chosen: plan.map { "\($0.id)" } ?? "")
        if hasOffice {
            let names = offices.values.sorted { ($0.name, $0.id) < ($1.name, $1.id) }.map { ("\($0.id)", $0.name) }
            fields += Form.select(
                "office", visit["site.filter.office"], [("", all)] + names, chosen: office.map { "\($0)" } ?? "")
        }
        if let sections, !sections.isEmpty {
            fields += Form.select(
                "section", visit["site.column.section"], [("", all)] + sections.map { ($0, $0) }, chosen: section ?? "")
        }
        return """
            <form class="filter" action="\(SitePath.views(path))" aria-label="\(visit["site.filter.title"])">\(fields)\
            \(hidden.html { Form.hiddenField($0.0, $0.1) })\
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button></p></form>
            """
    }

    /// The first headings of a plan, in its order.
    func sections(_ visit: Visit) throws -> [String] {
        guard let plan else { return [] }
        var sections: [String] = []
        for rollUp in try visit.ledger.bySection(.ledger(of: plan.id))
        where !rollUp.section.isEmpty && !sections.contains(rollUp.section) {
            sections.append(rollUp.section)
        }
        return sections
    }

    /// What a view says where there is no ledger yet.
    static func empty(_ visit: Visit) -> HTML {
        EmptyState.html(
            visit["views.empty"],
            action: #"<a class="button main" href="\#(SitePath.plans)">\#(visit["site.plans.title"])</a>"#)
    }
}

/// Sentences with links in them.
enum Sentence {
    /// Words of the catalogue with mark-up filled in for `{name}`.
    static func html(_ visit: Visit, _ key: String, _ values: [String: HTML]) -> HTML {
        var html = HTML.empty
        for piece in visit[key].split(separator: "{", omittingEmptySubsequences: false) {
            if let end = piece.firstIndex(of: "}"), let value = values[String(piece[..<end])] {
                html += value
                html += "\(piece[piece.index(after: end)...])"
            } else {
                html += "\(piece)"
            }
        }
        return html
    }

    /// A figure that leads to its tasks; nothing to lead to where it is 0.
    static func figure(_ number: Int, _ link: SiteLink) -> HTML {
        number == 0 ? "0" : #"<a href="\#(link)">\#(number)</a>"#
    }
}
