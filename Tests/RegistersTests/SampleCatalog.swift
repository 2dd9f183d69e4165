import Catalog
import Foundation
import RegisterFixtures
import Store

@testable import Registers

/// A small catalogue of our own, so that these tests do not change with what is shipped.
enum SampleCatalog {
    static let organisation = """
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
        """

    static let school_class = """
        register: school_class
        title: {zh: 班级, en: Classes}
        domain: core
        system: class-size
        kind: entity
        belongs_to: school
        key: [school, code]
        label: [code]
        fields:
          code: {title: {zh: 班号, en: Code}, type: text, required: true, max: 20}
          seats: {title: {zh: 座位, en: Seats}, type: integer, min: 0, max: 100}
        list: [school, code, seats]
        """

    static let student = """
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
          name: {title: {zh: 姓名, en: Name}, type: person, required: true, personal: true, search: true, max: 36}
          sex: {title: {zh: 性别, en: Sex}, type: code, codes: sex, required: true}
          birth_date: {title: {zh: 出生日期, en: Born}, type: date, required: true}
          id_kind: {title: {zh: 证件, en: Document}, type: code, codes: id_kind}
          id_number: {title: {zh: 证件号, en: ID number}, type: id_number, personal: true, search: true,
            unique: true, agrees: {birth: birth_date, sex: sex, when: "id_kind = '1'"}}
          school_class: {title: {zh: 班级, en: Class}, type: ref, ref: school_class}
          height: {title: {zh: 身高, en: Height}, type: decimal, min: 50, max: 250}
          fee: {title: {zh: 费用, en: Fee}, type: money}
          boards: {title: {zh: 住校, en: Boards}, type: bool}
          entered_on: {title: {zh: 入学, en: Entered}, type: date, required: true}
          left_on: {title: {zh: 离校, en: Left}, type: date}
        rules:
          left_after: {check: left_on is null or left_on >= entered_on, says: {zh: 离校早于入学, en: Left before entry}}
          young: {check: "age_on(birth_date, entered_on) < 30", says: {zh: 年龄过大, en: Too old}, severity: warn}
        list: [school, number, name]
        """

    static let files = [
        "core/organisation.yaml": organisation, "core/school_class.yaml": school_class, "core/student.yaml": student,
        "codes/lists.yaml": """
        sex: {title: {zh: 性别, en: Sex}, source: GB/T 2261.1}
        id_kind: {title: {zh: 证件类型, en: Documents}, source: JY/T 1001}
        organisation_level: {title: {zh: 层级, en: Levels}, source: none}
        """,
        "codes/sex.csv": "code,zh,en\n1,男,male\n2,女,female\n",
        "codes/id_kind.csv": "code,zh,en\n1,居民身份证,ID card\nA,护照,Passport\n",
        "codes/organisation_level.csv": "code,zh,en\ndistrict,区县,District\narea,学区,Area\nschool,学校,School\n",
        "roles.yaml": """
        - role: clerk
          title: {zh: 数据员, en: Clerk}
          levels: [school, area]
          personal: true
          may: {student: [read, write], school_class: [read, write]}
        - role: reader
          title: {zh: 查看, en: Reader}
          levels: [district, area, school]
          may: {"*": [read]}
        """,
    ]

    static func catalog(_ changes: [String: String] = [:]) throws -> Catalog {
        let files = files.merging(changes) { $1 }
        return try CatalogReader.read([
            files.sorted { $0.key < $1.key }.map { CatalogFile(path: $0.key, bytes: Array($0.value.utf8)) }
        ])
    }

    static let key = [UInt8](repeating: 7, count: 32)

    /// 2026-09-10, noon in China.
    static let environment = StoreEnvironment(
        now: { Date(timeIntervalSince1970: 1_789_012_800) }, randomBytes: { [UInt8](repeating: 1, count: $0) })
}

/// A store with a district, two areas and three schools.
struct SampleStore {
    let store: RegisterStore
    let place: TestPlace

    init(_ database: TestDatabase, _ changes: [String: String] = [:]) throws {
        place = try database.place()
        store = try Self.open(place, changes)
        _ = try put(
            "organisation",
            [
                ["D", "云岚区", "区县", ""], ["A1", "东片", "area", "D"], ["A2", "西片", "area", "D"],
                ["S1", "一小", "school", "A1"], ["S2", "二小", "school", "A1"], ["S3", "三小", "学校", "A2"],
            ], fields: ["code", "name", "level", "parent"])
    }

    static func open(_ place: TestPlace, _ changes: [String: String] = [:], droppable: Set<String> = []) throws
        -> RegisterStore
    {
        let catalog = try SampleCatalog.catalog(changes)
        return try RegisterStore(
            catalog: catalog, database: try place.open(catalog), key: SampleCatalog.key,
            environment: SampleCatalog.environment, droppable: droppable)
    }

    /// Imports rows of cells, numbered from 1. Organisations refer to those before them: one import a row.
    @discardableResult
    func put(
        _ name: String, _ rows: [[String]], fields: [String], mode: ImportMode = .all, writable: Set<Int64>? = nil,
        expecting: Int64? = nil
    ) throws -> ImportReport {
        let register = try store.register(name)
        if name == "organisation", rows.count > 1 {
            return try rows.map { try put(name, [$0], fields: fields) }.last ?? ImportReport()
        }
        let parser = RowParser(register, catalog: store.catalog, seal: store.seal, today: store.today)
        let positions = register.entryFields.map { fields.firstIndex(of: $0.name) }
        var batch = parser.makeBatch()
        for (index, row) in rows.enumerated() {
            let bytes = row.map { Array($0.utf8) }
            let flat = bytes.flatMap { $0 }
            var starts = [0]
            for cell in bytes { starts.append((starts.last ?? 0) + cell.count) }
            flat.withUnsafeBytes { buffer in
                _ = parser.add(number: index + 1, to: &batch) { field in
                    positions[field].map { UnsafeRawBufferPointer(rebasing: buffer[starts[$0]..<starts[$0 + 1]]) }
                }
            }
        }
        var source: RowBatch? = batch
        return try store.importRows(
            into: register, mode: mode, by: .commandLine, writable: writable, expecting: expecting,
            from: {
                defer { source = nil }
                return source
            })
    }

    func id(_ code: String) throws -> Int64 {
        try store.organisations().nodes.values.first { $0.code == code }?.id ?? 0
    }
}
