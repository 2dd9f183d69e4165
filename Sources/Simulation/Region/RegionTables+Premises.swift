import Monitoring
import Registers

extension Region {
    /// The rooms of a school: its number of classrooms in the current year, and where they begin in the register.
    struct Rooms: Sendable {
        let classrooms: [(stage: RegionProfile.Stage, count: Int)]
        let before: Int
        let buildingsBefore: Int
        let buildings: Int

        var all: Int { classrooms.reduce(0) { $0 + $1.count } }
    }

    var roomPlan: [Rooms] {
        var plan: [Rooms] = []
        var before = 0, buildings = 0
        for school in schools {
            let rooms = Rooms(
                classrooms: teaching[school.index].map { ($0.stage, $0.classes) }, before: before,
                buildingsBefore: buildings,
                buildings: school.isKindergarten
                    ? 1 : 1 + (teaching[school.index].reduce(0) { $0 + $1.classes } + 23) / 24)
            before += rooms.all + Self.otherRooms(school).count
            buildings += rooms.buildings
            plan.append(rooms)
        }
        return plan
    }

    /// Kind, name and area of the rooms that are no classrooms.
    static func otherRooms(_ school: RegionSchool) -> [(kind: String, name: String, area: Int)] {
        if school.isKindergarten {
            return [("33", "综合活动室", 120), ("23", "户外活动场地", 1_200), ("53", "保健室", 20), ("61", "厨房", 80)]
        }
        return [
            ("12", "科学实验室", 92), ("13", "音乐教室", 88), ("14", "美术教室", 88), ("16", "计算机教室", 90),
            ("18", "图书馆", 300), ("19", "心理辅导室", 40), ("21", "体育馆", 700), ("22", "田径场", 6_000),
            ("52", "教师办公室", 160), ("53", "卫生室", 40), ("61", "食堂", 420),
        ]
    }

    /// The year in which a building was built.
    private func builtYear(_ school: RegionSchool, _ number: Int) -> Int {
        max(school.opened.year, year - 45 + chance.pick(40, 41, school.index, number))
    }

    var buildings: RegionTable {
        let plan = roomPlan
        return RegionTable(
            register: "building",
            fields: [
                "school", "code", "name", "kind", "tenure", "structure", "storeys", "floor_area", "built_year",
                "quake_degree", "safety", "examined_on", "in_use_from",
            ], units: schools.count
        ) { [self] index, rows in
            let school = schools[index]
            for number in 0..<plan[index].buildings {
                let built = builtYear(school, number)
                let isMain = number < plan[index].buildings - 1 || school.isKindergarten
                let name = school.isKindergarten ? "园舍" : isMain ? "教学楼\(number + 1)" : "综合楼"
                let area =
                    school.isKindergarten
                    ? plan[index].all * 160 + 600 : isMain ? 2_600 : 3_400
                rows.append([
                    .number(school.organisation), .text("B\(number + 1)"), .text(name),
                    .text(school.isKindergarten ? "9" : isMain ? "1" : "2"), .text(school.isPublic ? "1" : "4"),
                    .text(built < year - 25 ? "2" : "1"), .number(school.isKindergarten ? 3 : 4), .number(area),
                    .number(built), .number(8), .text(built < year - 35 ? "B" : "A"),
                    .day(Day(year: year - 1 - number % 3, month: 5, day: 20) ?? day),
                    .day(Day(year: built, month: 12, day: 31) ?? day),
                ])
            }
        }
    }

    var rooms: RegionTable {
        let plan = roomPlan
        return RegionTable(
            register: "room",
            fields: [
                "school", "code", "name", "building", "floor", "kind", "stage", "floor_area", "seats", "multimedia",
                "smart", "in_use_from",
            ], units: schools.count
        ) { [self] index, rows in
            let school = schools[index]
            let rooms = plan[index]
            func use(_ building: Int) -> LoadCell {
                .day(Day(year: builtYear(school, building) + 1, month: 2, day: 20) ?? day)
            }
            var number = 0
            for (stage, count) in rooms.classrooms {
                for _ in 0..<count {
                    let building = school.isKindergarten ? 0 : number / 24
                    number += 1
                    rows.append([
                        .number(school.organisation), .text("R\(Self.padded(number, 3))"), .text("第\(number)教室"),
                        .number(rooms.buildingsBefore + building + 1), .number(1 + number % 24 / 7),
                        .text(stage == .kindergarten ? "31" : "11"), .text(stage.rawValue),
                        .number((stage == .kindergarten ? 100 : 64) + number % 5),
                        .number(stage == .kindergarten ? 36 : 56),
                        .flag(chance.pick(10, 42, index, number) > 0), .flag(chance.pick(10, 43, index, number) < 3),
                        use(building),
                    ])
                }
            }
            for (position, room) in Self.otherRooms(school).enumerated() {
                let building = rooms.buildings - 1
                let isOutdoors = room.kind == "22" || room.kind == "23"
                rows.append([
                    .number(school.organisation), .text("Z\(position + 1)"), .text(room.name),
                    isOutdoors ? .none : .number(rooms.buildingsBefore + building + 1), isOutdoors ? .none : 1,
                    .text(room.kind), .text(school.stages.first?.rawValue ?? "P"), .number(room.area), .none, false,
                    false,
                    use(building),
                ])
            }
        }
    }

    var conditions: RegionTable {
        RegionTable(
            register: "school_condition",
            fields: [
                "school", "school_year", "stage", "equipment_value", "books", "e_books", "computers", "pupil_computers",
                "bandwidth", "networked", "smart_campus", "sports_equipment", "arts_equipment", "science_equipment",
            ], units: schools.count
        ) { [self] index, rows in
            for taught in teaching[index] {
                let draw = chance.pick(100, 44, index, stageNumber(taught.stage))
                for year in firstYear...self.year {
                    let grown = 100 + (year - firstYear) * 3
                    let pupils = taught.classes * (taught.stage == .kindergarten ? 21 : 40)
                    rows.append([
                        .number(schools[index].organisation), .number(year), .text(taught.stage.rawValue),
                        .number(pupils * (2_200 + draw * 18) * grown / 100), .number(pupils * (18 + draw / 4)),
                        .number(pupils * 20), .number(pupils * grown / 700 + 8), .number(pupils * grown / 900),
                        .number(draw < 15 ? 500 : 1_000), true, .flag(draw > 60), true, .flag(draw > 4),
                        .flag(draw > 2),
                    ])
                }
            }
        }
    }
}
