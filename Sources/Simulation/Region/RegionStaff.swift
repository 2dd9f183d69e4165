import Monitoring

/// A member of staff of the simulated region, and the post held.
struct RegionPost: Sendable {
    let school: Int
    let stage: RegionProfile.Stage
    /// Code of `staff_kind`: 11 teachers, 12 aids, 13 administration, 14 workers.
    let kind: String
    /// Code of `staff_post`.
    let post: String
    /// Code of `leader_post`.
    var leads = "0"
    /// Code of `subject`; empty for those who teach none.
    var subject = ""
    /// The school held before, and the year of the move.
    var cameFrom: (school: Int, year: Int)?
    /// The day of leaving, for those who have left.
    var left: Day?
}

/// Who teaches what in a stage of a school.
struct RegionTeaching: Sendable {
    /// A subject: lessons a week in each class, and its teachers.
    struct Subject: Sendable {
        let code: String
        let lessons: Int
        let first: Int
        let count: Int
    }

    let stage: RegionProfile.Stage
    let classes: Int
    /// The position of the first teacher among the posts.
    let first: Int
    let subjects: [Subject]
}

extension Region {
    /// Lessons a week by subject, and how many a teacher gives.
    private static func plan(_ stage: RegionProfile.Stage) -> (subjects: [(String, Int)], load: Int) {
        switch stage {
        case .kindergarten: ([], 1)
        case .primary:
            (
                [
                    ("13", 7), ("14", 5), ("41", 3), ("22", 4), ("11", 2), ("15", 2), ("24", 2), ("25", 2), ("26", 1),
                    ("62", 1),
                ], 12
            )
        case .junior:
            (
                [
                    ("13", 6), ("14", 6), ("41", 5), ("22", 4), ("12", 3), ("16", 2), ("17", 2), ("18", 2), ("20", 2),
                    ("21", 2), ("24", 1), ("25", 1),
                ], 10
            )
        case .senior:
            (
                [
                    ("13", 5), ("14", 5), ("41", 5), ("22", 3), ("12", 3), ("16", 3), ("17", 3), ("18", 3), ("20", 2),
                    ("21", 2), ("26", 1),
                ], 10
            )
        case .vocational: ([("13", 4), ("14", 4), ("41", 3), ("22", 3), ("12", 2), ("26", 4), ("62", 8)], 12)
        }
    }

    mutating func layOutStaff() {
        var classCount: [Int: Int] = [:]
        for item in classes where item.year == year {
            let line = lines[item.line]
            classCount[line.school * 8 + stageNumber(line.stage), default: 0] += 1
        }
        teaching = Array(repeating: [], count: schools.count)
        for school in schools {
            guard let main = school.stages.last else { continue }
            posts.append(RegionPost(school: school.index, stage: main, kind: "13", post: "31", leads: "3"))
            posts.append(RegionPost(school: school.index, stage: main, kind: "13", post: "31", leads: "5"))
            for stage in school.stages {
                addTeachers(school, stage, classes: classCount[school.index * 8 + stageNumber(stage)] ?? 0)
            }
            for (kind, post) in [("13", "33"), ("12", "45"), ("14", "63"), ("14", "65")] {
                posts.append(RegionPost(school: school.index, stage: main, kind: kind, post: post))
            }
        }
        // Where the people are published, the others of the schools fill the number up.
        if let people = profile.people {
            let missing = scaled(people) - pupils - posts.count
            for number in 0..<max(0, missing) {
                let school = schools[number % schools.count]
                let (kind, post) = [("12", "41"), ("14", "66"), ("14", "68"), ("13", "33")][number / schools.count % 4]
                posts.append(
                    RegionPost(
                        school: school.index, stage: school.stages.last ?? .primary, kind: kind, post: post))
            }
        }
        staffNow = posts.count
        for index in posts.indices where posts[index].leads == "0" && chance.pick(100, 21, index) < 7 {
            let other = schools[(posts[index].school + 1 + chance.pick(schools.count, 22, index)) % schools.count]
            guard other.index != posts[index].school, other.stages == schools[posts[index].school].stages else {
                continue
            }
            posts[index].cameFrom = (other.index, firstYear + 1 + chance.pick(4, 23, index))
        }
        // Those who have retired since the first year.
        for number in 0..<staffNow / 9 {
            let there = posts[number * 9]
            let left = (Day(year: firstYear + number % 4, month: 9, day: 1) ?? day) + number % 240
            posts.append(
                RegionPost(school: there.school, stage: there.stage, kind: "14", post: "63", left: min(left, day)))
        }
    }

    private mutating func addTeachers(_ school: RegionSchool, _ stage: RegionProfile.Stage, classes: Int) {
        let first = posts.count
        var subjects: [RegionTeaching.Subject] = []
        if stage == .kindergarten {
            for _ in 0..<classes * 2 {
                posts.append(RegionPost(school: school.index, stage: stage, kind: "11", post: "10"))
            }
            for _ in 0..<classes {
                posts.append(RegionPost(school: school.index, stage: stage, kind: "12", post: "66"))
            }
        }
        let plan = Self.plan(stage)
        for (code, lessons) in plan.subjects where classes > 0 {
            let count = (classes * lessons + plan.load - 1) / plan.load
            subjects.append(RegionTeaching.Subject(code: code, lessons: lessons, first: posts.count, count: count))
            for _ in 0..<count {
                posts.append(
                    RegionPost(school: school.index, stage: stage, kind: "11", post: "10", subject: code))
            }
        }
        teaching[school.index].append(
            RegionTeaching(stage: stage, classes: classes, first: first, subjects: subjects))
    }

    /// The position of the class teacher 班主任 of a class of the current year: another one for each class.
    func classTeacher(_ item: RegionClass) -> Int {
        let line = lines[item.line]
        let there = teaching[line.school].first { $0.stage == line.stage }
        return (there?.first ?? 0) + item.ordinal * (line.stage == .kindergarten ? 2 : 1)
    }

    /// The head of a school: the first of its posts.
    func head(_ school: RegionSchool) -> Int { (teaching[school.index].first?.first ?? 2) - 2 }

    /// What a member of staff is like.
    func person(_ index: Int) -> RegionPerson {
        let post = posts[index]
        let isMale = chance.pick(100, 24, index) < (post.stage == .kindergarten ? 4 : post.kind == "11" ? 26 : 45)
        // Birth days go through the years of the staff, so that no two with the same day get the same number.
        let days = post.left == nil ? 12_400 : 1_000
        let youngest = firstOfSeptember(post.left == nil ? year - 23 : year - 61)
        var older = index * 7_919 % days
        // Leaders are between 38 and 52 years old.
        if post.leads != "0" { older = (post.school * 2 + (post.leads == "3" ? 0 : 1)) * 37 % 4_999 + 5_400 }
        return RegionPerson(isMale: isMale, birth: youngest + -older, isLeader: post.leads != "0")
    }
}

/// Sex and birth day of a member of staff.
struct RegionPerson: Sendable {
    let isMale: Bool
    let birth: Day
    let isLeader: Bool
}
