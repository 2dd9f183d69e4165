import Monitoring

/// A simulated region: schools, classes and posts, laid out so that its pupils and staff come to the published totals.
///
/// It depends on the profile, the scale, the day and the seed alone. Pupils are not kept: each is made from their number
/// when a row needs them, so that memory does not grow with the region.
public struct Region: Sendable {
    /// What it is like.
    public let profile: RegionProfile
    /// The share of the region's size that is made; 1 for the published totals.
    public let scale: Double
    /// The day on which it stands.
    public let day: Day
    /// The current school year.
    public var year: Int { day.schoolYear }
    /// The first school year of its history.
    var firstYear: Int { year - 4 }

    let chance: RegionChance
    var schools: [RegionSchool] = []
    /// Codes and names of organisations that are no schools, with level, kind and parent: they come before the schools.
    var units: [RegionUnit] = []
    var lines: [RegionLine] = []
    var classes: [RegionClass] = []
    /// The lines of a pool that entered in a year.
    var lineRanges: [[Int: Range<Int>]] = []
    /// The leavers of a pool that entered in a year.
    var leaves: [[Int: [RegionLeaving]]] = []
    var cohorts: [RegionCohort] = []
    var posts: [RegionPost] = []
    var teaching: [[RegionTeaching]] = []
    /// Staff who are there now; those after them have left.
    var staffNow = 0

    /// Lays out a region. - Parameter scale: more than 0, at most 4: above 1 for trying how the system carries a large city.
    public init(_ profile: RegionProfile, scale: Double = 1, day: Day, seed: UInt64) {
        self.profile = profile
        self.scale = scale
        self.day = day
        chance = RegionChance(seed: seed)
        layOutUnits()
        layOutClasses()
        layOutCohorts()
        layOutStaff()
    }

    /// A published number at this scale; at least 1 of what there is.
    func scaled(_ number: Int) -> Int {
        number == 0 ? 0 : max(1, Int((Double(number) * scale).rounded()))
    }

    /// Pupils of a pool who entered in a year. Those before the published grades are as many as the last of them.
    func entrants(_ pool: Int, _ entry: Int) -> Int {
        let grades = profile.pools[pool].grades
        return scaled(grades[max(0, min(year - entry, grades.count - 1))])
    }

    /// The classes of a line that lie in the window, by school year.
    func years(of line: RegionLine) -> ClosedRange<Int> {
        max(line.entry, firstYear)...min(line.entry + line.stage.years - 1, year)
    }

    /// The row of the class of a line in a year.
    func classRow(_ line: RegionLine, _ year: Int) -> Int { line.firstClass + year - years(of: line).lowerBound + 1 }

    /// Pupils who attend on the day.
    public var pupils: Int {
        lines.lazy.filter { $0.entry + $0.stage.years > year }.map(\.size).reduce(0, +)
    }

    // MARK: - Classes

    private mutating func layOutClasses() {
        for (index, pool) in profile.pools.enumerated() {
            let hosts = schools.filter {
                $0.stages.contains(pool.stage) && (pool.isPublic == nil || pool.isPublic == $0.isPublic)
            }
            var ranges: [Int: Range<Int>] = [:]
            let years = pool.stage.years
            for entry in (firstYear - years + 1)...year {
                let first = lines.count
                let pupils = entrants(index, entry)
                let wanted = max(hosts.count, (pupils + pool.size - 1) / pool.size)
                appendLines(index, pool, hosts, entry, pupils: pupils, lines: wanted)
                ranges[entry] = first..<lines.count
            }
            lineRanges.append(ranges)
        }
        var ordinals: [Int: Int] = [:]
        for index in lines.indices {
            lines[index].firstClass = classes.count
            for year in years(of: lines[index]) {
                let key = (lines[index].school * 8 + stageNumber(lines[index].stage)) * 16 + year - firstYear
                classes.append(RegionClass(line: index, year: year, ordinal: ordinals[key, default: 0]))
                ordinals[key, default: 0] += 1
            }
        }
    }

    func stageNumber(_ stage: RegionProfile.Stage) -> Int {
        switch stage {
        case .kindergarten: 0
        case .primary: 1
        case .junior: 2
        case .senior: 3
        case .vocational: 4
        }
    }

    /// Shares the entrants of a year among the classes, and the classes among the schools by their weights.
    private mutating func appendLines(
        _ pool: Int, _ definition: RegionProfile.Pool, _ hosts: [RegionSchool], _ entry: Int, pupils: Int,
        lines count: Int
    ) {
        let weights = hosts.map { 4 + chance.pick(3, 1, $0.index, pool) }
        let whole = weights.reduce(0, +)
        let spare = count - hosts.count
        var before = 0, numbers: [Int] = []
        for weight in weights {
            numbers.append(1 + spare * (before + weight) / whole - spare * before / whole)
            before += weight
        }
        // A school is liked more in one year than in another: its classes are larger.
        let likings = hosts.map { 94 + chance.pick(13, 16, $0.index, entry * 16 + pool) }
        let all = zip(likings, numbers).reduce(0) { $0 + $1.0 * $1.1 }
        var line = 0, start = 0, shared = 0
        for (position, host) in hosts.enumerated() {
            for number in 1...numbers[position] {
                var size = pupils * (shared + likings[position]) / all - pupils * shared / all
                shared += likings[position]
                // Neighbours differ a little, and keep their sum.
                let partner = line ^ 1
                if partner < count, size > 10 {
                    let shift = chance.pick(4, 2, entry * 16 + pool, line / 2)
                    size += line < partner ? shift : -shift
                }
                lines.append(
                    RegionLine(
                        school: host.index, pool: pool, stage: definition.stage, entry: entry, number: number,
                        size: size, start: start))
                start += size
                line += 1
            }
        }
    }
}

/// An organisation that is no school.
struct RegionUnit: Sendable {
    let code: String
    let name: String
    let level: String
    let kind: String
    /// The row of the organisation above; nil for none.
    let parent: Int?
    let division: String
    /// Form of a group (list `group_kind`); empty for others.
    var form = ""
}

extension Region {
    /// The rows of organisations of a level.
    func units(_ level: String) -> [Int] { units.indices.filter { units[$0].level == level }.map { $0 + 1 } }

    mutating func layOutUnits() {
        let division = profile.division
        func add(_ unit: RegionUnit) -> Int {
            units.append(unit)
            return units.count
        }
        var districts: [(row: Int, division: String)] = []
        if profile.districts.isEmpty {
            let row = add(
                RegionUnit(
                    code: division, name: profile.title, level: "district", kind: "10", parent: nil, division: division)
            )
            districts = [(row, division)]
        } else {
            let city = add(
                RegionUnit(
                    code: division, name: profile.title, level: "city", kind: "10", parent: nil, division: division))
            for (code, name) in profile.districts {
                let row = add(
                    RegionUnit(
                        code: code, name: name + "（演示）", level: "district", kind: "10", parent: city, division: code))
                districts.append((row, code))
            }
        }
        for (position, district) in districts.enumerated() {
            for number in 1...profile.areas {
                let name = RegionNames.street(position * profile.areas + number).dropLast()
                _ = add(
                    RegionUnit(
                        code: "\(district.division)-A\(number)", name: "\(name)第\(position * profile.areas + number)学区",
                        level: "area", kind: "12", parent: district.row, division: district.division))
            }
            for (number, name) in ["基础教育科", "学前教育科", "人事科", "规划建设科"].enumerated() {
                _ = add(
                    RegionUnit(
                        code: "\(district.division)-K\(number + 1)",
                        name: districts.count > 1 ? units[district.row - 1].name + name : name, level: "office",
                        kind: "11", parent: district.row, division: district.division))
            }
        }
        let titles = ["2": "教育集团", "3": "深度联盟", "4": "九年一贯制项目", "6": "优质教育资源带"]
        for (form, count) in profile.groups {
            for number in 1...scaled(count) {
                _ = add(
                    RegionUnit(
                        code: "\(division)-G\(form)\(number)",
                        name: "\(RegionNames.street(number * 3).dropLast())第\(number)\(titles[form] ?? "")",
                        level: "group", kind: "13", parent: 1, division: division, form: form))
            }
        }
        layOutSchools(districts)
    }

    private mutating func layOutSchools(_ districts: [(row: Int, division: String)]) {
        let areas = units("area")
        let first = units.count
        for group in profile.schools {
            for number in 0..<scaled(group.count) {
                let index = schools.count
                let area = areas[index * 7 % areas.count]
                let opened = Day(year: 1956 + chance.pick(56, 3, index), month: 9, day: 1) ?? day
                schools.append(
                    RegionSchool(
                        index: index, organisation: first + index + 1, kind: group.kind, stages: group.stages,
                        isPublic: group.isPublic, isInclusive: number < scaled(group.inclusive),
                        area: area, district: units[area - 1].parent ?? 1,
                        name: RegionNames.school(index, ending: group.ending), opened: opened))
            }
        }
    }
}
