import Foundation
import Monitoring
import Registers

/// What a planning office has on its desk: projects under way, options to compare, what may come, and where children live.
extension Region {
    /// Pupils by area and stage.
    private var pupilsByArea: [Int: [RegionProfile.Stage: Int]] {
        lines.filter { $0.entry + $0.stage.years > year }.reduce(into: [:]) { sums, line in
            sums[schools[line.school].area, default: [:]][line.stage, default: 0] += line.size
        }
    }

    /// Seats approved for the stages of a school: so many a class as its area's buildings are large, and no fewer than pupils.
    private var approved: [[(stage: RegionProfile.Stage, seats: Int)]] {
        var pupils: [[RegionProfile.Stage: Int]] = schools.map { _ in [:] }
        for line in lines where line.entry + line.stage.years > year {
            pupils[line.school][line.stage, default: 0] += line.size
        }
        return schools.map { school in
            teaching[school.index].map { taught in
                let pool = profile.pools.first {
                    $0.stage == taught.stage && ($0.isPublic ?? school.isPublic) == school.isPublic
                }
                let size = (pool?.size ?? 40) + 2 + chance.pick(6, 45, school.area, stageNumber(taught.stage))
                let there = pupils[school.index][taught.stage] ?? 0
                return (taught.stage, max(taught.classes * size, there + (there + 49) / 50))
            }
        }
    }

    var seats: RegionTable {
        let approved = approved
        var entering: [[RegionProfile.Stage: Int]] = schools.map { _ in [:] }
        for line in lines where line.entry == year { entering[line.school][line.stage, default: 0] += 1 }
        return RegionTable(
            register: "seat_capacity",
            fields: ["school", "school_year", "stage", "seats", "classes", "planned_classes", "planned_intake"],
            units: schools.count
        ) { [self, entering] index, rows in
            for (taught, seats) in zip(teaching[index], approved[index].map(\.seats)) {
                let classes = max(1, entering[index][taught.stage] ?? 0)
                for year in firstYear...self.year {
                    rows.append([
                        .number(schools[index].organisation), .number(year), .text(taught.stage.rawValue),
                        .number(seats), .number(taught.classes + 1), .number(classes),
                        .number(classes * (taught.stage == .kindergarten ? 25 : 45)),
                    ])
                }
            }
        }
    }

    /// The areas with primary schools, those first where seats will be short: what they lack once all grades are as large
    /// as the first, below 0 where seats are left.
    private var lackingSeats: [(area: Int, seats: Int)] {
        var lacking: [Int: Int] = [:]
        for line in lines where line.stage == .primary && line.entry == year {
            lacking[schools[line.school].area, default: 0] += line.size * line.stage.years
        }
        for (school, stages) in zip(schools, approved) {
            for (stage, seats) in stages where stage == .primary { lacking[school.area, default: 0] -= seats }
        }
        return lacking.map { ($0.key, $0.value) }.sorted { ($1.seats, $0.area) < ($0.seats, $1.area) }
    }

    /// A decided project for most areas, and three ways to compare where seats will be short first.
    var seatProjects: RegionTable {
        let areas = units("area"), pupils = pupilsByArea, lacking = lackingSeats
        let short = Dictionary(
            uniqueKeysWithValues: lacking.prefix(max(1, lacking.count / 4)).map { ($0.area, $0.seats) })
        return RegionTable(
            register: "seat_project",
            fields: [
                "area", "name", "stage", "plan", "seats", "rooms", "opens", "closes", "cost", "moves_to", "share",
            ], units: areas.count
        ) { [self] index, rows in
            let area = areas[index], street = RegionNames.street(index * 5 + 2)
            func add(
                _ name: String, _ stage: RegionProfile.Stage, plan: String? = nil, rooms count: Int, size: Int,
                opens: Int, closes: Int? = nil, million: Int
            ) {
                rows.append([
                    .number(area), .text(name), .text(stage.rawValue), plan.map { .text($0) } ?? .none,
                    .number(count * size), .number(count), .number(year + opens),
                    closes.map { .number(year + $0) } ?? .none, .number(abs(count) * million * 1_000_000), .none,
                    .none,
                ])
            }
            /// Rooms for a share of the pupils that a stage has there; nil where it has none.
            func rooms(_ stage: RegionProfile.Stage, percent: Int) -> Int? {
                pupils[area]?[stage].map { max(2, $0 * percent / 100 / 45) }
            }
            switch index % 4 {
            case 0:
                if let rooms = rooms(.junior, percent: 10) {
                    add("\(street)中学扩建", .junior, rooms: rooms, size: 50, opens: 1, million: 6)
                }
            case 1:
                if let rooms = rooms(.kindergarten, percent: 9) {
                    add("\(street)小区配套幼儿园", .kindergarten, rooms: rooms, size: 30, opens: 1, million: 4)
                }
            case 2:
                if let rooms = rooms(.primary, percent: 8) {
                    add("\(street)小学新建", .primary, rooms: rooms, size: 45, opens: 2, million: 9)
                }
            default:
                if let rooms = rooms(.primary, percent: 4) {
                    add("\(street)校区腾退", .primary, rooms: -rooms, size: 45, opens: 3, million: 0)
                }
            }
            guard let needed = short[area], let other = lacking.last?.area, other != area else { return }
            let new = max(2, (needed + 44) / 45)
            add("\(street)北小学", .primary, plan: "新建学校", rooms: new, size: 45, opens: 3, million: 9)
            add(
                "\(street)过渡校舍", .primary, plan: "临时扩班", rooms: new / 2 + 1, size: 45, opens: 1, closes: 6,
                million: 1)
            rows.append([
                .number(area), .text("\(street)片区调整"), .text(RegionProfile.Stage.primary.rawValue), "调整片区",
                .none, .none, .number(year + 1), .none, .none, .number(other), .number(8),
            ])
        }
    }

    /// Two scenarios: homes that are moved into, and fewer children.
    var demandChanges: RegionTable {
        let districts = units("district"), areas = units("area"), pupils = pupilsByArea
        return RegionTable(
            register: "demand_change",
            fields: [
                "district", "scenario", "name", "kind", "area", "starts", "ends", "first_grade", "last_grade", "amount",
                "per_hundred", "move_in", "source",
            ], units: districts.count
        ) { [self] index, rows in
            let mine = areas.filter { units[$0 - 1].parent == districts[index] }
            func add(
                _ scenario: String, _ name: String, _ kind: String, area: Int? = nil, _ starts: Int,
                _ grades: (String, String),
                amount: Int, yield: Int? = nil, years: Int = 1, _ source: String
            ) {
                rows.append([
                    .number(districts[index]), .text(scenario), .text(name), .text(kind),
                    area.map(LoadCell.number) ?? .none, .number(year + starts), .none, .text(grades.0), .text(grades.1),
                    .number(amount), yield.map(LoadCell.number) ?? .none, .number(years), .text(source),
                ])
            }
            /// Pupils of a grade of primary school in an area, and a share of them.
            func share(_ area: Int, percent: Int) -> Int { max(2, (pupils[area]?[.primary] ?? 0) / 6 * percent / 100) }
            for (number, area) in mine.prefix(2).enumerated() {
                let street = RegionNames.street(index * 11 + number * 3 + 5)
                // Five pupils a grade of a hundred dwellings.
                add(
                    "住宅集中入住", "\(street)住宅区", "1", area: area, 1 + number, ("P1", "J3"),
                    amount: share(area, percent: 12) * 20, yield: 5, years: 3, "住宅竣工计划")
            }
            if let area = mine.last {
                add("住宅集中入住", "安置房回迁", "2", area: area, 2, ("P1", "J3"), amount: share(area, percent: 6), "征收安置方案")
            }
            add("入学人口回落", "幼儿园入园人数减少", "3", 1, ("K1", "K1"), amount: -8, "户籍出生登记")
            add("入学人口回落", "小学入学人数减少", "3", 4, ("P1", "P1"), amount: -8, "户籍出生登记")
            add("入学人口回落", "随迁子女返乡就读", "4", 2, ("P1", "J3"), amount: -2, "学籍转出统计")
        }
    }

    /// Where children live: a few points around each public primary school, which is theirs.
    var residentialPoints: RegionTable {
        let hosts = schools.filter { $0.isPublic && $0.stages.contains(.primary) }
        let juniors = Dictionary(grouping: schools.filter { $0.isPublic && $0.stages.contains(.junior) }, by: \.area)
        let entrants = lines.filter { $0.stage == .primary && $0.entry == year }.reduce(into: [Int: Int]()) {
            $0[$1.school, default: 0] += $1.size
        }
        let places = RegionPlaces(self)
        return RegionTable(
            register: "residential_point",
            fields: [
                "area", "code", "name", "location", "primary_children", "junior_children", "primary_school",
                "junior_school",
            ], units: hosts.count
        ) { [self] index, rows in
            let school = hosts[index], children = entrants[school.index] ?? 0
            let count = max(2, min(8, children / 25)), middle = places.place(of: school)
            let near = juniors[school.area] ?? []
            for number in 0..<count {
                let turn = Double(number * 360 / count + chance.pick(40, 46, school.index, number)) * .pi / 180
                let far = 0.002 + Double(chance.pick(70, 47, school.index, number)) / 10_000
                let mine = children * (number + 1) / count - children * number / count
                rows.append([
                    .number(school.area), .text("D\(Self.padded(school.index, 4))\(number + 1)"),
                    .text("\(RegionNames.street(school.index * 3 + number))\(number + 1)号院"),
                    .text(
                        Self.coordinates(
                            (
                                middle.longitude + far * 1.3 * cos(turn), middle.latitude + far * sin(turn)
                            ))),
                    .number(mine), .number(mine * 3 / 4), .number(school.organisation),
                    near.isEmpty ? .none : .number(near[(school.index + number) % near.count].organisation),
                ])
            }
        }
    }
}
