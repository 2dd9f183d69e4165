import Foundation

/// How many pupils a grade has for each that the grade below had a year earlier, in the district and in each unit.
///
/// The district's ratio is one of sums with recent years weighing more, transitions far from the median left out. A unit's own
/// is shrunk to it as in a gamma–Poisson model: pupils of the district's ratio are mixed in, as many as the noise of one year
/// stands to what really differs between units and lasts. What lasts shows in how the same unit's deviations of two years
/// following each other go together (empirical Bayes, Efron and Morris 1975).
struct ProgressionRatios {
    /// By grade; 1 where nothing is known.
    let district: [Double]
    /// Pupils mixed into each unit's ratio.
    let mixed: Double
    /// By cell.
    let units: [Double]

    init(_ history: EnrolmentHistory) {
        let grades = history.grades.count
        var district = [Double](repeating: 1, count: grades)
        for grade in 1..<max(grades, 1) { district[grade] = Self.ratio(history, grade) ?? 1 }
        let mixed = Self.mixed(history, district)
        var tally = RatioTally(history, district)
        for year in 1..<max(history.autumns, 1) { tally.add(from: history.pupils[year - 1], to: history.pupils[year]) }
        (self.district, self.mixed, units) = (district, mixed, tally.ratios(mixed: mixed))
    }

    /// Whether one grade feeds the next in a unit: both have pupils, and the lower one enough of them.
    static func isFed(_ lower: Double, _ now: Double, _ next: Double) -> Bool {
        next > 0 && now > 0 && lower > ModelSettings.feederShare * now
    }

    private static func ratio(_ history: EnrolmentHistory, _ grade: Int) -> Double? {
        let grades = history.grades.count
        var sums = (pupils: 0.0, feeders: 0.0)
        for year in 1..<max(history.autumns, 1) {
            let (old, new) = (history.pupils[year - 1], history.pupils[year])
            let pairs = stride(from: grade, to: history.cells, by: grades).compactMap { cell in
                isFed(old[cell - 1], old[cell], new[cell]) ? (new[cell], old[cell - 1]) : nil
            }
            guard !pairs.isEmpty else { continue }
            let middle = pairs.map { $0.0 / $0.1 }.median
            let weight = pow(ModelSettings.ratioMemory, Double(history.autumns - 1 - year))
            for pair in pairs where abs(log(pair.0 / pair.1 / middle)) < 0.7 {
                sums.pupils += weight * pair.0
                sums.feeders += weight * pair.1
            }
        }
        return sums.feeders > 0 ? sums.pupils / sums.feeders : nil
    }

    private static func mixed(_ history: EnrolmentHistory, _ district: [Double]) -> Double {
        guard history.autumns > 2 else { return ModelSettings.ratioPrior }
        let grades = history.grades.count
        var lasting = (sum: 0.0, weight: 0.0)
        var noise = (sum: 0.0, count: 0.0)
        func deviation(_ year: Int, _ cell: Int, _ grade: Int) -> Double? {
            let (old, new) = (history.pupils[year - 1], history.pupils[year])
            guard isFed(old[cell - 1], old[cell], new[cell]) else { return nil }
            let value = log(new[cell] / (old[cell - 1] * district[grade]))
            return abs(value) < 0.7 ? value : nil
        }
        for year in 2..<history.autumns {
            for cell in 0..<history.cells where cell % grades > 0 {
                guard let new = deviation(year, cell, cell % grades), let old = deviation(year - 1, cell, cell % grades)
                else { continue }
                let size = min(history.pupils[year - 1][cell - 1], history.pupils[year - 2][cell - 1])
                lasting.sum += new * old * size
                lasting.weight += size
                noise.sum += size * (new - old) * (new - old) / 2
                noise.count += 1
            }
        }
        guard noise.count >= 30 else { return ModelSettings.ratioPrior }
        let estimate = (noise.sum / noise.count / max(lasting.sum / lasting.weight, 1e-4))
        let trust = noise.count / (noise.count + 100)
        return exp(
            trust * log(min(max(estimate, 20), 2000)) + (1 - trust) * log(ModelSettings.ratioPrior))
    }
}

/// The sums behind the units' ratios, year after year.
struct RatioTally {
    private let grades: Int
    private let district: [Double]
    private var pupils: [Double]
    private var feeders: [Double]

    init(_ history: EnrolmentHistory, _ district: [Double]) {
        grades = history.grades.count
        self.district = district
        pupils = [Double](repeating: 0, count: history.cells)
        feeders = pupils
    }

    /// Takes a transition in; those before it lose weight.
    mutating func add(from old: [Double], to new: [Double]) {
        for cell in pupils.indices where cell % grades > 0 {
            pupils[cell] *= ModelSettings.ratioMemory
            feeders[cell] *= ModelSettings.ratioMemory
            guard ProgressionRatios.isFed(old[cell - 1], old[cell], new[cell]),
                abs(log(new[cell] / (old[cell - 1] * district[cell % grades]))) < 1.1
            else { continue }
            pupils[cell] += new[cell]
            feeders[cell] += old[cell - 1]
        }
    }

    /// The ratio of each cell with pupils of the district's mixed in.
    func ratios(mixed: Double) -> [Double] {
        pupils.indices.map { (pupils[$0] + mixed * district[$0 % grades]) / (feeders[$0] + mixed) }
    }
}

extension [Double] {
    /// The middle one of them, of an even number the mean of two; 0 of none.
    var median: Double {
        guard !isEmpty else { return 0 }
        let sorted = sorted()
        return count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2
    }
}
