import Monitoring
import Registers

/// A fault that was planted on purpose, and the check that has to find it.
public struct PlantedFault: Hashable, Sendable {
    /// The check's name.
    public let check: String
    /// The register in which the check finds it.
    public let register: String
    /// The number of the row.
    public let row: Int
    /// What names the row; no personal data.
    public let key: String
}

/// Which rows of a region are changed, so that checks have something to find: each fault once.
struct FaultPlan: Sendable {
    /// Which of the rows of a unit a check finds.
    enum Place: Sendable {
        case first, last, lastTwo, all

        func positions(of count: Int) -> Range<Int> {
            switch self {
            case .first: 0..<min(1, count)
            case .last: max(0, count - 1)..<count
            case .lastTwo: max(0, count - 2)..<count
            case .all: 0..<count
            }
        }
    }

    struct Finding: Sendable {
        let check: String
        let place: Place
    }

    typealias Change = @Sendable (RegionTable, inout [[LoadCell]]) -> Void

    private struct Unit: Hashable, Sendable {
        let register: String
        let number: Int
    }

    private var changes: [Unit: [Change]] = [:]
    private var found: [Unit: [Finding]] = [:]

    init(_ region: Region) {
        var choice = FaultChoice(region)
        plantStudents(&choice)
        plantEnrolments(&choice)
        plantLeavers(&choice)
        plantClasses(&choice)
        plantStaff(&choice)
        plantSchools(&choice)
    }

    /// Changes the rows of a unit where something is planted there.
    func change(_ rows: inout [[LoadCell]], of table: RegionTable, unit: Int) {
        for change in changes[Unit(register: table.register, number: unit)] ?? [] { change(table, &rows) }
    }

    /// What checks find in the rows of a unit.
    func findings(_ register: String, _ unit: Int) -> [Finding] {
        found[Unit(register: register, number: unit)] ?? []
    }

    // MARK: - Planting

    /// Changes the rows of a unit.
    mutating func change(_ register: String, _ unit: Int, _ change: @escaping Change) {
        guard unit >= 0 else { return }
        changes[Unit(register: register, number: unit), default: []].append(change)
    }

    /// Sets cells of one row of a unit.
    mutating func set(_ register: String, _ unit: Int, _ cells: [String: LoadCell], at place: Place = .last) {
        change(register, unit) { table, rows in
            for position in place.positions(of: rows.count) {
                for (field, cell) in cells { rows[position][table.position(field)] = cell }
            }
        }
    }

    /// A check finds rows of a unit.
    mutating func expect(_ check: String, _ register: String, _ unit: Int, _ place: Place = .last) {
        guard unit >= 0 else { return }
        found[Unit(register: register, number: unit), default: []].append(Finding(check: check, place: place))
    }

    /// Sets cells of one row, which a check then finds.
    mutating func plant(_ check: String, _ register: String, _ unit: Int, _ cells: [String: LoadCell]) {
        set(register, unit, cells)
        expect(check, register, unit)
    }

    /// A wrong check character: the next one.
    mutating func spoilID(_ check: String, _ register: String, _ unit: Int, place: Place = .last) {
        change(register, unit) { table, rows in
            let column = table.position("id_number")
            for position in place.positions(of: rows.count) {
                var number = rows[position][column].plain
                let last = number.popLast()
                number.append(last == "5" ? "6" : "5")
                rows[position][column] = .text(number)
            }
        }
        expect(check, register, unit, place)
    }
}

/// Chooses rows that nothing else is planted in.
struct FaultChoice {
    let region: Region
    private var usedPupils: Set<Int> = []
    private var usedClasses: Set<Int> = []
    private var usedStaff: Set<Int> = []
    private var usedSchools: Set<Int> = []

    init(_ region: Region) { self.region = region }

    /// A child, by position, who satisfies a condition; -1 where none is left: then nothing is planted.
    mutating func pupil(where isFit: (RegionPupil) -> Bool) -> Int {
        let count = region.students
        for step in 0..<count {
            let index = (step * 7_919 + usedPupils.count * 131) % count
            guard !usedPupils.contains(index), isFit(region.pupil(index + 1)) else { continue }
            usedPupils.insert(index)
            return index
        }
        return -1
    }

    /// A child who attends, with nothing out of the ordinary, in one of these stages and grades.
    mutating func attending(_ stages: [RegionProfile.Stage] = [.primary], grades: ClosedRange<Int> = 2...5) -> Int {
        let region = region
        let found = pupil { pupil in
            guard pupil.fate == .regular, pupil.move == nil, pupil.came == nil, region.isHere(pupil),
                let way = pupil.ways.last
            else {
                return false
            }
            let line = region.lines[way]
            return stages.contains(line.stage) && grades.contains(region.year - line.entry + 1)
        }
        return max(0, found)
    }

    /// A child who has left the region on a day of a range, in primary or junior school.
    mutating func gone(_ days: ClosedRange<Day>) -> Int {
        let region = region
        return pupil { pupil in
            guard case .gone(let day) = pupil.fate, days.contains(day), let way = pupil.ways.last else { return false }
            return [.primary, .junior].contains(region.lines[way].stage)
        }
    }

    /// The line in which a child sits.
    func line(_ pupil: Int) -> RegionLine { region.lines[region.pupil(pupil + 1).ways.last ?? 0] }

    /// A class of the current year that satisfies a condition.
    mutating func schoolClass(where isFit: (RegionClass, RegionLine) -> Bool) -> Int {
        let count = region.classes.count
        for step in 0..<count {
            let index = (step * 31 + usedClasses.count * 17) % count
            let item = region.classes[index]
            guard item.year == region.year, !usedClasses.contains(index), isFit(item, region.lines[item.line]) else {
                continue
            }
            usedClasses.insert(index)
            return index
        }
        return count - 1
    }

    /// A member of staff who satisfies a condition.
    mutating func staff(where isFit: (Int, RegionPost) -> Bool) -> Int {
        let count = region.posts.count
        for step in 0..<count {
            let index = (step * 101 + usedStaff.count * 7) % count
            guard !usedStaff.contains(index), region.posts[index].cameFrom == nil, isFit(index, region.posts[index])
            else {
                continue
            }
            usedStaff.insert(index)
            return index
        }
        return count - 1
    }

    /// A school that satisfies a condition: the last ones, so that the first keep what is counted of them.
    mutating func school(where isFit: (RegionSchool) -> Bool) -> Int {
        for school in region.schools.reversed() where !usedSchools.contains(school.index) && isFit(school) {
            usedSchools.insert(school.index)
            return school.index
        }
        return region.schools.count - 1
    }
}
