import Catalog
import Foundation
import Registers
import Store
import Testing

@testable import Indicators

/// A catalogue that the tests write themselves, so that they do not change with what is shipped.
enum SampleCatalog {
    static let files = [
        "core/organisation.yaml": """
        register: organisation
        title: {zh: 机构, en: Organisations}
        domain: core
        system: org-master
        kind: entity
        key: [code]
        label: [name]
        fields:
          code: {title: {zh: 编码, en: Code}, type: text, required: true, max: 20}
          name: {title: {zh: 名称, en: Name}, type: text, required: true, max: 60}
          level: {title: {zh: 层级, en: Level}, type: code, codes: organisation_level, required: true}
          parent: {title: {zh: 上级, en: Parent}, type: ref, ref: organisation}
        rules:
          not_own_parent: {check: parent is null or parent <> id, says: {zh: 不能以自己为上级, en: Not its own parent}}
        list: [code, name]
        """,
        "core/group_member.yaml": """
        register: group_member
        title: {zh: 集团成员, en: Members of groups}
        domain: core
        system: org-master
        kind: entity
        belongs_to: school
        key: [school, cluster, started_on]
        label: [cluster]
        time: {during: [started_on, ended_on]}
        fields:
          cluster: {title: {zh: 集团, en: Group}, type: org, level: group, required: true}
          started_on: {title: {zh: 加入, en: From}, type: date, required: true}
          ended_on: {title: {zh: 退出, en: Until}, type: date}
        list: [school, cluster]
        """,
        "core/student.yaml": """
        register: student
        title: {zh: 学生, en: Students}
        domain: core
        system: student-registry
        kind: entity
        belongs_to: school
        key: [number]
        label: [name]
        time: {during: [entered_on, left_on]}
        fields:
          number: {title: {zh: 学号, en: Number}, type: text, required: true, max: 20}
          name: {title: {zh: 姓名, en: Name}, type: person, required: true, personal: true, max: 36}
          sex: {title: {zh: 性别, en: Sex}, type: code, codes: sex, required: true}
          entered_on: {title: {zh: 入学, en: Entered}, type: date, required: true}
          left_on: {title: {zh: 离校, en: Left}, type: date}
        list: [school, number, name]
        """,
        "core/fitness.yaml": """
        register: fitness
        title: {zh: 体质测试, en: Fitness}
        domain: core
        system: student-registry
        kind: event
        belongs_to: school
        key: [student, tested_on]
        label: [student]
        time: {"on": tested_on}
        fields:
          student: {title: {zh: 学生, en: Student}, type: ref, ref: student, required: true}
          tested_on: {title: {zh: 测试日期, en: Tested}, type: date, required: true}
          score: {title: {zh: 分数, en: Score}, type: decimal, min: 0, max: 120, required: true}
        list: [student, score]
        """,
        "core/budget.yaml": """
        register: budget
        title: {zh: 经费, en: Budget}
        domain: core
        system: student-registry
        kind: return
        belongs_to: school
        key: [school, year]
        label: [year]
        time: {period: year}
        fields:
          year: {title: {zh: 年度, en: Year}, type: year, required: true}
          amount: {title: {zh: 金额, en: Amount}, type: integer, required: true}
        list: [year, amount]
        """,
        "codes/lists.yaml": """
        sex: {title: {zh: 性别, en: Sex}, source: GB/T 2261.1}
        organisation_level: {title: {zh: 层级, en: Levels}, source: none}
        """,
        "codes/sex.csv": "code,zh,en\n1,男,male\n2,女,female\n",
        "codes/organisation_level.csv":
            "code,zh,en\ncity,市,City\ndistrict,区县,District\narea,学区,Area\ngroup,集团,Group\nschool,学校,School\n",
        "indicators/sample.yaml": """
        - indicator: pupils
          title: {zh: 在校生数, en: Pupils}
          system: student-registry
          unit: 人
          part: {from: student}
          by: [sex]
        - indicator: girls_share
          title: {zh: 女生比例, en: Share of girls}
          system: student-registry
          unit: "%"
          part: {from: student, where: "sex = '2'"}
          whole: {from: student}
        - indicator: fitness_good
          title: {zh: 体质优良率, en: Share of fit pupils}
          system: student-registry
          unit: "%"
          better: higher
          standard: {value: 50, source: 国家学生体质健康标准}
          part: {from: fitness, where: "fitness.score >= 80 and student.sex in ('1', '2')", join: [student]}
          whole: {from: fitness}
          missing: skip
        - indicator: budget_a_head
          title: {zh: 生均经费, en: Budget a head}
          system: student-registry
          unit: 元
          period: year
          part: {from: budget, value: sum(amount)}
          whole: {from: student}
          missing: zero
        """,
        "checks/sample.yaml": """
        - check: left_open
          title: {zh: 离校早于入学, en: Left before entry}
          dimension: consistency
          severity: error
          register: student
          where: "left_on < entered_on"
          intro: {zh: 一, en: a}
          advice: {zh: 二, en: b}
        - check: tested_abroad
          title: {zh: 外校测试, en: Tested elsewhere}
          dimension: consistency
          severity: warning
          register: fitness
          list: "select f.id from fitness f join student s on s.id = f.student where s.school <> f.school"
          intro: {zh: 一, en: a}
          advice: {zh: 二, en: b}
        - check: score_far
          title: {zh: 分数离群, en: Odd score}
          dimension: outlier
          severity: notice
          register: fitness
          join: [student]
          outlier: {value: "fitness.score", by: [tested_on], limit: 3.5}
          intro: {zh: 一, en: a}
          advice: {zh: 二, en: b}
        """,
        "roles.yaml": """
        - role: reader
          title: {zh: 查看, en: Reader}
          levels: [district, area, school]
          may: {"*": [read]}
        - role: budget_reader
          title: {zh: 经费查看, en: Budget reader}
          levels: [district, area, school]
          may: {budget: [read]}
        """,
    ]

    static func catalog(_ changes: [String: String] = [:]) throws -> Catalog {
        let files = files.merging(changes) { $1 }
        return try CatalogReader.read([
            files.sorted { $0.key < $1.key }.map { CatalogFile(path: $0.key, bytes: Array($0.value.utf8)) }
        ])
    }

    /// 2026-09-10, noon in China.
    static let environment = StoreEnvironment(
        now: { Date(timeIntervalSince1970: 1_789_012_800) }, randomBytes: { [UInt8](repeating: 1, count: $0) })
}

/// A store in memory with a district, two areas, three schools and a group across both areas.
struct SampleStore {
    let store: RegisterStore

    init(_ changes: [String: String] = [:], environment: StoreEnvironment = SampleCatalog.environment) throws {
        let catalog = try SampleCatalog.catalog(changes)
        store = try RegisterStore(
            catalog: catalog, database: MemoryDatabase(functions: SQLFunctions(catalog)),
            key: [UInt8](repeating: 7, count: 32), environment: environment)
        for (code, name, level, parent) in [
            ("D", "云岚区", "district", ""), ("A1", "东片", "area", "D"), ("A2", "西片", "area", "D"),
            ("G", "云岚一小集团", "group", "D"), ("S1", "一小", "school", "A1"), ("S2", "二小", "school", "A1"),
            ("S3", "三小", "school", "A2"),
        ] {
            try put("organisation", ["code": code, "name": name, "level": level, "parent": parent])
        }
        for school in ["S1", "S3"] {
            try put("group_member", ["school": school, "cluster": "G", "started_on": "2025-09-01"])
        }
    }

    @discardableResult
    func put(_ register: String, _ cells: [String: String]) throws -> Int64 {
        let report = try store.add(cells, to: store.register(register), access: .commandLine, by: .commandLine)
        return try #require(report.row, "\(report.faults)")
    }

    /// Pupils of a school: so many boys, then so many girls.
    @discardableResult
    func pupils(_ school: String, boys: Int, girls: Int, from: String = "2025-09-01", until: String = "") throws
        -> [Int64]
    {
        try (0..<boys + girls).map { index in
            try put(
                "student",
                [
                    "school": school, "number": "\(school)-\(from)-\(index)", "name": "学生",
                    "sex": index < boys ? "1" : "2",
                    "entered_on": from, "left_on": until,
                ])
        }
    }

    func id(_ code: String) throws -> Int64 {
        try store.organisations().nodes.values.first { $0.code == code }?.id ?? 0
    }
}
