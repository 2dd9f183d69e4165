/// Which area and stage each cell of a history belongs to.
public struct SeatGrouping: Sendable {
    /// The areas with their stages, sorted; groups are numbered in this order.
    public let groups: [(area: String, stage: SchoolStage)]
    private let grades: [SchoolStage]
    private let areas: [String]
    private let places: [String: Int]

    /// Groups of a history whose units lie in areas. Only stages in which an area ever had a pupil are groups.
    public init(_ history: EnrolmentHistory, area: (String) -> String) {
        let grades = history.grades.map(SchoolStage.init(step:))
        let areas = history.units.map(area)
        var seen: Set<[String]> = []
        for unit in history.units.indices {
            for grade in grades.indices
            where history.pupils.contains(where: { $0[unit * grades.count + grade] > 0 }) {
                seen.insert([areas[unit], grades[grade].rawValue])
            }
        }
        var groups: [(area: String, stage: SchoolStage)] = []
        for area in Set(areas).sorted() {
            for stage in SchoolStage.allCases where seen.contains([area, stage.rawValue]) {
                groups.append((area, stage))
            }
        }
        (self.groups, self.grades, self.areas) = (groups, grades, areas)
        places = Dictionary(
            uniqueKeysWithValues: groups.enumerated().map { ($1.area + "\u{0}" + $1.stage.rawValue, $0) })
    }

    /// The group of a unit's and a grade's place.
    public func group(_ unit: Int, _ grade: Int) -> Int? { places[areas[unit] + "\u{0}" + grades[grade].rawValue] }
}
