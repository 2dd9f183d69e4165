import Catalog
import Foundation
import RegisterFixtures
import Registers
import Store
import Synchronization
import Testing

@testable import Quality

/// A clock of which no two looks are at the same time.
final class TickingClock: Sendable {
    private let ticks = Mutex(0.0)

    func now() -> Date {
        ticks.withLock { ticks in
            ticks += 1
            return Date(timeIntervalSince1970: 1_789_012_800 + ticks)
        }
    }
}

/// Two schools with students and absences, under a clock of the test's own.
struct SampleRegisters {
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
        list: [code, name]
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
        fields:
          number: {title: {zh: 学号, en: Number}, type: text, required: true, max: 20}
          name: {title: {zh: 姓名, en: Name}, type: person, required: true, personal: true, search: true, max: 36}
          sex: {title: {zh: 性别, en: Sex}, type: code, codes: sex, required: true}
          birth_date: {title: {zh: 出生日期, en: Born}, type: date, required: true}
          id_number: {title: {zh: 证件号, en: ID number}, type: id_number, personal: true, search: true,
            agrees: {birth: birth_date, sex: sex}}
          height: {title: {zh: 身高, en: Height}, type: decimal, min: 0, max: 300}
          health: {title: {zh: 健康状况, en: Health}, type: text, max: 20, sensitive: true}
        list: [school, number, name]
        """,
        "core/absence.yaml": """
        register: absence
        title: {zh: 缺勤, en: Absences}
        domain: core
        system: student-registry
        kind: event
        belongs_to: school
        key: [student, missed_on]
        label: [student]
        time: {"on": missed_on}
        fields:
          student: {title: {zh: 学生, en: Student}, type: ref, ref: student, required: true}
          missed_on: {title: {zh: 日期, en: Day}, type: date, required: true}
        list: [student, missed_on]
        """,
        "codes/lists.yaml": """
        sex: {title: {zh: 性别, en: Sex}, source: GB/T 2261.1}
        organisation_level: {title: {zh: 层级, en: Levels}, source: none}
        """,
        "codes/sex.csv": "code,zh,en\n1,男,male\n2,女,female\n",
        "codes/organisation_level.csv": "code,zh,en\ndistrict,区县,District\nschool,学校,School\n",
        "indicators/sample.yaml": """
        - indicator: absences
          title: {zh: 缺勤, en: Absences}
          system: none
          unit: 次
          period: year
          part: {from: absence}
          missing: zero
        """,
        "checks/sample.yaml": """
        - check: height_missing
          title: {zh: 缺身高, en: Height missing}
          dimension: completeness
          severity: error
          register: student
          where: "height is null"
          whole: "sex = '1'"
          intro: {zh: 一, en: a}
          advice: {zh: 补测, en: Measure}
        - check: height_far
          title: {zh: 身高离群, en: Odd height}
          dimension: outlier
          severity: warning
          register: student
          outlier: {value: height, by: [sex], limit: 3.5}
          intro: {zh: 一, en: a}
          advice: {zh: 二, en: b}
        - check: absent_elsewhere
          title: {zh: 外校缺勤, en: Absent elsewhere}
          dimension: consistency
          severity: notice
          register: absence
          list: "select a.id from absence a join student s on s.id = a.student where s.school <> a.school"
          intro: {zh: 一, en: a}
          advice: {zh: 二, en: b}
        - check: health_said
          title: {zh: 有健康说明, en: Health told}
          dimension: validity
          severity: notice
          register: student
          where: "health is not null"
          whole: "health is not null"
          intro: {zh: 一, en: a}
          advice: {zh: 二, en: b}
        - check: absences_jump
          title: {zh: 缺勤突变, en: Absences jump}
          dimension: outlier
          severity: notice
          register: absence
          jump: {indicator: absences, limit: 0.5}
          intro: {zh: 一, en: a}
          advice: {zh: 二, en: b}
        """,
        "roles.yaml": """
        - role: clerk
          title: {zh: 数据员, en: Clerk}
          levels: [school]
          personal: true
          may: {student: [read, write], absence: [read, write]}
        - role: nurse
          title: {zh: 校医, en: Nurse}
          levels: [school]
          personal: true
          may: {student: [read, write]}
          sensitive: [student]
        - role: reader
          title: {zh: 查看, en: Reader}
          levels: [district, school]
          may: {"*": [read]}
        """,
    ]

    let store: RegisterStore

    /// Holds the database's place as long as the sample is there.
    private let place: TestPlace?

    init(_ database: TestDatabase? = nil) throws {
        let catalog = try CatalogReader.read([
            Self.files.sorted { $0.key < $1.key }.map { CatalogFile(path: $0.key, bytes: Array($0.value.utf8)) }
        ])
        // 2026-09-10, noon in China, and a second later each time that somebody asks.
        let clock = TickingClock()
        let environment = StoreEnvironment(
            now: { clock.now() }, randomBytes: { [UInt8](repeating: 1, count: $0) })
        place = try database?.place()
        store = try RegisterStore(
            catalog: catalog,
            database: place?.open(catalog) ?? MemoryDatabase(functions: SQLFunctions(catalog)),
            key: [UInt8](repeating: 7, count: 32), environment: environment)
        for (code, level, parent) in [("D", "district", ""), ("S1", "school", "D"), ("S2", "school", "D")] {
            try put("organisation", ["code": code, "name": code, "level": level, "parent": parent])
        }
    }

    @discardableResult
    func put(_ register: String, _ cells: [String: String]) throws -> Int64 {
        let report = try store.add(cells, to: store.register(register), access: .commandLine, by: .commandLine)
        return try #require(report.row, "\(report.faults)")
    }

    @discardableResult
    func student(
        _ number: String, school: String = "S1", name: String = "学生", born: String = "2015-01-01", sex: String = "1",
        id: String = "", height: String = "120"
    ) throws -> Int64 {
        try put(
            "student",
            [
                "school": school, "number": number, "name": name, "sex": sex, "birth_date": born, "id_number": id,
                "height": height,
            ])
    }

    /// Changes one field of a student.
    func change(_ id: Int64, _ field: String, _ value: String) throws {
        let register = try store.register("student")
        let row = try store.row(id, of: register, access: .commandLine)
        var cells = row.values.mapValues(\.written)
        cells[field] = value
        _ = try store.update(id, since: row.since, cells, of: register, access: .commandLine, by: .commandLine)
    }

    func organisation(_ code: String) throws -> Int64 {
        try store.organisations().nodes.values.first { $0.code == code }?.id ?? 0
    }

    /// What somebody with a role at an organisation may do.
    func access(_ role: String, at code: String) throws -> RegisterAccess {
        let account = Account(
            id: 7, login: "school", displayName: "校", office: nil, roles: [.viewer], isDisabled: false,
            mustChangePassword: false, createdAt: Date(timeIntervalSince1970: 0))
        try store.assign(
            RoleAssignment(account: account.id, role: role, organisation: organisation(code)), by: .commandLine)
        return try store.access(of: account)
    }
}
