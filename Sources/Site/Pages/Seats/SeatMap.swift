import Monitoring
import Registers
import SeatPlanning
import Seats

/// Schools on a map, marked by how likely seats of the stage are missing in their area in the last year shown.
struct SeatMap {
    private let desk: SeatDesk
    private let board: SeatBoard
    private let gaps: [String: SeatGap]
    private let places: [Int64: OrganisationPlace]

    init(_ desk: SeatDesk, _ board: SeatBoard, _ now: OptionOutcome) throws {
        self.desk = desk
        self.board = board
        let last = desk.mapped
        gaps = Dictionary(
            desk.gaps(now).filter { $0.autumn == last && $0.seats != nil }.map { ($0.area, $0) }
        ) { first, _ in first }
        places = try desk.visit.registers.places(on: desk.visit.today)
    }

    /// The map; nothing where no school has a place, since the table of gaps says the same.
    var html: HTML {
        let visit = desk.visit
        let height = (places.values.map(\.latitude).max() ?? 0) - (places.values.map(\.latitude).min() ?? 0)
        var schools: [MapData.School] = []
        var areas: [MapData.Area] = []
        for area in desk.areas {
            let nodes = desk.tree.under(area.id).compactMap { desk.tree.nodes[$0] }
                .filter { $0.level == .school && places[$0.id] != nil }.sorted { ($0.code, $0.id) < ($1.code, $1.id) }
            guard !nodes.isEmpty else { continue }
            let gap = gaps["\(area.id)"]
            let light = Self.light(gap)
            let value = words(gap)
            let link = desk.link(area: area.id).url
            schools += nodes.compactMap { node in
                guard let place = places[node.id] else { return nil }
                return MapData.School(
                    name: node.name, area: area.name, latitude: MapData.short(place.latitude),
                    longitude: MapData.short(place.longitude), mark: light.rawValue, sign: Self.sign(light),
                    words: visit["seats.map.\(light.rawValue)"], value: value, figure: link, profile: nil)
            }
            let outline = Outline.around(nodes.compactMap { places[$0.id] }, margin: max(height * 0.03, 0.002))
            areas.append(
                MapData.Area(
                    name: area.name, value: value, link: link,
                    outline: outline.map { [MapData.short($0.latitude), MapData.short($0.longitude)] }))
        }
        guard !schools.isEmpty else { return .empty }
        let title = visit[
            "seats.map.title", ["stage": desk.word(desk.stage), "year": "\(desk.mapped)"]]
        let legend = [Light.green, .yellow, .red, .off].html { light in
            """
            <li><span class="pin \(light.rawValue)" aria-hidden="true">\(Self.sign(light))</span> \
            \(visit["seats.map.\(light.rawValue)"])</li>
            """
        }
        let years = desk.autumns.html { year -> HTML in
            let mark: HTML = year == desk.mapped ? #" main" aria-current="true"# : .empty
            return
                #"<a class="button\#(mark)" href="\#(desk.link(fragment: "map").with("at", "\(year)"))">\#(year)</a> "#
        }
        return """
            <nav class="group" aria-label="\(visit["seats.map.years"])">\(years)</nav>
            <figure class="map" data-map="\(MapData(visit, schools: schools, areas: areas).json)">\
            <figcaption>\(title)</figcaption>
            <div class="ground" role="region" aria-label="\(title)" hidden></div>
            <ul class="legend">\(legend)</ul></figure>
            """
    }

    private func words(_ gap: SeatGap?) -> String {
        guard let gap, let missing = gap.gap else { return "–" }
        let key = missing > 0 ? "seats.gap.missing" : "seats.gap.free"
        return desk.visit[key, ["count": desk.number(abs(missing))]]
    }

    /// Seats are likely missing from one in two, and may be from one in five.
    private static func light(_ gap: SeatGap?) -> Light {
        switch gap?.probability {
        case nil: .off
        case (0.5...)?: .red
        case (0.2...)?: .yellow
        default: .green
        }
    }

    private static func sign(_ light: Light) -> String { light == .off ? "–" : LightMark.shape(light) }
}
