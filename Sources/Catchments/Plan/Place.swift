/// Where a point or a school is.
public enum Place: Hashable, Sendable {
    /// In metres of a plane grid.
    case plane(x: Double, y: Double)
    /// In degrees, WGS 84 or CGCS2000.
    case globe(longitude: Double, latitude: Double)
}

/// Distances of places, in whole millimetres, the same on every machine.
///
/// On the globe it is the great circle on a sphere of 6,371,008.8 m (the mean radius of the earth, IUGG), worked out from the
/// chord between unit vectors: only additions, multiplications, divisions and square roots, which are exact to the last
/// bit everywhere, where a library's sine need not be.
struct PlacedPoint {
    private let x: Double
    private let y: Double
    private let z: Double
    private let isOnGlobe: Bool

    private static let radius = 6_371_008_800.0

    /// Nil for a place that is none: not finite, beyond 90° or 360°, or farther from the grid's origin than 100,000 km.
    init?(_ place: Place) {
        switch place {
        case .plane(let x, let y):
            guard x.isFinite, y.isFinite, abs(x) < 1e8, abs(y) < 1e8 else { return nil }
            (self.x, self.y, z, isOnGlobe) = (x * 1000, y * 1000, 0, false)
        case .globe(let longitude, let latitude):
            guard abs(longitude) <= 360, abs(latitude) <= 90 else { return nil }
            let (sine, cosine) = Self.circle(latitude), (east, north) = Self.circle(longitude)
            (x, y, z, isOnGlobe) = (cosine * north, cosine * east, sine, true)
        }
    }

    /// Millimetres to another place of the same kind.
    func distance(to other: PlacedPoint) -> Double {
        let (dx, dy, dz) = (x - other.x, y - other.y, z - other.z)
        let chord = (dx * dx + dy * dy + dz * dz).squareRoot()
        return isOnGlobe ? 2 * Self.radius * Self.arcSine(min(1, chord / 2)) : chord
    }

    /// Sine and cosine of an angle in degrees.
    private static func circle(_ degrees: Double) -> (Double, Double) {
        let quarter = (degrees / 90).rounded(), rest = (degrees - quarter * 90) * (Double.pi / 180)
        let (sine, cosine) = series(rest)
        switch Int(quarter) & 3 {
        case 0: return (sine, cosine)
        case 1: return (cosine, -sine)
        case 2: return (-sine, -cosine)
        default: return (-cosine, sine)
        }
    }

    /// Sine and cosine by their power series, for angles up to an eighth of the circle.
    private static func series(_ angle: Double) -> (Double, Double) {
        var sine = 0.0, cosine = 0.0, term = 1.0
        for power in 0..<20 {
            if power & 1 == 0 { cosine += power & 2 == 0 ? term : -term } else { sine += power & 2 == 0 ? term : -term }
            term *= angle / Double(power + 1)
        }
        return (sine, cosine)
    }

    /// The angle of a sine between 0 and 1: halved until its series is short.
    private static func arcSine(_ sine: Double) -> Double {
        // sin(a / 2) = sin a / √(2 (1 + cos a))
        var small = sine, factor = 1.0
        while small > 0.1 {
            small /= (2 * (1 + (1 - small * small).squareRoot())).squareRoot()
            factor *= 2
        }
        var sum = 0.0, term = small
        for step in 0..<8 {
            sum += term / Double(2 * step + 1)
            term *= small * small * Double(2 * step + 1) / Double(2 * step + 2)
        }
        return sum * factor
    }
}
