import Foundation

/// What was seen from one year to the next: the cases that the coefficients are estimated from.
struct TransitionCases {
    /// One transition.
    struct Place {
        let kind: GradeKind
        let unit: Int
        let year: Int
        let grade: Int
        /// Pupils before.
        let size: Double
        /// The case in its regression; of a closing grade, the logarithm by which the cohort missed.
        let index: Int
        let missed: Double
    }

    /// By kind: fed, entry.
    private(set) var regressions = [RobustRegression(), RobustRegression()]
    private(set) var places: [Place] = []

    mutating func add(
        _ terms: Terms, kind: GradeKind, unit: Int, year: Int, grade: Int, from now: Double, to next: Double,
        weight: Double
    ) {
        let index = regressions[kind.rawValue].terms.count
        regressions[kind.rawValue].add(
            terms, outcome: log(max(next, 0.5)) - log(max(now, 0.5)), weight: weight, grade: grade)
        places.append(Place(kind: kind, unit: unit, year: year, grade: grade, size: now, index: index, missed: 0))
    }

    mutating func close(unit: Int, year: Int, grade: Int, _ cohort: Double, _ next: Double) {
        places.append(
            Place(
                kind: .closing, unit: unit, year: year, grade: grade, size: cohort, index: 0,
                missed: log(max(next, 0.5) / cohort)))
    }
}

/// By how much a year's forecast missed, by kind, size and grade: what the simulation draws from.
///
/// A draw is a number of the standard normal distribution put through the quantiles of what was missed by grades of that kind
/// and size, so that the tails are those that were seen. Part of it is common to a unit's grades and part to all units, as the
/// residuals of one year go together.
struct ResidualPool {
    /// The share of the variance that all units have in common in a year, and that a unit's grades have.
    let common: Double
    let withinUnit: Double
    /// How much of a unit's part goes on from one year to the next: of a school that fell short of its forecast, more of the same.
    let lasting: Double
    /// Quantiles on a grid of the normal distribution, by kind and class of size.
    private let tables: [[Double]]
    /// The spread of a grade against that of its kind, by kind and grade.
    private let scales: [[Double]]

    private static let classes = [10.0, 25, 60, 150]
    private static let grid = 64
    private static let reach = 4.0

    init(_ cases: TransitionCases, _ coefficients: [[SIMD8<Double>]], grades: Int) {
        let missed = cases.places.map { place -> Double in
            guard place.kind != .closing else { return place.missed }
            let regression = cases.regressions[place.kind.rawValue]
            let change = regression.terms[place.index].times(coefficients[place.kind.rawValue][place.grade])
            return regression.outcomes[place.index] - min(max(change, -1.5), 1)
        }
        var scales = [[Double]](repeating: [Double](repeating: 1, count: grades), count: 3)
        for kind in 0..<3 {
            let own = cases.places.indices.filter { cases.places[$0].kind.rawValue == kind }
            let middle = own.map { abs(missed[$0]) * Self.sizeFactor(cases.places[$0].size) }.median
            guard middle > 0 else { continue }
            for (grade, places) in Dictionary(grouping: own, by: { cases.places[$0].grade }) {
                let spread = places.map { abs(missed[$0]) * Self.sizeFactor(cases.places[$0].size) }.median / middle
                let trust = Double(places.count) / Double(places.count + 40)
                scales[kind][grade] = exp(trust * log(min(max(spread, 0.2), 5)))
            }
        }
        var tables: [[Double]] = []
        for kind in 0..<3 {
            for size in 0...Self.classes.count {
                let pool = cases.places.indices.filter {
                    cases.places[$0].kind.rawValue == kind && Self.sizeClass(cases.places[$0].size) == size
                }
                tables.append(
                    Self.table(
                        pool.map { missed[$0] / scales[kind][cases.places[$0].grade] },
                        size: size, kind: GradeKind(rawValue: kind) ?? .entry))
            }
        }
        (self.tables, self.scales) = (tables, scales)
        (common, withinUnit, lasting) = Self.shared(cases, missed, scales, tables)
    }

    /// The logarithm by which a grade misses its forecast at a number of the standard normal distribution.
    func missed(_ normal: Double, _ grade: Int, _ kind: GradeKind, _ pupils: Double) -> Double {
        let place =
            (min(max(normal, -Self.reach + 1e-9), Self.reach - 1e-9) + Self.reach) * Double(Self.grid)
            / (2 * Self.reach)
        let low = Int(place)
        let rest = place - Double(low)
        // Between the middles of two classes of size the quantiles pass over into each other.
        let table = tables[kind.rawValue * (Self.classes.count + 1) + Self.sizeClass(pupils)]
        return (table[low] + rest * (table[low + 1] - table[low])) * scales[kind.rawValue][grade]
    }

    private static func sizeClass(_ pupils: Double) -> Int { classes.firstIndex { pupils < $0 } ?? classes.count }

    /// By what a miss is multiplied to be like that of a grade of 60 pupils, if it were counting noise.
    private static func sizeFactor(_ pupils: Double) -> Double { (max(pupils, 1) / 60).squareRoot() }

    /// Quantiles of what was missed, mixed with those of counting noise where little was seen.
    private static func table(_ values: [Double], size: Int, kind: GradeKind) -> [Double] {
        let sorted = values.sorted()
        let typical = [5.0, 17, 40, 95, 300][size]
        let noise = ((kind == .entry ? 1.6 : 0.8) / typical.squareRoot()) + 0.03
        let trust = Double(values.count) / (Double(values.count) + 20)
        let middle = values.median * trust
        return (0...grid).map { step in
            let normal = Double(step) * 2 * reach / Double(grid) - reach
            let assumed = normal * noise
            guard !sorted.isEmpty else { return assumed }
            let rank = 0.5 * erfc(-normal / 2.0.squareRoot()) * Double(sorted.count + 1) - 1
            // Beyond the largest miss that was seen the tail goes on as that of the normal distribution.
            let inside = min(max(rank, 0), Double(sorted.count - 1))
            let low = Int(inside)
            let high = min(low + 1, sorted.count - 1)
            let seen = sorted[low] + (inside - Double(low)) * (sorted[high] - sorted[low])
            let beyond = rank < 0 ? min(seen, assumed) : rank > Double(sorted.count - 1) ? max(seen, assumed) : seen
            return trust * beyond + (1 - trust) * assumed - middle
        }
    }

    /// How much the mean miss of a unit goes on into the next year.
    private static func lasting(_ groups: [[Int]: (sum: Double, square: Double)]) -> Double {
        var (product, square, pairs) = (0.0, 0.0, 0.0)
        for key in groups.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            guard let now = groups[key]?.sum, let next = groups[[key[0], key[1] + 1]]?.sum else { continue }
            product += now * next
            square += (now * now + next * next) / 2
            pairs += 1
        }
        guard square > 0 else { return 0 }
        return min(max(product / square * pairs / (pairs + 30), 0), 0.8)
    }

    /// How much the misses of one year go together in all units, and in the grades of a unit.
    private static func shared(
        _ cases: TransitionCases, _ missed: [Double], _ scales: [[Double]], _ tables: [[Double]]
    ) -> (Double, Double, Double) {
        var square = 0.0
        var years: [Int: (sum: Double, square: Double)] = [:]
        var groups: [[Int]: (sum: Double, square: Double)] = [:]
        var counts: [Int: Double] = [:]
        var groupCounts: [[Int]: Double] = [:]
        for (index, place) in cases.places.enumerated() where place.kind != .closing {
            let table = tables[place.kind.rawValue * (classes.count + 1) + sizeClass(place.size)]
            let spread =
                max((table[grid / 2 + 8] - table[grid / 2 - 8]) / 2, 1e-3) * scales[place.kind.rawValue][place.grade]
            let value = (missed[index] / spread).clamped(2.5)
            square += value * value
            years[place.year, default: (0, 0)].sum += value
            years[place.year, default: (0, 0)].square += value * value
            groups[[place.unit, place.year], default: (0, 0)].sum += value
            groups[[place.unit, place.year], default: (0, 0)].square += value * value
            counts[place.year, default: 0] += 1
            groupCounts[[place.unit, place.year], default: 0] += 1
        }
        let total = counts.values.reduce(0, +)
        guard total > 30 else { return (0.02, 0.08, 0) }
        let variance = square / total
        var unit = (sum: 0.0, pairs: 0.0)
        var inUnits: [Int: (sum: Double, pairs: Double)] = [:]
        for key in groups.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            guard let group = groups[key], let count = groupCounts[key] else { continue }
            let sum = group.sum * group.sum - group.square
            unit.sum += sum
            unit.pairs += count * (count - 1)
            inUnits[key[1], default: (0, 0)].sum += group.sum * group.sum
            inUnits[key[1], default: (0, 0)].pairs += count * count
        }
        var all = (sum: 0.0, pairs: 0.0)
        for year in years.keys.sorted() {
            guard let sums = years[year], let count = counts[year], let inside = inUnits[year] else { continue }
            all.sum += sums.sum * sums.sum - inside.sum
            all.pairs += count * count - inside.pairs
        }
        let common = all.pairs > 0 ? min(max(all.sum / all.pairs / variance, 0.01), 0.4) : 0.02
        // Units of one grade have nothing of their own beside it.
        let together = unit.pairs > 0 ? min(unit.sum / unit.pairs / variance, 0.5 + common) : 1
        let lag = lasting(groups)
        return (common, max(together - common, 0), lag)
    }
}
