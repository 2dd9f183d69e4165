import Monitoring
import Registers
import Seats

/// What the registers say of pupils and seats: enough to forecast and to plan.
public struct SeatSituation: Sendable {
    /// Pupils by area, grade and autumn; the units are the rows of the areas as text.
    public let history: EnrolmentHistory
    /// The areas' names by unit.
    public let areas: [String: String]
    /// Children who will enter the lowest grade.
    public let births: Births?
    /// Seats that are there or decided.
    public let sources: [SeatSource]
    /// Ways to close gaps, by name.
    public let options: [SeatOption]
    /// What may come, by name.
    public let scenarios: [Scenario]
    /// The same by school.
    public let schools: SchoolSituation

    /// The name of an area.
    public func name(_ unit: String) -> String { areas[unit] ?? unit }
}

extension SeatSituation {
    /// The registers from which it is read.
    public static let registers = [
        "organisation", "enrolment", "enrolment_count", "population", "seat_capacity", "seat_project", "demand_change",
    ]

    /// Reads it; nil where there is not a single pupil in an area, or the catalogue does not have the registers.
    ///
    /// Pupils of an autumn are those of 1 October, or of today where that is yet to come. Autumns in the register of past years
    /// are taken from there. Enrolments are followed back as long as an autumn has at least six of ten pupils of the
    /// next one: before that, the registry was not yet in use.
    ///
    /// - Throws: `RegisterError`, `SeatsError`.
    public static func read(_ store: RegisterStore, today: Day) throws -> SeatSituation? {
        guard registers.allSatisfy({ store.catalog.register($0) != nil }) else { return nil }
        return try store.database.read { connection in
            let tree = try OrganisationTree(connection)
            var reader = SituationReader(connection: connection, tree: tree, today: today)
            let rows = try reader.enrolment()
            guard !rows.isEmpty else { return nil }
            let history = try EnrolmentHistory(
                rows.map {
                    .init(
                        unit: reader.schoolAreas[$0.unit] ?? "", autumn: $0.autumn, grade: $0.grade, pupils: $0.pupils)
                })
            let (sources, options) = try reader.supply()
            let scenarios = try reader.scenarios(history)
            let schools = SchoolSituation(
                history: try EnrolmentHistory(rows), names: reader.schoolNames, areas: reader.schoolAreas,
                sources: reader.schoolSources)
            return SeatSituation(
                history: history, areas: reader.names, births: try reader.births(history), sources: sources,
                options: options, scenarios: scenarios, schools: schools)
        }
    }
}

/// Reads the rows of a situation.
struct SituationReader {
    let connection: any SQLConnection
    let tree: OrganisationTree
    let today: Day
    /// Names of the areas that were met.
    private(set) var names: [String: String] = [:]
    /// Names and areas of the schools that were met, and their seats.
    private(set) var schoolNames: [String: String] = [:]
    private(set) var schoolAreas: [String: String] = [:]
    private(set) var schoolSources: [SeatSource] = []

    init(connection: any SQLConnection, tree: OrganisationTree, today: Day) {
        (self.connection, self.tree, self.today) = (connection, tree, today)
    }

    /// The autumn of today's school year.
    private var autumn: Int { today.civil.1 >= 9 ? today.civil.0 : today.civil.0 - 1 }

    private mutating func area(_ organisation: Int64?) -> String? {
        guard let organisation, let area = tree.ancestor(of: organisation, at: .area) else { return nil }
        let unit = String(area)
        if names[unit] == nil { names[unit] = tree.nodes[area]?.name ?? unit }
        return unit
    }

    /// A school of an area.
    private mutating func school(_ organisation: Int64?) -> String? {
        guard let organisation, let area = area(organisation) else { return nil }
        let school = tree.ancestor(of: organisation, at: .school) ?? organisation
        let unit = String(school)
        if schoolAreas[unit] == nil {
            schoolAreas[unit] = area
            schoolNames[unit] = tree.nodes[school]?.name ?? unit
        }
        return unit
    }

    /// Pupils by school.
    mutating func enrolment() throws -> [EnrolmentHistory.Row] {
        var rows: [EnrolmentHistory.Row] = []
        var told: Set<Int> = []
        try connection.rows("SELECT school, school_year, grade, pupils FROM enrolment_count", []).forEach { row in
            guard let year = row[1].integer, year <= autumn, let grade = Self.step(row[2].text),
                let unit = school(row[0].integer), let pupils = row[3].integer, pupils >= 0
            else { return }
            told.insert(Int(year))
            rows.append(.init(unit: unit, autumn: Int(year), grade: grade, pupils: Double(pupils)))
        }
        var next = 0.0
        for year in stride(from: autumn, through: autumn - 40, by: -1) where !told.contains(year) {
            let counted = try counted(year)
            let total = counted.reduce(0) { $0 + $1.pupils }
            guard total > 0, total >= next * 0.6 else { break }
            next = total
            rows += counted
        }
        return rows
    }

    /// The pupils of an autumn by the enrolments of a day.
    private mutating func counted(_ year: Int) throws -> [EnrolmentHistory.Row] {
        guard let october = Day(year: year, month: 10, day: 1) else { return [] }
        let day = SQLValue.text(min(october, today).text)
        let found = try connection.rows(
            """
            SELECT school, grade, count(*) FROM enrolment WHERE placement <> '3' AND started_on <= ?
            AND (ended_on IS NULL OR ended_on > ?) GROUP BY school, grade ORDER BY school, grade
            """, [day, day])
        var rows: [EnrolmentHistory.Row] = []
        for row in found {
            guard let grade = Self.step(row[1].text), let unit = school(row[0].integer), let pupils = row[2].integer
            else { continue }
            rows.append(.init(unit: unit, autumn: year, grade: grade, pupils: Double(pupils)))
        }
        return rows
    }

    /// Children by year of birth, of residents where they are known, else of the registered population.
    func births(_ history: EnrolmentHistory) throws -> Births? {
        guard let lowest = history.grades.first, lowest != GradeLadder.ungraded else { return nil }
        let lag = Births.lag(entering: lowest)
        for basis in ["2", "1"] {
            let rows = try connection.rows(
                """
                SELECT school_year, age, sum(persons) FROM population WHERE basis = ? AND age <= ?
                GROUP BY school_year, age ORDER BY school_year, age
                """, [.text(basis), .integer(Int64(lag))])
            var children: [Int: Double] = [:]
            for row in rows {
                guard let year = row[0].integer, let age = row[1].integer, let persons = row[2].number else {
                    continue
                }
                children[Int(year - age)] = persons
            }
            if !children.isEmpty { return Births(children, lag: lag) }
        }
        return nil
    }

    mutating func supply() throws -> ([SeatSource], [SeatOption]) {
        var sources: [SeatSource] = []
        let capacity = try connection.rows(
            """
            SELECT c.school, c.stage, c.seats FROM seat_capacity c WHERE c.school_year = (SELECT max(l.school_year)
            FROM seat_capacity l WHERE l.school = c.school AND l.stage = c.stage AND l.school_year <= ?)
            ORDER BY c.school, c.stage
            """, [.integer(Int64(autumn))])
        for row in capacity {
            guard let unit = area(row[0].integer), let stage = Self.stage(row[1].text), let seats = row[2].integer
            else { continue }
            let name = row[0].integer.flatMap { tree.nodes[$0]?.name } ?? ""
            sources.append(SeatSource(name: name, area: unit, stage: stage, seats: Double(seats)))
            if let school = school(row[0].integer) {
                schoolSources.append(SeatSource(name: name, area: school, stage: stage, seats: Double(seats)))
            }
        }
        var options: [SeatOption] = []
        let projects = try connection.rows(
            """
            SELECT area, name, stage, plan, seats, rooms, opens, closes, cost, moves_to, share FROM seat_project
            ORDER BY plan, name, id
            """, [])
        for row in projects {
            guard let unit = area(row[0].integer), let stage = Self.stage(row[2].text), let opens = row[6].integer
            else { continue }
            let name = row[3].text ?? ""
            if !name.isEmpty, options.last?.name != name { options.append(SeatOption(name: name)) }
            if let target = area(row[9].integer) {
                guard let share = row[10].number, !options.isEmpty, !name.isEmpty else { continue }
                options[options.count - 1].moves.append(
                    BoundaryMove(from: unit, to: target, stage: stage, share: share / 100, start: Int(opens)))
                continue
            }
            let source = SeatSource(
                name: row[1].text ?? "", area: unit, stage: stage, seats: row[4].number, rooms: row[5].number,
                from: Int(opens), until: row[7].integer.map(Int.init), cost: row[8].number.map { $0 / 100 })
            if name.isEmpty { sources.append(source) } else { options[options.count - 1].sources.append(source) }
        }
        return (sources, options)
    }

    /// The scenarios; changes of an area without pupils are left out.
    mutating func scenarios(_ history: EnrolmentHistory) throws -> [Scenario] {
        var scenarios: [Scenario] = []
        let rows = try connection.rows(
            """
            SELECT scenario, name, kind, area, starts, ends, first_grade, last_grade, amount, per_hundred, move_in
            FROM demand_change ORDER BY scenario, name, id
            """, [])
        for row in rows {
            guard let scenario = row[0].text, let kind = Self.kinds[row[2].text ?? ""], let from = row[4].integer,
                let first = Self.step(row[6].text), let last = Self.step(row[7].text), first <= last,
                let amount = row[8].number
            else { continue }
            let unit = row[3].integer.flatMap { area($0) } ?? ""
            guard unit.isEmpty || history.units.contains(unit) else { continue }
            let isShare = kind == .entrants || kind == .share
            if scenarios.last?.name != scenario { scenarios.append(Scenario(name: scenario)) }
            scenarios[scenarios.count - 1].adjustments.append(
                Adjustment(
                    name: row[1].text ?? "", kind: kind, unit: unit, from: Int(from),
                    until: row[5].integer.map(Int.init), firstGrade: first, lastGrade: last,
                    amount: isShare ? amount / 100 : amount, yield: row[9].number ?? 0,
                    years: Int(max(1, row[10].integer ?? 1))))
        }
        return scenarios
    }

    private static let kinds: [String: Adjustment.Kind] = [
        "1": .housing, "2": .pupils, "3": .entrants, "4": .share,
    ]

    /// The stage of a code; nil of those for which no seats are planned here.
    static func stage(_ code: String?) -> SchoolStage? {
        switch code {
        case "K": .preschool
        case "P": .primary
        case "J": .junior
        case "S": .senior
        default: nil
        }
    }

    /// The step of a grade's code. Mixed classes of kindergartens count as their middle year, those of primary school as
    /// the third, and the fourth year of junior school as its last.
    static func step(_ code: String?) -> Int? {
        guard let code, code.count == 2, let number = code.last?.wholeNumberValue else { return nil }
        switch (code.first, number) {
        case ("K", 9): return -1
        case ("K", 0...3): return number - 3
        case ("P", 9): return 3
        case ("P", 1...6): return number
        case ("J", 1...3): return number + 6
        case ("J", 4): return 9
        case ("S", 1...3): return number + 9
        default: return nil
        }
    }
}
