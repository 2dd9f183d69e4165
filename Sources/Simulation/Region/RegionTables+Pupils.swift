import Monitoring
import Registers

extension Region {
    private static let kinds: [RegionProfile.Stage: LoadCell] = [
        .kindergarten: "11", .primary: "21", .junior: "31", .senior: "32", .vocational: "33",
    ]

    /// Where the household of a child is registered: code of `household_place`.
    private func household(_ pupil: RegionPupil) -> String {
        let draw = chance.pick(100, 61, pupil.row)
        return draw < profile.migrants ? (draw % 3 == 0 ? "3" : "4") : draw < profile.migrants + 4 ? "2" : "1"
    }

    var studentRows: RegionTable {
        RegionTable(
            register: "student",
            fields: [
                "school", "registry_number", "school_number", "name", "sex", "birth_date", "id_kind", "id_number",
                "ethnicity", "political", "birthplace", "native_place", "household_kind", "household_address",
                "home_address", "telephone", "health", "only_child", "kind", "entered_on", "entered_by", "status",
                "id_valid_until",
            ], units: students
        ) { [self] index, rows in
            let pupil = pupil(index + 1)
            let last = lines[pupil.ways.last ?? 0]
            let came = pupil.ways.count == 1 ? pupil.came : nil
            let twin = pupil.number / 365
            let draw = chance.pick(1_000, 62, index)
            let division = units[schools[last.school].area - 1].division
            let hasCard = draw < 997
            // A foreign child has a passport, whose number is no ID number, and a registration number of its own.
            let id =
                hasCard
                ? Self.idNumber(profile.division, pupil.birth, twin * 2 + (pupil.isMale ? 1 : 0))
                : "E\(Self.padded(index, 8))"
            let status: LoadCell =
                switch pupil.fate {
                case .suspended: "02"
                case .gone: "10"
                case .regular, .cameBack, .guest: isHere(pupil) ? "01" : "07"
                }
            let age = pupil.birth.age(on: day)
            let street = RegionNames.street(draw * 7 + index % 50)
            rows.append([
                .number(home(pupil).organisation), .text(hasCard ? "G" + id : "L\(division)\(Self.padded(index, 8))"),
                .text("\(last.entry)\(Self.padded(pupil.number, 6))"),
                .text(RegionNames.person(twin, isMale: pupil.isMale, surname: Int(chance.bits(63, index) >> 40))),
                pupil.isMale ? "1" : "2", .day(pupil.birth), hasCard ? "1" : "A", .text(id),
                .text(draw < 940 ? "01" : draw < 970 ? "11" : draw < 985 ? "03" : "02"),
                age >= 15 && draw % 10 < 2 ? "03" : "13", .text(division), "本区", .text(draw % 3 == 0 ? "2" : "1"),
                .text("\(street)\(draw)号"), .text("\(street)\(draw)号"), .text(Self.mobile(index, prefix: "136")), "1",
                .flag(draw % 100 < 58), Self.kinds[last.stage] ?? .none,
                .day(firstOfSeptember(came?.year ?? last.entry)), came == nil ? "01" : "09",
                status,
                .none,
            ])
        }
    }

    /// Mother or father of every child, the other for some.
    var guardians: RegionTable {
        RegionTable(
            register: "guardian",
            fields: [
                "school", "student", "relation", "name", "is_guardian", "id_kind", "id_number", "education", "mobile",
            ], units: students
        ) { [self] index, rows in
            let pupil = pupil(index + 1)
            let draw = chance.pick(1_000, 64, index)
            let school = LoadCell.number(home(pupil).organisation)
            for position in 0..<(draw % 10 < 3 ? 2 : 1) {
                let isFather = (draw % 2 == 0) == (position == 0)
                let surname = Int(chance.bits(position == 0 && isFather ? 63 : 65, index) >> 40)
                let birth = pupil.birth + -(25 * 365 + draw * 4 + (isFather ? 700 : 0))
                rows.append([
                    school, .number(index + 1), isFather ? "51" : "52",
                    .text(RegionNames.person(index % 1_000 + position * 37, isMale: isFather, surname: surname)), true,
                    "1",
                    draw % 8 == 0 && position == 0
                        ? .text(Self.idNumber(profile.division, birth, index % 499 * 2 + (isFather ? 1 : 0))) : .none,
                    draw < 550 ? "21" : "31", .text(Self.mobile(index, prefix: position == 0 ? "137" : "138")),
                ])
            }
        }
    }

    var enrolments: RegionTable {
        RegionTable(
            register: "enrolment",
            fields: [
                "school", "student", "stage", "grade", "school_class", "placement", "started_on", "began_by",
                "came_from",
                "ended_on", "ended_by", "went_to", "source", "boarding", "household_place", "migrant", "place_payer",
                "nearby",
            ], units: students
        ) { [self] index, rows in
            let pupil = pupil(index + 1)
            let place = household(pupil)
            func name(_ line: Int) -> String { line < 0 ? "区外学校" : schools[lines[line].school].name }
            let isMigrant = (place == "3" || place == "4") && chance.pick(10, 66, index) < 8
            for stay in stays(pupil) {
                let line = lines[stay.line], school = schools[lines[stay.line].school]
                let grade = stay.year - line.entry + 1
                let isFirst = grade == 1 && (line.stage == .primary || line.stage == .junior)
                let payer = school.isPublic ? "1" : line.stage != .kindergarten && isMigrant ? "2" : "3"
                rows.append([
                    .number(school.organisation), .number(index + 1), .text(line.stage.rawValue),
                    .text(line.stage.rawValue + String(grade)),
                    stay.hasClass ? .number(classRow(line, stay.year)) : .none, .text(stay.placement), .day(stay.from),
                    .text(stay.began), stay.cameFrom.map { .text(name($0)) } ?? .none,
                    stay.until.map { .day($0) } ?? .none, stay.ended.isEmpty ? .none : .text(stay.ended),
                    stay.wentTo.map { .text(name($0)) } ?? .none,
                    stay.placement == "3" ? "2" : "1", school.boards && index % 2 == 0 ? "2" : "1", .text(place),
                    .flag(isMigrant), .text(payer), isFirst ? .flag(chance.pick(100, 67, index) < 96) : .none,
                ])
            }
        }
    }

    var studentChanges: RegionTable {
        RegionTable(
            register: "student_change",
            fields: [
                "school", "student", "changed_on", "kind", "reason", "from_school", "to_school", "outside",
                "suspended_until", "approved_on", "approval",
            ], units: students
        ) { [self] index, rows in
            let pupil = pupil(index + 1)
            for change in changes(pupil) {
                func school(_ line: Int?) -> LoadCell {
                    guard let line, line >= 0 else { return .none }
                    return .number(schools[lines[line].school].organisation)
                }
                rows.append([
                    .number(home(pupil).organisation), .number(index + 1), .day(change.day), .text(change.kind),
                    change.kind == "11" ? "10" : .none, school(change.from), school(change.to),
                    change.to == -1 || change.from == -1 ? "区外学校" : .none, change.until.map { .day($0) } ?? .none,
                    .day(change.day),
                    .text("学籍〔\(change.day.year)〕\(index % 9_000 + 1)号"),
                ])
            }
        }
    }

    /// The line in which a child of primary, junior or senior school sits now; nil for all others.
    private func classroom(_ pupil: RegionPupil) -> RegionLine? {
        guard isHere(pupil), let last = pupil.ways.last else { return nil }
        let line = lines[last]
        return [.primary, .junior, .senior].contains(line.stage) ? line : nil
    }

    private var testDay: Day { min(day, Day(year: year, month: 10, day: 20) ?? day) }

    var fitness: RegionTable {
        RegionTable(
            register: "fitness_result",
            fields: [
                "school", "student", "school_year", "tested_on", "stage", "grade", "sex", "height", "weight",
                "vital_capacity", "score", "total", "level",
            ], units: students
        ) { [self] index, rows in
            let pupil = pupil(index + 1)
            guard let line = classroom(pupil) else { return }
            let draw = chance.pick(1_000, 68, index)
            let age = pupil.birth.age(on: day)
            let height = 122 + (age - 7) * 5 + draw % 17 - 8
            // Most between 62 and 92, few above and below.
            let score = draw < 25 ? 48 + draw % 12 : min(98, 62 + draw % 16 + draw / 60)
            rows.append([
                .number(schools[line.school].organisation), .number(index + 1), .number(year), .day(testDay),
                .text(line.stage.rawValue), .text(line.stage.rawValue + String(year - line.entry + 1)),
                pupil.isMale ? "1" : "2", .number(height), .number(max(18, (height - 122) * 2 / 3 + 23 + draw % 13)),
                .number(900 + age * 180 + draw), .number(score), .number(score),
                score >= 90 ? "1" : score >= 80 ? "2" : score >= 60 ? "3" : "4",
            ])
        }
    }

    var vision: RegionTable {
        RegionTable(
            register: "vision_screening",
            fields: [
                "school", "student", "tested_on", "stage", "grade", "right_acuity", "left_acuity", "lens",
                "right_sphere",
                "left_sphere", "referred",
            ], units: students
        ) { [self] index, rows in
            let pupil = pupil(index + 1)
            guard let line = classroom(pupil) else { return }
            let age = pupil.birth.age(on: day)
            let isShort = chance.pick(100, 69, index) < min(82, 12 + (age - 6) * 7)
            let grade = chance.pick(10, 70, index)
            let acuity = isShort ? LoadCell.real(Double(42 + grade * 7 / 10) / 10) : .real(Double(50 + grade / 5) / 10)
            let sphere = LoadCell.real(isShort ? -0.75 - Double(grade) / 4 : 0.25)
            rows.append([
                .number(schools[line.school].organisation), .number(index + 1), .day(testDay),
                .text(line.stage.rawValue), .text(line.stage.rawValue + String(year - line.entry + 1)), acuity, acuity,
                isShort && grade < 6 ? "1" : "0", sphere, sphere, .flag(isShort),
            ])
        }
    }
}
