import Seats

/// The forecast of every school under a scenario, beside the seats that it has.
public struct SchoolBoard: Sendable {
    /// The scenario; nil for the course that the past shows.
    public let scenario: Scenario?
    /// Pupils by school; the units are rows of schools as text.
    public let history: EnrolmentHistory
    /// How well earlier forecasts of the same schools would have been; nil of a history too short.
    public let test: BackTest?
    /// The forecast, `SeatBoard.horizon` years ahead.
    public let forecast: SeatForecast
    /// Pupils and seats by school (in the place of the area), stage and autumn.
    public let gaps: [String: [SeatGap]]
    /// The stages of each school, lowest first.
    public let stages: [String: [SchoolStage]]
    private let places: [String: Int]

    /// - Throws: `SeatsError`.
    init(_ situation: SeatSituation, _ scenario: Scenario?, _ test: BackTest?) throws {
        let history = situation.schools.history
        let grouping = SeatGrouping(history) { $0 }
        var options = ForecastOptions()
        (options.horizon, options.paths) = (SeatBoard.horizon, 100)
        forecast = try SeatForecast(
            history, births: situation.births, scenario: scenario?.shared(among: situation.schools), options: options,
            experience: test?.experience ?? ForecastExperience(), groups: grouping.groups.count, group: grouping.group)
        gaps = Dictionary(
            grouping: SeatPlan(forecast, groups: grouping.groups, sources: situation.schools.sources).gaps(nil),
            by: \.area)
        stages = Dictionary(grouping: grouping.groups, by: \.area).mapValues { $0.map(\.stage) }
        places = Dictionary(uniqueKeysWithValues: history.units.enumerated().map { ($1, $0) })
        (self.scenario, self.history, self.test) = (scenario, history, test)
    }

    /// The pupils of a school and stage in an autumn of the past; 0 where it has none.
    public func pupils(_ school: String, _ stage: SchoolStage, _ autumn: Int) -> Double {
        guard let unit = places[school] else { return 0 }
        return history.grades.indices.filter { SchoolStage(step: history.grades[$0]) == stage }
            .reduce(0) { $0 + history.pupils(unit: unit, grade: $1, autumn: autumn) }
    }

    /// The forecast of a school, grade by grade.
    public func cells(_ school: String) -> [CellForecast] {
        guard let unit = places[school] else { return [] }
        return forecast.cells.filter { $0.unit == unit }
    }
}

/// Schools with their pupils and seats.
public struct SchoolSituation: Sendable {
    /// Pupils by school, grade and autumn; the units are rows of schools as text.
    public let history: EnrolmentHistory
    /// The schools' names by unit.
    public let names: [String: String]
    /// The area of each.
    public let areas: [String: String]
    /// Their seats; the school stands in the place of the area.
    public let sources: [SeatSource]
}

extension Scenario {
    /// The same for schools: what happens in an area is shared among its schools, numbers by the pupils that they have in each
    /// grade, so that schools and areas get the same.
    func shared(among schools: SchoolSituation) -> Scenario {
        let history = schools.history
        let last = history.lastAutumn
        var result = Scenario(name: name)
        for adjustment in adjustments {
            let units = history.units.indices.filter {
                adjustment.unit.isEmpty || schools.areas[history.units[$0]] == adjustment.unit
            }
            for grade in history.grades.indices
            where (adjustment.firstGrade...adjustment.lastGrade).contains(history.grades[grade]) {
                let step = history.grades[grade]
                let isCohort = adjustment.kind == .entrants
                if isCohort && step != adjustment.firstGrade { continue }
                let pupils = units.map { history.pupils(unit: $0, grade: grade, autumn: last) }
                let total = pupils.reduce(0, +)
                for (unit, own) in zip(units, pupils) where own > 0 {
                    var part = adjustment
                    part.unit = history.units[unit]
                    (part.firstGrade, part.lastGrade) = (step, isCohort ? adjustment.lastGrade : step)
                    if adjustment.kind == .housing || adjustment.kind == .pupils { part.amount *= own / total }
                    result.adjustments.append(part)
                }
            }
        }
        return result
    }
}
