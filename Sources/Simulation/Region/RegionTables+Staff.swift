import Monitoring
import Registers

extension Region {
    /// The row of the rank of heads, by the order of the schools.
    private var rankOfSchool: [String?] {
        var ranks: [String?] = []
        for (rank, count) in profile.ranks { ranks += Array(repeating: rank, count: scaled(count)) }
        return Array((ranks + Array(repeating: nil, count: schools.count)).prefix(max(schools.count, ranks.count)))
    }

    var staffRows: RegionTable {
        let ranks = rankOfSchool
        return RegionTable(
            register: "staff",
            fields: [
                "school", "number", "name", "sex", "birth_date", "id_kind", "id_number", "ethnicity", "political",
                "native_place", "education", "degree", "graduated_from", "first_education", "normal_school",
                "worked_from",
                "taught_from", "joined_on", "joined_by", "left_on", "left_by", "status", "title", "titled_on",
                "principal_rank", "ranked_on", "telephone",
            ], units: posts.count
        ) { [self] index, rows in
            let post = posts[index], person = person(index)
            let teaches = post.kind == "11"
            let draw = chance.pick(1_000, 51, index)
            let worked = firstOfSeptember(person.birth.year + 23)
            let joined = max(worked, firstOfSeptember(min(year, worked.year + draw % 5)))
            let age = person.birth.age(on: day)
            let title = teaches || post.leads != "0" ? title(age, draw) : nil
            let rank = post.leads == "3" ? ranks[post.school] : nil
            let division = person.isLeader ? "110105" : units[schools[post.school].area - 1].division
            let sequence = index % 499 * 2 + (person.isMale ? 1 : 0)
            let education = teaches ? post.stage == .kindergarten && draw < 500 ? "31" : draw < 180 ? "14" : "21" : "31"
            rows.append([
                .number(schools[post.school].organisation), .text("T\(Self.padded(index + 1, 7))"),
                .text(RegionNames.person(index, isMale: person.isMale, surname: Int(chance.bits(52, index) >> 40))),
                person.isMale ? "1" : "2", .day(person.birth), "1",
                .text(Self.idNumber(division, person.birth, sequence)), draw < 930 ? "01" : "11",
                draw % 100 < 38 ? "01" : "13", "河北", .text(education),
                education == "14" ? "3" : education == "21" ? "4" : "9", "师范大学", .text(education), .flag(draw % 10 < 8),
                .day(worked), teaches ? .day(worked) : .none, .day(joined), "31", post.left.map { .day($0) } ?? .none,
                post.left == nil ? .none : "211", post.left == nil ? "11" : "01", .text(title ?? "T9"),
                title == nil ? .none : .day(firstOfSeptember(min(year, max(worked.year + 1, person.birth.year + 24)))),
                rank.map { .text($0) } ?? .none, rank == nil ? .none : .day(firstOfSeptember(firstYear)),
                .text(Self.mobile(index, prefix: "135")),
            ])
        }
    }

    private func title(_ age: Int, _ draw: Int) -> String? {
        switch age {
        case ..<26: nil
        case ..<32: draw < 700 ? "T4" : "T3"
        case ..<42: draw < 820 ? "T3" : "T2"
        default: draw < 12 ? "T1" : draw < 520 ? "T2" : "T3"
        }
    }

    /// Established posts of a school: the row of those of its own 事业编制 in the register, from 1; 0 for none.
    var establishmentRows: (rows: [Int], pool: [Int]) {
        var rows: [Int] = [], pool: [Int] = []
        var next = 1, left = scaled(profile.poolPosts)
        for school in schools {
            guard school.isPublic else {
                rows.append(0)
                pool.append(0)
                continue
            }
            rows.append(next)
            let mine = school.isKindergarten ? 0 : min(left, 5)
            left -= mine
            pool.append(mine)
            next += mine > 0 ? 2 : 1
        }
        return (rows, pool)
    }

    var establishment: RegionTable {
        let plan = establishmentRows
        var held = Array(repeating: 0, count: schools.count)
        for post in posts where post.left == nil { held[post.school] += 1 }
        return RegionTable(
            register: "establishment_post", fields: ["school", "kind", "stage", "posts", "started_on", "document"],
            units: schools.count
        ) { [self, held] index, rows in
            guard plan.rows[index] > 0 else { return }
            let school = schools[index]
            let stage = LoadCell.text(school.stages.last?.rawValue ?? "P")
            let from = LoadCell.day(firstOfSeptember(firstYear - 1))
            rows.append([
                .number(school.organisation), "1", stage, .number(held[index] + 3), from, "编办〔\(firstYear - 1)〕12号",
            ])
            if plan.pool[index] > 0 {
                rows.append([
                    .number(school.organisation), "2", stage, .number(plan.pool[index]), from,
                    "编办〔\(firstYear - 1)〕31号",
                ])
            }
        }
    }

    var appointments: RegionTable {
        let plan = establishmentRows.rows
        return RegionTable(
            register: "appointment",
            fields: [
                "school", "staff", "main", "staff_kind", "post_kind", "post", "leader_post", "employment", "stage",
                "subject", "teaching_state", "establishment_post", "started_on", "began_by", "ended_on", "ended_by",
            ], units: posts.count
        ) { [self] index, rows in
            let post = posts[index]
            let worked = firstOfSeptember(person(index).birth.year + 23)
            let joined = max(worked, firstOfSeptember(min(year, worked.year + chance.pick(1_000, 51, index) % 5)))
            func row(_ school: Int, from: Day, began: String, until: Day?, ended: String?) -> [LoadCell] {
                let isPublic = schools[school].isPublic
                return [
                    .number(schools[school].organisation), .number(index + 1), true, .text(post.kind),
                    .text(post.kind == "11" ? "1" : post.kind == "13" ? "2" : post.kind == "12" ? "3" : "4"),
                    .text(post.post), .text(post.leads), isPublic ? "1" : "3", .text(post.stage.rawValue),
                    post.subject.isEmpty ? .none : .text(post.subject), post.kind == "11" ? "20" : "99",
                    isPublic && until == nil ? .number(plan[school]) : .none, .day(from), .text(began),
                    until.map { .day($0) } ?? .none, ended.map { .text($0) } ?? .none,
                ]
            }
            if let (school, year) = post.cameFrom, joined < firstOfSeptember(year) {
                let moved = firstOfSeptember(year)
                rows.append(row(school, from: joined, began: "111", until: moved, ended: "213"))
                rows.append(row(post.school, from: moved, began: "121", until: nil, ended: nil))
            } else {
                rows.append(
                    row(
                        post.school, from: joined, began: "111", until: post.left, ended: post.left == nil ? nil : "211"
                    ))
            }
        }
    }

    var qualifications: RegionTable {
        RegionTable(
            register: "qualification",
            fields: [
                "school", "staff", "kind", "subject", "certificate_number", "issued_on", "issuer", "registered_until",
            ], units: staffNow
        ) { [self] index, rows in
            let post = posts[index]
            guard post.kind == "11" || post.leads == "3" else { return }
            let issued = firstOfSeptember(person(index).birth.year + 22) + -60
            let kind =
                post.leads == "3" ? "P" : "\(stageNumber(post.stage) + 1)"
            rows.append([
                .number(schools[post.school].organisation), .number(index + 1), .text(kind),
                post.subject.isEmpty ? .none : .text(post.subject),
                .text("\(issued.year)\(profile.division)\(Self.padded(index + 1, 8))"), .day(issued),
                "教育行政部门", post.leads == "3" ? .none : .day(firstOfSeptember(year + 1 + index % 5)),
            ])
        }
    }

    var backbones: RegionTable {
        RegionTable(
            register: "backbone_title",
            fields: ["school", "staff", "level", "stage", "subject", "started_on", "ended_on", "document"],
            units: staffNow
        ) { [self] index, rows in
            let post = posts[index]
            guard post.kind == "11", person(index).birth.age(on: day) >= 34 else { return }
            let draw = chance.pick(1_000, 53, index)
            guard draw < 260 else { return }
            let level = draw < 3 ? "1" : draw < 10 ? "2" : draw < 30 ? "3" : draw < 90 ? "5" : "6"
            rows.append([
                .number(schools[post.school].organisation), .number(index + 1), .text(level),
                .text(post.stage.rawValue),
                post.subject.isEmpty ? .none : .text(post.subject), .day(firstOfSeptember(year - 1)),
                level == "1" ? .none : .day(firstOfSeptember(year + 2)), "教人〔\(year - 1)〕18号",
            ])
        }
    }

    var classRows: RegionTable {
        let plan = roomPlan
        return RegionTable(
            register: "school_class",
            fields: [
                "school", "school_year", "stage", "grade", "number", "name", "kind", "class_teacher", "room",
                "planned_size",
            ], units: classes.count
        ) { [self] index, rows in
            let item = classes[index], line = lines[classes[index].line]
            let grade = item.year - line.entry + 1
            let isNow = item.year == year
            var room = LoadCell.none
            if isNow {
                var before = plan[line.school].before
                for (stage, count) in plan[line.school].classrooms {
                    if stage == line.stage { break }
                    before += count
                }
                room = .number(before + item.ordinal + 1)
            }
            let kind: LoadCell =
                switch line.stage {
                case .primary: "10"
                case .junior: "20"
                case .senior: "40"
                case .kindergarten, .vocational: .none
                }
            rows.append([
                .number(schools[line.school].organisation), .number(item.year), .text(line.stage.rawValue),
                .text("\(line.stage.rawValue)\(grade)"), .number(line.number), .text(className(line, grade)), kind,
                isNow ? .number(classTeacher(item) + 1) : .none, room,
                .number(line.stage == .kindergarten ? [25, 30, 35][grade - 1] : 55),
            ])
        }
    }

    private func className(_ line: RegionLine, _ grade: Int) -> String {
        let numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九"]
        switch line.stage {
        case .kindergarten: return "\(["小", "中", "大"][grade - 1])\(line.number)班"
        case .primary: return "\(numerals[grade - 1])年级\(line.number)班"
        case .junior: return "\(numerals[grade + 5])年级\(line.number)班"
        case .senior: return "高\(numerals[grade - 1])\(line.number)班"
        case .vocational: return "职\(numerals[grade - 1])\(line.number)班"
        }
    }

    /// Who teaches which class what, in the first term of the current year.
    var lessons: RegionTable {
        RegionTable(
            register: "teaching",
            fields: ["school", "school_year", "term", "staff", "school_class", "stage", "subject", "lessons", "role"],
            units: classes.count
        ) { [self] index, rows in
            let item = classes[index], line = lines[classes[index].line]
            guard item.year == year, let taught = teaching[line.school].first(where: { $0.stage == line.stage }) else {
                return
            }
            for subject in taught.subjects {
                let teacher = subject.first + item.ordinal * subject.count / taught.classes
                rows.append([
                    .number(schools[line.school].organisation), .number(year), "1", .number(teacher + 1),
                    .number(index + 1), .text(line.stage.rawValue), .text(subject.code), .number(subject.lessons), "1",
                ])
            }
        }
    }
}
