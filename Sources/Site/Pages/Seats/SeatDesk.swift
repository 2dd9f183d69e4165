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

    /// The register that says who may see an area.
    static let register = "seat_capacity"

    init(_ visit: Visit) throws {
        let access = try visit.registers.access(of: visit.account)
        let tree = try visit.registers.organisations()
        let scope = visit.registers.catalog.register(Self.register).map { access.scope(.read, $0) }
        let made = try visit.site.seats.board(visit.query["scenario"])
        let areas = Set(made?.groups.map(\.area) ?? []).compactMap { Int64($0).flatMap { tree.nodes[$0] } }
            .filter { scope?.contains($0.id) ?? false }.sorted { ($0.code, $0.id) < ($1.code, $1.id) }
        let seen = Set(areas.map { String($0.id) })
        let there = Set(made?.groups.filter { seen.contains($0.area) }.map(\.stage) ?? [])
        let stages = SchoolStage.allCases.filter(there.contains)
        let asked = SchoolStage(rawValue: visit.query["stage"]).flatMap { there.contains($0) ? $0 : nil }
        let first = there.contains(.primary) ? .primary : stages.first ?? .primary
        let chosen = visit.query.row("area")
        area = areas.count == 1 ? areas.first : areas.first { $0.id == chosen }
        stage = asked ?? first
        years = [5, 10, 15].first { String($0) == visit.query["years"] } ?? 5
        (self.visit, self.access, self.tree, self.areas, self.stages) = (visit, access, tree, areas, stages)
        board = areas.isEmpty ? nil : made
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
