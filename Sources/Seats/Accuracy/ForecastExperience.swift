import Foundation

/// What earlier forecasts of a history teach of the next ones.
public struct ForecastExperience: Hashable, Sendable {
    /// How wide intervals had to be.
    public internal(set) var intervals: IntervalCalibration
    /// How much the model and each simple method count.
    public internal(set) var weights: MethodWeights

    /// Nothing known yet.
    public init() { self.init(weights: MethodWeights()) }

    init(weights: MethodWeights) { (intervals, self.weights) = (IntervalCalibration(), weights) }

    /// Takes in the last autumn of a history, given all that was forecast before it.
    mutating func learn(_ courses: [PastCourses], _ history: EnrolmentHistory) {
        for past in courses {
            let lead = history.autumns - past.known
            guard lead > 0, lead <= past.methods[0].count else { continue }
            weights.add(
                past.methods.map { $0[lead - 1] }, actual: history.pupils[history.autumns - 1],
                start: history.pupils[past.known - 1], lead: lead)
        }
    }
}

/// What each method forecast from an autumn of the past.
struct PastCourses {
    /// Autumns that were known.
    let known: Int
    /// The model, then `NaiveMethod.allCases`; by lead, then by cell.
    let methods: [[[Double]]]
}

/// The shares that the model and the simple methods have in a forecast.
///
/// Forecasts put together do better than the single ones (Bates and Granger 1969), and what is weighted by errors of the same
/// history cannot be much worse than its best part. The model begins with most of the weight, the simple methods with
/// little; as errors at earlier origins become known, a method's share goes with a power of its error against the model's, by
/// lead. The forecast is the geometric mean.
public struct MethodWeights: Hashable, Sendable {
    /// By lead, the mean error of each method added up over origins, the model's first.
    private var errors: [[Double]] = []
    /// By lead, how many origins.
    private var origins: [Double] = []

    private static let count = NaiveMethod.allCases.count + 1

    /// Nothing known yet.
    public init() {}

    /// The shares of the model and of `NaiveMethod.allCases` at a lead from 1; they add up to 1.
    public func shares(lead: Int) -> [Double] {
        let rest = (1 - ModelSettings.modelShare) / Double(Self.count - 1)
        var shares = [ModelSettings.modelShare] + [Double](repeating: rest, count: Self.count - 1)
        // Beyond the last lead that is known, its errors go on.
        let place = min(lead, errors.count) - 1
        if place >= 0, origins[place] > 0 {
            let trust = origins[place] / (origins[place] + ModelSettings.shareTrust)
            for method in shares.indices {
                let ratio = (errors[place][method] + 1e-4) / (errors[place][0] + 1e-4)
                shares[method] *= pow(ratio, -ModelSettings.shareExponent * trust)
            }
        }
        let sum = shares.reduce(0, +)
        return shares.map { $0 / sum }
    }

    /// Takes what methods forecast of an autumn, cell by cell, and what came.
    mutating func add(_ methods: [[Double]], actual: [Double], start: [Double], lead: Int) {
        while errors.count < lead {
            errors.append([Double](repeating: 0, count: Self.count))
            origins.append(0)
        }
        let cells = actual.indices.filter { actual[$0] > 0 && start[$0] > 0 }
        guard !cells.isEmpty else { return }
        for (method, pupils) in methods.enumerated() {
            let sum = cells.reduce(0) {
                $0 + min(abs(log(max(pupils[$1], 0.5) / actual[$1])), ModelSettings.shareCap)
            }
            errors[lead - 1][method] += sum / Double(cells.count)
        }
        origins[lead - 1] += 1
    }

    /// The model's course, by lead and cell, with those of the simple methods mixed in. What the model expects to be empty
    /// stays so.
    func blended(_ course: [[Double]], _ history: EnrolmentHistory) -> [[Double]] {
        let shares = course.indices.map { self.shares(lead: $0 + 1) }
        var sums = zip(course, shares).map { pupils, share in pupils.map { $0 > 0 ? share[0] * log($0) : 0 } }
        var weights = zip(course, shares).map { pupils, share in pupils.map { $0 > 0 ? share[0] : 0 } }
        for (method, naive) in NaiveMethod.allCases.enumerated() {
            for (lead, pupils) in naive.forecast(history, horizon: course.count).enumerated() {
                let share = shares[lead][method + 1]
                for cell in pupils.indices where pupils[cell] > 0 && course[lead][cell] > 0 {
                    sums[lead][cell] += share * log(pupils[cell])
                    weights[lead][cell] += share
                }
            }
        }
        return course.indices.map { lead in
            course[lead].indices.map { weights[lead][$0] > 0 ? exp(sums[lead][$0] / weights[lead][$0]) : 0 }
        }
    }
}
