import Catalog
import Foundation
import Registers
import Store
import Testing

@testable import Site

/// A site with a small catalogue and region of its own: a district, two schools, classes and staff.
struct IntakeSample {
    let site: SiteHarness

    init() throws {
        site = try SiteHarness(catalog: Self.catalog)
        for (code, name, level, parent) in [
            ("D", "云岚区", "district", ""), ("A", "东片", "area", "D"), ("S1", "一小", "school", "A"),
            ("S2", "二小", "school", "A"),
        ] {
            try add("organisation", ["code": code, "name": name, "level": level, "parent": parent])
        }
        try site.account("officer", [.viewer])
        try site.account("clerk", [.viewer])
        try site.account("other", [.viewer])
        try grant("officer", "data_officer", at: "D")
        try grant("clerk", "clerk", at: "S1")
        try grant("other", "clerk", at: "S2")
    }

    func add(_ register: String, _ cells: [String: String]) throws {
        let report = try site.registers.add(
            cells, to: site.registers.register(register), access: .commandLine, by: .commandLine)
        guard report.isKept else { throw RegisterError.database(reason: "\(report.faults)") }
    }

    func grant(_ login: String, _ role: String, at code: String) throws {
        let account = try #require(site.ledger.store.accounts.all().first { $0.login == login })
        try site.registers.assign(
            RoleAssignment(account: account.id, role: role, organisation: organisation(code)), by: .commandLine)
    }

    func organisation(_ code: String) throws -> Int64 {
        try #require(site.registers.organisations().nodes.values.first { $0.code == code }).id
    }

    func rows(_ register: String) throws -> [RegisterRow] {
        try site.registers.rows(of: site.registers.register(register), access: .commandLine).rows
    }

    /// Follows an import until nothing runs: the page that is there then.
    func settled(_ path: String) async throws -> SiteHarness.Reply {
        for _ in 0..<1_000 {
            let reply = try await site.ask(.get, path)
            guard reply.header("Refresh") != nil else { return reply }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw RegisterError.database(reason: "the import did not end")
    }

    /// Hands a file in: the address of the import, and its preview.
    func hand(
        _ text: String, name: String = "班级.csv", register: String = "school_class"
    ) async throws -> (path: String, page: SiteHarness.Reply) {
        let reply = try await site.upload("/data/import/\(register)", name: name, Array(text.utf8))
        let path = try #require(reply.header("Location"), "\(reply.status) \(reply.body)")
        return (path, try await settled(path))
    }

    static let catalog: Catalog = {
        do {
            return try CatalogReader.read([
                files.sorted { $0.key < $1.key }.map { CatalogFile(path: $0.key, bytes: Array($0.value.utf8)) }
            ])
        } catch {
            preconditionFailure("\(error)")
        }
    }()

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
        intro: {zh: 每班一行。, en: One row a class.}
        domain: core
        system: class-size
        kind: entity
        belongs_to: school
        key: [school, code]
        label: [code]
        fields:
          code: {title: {zh: 班号, en: Class}, type: text, required: true, max: 20}
          seats: {title: {zh: 座位, en: Seats}, type: integer, min: 0, max: 100}
          room: {title: {zh: 教室, en: Room}, type: text, max: 40}
        rules:
          not_crowded: {check: "seats is null or seats <= 60", says: {zh: 座位不能超过 60 个, en: At most 60 seats}}
        list: [school, code, seats]
        """,
        "people/staff.yaml": """
        register: staff
        title: {zh: 教职工, en: Staff}
        domain: people
        system: staff
        kind: entity
        belongs_to: school
        key: [number]
        label: [name]
        fields:
          number: {title: {zh: 工号, en: Number}, type: text, required: true, max: 20}
          name: {title: {zh: 姓名, en: Name}, type: person, required: true, personal: true, search: true, max: 36}
          phone: {title: {zh: 电话, en: Telephone}, type: phone, personal: true}
          post: {title: {zh: 岗位, en: Post}, type: text, max: 40}
        list: [school, number, name]
        """,
        "codes/lists.yaml": "organisation_level: {title: {zh: 层级, en: Levels}, source: none}\n",
        "codes/organisation_level.csv": "code,zh,en\ndistrict,区县,District\narea,学区,Area\nschool,学校,School\n",
        "roles.yaml": """
        - role: clerk
          title: {zh: 填报员, en: Clerk}
          levels: [school]
          personal: true
          may: {school_class: [read, write, export], staff: [read, write]}
        - role: data_officer
          title: {zh: 数据管理员, en: Data officer}
          levels: [district]
          personal: true
          may: {"*": [read, write, approve, export]}
        """,
    ]
}
