import Catalog
import Registers
import SeatPlanning
import Seats

/// A visit to the forecast of seats: the areas that the visitor may see, and what of them is chosen.
struct SeatDesk {
    let visit: Visit
    let access: RegisterAccess
    let tree: OrganisationTree
    /// Nil where there are no pupils, or no area to see.
    let board: SeatBoard?
    /// The areas to see, by code.
    let areas: [OrganisationTree.Node]
    /// The area shown; nil for all together.
    let area: OrganisationTree.Node?
    /// Stages that any area has.
    let stages: [SchoolStage]
    let stage: SchoolStage
    /// Years ahead that are shown.
    let years: Int
    /// The autumn that the map shows.
    let mapped: Int
    private let scope: RowScope?

    /// The register that says who may see an area.
    static let register = "seat_capacity"

    init(_ visit: Visit) throws {
        // What is chosen comes with the address, or with the form that is sent.
        let query = visit.isPost ? visit.form : visit.query
        let access = try visit.registers.access(of: visit.account)
        let tree = try visit.registers.organisations()
        let scope = visit.registers.catalog.register(Self.register).map { access.scope(.read, $0) }
        let made = try visit.site.seats.board(query["scenario"])
        let areas = Set(made?.groups.map(\.area) ?? []).compactMap { Int64($0).flatMap { tree.nodes[$0] } }
            .filter { scope?.contains($0.id) ?? false }.sorted { ($0.code, $0.id) < ($1.code, $1.id) }
        let seen = Set(areas.map { String($0.id) })
        let there = Set(made?.groups.filter { seen.contains($0.area) }.map(\.stage) ?? [])
        let stages = SchoolStage.allCases.filter(there.contains)
        let asked = SchoolStage(rawValue: query["stage"]).flatMap { there.contains($0) ? $0 : nil }
        let first = there.contains(.primary) ? .primary : stages.first ?? .primary
        let chosen = query.row("area")
        area = areas.count == 1 ? areas.first : areas.first { $0.id == chosen }
        stage = asked ?? first
        let years = [5, 10, 15].first { String($0) == query["years"] } ?? 5
        let last = made?.situation.history.lastAutumn ?? 0
        mapped = Int(query["at"]).flatMap { ((last + 1)...(last + years)).contains($0) ? $0 : nil } ?? (last + years)
        (self.years, self.scope) = (years, scope)
        (self.visit, self.access, self.tree, self.areas, self.stages) = (visit, access, tree, areas, stages)
        board = areas.isEmpty ? nil : made
    }

    /// Whether the visitor may see an area or a school.
    func maySee(_ id: Int64) -> Bool { scope?.contains(id) ?? false }

    /// Whether the visitor may take figures out, and whose.
    func mayExport(_ id: Int64) -> Bool {
        visit.registers.catalog.register(Self.register).map { access.scope(.export, $0).contains(id) } ?? false
    }

    /// This page with another choice; what is not given stays as it is.
    func link(area: Int64? = nil, stage: SchoolStage? = nil, fragment: String? = nil) -> SiteLink {
        var link = SitePath.seats(.plan).with("scenario", board?.scenario?.name)
            .with("stage", (stage ?? self.stage).rawValue)
            .with("area", (area ?? self.area?.id).map { "\($0)" }).with("years", years == 5 ? nil : "\(years)")
        link.fragment = fragment
        return link
    }

    /// The rows of a register of an area, where the visitor may read them.
    func rows(_ register: String, _ area: Int64? = nil) -> SiteLink? {
        guard let found = visit.registers.catalog.register(register), access.may(.read, found) else { return nil }
        return SitePath.data(.rows(register)).with("at", area.map { "\($0)" })
    }

    /// Another page of seats with what is chosen.
    func link(to path: SeatPath) -> SiteLink {
        var link = self.link()
        link.path = .seats(path)
        return link
    }

    /// The ways to look at seats.
    func tabs(at path: SeatPath) -> HTML {
        let pages: [(String, SeatPath)] = [
            ("seats.tab.areas", .plan), ("seats.tab.schools", .schools), ("seats.tab.scenarios", .scenarios),
            ("seats.tab.trial", .trial),
        ]
        return Tabs.html(visit["seats.title"], pages.map { (visit[$0.0], link(to: $0.1), $0.1 == path) })
    }

    /// The choices that all pages of seats have.
    func choices(hasScenario: Bool = true, hasArea: Bool = true) -> HTML {
        let names = [("", visit["seats.scenario.none"])] + (board?.situation.scenarios ?? []).map { ($0.name, $0.name) }
        let places = [("", visit["seats.area.all"])] + areas.map { ("\($0.id)", $0.name) }
        let scenario = HTML.when(
            hasScenario,
            Form.select("scenario", visit["seats.choice.scenario"], names, chosen: board?.scenario?.name ?? ""))
        let area = HTML.when(
            hasArea, Form.select("area", visit["seats.choice.area"], places, chosen: area.map { "\($0.id)" } ?? ""))
        return """
            \(scenario)\(Form.select(
                "stage", visit["seats.choice.stage"], stages.map { ($0.rawValue, word($0)) }, chosen: stage.rawValue))\
            \(area)\(Form.select(
                "years", visit["seats.choice.years"],
                [5, 10, 15].map { ("\($0)", visit["seats.years", ["count": "\($0)"]]) }, chosen: "\(years)"))
            """
    }

    /// What stands where nothing can be shown.
    func empty(_ title: String, at path: SeatPath) -> Answer {
        let main: HTML = """
            \(PageHead.html(title))\(DataTabs.html(visit, at: .seats(.plan)))\(tabs(at: path))\
            \(EmptyState.html(visit["seats.empty"]))
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    /// Pupils, and how many are missing or free.
    func words(_ gap: SeatGap) -> HTML {
        guard let missing = gap.gap else { return "–" }
        return missing > 0
            ? #"<span class="worse">\#(visit["seats.gap.missing", ["count": number(missing)]])</span>"#
            : "\(visit["seats.gap.free", ["count": number(-missing)]])"
    }

    /// The largest gap of an outcome, in words.
    func worst(_ outcome: OptionOutcome) -> String {
        guard let gap = outcome.worst, let board else { return visit["seats.option.noShortage"] }
        return visit[
            "seats.option.worst",
            ["area": board.situation.name(gap.area), "year": "\(gap.autumn)", "gap": number(gap.gap ?? 0)]]
    }

    /// Whether the visitor may add rows to a register.
    func mayAdd(_ register: String) -> Bool {
        visit.registers.catalog.register(register).map { access.may(.write, $0) } ?? false
    }

    /// The gaps of an outcome in the areas to see, of the stage and years shown.
    func gaps(_ outcome: OptionOutcome) -> [SeatGap] {
        guard let board else { return [] }
        let seen = Set(areas.map { String($0.id) })
        let last = board.situation.history.lastAutumn + years
        return outcome.gaps.filter { seen.contains($0.area) && $0.stage == stage && $0.autumn <= last }
    }

    /// The autumns shown.
    var autumns: ClosedRange<Int> {
        let last = board?.situation.history.lastAutumn ?? 0
        return (last + 1)...(last + years)
    }

    func word(_ stage: SchoolStage) -> String { visit["seats.stage.\(stage.rawValue)"] }

    /// A whole number of pupils or seats.
    func number(_ value: Double) -> String { "\(Int(value.rounded()))" }

    func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }
}
