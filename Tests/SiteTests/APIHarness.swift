import Catalog
import Foundation
import Hummingbird
import JSONValues
import Registers
import Store

@testable import Site

/// A site with registers, asked as programmes ask.
final class APIHarness {
    let site: SiteHarness
    let store: RegisterStore
    /// The secret of an administrator's token.
    let token: String
    private let directory: URL

    /// - Parameter isFilled: whether there are a district, two schools, a class and two pupils.
    init(_ catalog: Catalog? = nil, isFilled: Bool = true) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "xuezheng-api-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        store = try RegisterStore.open(directory: directory, catalog: try catalog ?? APICatalog.catalog())
        site = try SiteHarness(registers: store)
        try site.account("boss", [.administrator])
        token = try Self.token("boss", site)
        if isFilled { try fill() }
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    static func token(_ login: String, _ site: SiteHarness, days: Int = 30) throws -> String {
        let kept = site.ledger.store
        let account = try kept.accounts.all().first { $0.login == login }
        return try kept.apiTokens.create(name: "test", account: account?.id ?? 0, days: days, by: .system("test"))
            .secret
    }

    /// A token of an account that has a role at an organisation.
    func token(_ login: String, role: String, at code: String) throws -> String {
        let account = try site.account(login, [.viewer])
        let organisation = try store.organisations().nodes.values.first { $0.code == code }
        try store.assign(
            RoleAssignment(account: account.id, role: role, organisation: organisation?.id ?? 0), by: .system("test"))
        return try Self.token(login, site)
    }

    private func fill() throws {
        func add(_ register: String, _ cells: [String: String]) throws {
            let report = try store.add(
                [cells], to: store.register(register), access: .commandLine, by: .system("test"))
            precondition(report.isKept, "\(report.faults)")
        }
        try add("organisation", ["code": "D", "name": "云岚区", "level": "district"])
        try add("organisation", ["code": "S1", "name": "一小", "level": "school", "parent": "D"])
        try add("organisation", ["code": "S2", "name": "二小", "level": "school", "parent": "D"])
        try add("school_class", ["school": "S1", "code": "C1", "seats": "40"])
        try add("school_class", ["school": "S2", "code": "C1", "seats": "45"])
        try add(
            "student",
            [
                "school": "S1", "number": "N1", "name": "张小明", "sex": "1", "birth_date": "2015-05-01",
                "school_class": "C1", "height": "120.5", "fee": "1200.50", "boards": "是", "hobbies": "1,2",
                "home": "117.5,40.9", "illness": "哮喘",
            ])
        try add(
            "student",
            ["school": "S2", "number": "N2", "name": "李小红", "sex": "2", "birth_date": "2016-06-02"])
    }

    struct Reply {
        let status: Int
        let headers: HTTPFields
        let body: JSON
        let text: String
    }

    func ask(
        _ method: HTTPRequest.Method = .get, _ path: String, _ body: String? = nil, token: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Reply {
        var all = ["Authorization": "Bearer \(token ?? self.token)", "Accept-Language": "en"]
        if body != nil { all["Content-Type"] = "application/json" }
        let reply = try await site.ask(
            method, path, body: Array((body ?? "").utf8), headers: all.merging(headers) { $1 })
        let isJSON = reply.header("Content-Type")?.contains("json") ?? false
        return Reply(
            status: reply.status, headers: reply.headers,
            body: isJSON ? try JSON(reading: Array(reply.body.utf8), levels: 64) : .null, text: reply.body)
    }
}

/// A small catalogue of the tests' own.
enum APICatalog {
    private static let files = [
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
        "core/school_class.yaml": """
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
          school_class: {title: {zh: 班级, en: Class}, type: ref, ref: school_class}
          height: {title: {zh: 身高, en: Height}, type: decimal, min: 50, max: 250}
          fee: {title: {zh: 费用, en: Fee}, type: money}
          boards: {title: {zh: 住校, en: Boards}, type: bool}
          hobbies: {title: {zh: 爱好, en: Hobbies}, type: code, codes: hobby, many: true}
          home: {title: {zh: 住址, en: Home}, type: point}
          illness: {title: {zh: 疾病, en: Illness}, type: note, sensitive: true}
        rules:
          not_tall: {check: "height is null or height < 240", says: {zh: 过高, en: Too tall}}
          short: {check: "height is null or height < 200", says: {zh: 偏高, en: Rather tall}, severity: warn}
        list: [school, number, name]
        """,
        "codes/lists.yaml": """
        sex: {title: {zh: 性别, en: Sex}, source: GB/T 2261.1}
        hobby: {title: {zh: 爱好, en: Hobbies}, source: none}
        organisation_level: {title: {zh: 层级, en: Levels}, source: none}
        """,
        "codes/sex.csv": "code,zh,en\n1,男,male\n2,女,female\n",
        "codes/hobby.csv": "code,zh,en\n1,足球,football\n2,合唱,choir\n",
        "codes/organisation_level.csv": "code,zh,en\ndistrict,区县,District\nschool,学校,School\n",
        "roles.yaml": """
        - role: clerk
          title: {zh: 数据员, en: Clerk}
          levels: [school]
          personal: true
          may: {student: [read, write], school_class: [read, write]}
        - role: blind_clerk
          title: {zh: 录入员, en: Typist}
          levels: [school]
          may: {student: [read, write]}
        - role: nurse
          title: {zh: 校医, en: Nurse}
          levels: [school]
          personal: true
          may: {student: [read]}
          sensitive: [student]
        """,
    ]

    static func catalog() throws -> Catalog {
        try CatalogReader.read([
            files.sorted { $0.key < $1.key }.map { CatalogFile(path: $0.key, bytes: Array($0.value.utf8)) }
        ])
    }
}
