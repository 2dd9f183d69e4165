import Catalog
import Foundation
import Indicators
import Monitoring
import Registers

/// Schools on a map, marked by their values, with the outlines of areas; beside it the same as a table, for those who
/// cannot use a map. No tiles: nothing is asked of other servers.
struct SchoolMap {
    private let desk: BrainDesk
    private let choice: BrainChoice
    private let indicator: Indicator
    private let period: Period
    private let comparison: BrainComparison
    private let classes: ValueClasses
    private let places: [Int64: OrganisationPlace]
    /// The schools on the map, those with a value in the order of their places first.
    private let schools: [(node: OrganisationTree.Node, row: BrainComparison.Row?)]

    private var visit: Visit { desk.visit }

    init(_ desk: BrainDesk, _ choice: BrainChoice, _ indicator: Indicator, _ period: Period) throws {
        self.desk = desk
        self.choice = choice
        self.indicator = indicator
        self.period = period
        comparison = BrainComparison(desk, choice, indicator, in: period, at: .school)
        let rows = comparison.rows.sorted { ($0.place, $0.node.code) < ($1.place, $1.node.code) }
        classes = ValueClasses(desk, rows) { desk.range($0, $1, indicator) }
        let known = Set(rows.map(\.node.id))
        let own = choice.organisation.level == .school ? [choice.organisation] : []
        let others = desk.parts(of: choice.organisation, at: .school).filter { !known.contains($0.id) }
        schools = rows.map { ($0.node, $0) } + (own + others).map { ($0, nil) }
        places = try desk.visit.registers.places(on: desk.visit.today)
    }

    func html(forWall: Bool) -> HTML {
        let placed = schools.filter { places[$0.node.id] != nil }
        guard !placed.isEmpty else {
            return #"<p class="muted">\#(visit["brain.map.none"])</p>\#(table)"#
        }
        let legend = classes.entries.html { entry in
            """
            <li><span class="pin \(entry.name)" aria-hidden="true">\(entry.sign)</span> \(entry.words) \
            <span class="muted">\(visit["brain.map.schools", ["count": "\(entry.count)"]])</span></li>
            """
        }
        let without = schools.count { $0.row == nil }
        let unvalued = HTML.when(
            without > 0,
            """
            <li><span class="pin off" aria-hidden="true">–</span> \(visit["brain.map.noValue"]) \
            <span class="muted">\(visit["brain.map.schools", ["count": "\(without)"]])</span></li>
            """)
        let unplaced = schools.count - placed.count
        let note = HTML.when(
            unplaced > 0, #"<p class="muted">\#(visit["brain.map.unplaced", ["count": "\(unplaced)"]])</p>"#)
        let title = visit["brain.map.label", ["indicator": desk.title(indicator), "count": "\(placed.count)"]]
        let figure: HTML = """
            <figure class="map" data-map="\(data(placed))"><figcaption class="unseen">\(title)</figcaption>
            <div class="ground" role="region" aria-label="\(title)" hidden></div>
            <ul class="legend">\(legend)\(unvalued)</ul>\(note)</figure>
            """
        guard !forWall else { return figure }
        return """
            <div class="beside">\(figure)<div class="scroll" tabindex="0" role="region" \
            aria-label="\(visit["brain.map.table"])">\(table)</div></div>
            """
    }

    /// The same as words: every school, those without a place too.
    private var table: HTML {
        var table = ListTable(
            visit["brain.map.table"],
            columns: [
                .init(title: visit["brain.column.school"], isName: true),
                .init(title: visit["brain.column.value"], isNumeric: true),
                .init(title: visit["brain.column.class"]),
            ])
        table.rows = schools.map { school in
            let name: HTML =
                desk.profile(school.node.id).map { #"<a data-nav href="\#($0)">\#(school.node.name)</a>"# }
                ?? "\(school.node.name)"
            guard let row = school.row else { return .init(cells: [name, "–", "\(visit["brain.map.noValue"])"]) }
            let entry = classes.entry(of: row)
            let mark: HTML = row.light == .off ? "\(entry?.sign)" : desk.mark(row.light)
            return .init(cells: [
                name, #"<a href="\#(desk.link(indicator, row.value))">\#(desk.words(row.number, indicator))</a>"#, mark,
            ])
        }
        return table.html
    }

    // MARK: For the script

    private func data(_ placed: [(node: OrganisationTree.Node, row: BrainComparison.Row?)]) -> String {
        let spots = placed.compactMap { places[$0.node.id] }
        let height = (spots.map(\.latitude).max() ?? 0) - (spots.map(\.latitude).min() ?? 0)
        let values = BrainComparison(desk, choice, indicator, in: period, at: .area).rows
        let known = Dictionary(values.map { ($0.node.id, $0.number) }) { first, _ in first }
        let byArea = Dictionary(grouping: placed) { desk.tree.ancestor(of: $0.node.id, at: .area) }
        let areas = byArea.compactMap { area, schools -> (String, MapData.Area)? in
            guard let node = area.flatMap({ desk.tree.nodes[$0] }) else { return nil }
            let value = node.id == choice.organisation.id ? comparison.whole?.value : known[node.id]
            let outline = Outline.around(schools.compactMap { places[$0.node.id] }, margin: max(height * 0.03, 0.002))
            return (
                node.code,
                MapData.Area(
                    name: node.name, value: desk.words(value, indicator),
                    link: choice.link(organisation: node.id, fragment: "map").url,
                    outline: outline.map { [MapData.short($0.latitude), MapData.short($0.longitude)] })
            )
        }
        let schools = placed.compactMap { school -> MapData.School? in
            guard let place = places[school.node.id] else { return nil }
            let entry = school.row.flatMap(classes.entry)
            return MapData.School(
                name: school.node.name,
                area: desk.tree.ancestor(of: school.node.id, at: .area).flatMap { desk.tree.nodes[$0]?.name },
                latitude: MapData.short(place.latitude), longitude: MapData.short(place.longitude),
                mark: entry?.name ?? "off", sign: entry?.sign ?? "–", words: entry?.words ?? visit["brain.map.noValue"],
                value: desk.words(school.row?.number, indicator),
                figure: school.row.map { desk.link(indicator, $0.value).url },
                profile: desk.profile(school.node.id)?.url)
        }
        return MapData(visit, schools: schools, areas: areas.sorted { $0.0 < $1.0 }.map(\.1)).json
    }
}
