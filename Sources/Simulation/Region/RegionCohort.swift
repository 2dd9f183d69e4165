import Monitoring

/// The children who enter primary school in the same year, in this region or before they came to it.
struct RegionCohort: Sendable {
    /// The year in which they enter primary school.
    let year: Int
    /// The row of the first of them in the register of students, less 1.
    let before: Int
    /// Those who go through the stages.
    let members: Int
    /// Those who left in mid-course, after the members: for each entry, the pool and how many.
    let leavers: [(pool: Int, count: Int)]
    /// All of them.
    var count: Int { members + leavers.reduce(0) { $0 + $1.count } }
}

/// A child of the simulated region.
struct RegionPupil: Sendable {
    /// The row in the register of students, from 1.
    let row: Int
    let cohort: Int
    /// The number among the children of the cohort.
    let number: Int
    let isMale: Bool
    let birth: Day
    /// The ways through the stages within the window, in order: the lines.
    let ways: [Int]
    /// Where and when a child came who began elsewhere.
    let came: (line: Int, year: Int)?
    /// What became of the child in mid-course.
    let fate: Fate
    /// A school change within the region: in which year, and from which line.
    let move: (year: Int, line: Int)?

    enum Fate: Hashable, Sendable {
        /// Goes on, or went on to the end.
        case regular
        /// Was away for some months of a year and came back.
        case cameBack(year: Int)
        /// Attends here, registered at another school: the line there.
        case guest(home: Int)
        /// Is suspended 休学 since a day.
        case suspended(since: Day)
        /// Went to a school outside the region on a day.
        case gone(on: Day)
    }
}

extension Region {
    /// Pools by the year of entry after primary entry, with the first number of their children in a cohort.
    var pathGroups: [(entry: Int, pools: [Int])] {
        let entries = Set(profile.pools.map(\.stage.entry)).sorted()
        return entries.map { entry in (entry, profile.pools.indices.filter { profile.pools[$0].stage.entry == entry }) }
    }

    mutating func layOutCohorts() {
        let groups = pathGroups
        leaves = lineRanges.map { $0.mapValues(leavings) }
        var before = 0
        for cohort in (firstYear - 11)...(year + 3) {
            var members = 0
            var leavers: [(pool: Int, count: Int)] = []
            for (entry, pools) in groups {
                var sum = 0
                for pool in pools where overlaps(pool, cohort + entry) {
                    sum += entrants(pool, cohort + entry)
                    let count = leaves[pool][cohort + entry]?.last?.end ?? 0
                    if count > 0 { leavers.append((pool, count)) }
                }
                members = max(members, sum)
            }
            guard members > 0 else { continue }
            cohorts.append(RegionCohort(year: cohort, before: before, members: members, leavers: leavers))
            before += cohorts.last?.count ?? 0
        }
    }

    private func overlaps(_ pool: Int, _ entry: Int) -> Bool { lineRanges[pool][entry] != nil }

    /// How many children the register of students has.
    public var students: Int { cohorts.last.map { $0.before + $0.count } ?? 0 }

    /// The child of a row, from 1.
    func pupil(_ row: Int) -> RegionPupil {
        var low = 0, high = cohorts.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if cohorts[middle].before < row { low = middle } else { high = middle - 1 }
        }
        let cohort = cohorts[low]
        let number = row - cohort.before - 1
        let start = Day(year: cohort.year - 7, month: 9, day: 1) ?? day
        let isMale = chance.pick(1000, 11, row) < 526
        var ways: [Int] = []
        var fate = RegionPupil.Fate.regular
        var move: (year: Int, line: Int)?
        var came: (line: Int, year: Int)?
        if number < cohort.members {
            ways = self.ways(cohort, number)
            if let arrival = arrival(row, ways) {
                came = (ways[arrival.way], arrival.year)
                ways.removeFirst(arrival.way)
            }
            if came == nil || ways.count > 1 { (fate, move) = turn(row, ways) }
        } else if let leaving = leaver(cohort, number - cohort.members) {
            ways = [leaving.line]
            fate = leavingFate(row, leaving)
        }
        return RegionPupil(
            row: row, cohort: cohort.year, number: number, isMale: isMale, birth: start + number % 365, ways: ways,
            came: came, fate: fate, move: move)
    }

    private func ways(_ cohort: RegionCohort, _ number: Int) -> [Int] {
        var ways: [Int] = []
        for (entry, pools) in pathGroups {
            var first = 0
            for pool in pools {
                let year = cohort.year + entry
                guard lineRanges[pool][year] != nil else { continue }
                let count = entrants(pool, year)
                if number >= first, number < first + count { ways.append(line(pool, year, number - first)) }
                first += count
            }
        }
        return ways
    }

    /// The line of a member of a pool.
    private func line(_ pool: Int, _ entry: Int, _ member: Int) -> Int {
        guard let range = lineRanges[pool][entry] else { return 0 }
        var low = range.lowerBound, high = range.upperBound - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if lines[middle].start <= member { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// What happened to a child who still goes on: most often nothing.
    private func turn(_ row: Int, _ ways: [Int]) -> (RegionPupil.Fate, (year: Int, line: Int)?) {
        guard let last = ways.last else { return (.regular, nil) }
        let line = lines[last]
        let other = neighbour(last, row)
        let draw = chance.pick(10_000, 12, row)
        let isHere = line.entry + line.stage.years > year
        switch draw {
        case 0..<120:
            // A change of school in one of the years before this one, on 1 September or in the year.
            let move =
                max(line.entry + 1, firstYear + 1)...max(line.entry + 1, firstYear + 1, min(year, line.entry + 2))
            guard let other, move.upperBound <= years(of: line).upperBound else { return (.regular, nil) }
            return (.regular, (move.lowerBound + chance.pick(move.count, 13, row), other))
        case 120..<135:
            let years = years(of: line)
            guard line.stage != .kindergarten, years.lowerBound < year else { return (.regular, nil) }
            return (.cameBack(year: min(years.upperBound, year - 1)), nil)
        case 135..<150:
            guard isHere, let other, lines[other].school != line.school else { return (.regular, nil) }
            return (.guest(home: other), nil)
        default: return (.regular, nil)
        }
    }

    /// A line of another school with children of the same stage and year.
    private func neighbour(_ index: Int, _ row: Int) -> Int? {
        let line = lines[index]
        guard let range = lineRanges[line.pool][line.entry], range.count > 1 else { return nil }
        let other = range.lowerBound + chance.pick(range.count, 14, row)
        return lines[other].school == line.school ? nil : other
    }

    private func leaver(_ cohort: RegionCohort, _ number: Int) -> RegionLeaving? {
        var left = number
        for (pool, count) in cohort.leavers {
            guard left >= count else {
                let found = leaves[pool][cohort.year + profile.pools[pool].stage.entry] ?? []
                var low = 0, high = found.count - 1
                while low < high {
                    let middle = (low + high) / 2
                    if found[middle].end > left { high = middle } else { low = middle + 1 }
                }
                return found.isEmpty ? nil : found[low]
            }
            left -= count
        }
        return nil
    }

    private func leavingFate(_ row: Int, _ leaving: RegionLeaving) -> RegionPupil.Fate {
        let line = lines[leaving.line]
        let isHere = line.entry + line.stage.years > year
        if isHere, line.stage != .kindergarten, leaving.year == year - 1, row % 4 == 0 {
            return .suspended(since: firstOfSeptember(year) + -(20 + row % 40))
        }
        return .gone(on: min(firstOfSeptember(leaving.year) + 10 + row % 250, day))
    }
}
