/// The outline of a residential point's ground: polygons of rings of corners, each longitude (or x) and latitude (or y); the
/// first ring of a polygon is its outside, the others are holes.
public struct PointOutline: Codable, Hashable, Sendable {
    /// The coordinates as in a GeoJSON MultiPolygon.
    public var polygons: [[[[Double]]]]

    /// An outline.
    public init(polygons: [[[[Double]]]]) { self.polygons = polygons }

    /// Corners of all rings.
    public var corners: Int { polygons.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } } }

    /// Pairs of points whose outlines share a side, as drawings of one ground do: two corners behind each other that are the
    /// same in both, to a tenth of a metre in degrees or a millimetre in metres. In order of names, each pair once.
    public static func touching(_ outlines: [String: PointOutline]) -> [(String, String)] {
        struct Corner: Hashable, Comparable {
            let x: Int, y: Int
            static func < (one: Corner, other: Corner) -> Bool { (one.x, one.y) < (other.x, other.y) }
        }
        struct Side: Hashable { let from: Corner, to: Corner }
        var owners: [Side: [String]] = [:]
        for (name, outline) in outlines.sorted(by: { $0.key < $1.key }) {
            for ring in outline.polygons.joined() {
                let isGlobe = ring.allSatisfy { abs($0[0]) <= 180 && abs($0[1]) <= 90 }
                let scale = isGlobe ? 1_000_000.0 : 1_000
                let corners = ring.map { Corner(x: Int(($0[0] * scale).rounded()), y: Int(($0[1] * scale).rounded())) }
                for (one, other) in zip(corners, corners.dropFirst() + corners.prefix(1)) where one != other {
                    owners[Side(from: min(one, other), to: max(one, other)), default: []].append(name)
                }
            }
        }
        var pairs: Set<[String]> = []
        for names in owners.values where names.count > 1 {
            for (index, name) in names.enumerated() {
                for other in names[(index + 1)...].prefix(8) where other != name {
                    pairs.insert([min(name, other), max(name, other)])
                }
            }
        }
        return pairs.map { ($0[0], $0[1]) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    }
}
