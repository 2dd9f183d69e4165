/// How well forecasts of the past would have been: rolling origin, each forecast knowing nothing later than its origin.
///
/// Measured are the cells (school × grade) that have pupils at the origin and in the year that is forecast, the same ones for
/// every method. MAPE is the mean of |forecast - actual| / actual over them; the weighted one is the sum of |forecast - actual|
/// over the sum of actual.
public struct BackTest: Hashable, Sendable {
    /// The error of a method at a lead.
    public struct Score: Hashable, Sendable {
        /// Mean absolute percentage error, as a share.
        public let mape: Double
        /// The sum of errors over the sum of pupils.
        public let weighted: Double
    }

    /// What is known of a lead.
    public struct Lead: Hashable, Sendable {
        /// Years ahead.
        public let lead: Int
        /// Number of cells measured.
        public let cells: Int
        /// First autumns forecast from.
        public let origins: Int
        /// Of the forecast.
        public let model: Score
        /// Of the simple methods, in the order of `NaiveMethod.allCases`.
        public let naive: [Score]
        /// The share of actual numbers inside the intervals.
        public let coverage80: Double
        /// The same of the wide ones.
        public let coverage95: Double
    }

    /// From lead 1 on.
    public let leads: [Lead]
    /// What the test taught, for forecasts from the end of the history.
    public let experience: ForecastExperience

    /// Tests.
    ///
    /// - Parameters:
    ///   - minimum: autumns that the first origin knows, at least 2.
    ///   - births: all that is known; of an origin only those born before it count.
    /// - Throws: `SeatsError.shortHistory` where not one origin has a year after it; `.horizon`.
    public init(
        _ history: EnrolmentHistory, births: Births? = nil, options: ForecastOptions = ForecastOptions(),
        minimum: Int = 2, progress: (Double) -> Void = { _ in }
    ) throws {
        let minimum = max(2, minimum)
        guard history.autumns > minimum else {
            throw SeatsError.shortHistory(autumns: history.autumns, needed: minimum + 1)
        }
        // What was forecast for each autumn, until it is known and can teach.
        var waiting: [(cells: [CellForecast], from: Int)] = []
        var courses: [PastCourses] = []
        var experience = ForecastExperience()
        var tallies = (0..<options.horizon).map { _ in Tally() }
        for known in minimum..<history.autumns {
            progress(Double(known - minimum) / Double(history.autumns - minimum))
            let past = history.known(after: known)
            var own = options
            own.horizon = min(options.horizon, history.autumns - known)
            experience.learn(courses, past)
            // The intervals learn from forecasts that were not calibrated themselves.
            let forecast = try SeatForecast(
                past, births: births?.known(in: past.lastAutumn), options: own,
                experience: ForecastExperience(weights: experience.weights))
            experience.intervals = Self.learnt(waiting, past)
            waiting.append((forecast.cells, past.lastAutumn))
            let factors = experience.intervals.factors(horizon: own.horizon)
            var pupils = [[CellForecast?]](
                repeating: [CellForecast?](repeating: nil, count: history.cells), count: own.horizon)
            for cell in forecast.cells {
                let lead = cell.autumn - past.lastAutumn - 1
                pupils[lead][cell.unit * history.grades.count + cell.grade] = cell.stretched(factors[lead])
            }
            let naive = NaiveMethod.allCases.map { $0.forecast(past, horizon: own.horizon) }
            courses.append(PastCourses(known: known, methods: [forecast.course] + naive))
            for lead in 0..<own.horizon {
                let actual = history.pupils[known + lead]
                tallies[lead].origins += 1
                for cell in actual.indices where actual[cell] > 0 && past.pupils[known - 1][cell] > 0 {
                    tallies[lead].add(actual[cell], pupils[lead][cell], naive.map { $0[lead][cell] })
                }
            }
        }
        experience.learn(courses, history)
        experience.intervals = Self.learnt(waiting, history)
        self.experience = experience
        leads = tallies.enumerated().compactMap { $1.lead($0 + 1) }
        progress(1)
    }

    /// What earlier forecasts teach in an autumn, of which the last ones count.
    private static func learnt(
        _ forecasts: [(cells: [CellForecast], from: Int)], _ history: EnrolmentHistory
    ) -> IntervalCalibration {
        var result = IntervalCalibration()
        for forecast in forecasts where forecast.from >= history.lastAutumn - 12 {
            for cell in forecast.cells where cell.autumn <= history.lastAutumn {
                let actual = history.pupils(unit: cell.unit, grade: cell.grade, autumn: cell.autumn)
                let start = history.pupils(unit: cell.unit, grade: cell.grade, autumn: forecast.from)
                if actual > 0, start > 0 { result.add(actual, cell, lead: cell.autumn - forecast.from) }
            }
        }
        return result
    }

    private struct Tally {
        var origins = 0
        private var cells = 0.0
        private var pupils = 0.0
        private var inside = (0.0, 0.0)
        private var shares = [Double](repeating: 0, count: NaiveMethod.allCases.count + 1)
        private var errors = [Double](repeating: 0, count: NaiveMethod.allCases.count + 1)

        mutating func add(_ actual: Double, _ forecast: CellForecast?, _ naive: [Double]) {
            cells += 1
            pupils += actual
            if let forecast {
                if (forecast.low80...forecast.high80).contains(actual) { inside.0 += 1 }
                if (forecast.low95...forecast.high95).contains(actual) { inside.1 += 1 }
            }
            for (method, value) in ([forecast?.pupils ?? 0] + naive).enumerated() {
                shares[method] += abs(value - actual) / actual
                errors[method] += abs(value - actual)
            }
        }

        func lead(_ lead: Int) -> Lead? {
            guard cells > 0 else { return nil }
            let scores = shares.indices.map { Score(mape: shares[$0] / cells, weighted: errors[$0] / pupils) }
            return Lead(
                lead: lead, cells: Int(cells), origins: origins, model: scores[0], naive: Array(scores.dropFirst()),
                coverage80: inside.0 / cells, coverage95: inside.1 / cells)
        }
    }
}

extension Births {
    /// Those that were known in an autumn: of that year and before.
    func known(in autumn: Int) -> Births { Births(children.filter { $0.key <= autumn }, lag: lag) }
}
