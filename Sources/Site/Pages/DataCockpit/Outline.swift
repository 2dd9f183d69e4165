import Registers

/// The outline of an area, drawn around its schools.
enum Outline {
    /// The convex hull of points, each widened to an octagon, so that a single school has an area too: corners in order
    /// around it; none without points. Andrew's monotone chain, O(n log n).
    ///
    /// - Parameter margin: how far from the points it runs, in degrees of latitude.
    static func around(_ points: [OrganisationPlace], margin: Double) -> [OrganisationPlace] {
        let corners = points.flatMap { point in
            octagon.map { corner in
                OrganisationPlace(
                    longitude: point.longitude + corner.x * margin * 1.3, latitude: point.latitude + corner.y * margin)
            }
        }
        return hull(corners)
    }

    private static let octagon: [(x: Double, y: Double)] = [
        (1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7),
    ]

    /// The corners of the smallest convex shape that holds all points, counter-clockwise.
    static func hull(_ points: [OrganisationPlace]) -> [OrganisationPlace] {
        let sorted = Set(points).sorted { ($0.longitude, $0.latitude) < ($1.longitude, $1.latitude) }
        guard sorted.count > 2 else { return sorted }
        let lower = chain(sorted), upper = chain(sorted.reversed())
        return lower.dropLast() + upper.dropLast()
    }

    /// The points of one side that turn left only.
    private static func chain(_ points: some Sequence<OrganisationPlace>) -> [OrganisationPlace] {
        var chain: [OrganisationPlace] = []
        for point in points {
            while chain.count > 1, turn(chain[chain.count - 2], chain[chain.count - 1], point) <= 0 {
                chain.removeLast()
            }
            chain.append(point)
        }
        return chain
    }

    /// Positive where the way over three points turns left.
    static func turn(_ one: OrganisationPlace, _ two: OrganisationPlace, _ three: OrganisationPlace) -> Double {
        (two.longitude - one.longitude) * (three.latitude - one.latitude)
            - (two.latitude - one.latitude) * (three.longitude - one.longitude)
    }
}
