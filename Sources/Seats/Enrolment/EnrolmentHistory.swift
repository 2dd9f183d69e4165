/// Pupils of schools or areas by grade and autumn: what a forecast is made of.
///
/// Autumns follow each other without gap; a grade that has no row in an autumn has no pupils in it.
public struct EnrolmentHistory: Hashable, Sendable {
    /// One row: the pupils of a unit's grade in an autumn.
    public struct Row: Hashable, Sendable {
        /// School or area.
        public let unit: String
        /// First year of the school year.
        public let autumn: Int
        /// Step of the ladder, see `GradeLadder`.
        public let grade: Int
        /// Their number, not negative.
        public let pupils: Double

        /// A row.
        public init(unit: String, autumn: Int, grade: Int, pupils: Double) {
            (self.unit, self.autumn, self.grade, self.pupils) = (unit, autumn, grade, pupils)
        }
    }

    /// Schools or areas, sorted.
    public let units: [String]
    /// Steps of the ladder from the lowest to the highest that any unit has, without gap.
    public let grades: [Int]
    /// The first autumn.
    public let firstAutumn: Int
    /// Pupils of each autumn, units after each other, each with all grades.
    public let pupils: [[Double]]

    /// The number of autumns.
    public var autumns: Int { pupils.count }
    /// The last autumn.
    public var lastAutumn: Int { firstAutumn + autumns - 1 }
    /// Units times grades.
    public var cells: Int { units.count * grades.count }

    /// A history of rows in any order; rows of the same unit, autumn and grade are added up.
    ///
    /// - Throws: `SeatsError.noRows` where there are none; `.badPupils` at a number that is negative or none;
    ///   `.span` where the autumns lie further apart than 200 years; `.tooLarge` where units × grades × autumns exceed 60 million.
    public init(_ rows: [Row]) throws {
        guard let first = rows.map(\.autumn).min(), let last = rows.map(\.autumn).max() else { throw SeatsError.noRows }
        guard first > -10_000, last < 10_000, last - first < 200 else {
            throw SeatsError.span(first: first, last: last)
        }
        let units = Set(rows.map(\.unit)).sorted()
        let places = Dictionary(uniqueKeysWithValues: units.enumerated().map { ($1, $0) })
        let steps = rows.map(\.grade)
        let graded = steps.filter { $0 != GradeLadder.ungraded }
        var grades: [Int] = []
        if let low = graded.min(), let high = graded.max() { grades = Array(low...high) }
        if graded.count < steps.count { grades.append(GradeLadder.ungraded) }
        let cells = units.count * grades.count
        guard cells * (last - first + 1) <= 60_000_000 else { throw SeatsError.tooLarge(cells: cells) }
        var pupils = Array(repeating: Array(repeating: 0.0, count: cells), count: last - first + 1)
        let columns = Dictionary(uniqueKeysWithValues: grades.enumerated().map { ($1, $0) })
        for row in rows {
            guard row.pupils >= 0, row.pupils.isFinite, row.pupils < 1e9 else {
                throw SeatsError.badPupils(unit: row.unit, autumn: row.autumn)
            }
            guard let unit = places[row.unit], let grade = columns[row.grade] else { continue }
            pupils[row.autumn - first][unit * grades.count + grade] += row.pupils
        }
        (self.units, self.grades, self.firstAutumn, self.pupils) = (units, grades, first, pupils)
    }

    /// The same as it was known after an autumn: nothing later is in it.
    ///
    /// - Parameter autumns: how many of the autumns stay, from 1 to all.
    public func known(after autumns: Int) -> EnrolmentHistory {
        EnrolmentHistory(
            units: units, grades: grades, firstAutumn: firstAutumn,
            pupils: Array(pupils.prefix(Swift.max(1, autumns))))
    }

    /// Pupils of a unit's grade in an autumn, by their places; 0 outside.
    public func pupils(unit: Int, grade: Int, autumn: Int) -> Double {
        guard pupils.indices.contains(autumn - firstAutumn) else { return 0 }
        return pupils[autumn - firstAutumn][unit * grades.count + grade]
    }

    private init(units: [String], grades: [Int], firstAutumn: Int, pupils: [[Double]]) {
        (self.units, self.grades, self.firstAutumn, self.pupils) = (units, grades, firstAutumn, pupils)
    }
}

/// Children who will enter school, by year of birth (or of registration, see `lag`).
public struct Births: Hashable, Sendable {
    /// Children by year.
    public let children: [Int: Double]
    /// Years from that of the number to the autumn in which most of them enter the lowest grade.
    public let lag: Int

    /// Children by year and how many years later they enter.
    public init(_ children: [Int: Double], lag: Int) {
        self.children = children.filter { $0.value > 0 && $0.value.isFinite }
        self.lag = lag
    }

    /// The usual lag for children counted at birth: five years to the last year of kindergarten, six to primary school.
    public static func lag(entering grade: Int) -> Int { grade == GradeLadder.ungraded ? 6 : Swift.max(0, grade + 5) }

    /// The children who enter in an autumn; that of the nearest year where none is known, nil without any.
    func entering(_ autumn: Int) -> Double? {
        if let known = children[autumn - lag] { return known }
        func distance(_ year: Int) -> (Int, Int) { (abs(year - autumn + lag), year) }
        return children.min { distance($0.key) < distance($1.key) }?.value
    }
}
