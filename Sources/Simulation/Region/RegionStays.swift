import Monitoring

/// A stay of a child in a class: a row of the register of enrolments.
struct RegionStay: Sendable {
    var line: Int
    let year: Int
    var from: Day
    /// From this day on it no longer counts; nil while it lasts.
    var until: Day?
    /// Code of `enrolment_begin`.
    var began: String
    /// Code of `enrolment_end`; empty while it lasts.
    var ended: String
    /// Code of `registry_placement`.
    var placement = "1"
    var hasClass = true
    /// The line of the school before or after, for a change of school; -1 for a school outside the region.
    var cameFrom: Int?
    var wentTo: Int?
}

/// A change of registration 学籍异动 of a child.
struct RegionChange: Sendable {
    let day: Day
    /// Code of `student_change`.
    let kind: String
    var from: Int?
    var to: Int?
    var until: Day?
}

extension Region {
    func firstOfSeptember(_ year: Int) -> Day { Day(year: year, month: 9, day: 1) ?? day }

    /// The stays of a child within the window, in order.
    func stays(_ pupil: RegionPupil) -> [RegionStay] {
        var stays: [RegionStay] = []
        for (position, way) in pupil.ways.enumerated() {
            let line = lines[way]
            let isLastWay = position == pupil.ways.count - 1
            let came = position == 0 ? pupil.came?.year : nil
            for year in years(of: line) where year >= came ?? year {
                let from = firstOfSeptember(year)
                var stay = RegionStay(
                    line: way, year: year, from: from, until: nil, began: year == line.entry ? "11" : "L1", ended: "")
                if year == came { (stay.began, stay.cameFrom) = ("13", -1) }
                if year < self.year {
                    let isLast = year == line.entry + line.stage.years - 1
                    stay.until = isLast ? Day(year: year + 1, month: 7, day: 10) : firstOfSeptember(year + 1)
                    stay.ended = isLast ? "21" : "L1"
                }
                if isLastWay {
                    if turn(&stay, pupil, &stays) { break }
                } else {
                    stays.append(stay)
                }
            }
        }
        return stays
    }

    /// Adds a stay of the last stage with what happened then; true where the way ends here.
    private func turn(_ stay: inout RegionStay, _ pupil: RegionPupil, _ stays: inout [RegionStay]) -> Bool {
        if let move = pupil.move {
            if stay.year < move.year { stay.line = move.line }
            if stay.year == move.year - 1 {
                stay.ended = "27"
                stay.wentTo = pupil.ways.last
            }
            if stay.year == move.year {
                stay.began = "13"
                stay.cameFrom = move.line
            }
        }
        switch pupil.fate {
        case .regular: stays.append(stay)
        case .cameBack(let year):
            guard stay.year == year, let left = Day(year: year, month: 11, day: 20),
                let back = Day(year: year + 1, month: 3, day: 1)
            else {
                stays.append(stay)
                return false
            }
            var first = stay
            (first.until, first.ended) = (left, "23")
            (stay.from, stay.began) = (back, "12")
            stays += [first, stay]
        case .guest(let home):
            var own = stay
            own.line = home
            if stay.year == year {
                (own.placement, own.hasClass) = ("2", false)
                (stay.placement, stay.began) = ("3", "L9")
                stays += [own, stay]
            } else {
                stays.append(own)
            }
        case .suspended(let since):
            guard stay.from < since else { return true }
            if stay.year == since.schoolYear { (stay.until, stay.ended) = (since, "23") }
            stays.append(stay)
        case .gone(let day):
            guard stay.from <= day else { return true }
            let ends = stay.year == day.schoolYear
            if ends { (stay.until, stay.ended, stay.wentTo) = (day, "27", -1) }
            stays.append(stay)
            return ends
        }
        return false
    }

    /// The changes of registration of a child.
    func changes(_ pupil: RegionPupil) -> [RegionChange] {
        var changes: [RegionChange] = []
        if let came = pupil.came {
            changes.append(RegionChange(day: firstOfSeptember(came.year), kind: "22", from: -1, to: came.line))
        }
        if let move = pupil.move {
            changes.append(
                RegionChange(day: firstOfSeptember(move.year), kind: "21", from: move.line, to: pupil.ways.last))
        }
        switch pupil.fate {
        case .cameBack(let year):
            guard let left = Day(year: year, month: 11, day: 20), let back = Day(year: year + 1, month: 3, day: 1)
            else {
                break
            }
            changes.append(RegionChange(day: left, kind: "11", until: back))
            changes.append(RegionChange(day: back, kind: "12"))
        case .suspended(let since):
            changes.append(RegionChange(day: since, kind: "11", until: max(since + 365, day + 60)))
        case .gone(let day): changes.append(RegionChange(day: day, kind: "21", from: pupil.ways.last, to: -1))
        case .regular, .guest: break
        }
        return changes
    }

    /// The school that holds the registration: the last one.
    func home(_ pupil: RegionPupil) -> RegionSchool {
        var line = pupil.ways.last ?? 0
        if case .guest(let home) = pupil.fate { line = home }
        return schools[lines[line].school]
    }

    /// Whether the child is registered at a school on the day.
    func isHere(_ pupil: RegionPupil) -> Bool {
        switch pupil.fate {
        case .suspended, .gone: return false
        case .regular, .cameBack, .guest:
            guard let last = pupil.ways.last else { return false }
            return lines[last].entry + lines[last].stage.years > year
        }
    }
}
