import Monitoring

/// A school of the simulated region.
struct RegionSchool: Sendable {
    /// Its position among the schools.
    let index: Int
    /// The number of its row in the register of organisations.
    let organisation: Int
    let kind: String
    let stages: [RegionProfile.Stage]
    let isPublic: Bool
    /// 普惠性民办园.
    let isInclusive: Bool
    let area: Int
    let district: Int
    let name: String
    let opened: Day
    /// Whether it offers boarding.
    var boards: Bool { kind == "365" || kind == "342" }
    var isKindergarten: Bool { stages == [.kindergarten] }
}

/// The children of a class through the years of a stage: the class moves up together.
struct RegionLine: Sendable {
    let school: Int
    let pool: Int
    let stage: RegionProfile.Stage
    /// The year of entry into the stage.
    let entry: Int
    /// Its number among those of the school and year.
    let number: Int
    /// Pupils at the end of its way.
    let size: Int
    /// The number of its first member in the cohort.
    let start: Int
    /// Where its classes begin in the register; one a school year within the window.
    var firstClass = 0
}

/// A class of one school year.
struct RegionClass: Sendable {
    let line: Int
    let year: Int
    /// Its position among the classes of the school and stage in that year.
    let ordinal: Int
}
