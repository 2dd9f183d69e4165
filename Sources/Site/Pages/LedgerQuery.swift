import Ledger
import Monitoring
import PlanModel
import Store

/// The ledger list as its address says: which tasks, in what order, with which columns. The same query serves the page,
/// its tabs and the export, so that a file holds what the page shows.
struct LedgerQuery {
    /// What a column shows.
    enum Column: String, CaseIterable {
        case number, title, plan, section, leads, coOwners, targets, actual, percent, due, light, work, person, state,
            updated

        /// How the list can be ordered by it.
        var sort: LedgerSort.Column? {
            switch self {
            case .number: .position
            case .title: .title
            case .leads: .office
            case .due: .due
            case .state: .state
            case .updated: .updated
            case .plan, .section, .coOwners, .targets, .actual, .percent, .light, .work, .person: nil
            }
        }
    }

    private let query: FormValues
    private(set) var filter: LedgerFilter
    /// Only tasks of this light.
    let light: Light?
    let sort: LedgerSort
    let columns: [Column]
    /// Whether somebody may choose states other than accepted.
    let maySeeDrafts: Bool

    init(_ visit: Visit) {
        query = visit.query
        maySeeDrafts = visit.can(.viewDrafts)
        var filter = LedgerFilter()
        filter.plan = query.row("plan")
        filter.part = query.sent("part").flatMap { $0.isEmpty ? nil : $0 }
        filter.year = Int(query["year"])
        filter.section = query.sent("section").flatMap { $0.isEmpty ? nil : $0 }
        filter.office = query.row("office")
        filter.ownerRole = TaskOwner.Role(rawValue: query["role"])
        filter.dueFrom = Day(query["from"])?.text
        filter.dueUntil = Day(query["until"])?.text
        filter.hasDue = Self.choice(query["due"])
        filter.hasTarget = Self.choice(query["target"])
        filter.text = query["q"]
        filter.workStates = Set(query.all("work").compactMap(WorkState.init))
        filter.tag = query.sent("tag").flatMap { $0.isEmpty ? nil : $0 }
        light = Light(rawValue: query["light"])
        // A document that sums up and plans has both in one ledger; what is to be done is shown first.
        if filter.part == nil {
            filter.partRole = query["kind"] == "all" ? nil : PlanPart.Role(rawValue: query["kind"]) ?? .plan
        }
        if maySeeDrafts {
            if query["state"] == "all" { filter.states = [] }
            if let state = LedgerTask.State(rawValue: query["state"]) { filter.states = [state] }
            if query["state"] == "unsure" {
                filter.states = []
                filter.isUnsure = true
            }
            // Undecided tasks stand in drafts.
            if !filter.states.isSubset(of: [.accepted]) || filter.states.isEmpty {
                filter.planStates = [.open, .draft]
            }
        }
        self.filter = filter
        sort = LedgerSort(
            LedgerSort.Column(rawValue: query["sort"]) ?? .position, isDescending: query["order"] == "down")
        let chosen = query.all("col").compactMap(Column.init)
        let standard: [Column] =
            [.number, .title] + (filter.plan == nil ? [.plan] : []) + [.leads, .targets, .actual, .due, .light]
        columns = chosen.isEmpty ? standard : Column.allCases.filter { $0 == .title || chosen.contains($0) }
    }

    /// - Throws: `LedgerError.noPlan` for a draft that the visitor may not see.
    ///
    /// A plan without any part of the kind that is shown first is shown whole.
    mutating func check(_ visit: Visit) throws -> Plan? {
        let plan = try filter.plan.map(visit.plan)
        if let plan, query["kind"].isEmpty, !plan.parts.contains(where: { $0.role == .plan }) { filter.partRole = nil }
        return plan
    }

    /// Narrows the list to the light asked for. Lights are computed and not kept, so this looks at all tasks of the list.
    mutating func narrowToLight(_ visit: Visit) throws {
        guard let light else { return }
        filter.ids = try visit.ledger.workLines(filter, on: visit.today, milestonesOnly: true).filter {
            $0.finding.light == light
        }.map(\.id)
    }

    private static func choice(_ value: String) -> Bool? {
        switch value {
        case "yes": true
        case "no": false
        default: nil
        }
    }

    /// The same list at another address, from the first page.
    func link(_ path: SitePath) -> SiteLink {
        SiteLink(path: path, query: query.items.filter { !["page", "done"].contains($0.name) && !$0.value.isEmpty })
    }

    /// The value of a field of the filter.
    subscript(name: String) -> String { query[name] }

    /// Whether anything narrows the list.
    var isNarrowed: Bool {
        [
            "q", "plan", "part", "year", "section", "office", "role", "from", "until", "due", "target", "state", "kind",
            "light", "work", "tag",
        ]
        .contains { !query[$0].isEmpty }
    }
}
