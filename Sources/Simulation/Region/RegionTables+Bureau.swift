import Monitoring
import Registers

extension Region {
    var organisations: RegionTable {
        let first = units.count
        let places = RegionPlaces(self)
        return RegionTable(
            register: "organisation",
            fields: [
                "code", "name", "level", "parent", "kind", "division", "credit_code", "opened_on", "address",
                "location",
                "telephone",
            ], units: first + schools.count
        ) { [self] index, rows in
            if index < first {
                let unit = units[index]
                rows.append([
                    .text(unit.code), .text(unit.name), .text(unit.level), unit.parent.map(LoadCell.number) ?? .none,
                    .text(unit.kind), .text(unit.division), .none, .day(Day(number: 3_652)), .none, .none, .none,
                ])
                return
            }
            let school = schools[index - first]
            let division = units[school.area - 1].division
            let place = places.place(of: school)
            rows.append([
                .text("31\(Self.padded(index, 8))"), .text(school.name), "school", .number(school.area), "20",
                .text(division), .text("12\(division)MB\(Self.padded(index, 7))A"), .day(school.opened),
                .text("\(RegionNames.street(index))\(index % 300 + 1)号"),
                .text(Self.coordinates(place)),
                .text("0310-\(Self.padded(60_000_00 + index, 7))"),
            ])
        }
    }

    /// Longitude and latitude as the registers take them, to some ten metres.
    static func coordinates(_ place: (longitude: Double, latitude: Double)) -> String {
        func short(_ number: Double) -> String { String((number * 10_000).rounded() / 10_000) }
        return "\(short(place.longitude)),\(short(place.latitude))"
    }

    var schoolRows: RegionTable {
        let ranks = ranksOfSchools
        return RegionTable(
            register: "school",
            fields: [
                "school", "kind", "stages", "run_by", "organiser", "urban_rural", "opened_on", "inclusive_from",
                "kindergarten_grade", "senior_grade", "boarding", "head", "primary_years", "junior_years",
                "senior_years",
                "site_area", "green_area",
            ], units: schools.count
        ) { [self] index, rows in
            let school = schools[index]
            let isVocational = school.stages.contains(.vocational)
            let site =
                (school.isKindergarten ? 3_000 : 12_000) + chance.pick(school.isKindergarten ? 2_000 : 9_000, 33, index)
            let years = { (stage: RegionProfile.Stage) -> LoadCell in
                school.stages.contains(stage) ? .number(stage.years) : .none
            }
            rows.append([
                .number(school.organisation), .text(school.kind),
                .text(school.stages.map(\.rawValue).joined(separator: ",")),
                .text(isVocational ? "21" : school.isPublic ? "11" : "12"), .text(school.isPublic ? "831" : "999"),
                .text(profile.districts.isEmpty || index % 3 == 0 ? "111" : index % 3 == 1 ? "121" : "220"),
                .day(school.opened),
                school.isInclusive ? .day(firstOfSeptember(max(firstYear - index % 6, school.opened.year))) : .none,
                ranks.kindergarten[index].map { .text($0) } ?? .none, ranks.senior[index].map { .text($0) } ?? .none,
                .flag(school.boards), .number(head(school) + 1), years(.primary), years(.junior), years(.senior),
                .number(site), .number(site / 5),
            ])
        }
    }

    /// The grades of kindergartens and senior schools: the first so many of each have the highest.
    private var ranksOfSchools: (kindergarten: [String?], senior: [String?]) {
        var kindergarten: [String?] = [], senior: [String?] = []
        var models = scaled(profile.modelKindergartens), seniors = scaled(profile.modelSeniors)
        for school in schools {
            if school.isKindergarten {
                kindergarten.append(models > 0 ? "1" : String(2 + school.index % 5))
                models -= 1
            } else {
                kindergarten.append(nil)
            }
            if school.stages.contains(.senior) {
                senior.append(seniors > 0 ? "1" : "9")
                seniors -= 1
            } else {
                senior.append(nil)
            }
        }
        return (kindergarten, senior)
    }

    var groupMembers: RegionTable {
        let groups = units("group")
        let hosts = schools.filter { $0.isPublic && !$0.isKindergarten }
        return RegionTable(
            register: "group_member", fields: ["school", "cluster", "form", "role", "started_on"],
            units: hosts.isEmpty ? 0 : groups.count
        ) { [self] index, rows in
            let form = units[groups[index] - 1].form
            let members = min(hosts.count, form == "2" || form == "6" ? 6 : 2)
            for number in 0..<members {
                let school = hosts[(index * 5 + number) % hosts.count]
                rows.append([
                    .number(school.organisation), .number(groups[index]), .text(form), .text(number == 0 ? "1" : "2"),
                    .day(max(firstOfSeptember(firstYear - 2), school.opened)),
                ])
            }
        }
    }

    /// One a school; where a number is published, so many, the larger schools with several branches first.
    var partyOrganisations: RegionTable {
        let wanted = profile.parties.map(scaled) ?? schools.count
        let order = schools.indices.reversed().map { $0 }
        return RegionTable(
            register: "party_organisation", fields: ["school", "name", "kind", "members", "founded_on", "elected_on"],
            units: wanted
        ) { [self] index, rows in
            let school = schools[order[index % order.count]]
            let round = index / order.count
            rows.append([
                .number(school.organisation), .text("\(school.name)\(round == 0 ? "" : "第\(round + 1)")党支部"), "3",
                .number(4 + chance.pick(22, 34, index)), .day(max(school.opened, Day(number: 7_486))),
                .day(firstOfSeptember(year - 1)),
            ])
        }
    }

    var terms: RegionTable {
        let districts = units("district")
        return RegionTable(
            register: "term", fields: ["district", "school_year", "kind", "starts_on", "ends_on", "weeks"],
            units: districts.count
        ) { [self] index, rows in
            for year in firstYear...self.year {
                let dates = [
                    ("1", (year, 9, 1), (year + 1, 1, 18), 20), ("2", (year + 1, 2, 22), (year + 1, 7, 11), 20),
                ]
                for (kind, start, end, weeks) in dates {
                    guard let starts = Day(year: start.0, month: start.1, day: start.2),
                        let ends = Day(year: end.0, month: end.1, day: end.2)
                    else { continue }
                    rows.append([
                        .number(districts[index]), .number(year), .text(kind), .day(starts), .day(ends), .number(weeks),
                    ])
                }
            }
        }
    }

    /// Persons by age of the whole region: pupils of the age over the published rate, or a little more than there are.
    func persons(age: Int, year: Int) -> Int {
        func pupils(_ stage: RegionProfile.Stage, _ entry: Int) -> Int {
            profile.pools.indices.filter { profile.pools[$0].stage == stage }.reduce(0) { $0 + entrants($1, entry) }
        }
        let entry = year - age + 3
        switch age {
        case 3...5:
            // The three years together give the published rate.
            let all = (0..<3).reduce(0) { $0 + pupils(.kindergarten, year - $1) } * 100 / profile.grossEnrolment
            return all / 3 + (age == 3 ? all % 3 : 0)
        case 0...2: return pupils(.kindergarten, entry) * 100 / profile.grossEnrolment
        case 6...11: return pupils(.primary, year - age + 6) * 101 / 100
        case 12...14: return pupils(.junior, year - age + 12) * 101 / 100
        default: return (pupils(.senior, year - age + 15) + pupils(.vocational, year - age + 15)) * 108 / 100
        }
    }

    var population: RegionTable {
        let areas = units("area")
        return RegionTable(
            register: "population", fields: ["area", "school_year", "basis", "age", "persons", "source"],
            units: areas.count
        ) { [self] index, rows in
            for year in firstYear...self.year {
                for age in 0...17 {
                    let all = persons(age: age, year: year)
                    let mine = all * (index + 1) / areas.count - all * index / areas.count
                    for (basis, share) in [("1", 78), ("2", 100)] {
                        rows.append([
                            .number(areas[index]), .number(year), .text(basis), .number(age),
                            .number(mine * share / 100),
                            "公安户籍与常住人口登记",
                        ])
                    }
                }
            }
        }
    }

    var funding: RegionTable {
        let districts = units("district")
        let spending = profile.spending.map(scaled) ?? pupils * 26_000
        return RegionTable(
            register: "education_funding",
            fields: ["district", "year", "stage", "spending", "budget", "operating", "training", "mean_pupils"],
            units: districts.count
        ) { [self] index, rows in
            let stages = Set(profile.pools.map(\.stage)).sorted { stageNumber($0) < stageNumber($1) }
            for year in firstYear + 1...self.year {
                var left = spending * (index + 1) / districts.count - spending * index / districts.count
                left = left * (100 - 4 * (self.year - year)) / 100
                let whole = left
                for (position, stage) in stages.enumerated() {
                    let children =
                        lines.lazy.filter { $0.stage == stage && $0.entry + stage.years > self.year }
                        .reduce(0) { $0 + $1.size } / districts.count
                    let mine = position == stages.count - 1 ? left : whole / stages.count
                    left -= mine
                    rows.append([
                        .number(districts[index]), .number(year), .text(stage.rawValue), .number(mine),
                        .number(mine / 20 * 19), .number(mine / 6), .number(mine / 150), .number(children),
                    ])
                }
            }
        }
    }
}
