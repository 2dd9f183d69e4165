import CatchmentFiles
import CatchmentPlanning
import Catchments

/// The colours of a plan's schools, so that neighbours differ; each has a number too, for those who do not see colours.
struct CatchmentTones {
    private let tones: [Int]
    /// Colours that the style sheet has.
    static let count = 12

    init(_ input: CatchmentInput) {
        var tones: [Int] = []
        let places = input.schools.map {
            Self.position($0.place)
                ?? $0.point.flatMap { code in
                    input.points.first { $0.code == code }.flatMap { Self.position($0.place) }
                }
        }
        for (index, place) in places.enumerated() {
            // The colour whose nearest school is farthest away.
            var near = [Double](repeating: .infinity, count: Self.count)
            for other in 0..<index {
                guard let place, let there = places[other] else { continue }
                let (x, y) = (place.0 - there.0, place.1 - there.1)
                near[tones[other]] = min(near[tones[other]], x * x + y * y)
            }
            let start = index % Self.count
            let order = (0..<Self.count).map { ($0 + start) % Self.count }
            tones.append(order.max { near[$0] < near[$1] } ?? start)
        }
        self.tones = tones
    }

    subscript(school: Int) -> Int { tones[school] }

    /// The mark of a school by its place in the plan: its number on its colour.
    func pin(_ school: Int) -> HTML { #"<span class="pin tone-\#(tones[school])">\#(school + 1)</span>"# }

    /// East and north; degrees and metres alike, for comparing only.
    static func position(_ place: Place?) -> (Double, Double)? {
        switch place {
        case .plane(let x, let y): (x, y)
        case .globe(let longitude, let latitude): (longitude, latitude)
        case nil: nil
        }
    }
}

/// A plan on a map: the ground of each point, or a dot where there is none, in the colour of its school. No tiles.
struct CatchmentMap {
    /// What is shown.
    enum View: String, CaseIterable {
        case chosen, proposal, today
    }

    private let visit: Visit
    private let scheme: CatchmentScheme
    private let input: CatchmentInput
    private let view: View
    private let names: CatchmentNames
    private let tones: CatchmentTones
    private let isPublic: Bool
    /// More corners than this are drawn as dots.
    private static let mostCorners = 80_000

    init(_ visit: Visit, _ scheme: CatchmentScheme, _ input: CatchmentInput, view: String, isPublic: Bool = false) {
        (self.visit, self.scheme, self.input, self.isPublic) = (visit, scheme, input, isPublic)
        self.view = View(rawValue: view) ?? .chosen
        names = CatchmentNames(input)
        tones = CatchmentTones(input)
    }

    /// The map under its heading, with the ways to look at it.
    func panel(link: (String?) -> SiteLink) -> HTML {
        guard input.points.contains(where: { $0.place != nil || $0.outline != nil }) else {
            return
                #"<section class="panel" id="map"><h2>\#(visit["catchments.map.title"])</h2><p class="muted">\#(visit["catchments.map.none"])</p></section>"#
        }
        let isChanged = input.points.contains(where: \.isChanged), hasToday = input.points.contains { $0.today != nil }
        let views = View.allCases.filter { $0 == .chosen || ($0 == .today ? hasToday : isChanged) }
        let ways = HTML.when(
            views.count > 1 && !isPublic,
            Tabs.html(
                visit["catchments.map.views"],
                views.map { one in
                    let key =
                        one == .chosen && !isChanged ? "catchments.view.proposal" : "catchments.view.\(one.rawValue)"
                    return (visit[key], link(one == .chosen ? nil : one.rawValue), one == view)
                }))
        return
            #"<section class="panel" id="map"><h2>\#(visit["catchments.map.title"])</h2>\#(ways)\#(figure)</section>"#
    }

    /// A map on which a place is chosen; the fields that take its coordinates are named by their ids.
    func picker(east: String, north: String) -> HTML {
        guard input.points.contains(where: { $0.place != nil }) else { return .empty }
        let frame = MapFrame(input)
        return figure(
            pick: MapData.Pick(east: east, north: north, origin: [frame.origin.x, frame.origin.y], scale: frame.scale))
    }

    private var figure: HTML { figure(pick: nil) }

    private func figure(pick: MapData.Pick?) -> HTML {
        let title = visit["catchments.map.label", ["plan": scheme.title]]
        let legend = input.schools.indices.filter { input.schools[$0].isOpen }.html { index in
            "<li>\(tones.pin(index)) \(input.schools[index].name)</li>"
        }
        let moved = HTML.when(
            !isPublic && view != .today,
            #"<li><span class="pin moves" aria-hidden="true"></span> \#(visit["catchments.map.moved"])</li>"#)
        return """
            <figure class="map" data-map="\(data(pick: pick))"><figcaption class="unseen">\(title)</figcaption>
            <div class="ground" role="region" aria-label="\(title)" hidden></div>
            <ul class="legend">\(legend)\(moved)</ul></figure>
            """
    }

    private func data(pick: MapData.Pick?) -> String {
        let frame = MapFrame(input)
        let index = Dictionary(input.schools.indices.map { (input.schools[$0].code, $0) }) { one, _ in one }
        let hasOutlines = input.points.reduce(0) { $0 + ($1.outline?.corners ?? 0) } <= Self.mostCorners
        let grounds = input.points.compactMap { point -> MapData.Ground? in
            let shares = view == .proposal ? point.proposed : point.chosen
            let codes =
                view == .today
                ? point.today.map { [$0] } ?? []
                : shares.sorted { ($1.children, $0.school) < ($0.children, $1.school) }.map(\.school)
            let outline = hasOutlines ? point.outline.map(frame.outline) : nil
            let centre = frame.centre(point)
            guard outline != nil || centre != nil else { return nil }
            let children = isPublic ? "" : visit["catchments.map.children", ["count": "\(point.children)"]]
            let link =
                isPublic
                ? SitePath.families(.catchment(scheme.id)).with("q", point.code).url
                : SitePath.catchments(.points(scheme.id)).with("q", point.code).url
            return MapData.Ground(
                name: point.name, value: codes.isEmpty ? visit["catchments.map.nowhere"] : names.list(codes),
                words: children, link: link, tone: codes.first.flatMap { index[$0] }.map { tones[$0] } ?? -1,
                moved: !isPublic && view != .today && point.today != nil && codes.contains { $0 != point.today },
                outline: outline, latitude: centre?.0 ?? 0, longitude: centre?.1 ?? 0)
        }
        let schools = input.schools.enumerated().compactMap { number, school -> MapData.School? in
            guard school.isOpen, let place = frame.place(school, input) else { return nil }
            return MapData.School(
                name: school.name, area: nil, latitude: place.0, longitude: place.1, mark: "tone-\(tones[number])",
                sign: "\(number + 1)", words: "",
                value: isPublic ? "" : visit["catchments.map.places", ["count": "\(school.places)"]], figure: nil,
                profile: nil)
        }
        var data = MapData(visit, schools: schools, areas: [])
        data.grounds = grounds
        data.pick = pick
        return data.json
    }
}

/// Places on the map's degrees. A plan in metres is laid around 0° 0', where a degree is as long both ways.
private struct MapFrame {
    private let middle: (x: Double, y: Double)?

    init(_ input: CatchmentInput) {
        var sum = (x: 0.0, y: 0.0), count = 0.0
        for case .plane(let x, let y)? in input.points.map(\.place) {
            sum = (sum.x + x, sum.y + y)
            count += 1
        }
        middle = count > 0 ? (sum.x / count, sum.y / count) : nil
    }

    /// What lies at 0° 0'.
    var origin: (x: Double, y: Double) { middle ?? (0, 0) }
    /// How much of the plan's own unit is a degree.
    var scale: Double { middle == nil ? 1 : 111_195 }

    /// Latitude and longitude.
    private func degrees(_ x: Double, _ y: Double) -> (Double, Double) {
        (MapData.short((y - origin.y) / scale), MapData.short((x - origin.x) / scale))
    }

    func outline(_ outline: PointOutline) -> [[[[Double]]]] {
        outline.polygons.map { rings in
            rings.map { ring in
                ring.map { corner in
                    let (latitude, longitude) = degrees(corner[0], corner[1])
                    return [latitude, longitude]
                }
            }
        }
    }

    func centre(_ point: PlanPoint) -> (Double, Double)? {
        CatchmentTones.position(point.place).map { degrees($0.0, $0.1) }
    }

    func place(_ school: PlanSchool, _ input: CatchmentInput) -> (Double, Double)? {
        let ground = school.point.flatMap { code in input.points.first { $0.code == code }?.place }
        return CatchmentTones.position(school.place ?? ground).map { degrees($0.0, $0.1) }
    }
}
