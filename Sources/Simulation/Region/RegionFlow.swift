import Monitoring

/// Those of a line who go to a school outside in a school year.
struct RegionLeaving: Sendable {
    let line: Int
    /// The school year in which they leave.
    let year: Int
    /// How many leave of the lines of the pool and entry until here.
    let end: Int
}

/// Who comes to the region and who leaves it in mid-course. No school has the same share of them in two years, as in life:
/// else its last year's course would tell all that is to come.
extension Region {
    /// Of a thousand pupils of a school's stage, by how many its classes grow (below 0: shrink) as they move up into an
    /// autumn: so much by the school, so much by its area.
    func drift(_ school: RegionSchool, _ stage: RegionProfile.Stage, _ autumn: Int) -> Int {
        let number = stageNumber(stage)
        return chance.pick(61, 17, school.index * 8 + number, autumn) - 30
            + chance.pick(31, 18, school.area * 8 + number, autumn) - 15
    }

    /// The leavers of the lines of a pool that entered in a year.
    func leavings(_ range: Range<Int>) -> [RegionLeaving] {
        var found: [RegionLeaving] = [], end = 0
        for index in range {
            let line = lines[index], years = years(of: line)
            for year in years {
                let shrinks = year < years.upperBound ? -drift(schools[line.school], line.stage, year + 1) : 0
                // Some leave in the best of years.
                let share = 4 + max(0, shrinks)
                let count = (line.size * share + chance.pick(1_000, 20, index, year)) / 1_000
                guard count > 0 else { continue }
                end += count
                found.append(RegionLeaving(line: index, year: year, end: end))
            }
        }
        return found
    }

    /// Where and when a child came to the region in mid-course, by its ways; nil for one who began here.
    func arrival(_ row: Int, _ ways: [Int]) -> (way: Int, year: Int)? {
        for way in ways.indices.reversed() {
            let line = lines[ways[way]]
            for year in years(of: line).reversed() where year > max(line.entry, firstYear) {
                let grows = drift(schools[line.school], line.stage, year)
                if grows > 0, chance.pick(1_000, 19, row, year) < grows { return (way, year) }
            }
        }
        return nil
    }

    /// Pupils of past autumns by school, stage and grade, before the registry was in use: back from the first autumn
    /// that it tells, by the same coming and going.
    var pastCounts: RegionTable {
        let sizes = sizesByEntry
        return RegionTable(
            register: "enrolment_count", fields: ["school", "school_year", "grade", "pupils"], units: schools.count
        ) { [self] index, rows in
            let school = schools[index]
            for stage in school.stages {
                let oldest = firstYear - stage.years + 1
                for autumn in firstYear - 6..<firstYear {
                    for grade in 1...stage.years {
                        let entry = autumn - grade + 1
                        // Those who had left before the first autumn that is told were about as many as the last who had not.
                        var pupils = Double(sizes[SizeKey(school: index, stage: stage, entry: max(entry, oldest))] ?? 0)
                        if entry < oldest {
                            pupils *= Double(92 + chance.pick(17, 21, index * 8 + stageNumber(stage), entry)) / 100
                        }
                        let last = min(entry + stage.years - 1, year)
                        for later in autumn + 1..<max(autumn + 1, last + 1) {
                            pupils *= 1.004 - Double(drift(school, stage, later)) / 1_000
                        }
                        rows.append([
                            .number(school.organisation), .number(autumn), .text("\(stage.rawValue)\(grade)"),
                            .number(Int(pupils.rounded())),
                        ])
                    }
                }
            }
        }
    }

    private struct SizeKey: Hashable {
        let school: Int
        let stage: RegionProfile.Stage
        let entry: Int
    }

    /// The pupils of a school's stage by the year of entry.
    private var sizesByEntry: [SizeKey: Int] {
        lines.reduce(into: [:]) {
            $0[SizeKey(school: $1.school, stage: $1.stage, entry: $1.entry), default: 0] += $1.size
        }
    }
}
