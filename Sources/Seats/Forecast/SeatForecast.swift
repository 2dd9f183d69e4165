import Foundation

/// The pupils expected in a unit's grade in an autumn.
public struct CellForecast: Hashable, Sendable {
    /// The unit's place in the history.
    public let unit: Int
    /// The grade's place in the history.
    public let grade: Int
    /// First year of the school year.
    public let autumn: Int
    /// The middle of what is expected.
    public let pupils: Double
    /// The lower end of the interval that holds four times of five.
    public let low80: Double
    /// The upper end of it.
    public let high80: Double
    /// The lower end of the interval that holds nineteen times of twenty.
    public let low95: Double
    /// The upper end of it.
    public let high95: Double
}

/// What is expected of a sum of grades: a stage of an area.
public struct GroupForecast: Hashable, Sendable {
    /// The group's place in the list of groups.
    public let group: Int
    /// First year of the school year.
    public let autumn: Int
    /// The middle of what is expected.
    public let pupils: Double
    /// Every simulated sum, from the lowest.
    public let simulated: [Double]

    /// The sum below which a share of the simulated ones lies.
    public func quantile(_ share: Double) -> Double { simulated.quantile(share) }

    /// How likely more pupils come than there are seats.
    public func probability(above seats: Double) -> Double {
        guard !simulated.isEmpty else { return pupils > seats ? 1 : 0 }
        return Double(simulated.count { $0 > seats }) / Double(simulated.count)
    }
}

/// How a forecast is made.
public struct ForecastOptions: Hashable, Sendable {
    /// Years ahead, 1 to 15.
    public var horizon = 5
    /// The seed of the simulation.
    public var seed: UInt64 = 1
    /// How many courses are simulated for the intervals; 0 leaves them out.
    public var paths = 400

    /// The defaults.
    public init() {}
}

/// A forecast of all units and grades, with intervals.
///
/// The same history, births, scenario and options give the same forecast, whatever the machine.
public struct SeatForecast: Sendable {
    /// What it was made of.
    public let history: EnrolmentHistory
    /// Years ahead.
    public let horizon: Int
    /// By unit, then autumn, then grade; grades without pupils are left out.
    public let cells: [CellForecast]
    /// The sums that were asked for, by group and autumn.
    public let groups: [GroupForecast]
    /// What the model alone expects, by lead and cell, without scenario.
    let course: [[Double]]

    /// Forecasts.
    ///
    /// - Parameters:
    ///   - history: pupils by unit, grade and autumn.
    ///   - births: children who will enter the lowest grade.
    ///   - scenario: changes that the history cannot know of.
    ///   - experience: what earlier forecasts of the history taught, see `BackTest`.
    ///   - group: of a unit's and a grade's place, the group that it is summed into, from 0; nil where into none.
    ///   - progress: told of the share that is done.
    /// - Throws: `SeatsError.horizon`, `.noUnit`, `.adjustment`.
    public init(
        _ history: EnrolmentHistory, births: Births? = nil, scenario: Scenario? = nil,
        options: ForecastOptions = ForecastOptions(), experience: ForecastExperience = ForecastExperience(),
        groups groupCount: Int = 0, group: (Int, Int) -> Int? = { _, _ in nil }, progress: (Double) -> Void = { _ in }
    ) throws {
        guard (1...15).contains(options.horizon) else { throw SeatsError.horizon(options.horizon) }
        let model = CohortModel(history, births: births)
        let overlay = try scenario.map { try ScenarioOverlay($0, model: model, horizon: options.horizon) }
        let run = ForecastRun(model: model, options: options, overlay: overlay)
        let central = run.central()
        let blended = experience.weights.blended(central.pupils, history)
        let grades = history.grades.count
        let paths = max(0, options.paths)
        let factors = experience.intervals.factors(horizon: options.horizon)
        var cells: [CellForecast] = []
        var sums = [[Double]](repeating: [], count: groupCount * options.horizon)
        var middles = [Double](repeating: 0, count: sums.count)
        if paths > 0 { for index in sums.indices { sums[index] = [Double](repeating: 0, count: paths) } }
        for unit in history.units.indices {
            progress(Double(unit) / Double(history.units.count))
            let places = (0..<grades).map { group(unit, $0) }
            let simulated = run.simulated(unit, central)
            for lead in 0..<options.horizon {
                for grade in 0..<grades {
                    let cell = unit * grades + grade
                    let pupils =
                        overlay?.apply(blended[lead][cell], lead: lead + 1, cell: cell) ?? blended[lead][cell]
                    guard pupils > 0 else { continue }
                    // Every course is moved so that their middle is the forecast.
                    var values = (0..<paths).map { simulated[($0 * options.horizon + lead) * grades + grade] }
                    let middle = values.median
                    let scale = middle > 0 ? pupils / middle : 1
                    for index in values.indices { values[index] *= scale }
                    if let place = places[grade] {
                        middles[place * options.horizon + lead] += pupils
                        for path in values.indices { sums[place * options.horizon + lead][path] += values[path] }
                    }
                    values.sort()
                    cells.append(
                        CellForecast(
                            unit: unit, grade: grade, autumn: history.lastAutumn + 1 + lead, pupils: pupils,
                            low80: min(values.quantile(0.1), pupils), high80: max(values.quantile(0.9), pupils),
                            low95: min(values.quantile(0.025), pupils), high95: max(values.quantile(0.975), pupils)
                        ).stretched(factors[lead]))
                }
            }
        }
        let groups = sums.indices.map { index in
            GroupForecast(
                group: index / options.horizon, autumn: history.lastAutumn + 1 + index % options.horizon,
                pupils: middles[index],
                simulated: Self.stretched(sums[index], middles[index], factors[index % options.horizon].narrow))
        }
        (self.history, horizon, self.cells, self.groups) = (history, options.horizon, cells, groups)
        course = central.pupils
        progress(1)
    }

    /// Simulated sums, sorted, drawn towards their middle or away from it.
    private static func stretched(_ sums: [Double], _ middle: Double, _ factor: Double) -> [Double] {
        sums.map { $0 > 0 && middle > 0 ? middle * exp(log($0 / middle) * factor) : $0 }.sorted()
    }
}

extension [Double] {
    /// The value below which a share of sorted ones lies, between neighbours by straight line; 0 of none.
    func quantile(_ share: Double) -> Double {
        guard !isEmpty else { return 0 }
        let place = Swift.min(Swift.max(share * Double(count + 1) - 1, 0), Double(count - 1))
        let low = Int(place)
        let high = Swift.min(low + 1, count - 1)
        return self[low] + (place - Double(low)) * (self[high] - self[low])
    }
}
