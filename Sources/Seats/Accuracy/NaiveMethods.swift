/// The simple forecasts that the model is measured against.
public enum NaiveMethod: CaseIterable, Hashable, Sendable {
    /// Every grade stays as it was last year.
    case lastYear
    /// Each school's own mean progression ratio of one, three or five years; entrants are the mean of those years.
    case progression1, progression3, progression5
    /// The same with the ratios of the whole district.
    case district1, district3, district5

    /// Its key in the string catalogue.
    public var titleKey: String {
        switch self {
        case .lastYear: "seats.method.last-year"
        case .progression1: "seats.method.progression1"
        case .progression3: "seats.method.progression3"
        case .progression5: "seats.method.progression5"
        case .district1: "seats.method.district1"
        case .district3: "seats.method.district3"
        case .district5: "seats.method.district5"
        }
    }

    private var years: Int {
        switch self {
        case .lastYear: 0
        case .progression1, .district1: 1
        case .progression3, .district3: 3
        case .progression5, .district5: 5
        }
    }

    private var isDistrict: Bool { self == .district1 || self == .district3 || self == .district5 }

    /// Pupils by lead, then by cell.
    func forecast(_ history: EnrolmentHistory, horizon: Int) -> [[Double]] {
        let last = history.pupils[history.autumns - 1]
        guard self != .lastYear else { return Array(repeating: last, count: horizon) }
        let grades = history.grades.count
        let transitions = min(years, history.autumns - 1)
        var sums = [Double](repeating: 0, count: history.cells)
        var counts = sums
        var district = [(pupils: Double, feeders: Double)](repeating: (0, 0), count: grades)
        var level = sums
        var levels = sums
        for back in 0..<max(1, transitions) {
            let new = history.pupils[history.autumns - 1 - back]
            for cell in new.indices where new[cell] > 0 {
                level[cell] += new[cell]
                levels[cell] += 1
                guard back < transitions, cell % grades > 0 else { continue }
                let old = history.pupils[history.autumns - 2 - back][cell - 1]
                guard old > 0 else { continue }
                sums[cell] += new[cell] / old
                counts[cell] += 1
                district[cell % grades].pupils += new[cell]
                district[cell % grades].feeders += old
            }
        }
        var result: [[Double]] = []
        var now = last
        for _ in 0..<horizon {
            var next = [Double](repeating: 0, count: now.count)
            for cell in now.indices {
                let grade = cell % grades
                let isFed = grade > 0 && history.grades[grade] != GradeLadder.ungraded && now[cell - 1] > 0
                if isFed, isDistrict, district[grade].feeders > 0 {
                    next[cell] = now[cell - 1] * district[grade].pupils / district[grade].feeders
                } else if isFed, !isDistrict, counts[cell] > 0 {
                    next[cell] = now[cell - 1] * sums[cell] / counts[cell]
                } else if last[cell] > 0 {
                    next[cell] = level[cell] / levels[cell]
                }
            }
            result.append(next)
            now = next
        }
        return result
    }
}
