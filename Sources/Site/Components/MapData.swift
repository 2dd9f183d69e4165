import Foundation

/// What the script draws on a map: schools as marks, areas as outlines.
struct MapData: Encodable {
    /// A school.
    struct School: Encodable {
        let name: String, area: String?, latitude: Double, longitude: Double
        /// The class's name, sign and words.
        let mark: String, sign: String, words: String
        let value: String
        let figure: String?, profile: String?
    }
    /// An area.
    struct Area: Encodable {
        let name: String, value: String, link: String
        /// Latitude and longitude of its corners.
        let outline: [[Double]]
    }

    /// The ground of a residential point, or a dot where its outline is not known.
    struct Ground: Encodable {
        let name: String, value: String, words: String, link: String
        /// The number of its colour; below 0 for none.
        let tone: Int
        /// Whether it goes to another school than today.
        let moved: Bool
        /// Polygons of rings of latitude and longitude.
        let outline: [[[[Double]]]]?
        let latitude: Double, longitude: Double
    }

    /// Fields that take the place which is chosen on the map, and what a degree is in their unit.
    struct Pick: Encodable {
        let east: String, north: String
        /// What lies at 0° 0': east, north.
        let origin: [Double]
        let scale: Double
    }

    let schools: [School], areas: [Area]
    /// Grounds lie below everything else; nil where a map has none.
    var grounds: [Ground]?
    /// Nil where nothing is chosen.
    var pick: Pick?
    let words: [String: String]

    init(_ visit: Visit, schools: [School], areas: [Area]) {
        let words = ["profile", "figure", "into", "point", "zoomIn", "zoomOut"].map { ($0, visit["brain.map.\($0)"]) }
        (self.schools, self.areas) = (schools, areas)
        self.words = Dictionary(words) { first, _ in first }
    }

    /// As it stands in the page.
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// Some metres are enough.
    static func short(_ degrees: Double) -> Double { (degrees * 100_000).rounded() / 100_000 }

    /// The scripts; once on each page that has a map.
    static func scripts(_ visit: Visit) -> HTML {
        let assets = visit.site.assets
        guard let library = assets.link("leaflet.js"), let own = assets.link("map.js") else { return .empty }
        return """
            \(HTML.link(assets.link("leaflet.css"), rel: "stylesheet"))\
            <script src="\(library)" defer></script><script src="\(own)" defer></script>
            """
    }
}
