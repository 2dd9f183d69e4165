import Catalog
import Indicators
import Registers

/// What of the cockpit's lower half is shown, as its address says: an indicator, a period, a level to compare, an order.
struct BrainChoice {
    let organisation: OrganisationTree.Node
    /// Indicators to choose from: those with a value here, in the catalogue's order.
    let indicators: [Indicator]
    /// The indicator shown; nil where none has a value.
    let indicator: Indicator?
    /// Its periods, the latest first.
    let periods: [Period]
    let period: Period?
    /// Levels that can be compared, the highest first.
    let levels: [Level]
    let level: Level?
    let sort: Sort

    /// How the comparison is ordered.
    enum Sort: String, CaseIterable {
        /// By place, or by name, value, change; from the other end.
        case place, name, value, change
        case placeDown = "-place", nameDown = "-name", valueDown = "-value", changeDown = "-change"

        /// The field, and whether it is from the other end.
        var field: (name: String, isDown: Bool) {
            rawValue.hasPrefix("-") ? (String(rawValue.dropFirst()), true) : (rawValue, false)
        }
    }

    init(_ desk: BrainDesk, _ board: BrainBoard, _ organisation: OrganisationTree.Node) {
        self.organisation = organisation
        indicators = board.figures.map(\.indicator)
        let named = desk.catalog.indicator(desk.visit.query["indicator"])
        // What misses its standard most among the figures on top is looked into first.
        let worst = board.headline.filter { $0.light != .off }.max { ($0.shortfall ?? 0) < ($1.shortfall ?? 0) }
        let indicator =
            named.flatMap { named in desk.cube.periods(of: named).isEmpty ? nil : named } ?? worst?.indicator
            ?? board.headline.first?.indicator ?? indicators.first
        let periods: [Period] = indicator.map { desk.cube.periods(of: $0).reversed() } ?? []
        self.indicator = indicator
        self.periods = periods
        let asked = Period(desk.visit.query["period"])
        let latest = indicator.flatMap { indicator in
            board.figures.first { $0.indicator.name == indicator.name }?.now.period
        }
        period = asked.flatMap { periods.contains($0) ? $0 : nil } ?? latest ?? periods.first
        let levels = desk.levels(under: organisation)
        self.levels = levels
        let shown = levels.filter { level in indicator?.levels.contains(level) ?? false }
        level = Level(rawValue: desk.visit.query["level"]).flatMap { levels.contains($0) ? $0 : nil } ?? shown.first
        sort = Sort(rawValue: desk.visit.query["sort"]) ?? .place
    }

    /// The cockpit with this choice; what is not given stays as it is.
    func link(
        organisation: Int64? = nil, indicator: String? = nil, level: Level? = nil, sort: Sort? = nil,
        fragment: String? = nil
    ) -> SiteLink {
        let isOther = organisation != nil && organisation != self.organisation.id
        var link = SitePath.brain(.cockpit).with("organisation", "\(organisation ?? self.organisation.id)")
            .with("indicator", indicator ?? self.indicator?.name)
            .with("period", indicator == nil ? period?.description : nil)
            .with("level", (level ?? (isOther ? nil : self.level))?.rawValue)
            .with("sort", (sort ?? self.sort) == .place ? nil : (sort ?? self.sort).rawValue)
        link.fragment = fragment
        return link
    }
}
