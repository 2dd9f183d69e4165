import Ledger
import Reports
import Store

/// Which indicators of a programme are shown, and how its evaluation puts them together: `?about=…&lead=3&group=domain`.
struct EvaluationChoice {
    let domain: String?
    let office: OfficeID?
    let grouping: Evaluation.Grouping

    init(_ visit: Visit) {
        domain = visit.query["about"].isEmpty ? nil : visit.query["about"]
        office = visit.query.row("lead")
        grouping = Evaluation.Grouping(rawValue: visit.query["group"]) ?? .none
    }

    /// A link with the choice.
    func on(_ link: SiteLink) -> SiteLink {
        link.with("about", domain).with("lead", office.map { "\($0)" })
            .with("group", grouping == .none ? nil : grouping.rawValue)
    }

    /// The form that chooses; nothing where there is nothing to choose.
    func form(_ visit: Visit, _ programme: Programme, _ year: Int) throws -> HTML {
        let domains = Set(programme.indicators.map(\.details.domain)).filter { !$0.isEmpty }.sorted()
        let ids = Set(programme.indicators.compactMap(\.details.office))
        let offices = try visit.ledger.offices().filter { ids.contains($0.id) }
        guard !domains.isEmpty || !offices.isEmpty else { return .empty }
        let all = [("", visit["programmes.filter.all"])]
        let groups = Evaluation.Grouping.allCases.map { ($0.rawValue, visit["programmes.group.\($0.rawValue)"]) }
        return """
            <form class="filter" action="\(SitePath.programmes(.one(programme.id)))">\
            \(Form.hiddenField("year", "\(year)"))\
            \(Form.select("about", visit["programmes.domain"], all + domains.map { ($0, $0) }, chosen: domain ?? ""))\
            \(Form.select(
                "lead", visit["site.column.office"], all + offices.map { ("\($0.id)", $0.name) },
                chosen: office.map { "\($0)" } ?? ""))\
            \(Form.select("group", visit["programmes.filter.group"], groups, chosen: grouping.rawValue))\
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button></p></form>
            """
    }
}
