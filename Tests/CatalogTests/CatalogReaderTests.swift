import Localisation
import ShippedCatalog
import Testing

@testable import Catalog

@Suite("Catalogue files")
struct CatalogReaderTests {
    static let organisation = """
        register: organisation
        title: {zh: 组织机构, en: Organisations}
        domain: core
        system: org-master
        kind: entity
        key: [code]
        fields:
          code: {title: {zh: 代码, en: Code}, type: text, max: 20, required: true}
          name: {title: {zh: 名称, en: Name}, type: text, max: 100, required: true}
        list: [code, name]
        """

    static let hazard = """
        register: hazard
        title: {zh: 隐患, en: Hazards}
        domain: support
        system: risk-dual-control
        kind: case
        belongs_to: school
        key: [school, found_on]
        fields:
          found_on: {title: {zh: 发现日期, en: Found}, type: date, required: true}
          due_on: {title: {zh: 整改期限, en: Due}, type: date}
          kind_code: {title: {zh: 类别, en: Kind}, type: code, codes: hazard_kind}
        rules:
          due_after_found: {check: due_on >= found_on, says: {zh: 期限过早, en: Too early}}
        flow:
          start: reported
          states: {reported: {zh: 已报, en: Reported}, closed: {zh: 办结, en: Closed}}
          moves:
            accept: {title: {zh: 验收, en: Accept}, from: reported, to: closed, by: officer, within: 3 workdays}
        indicators:
          hazard_closed_rate:
            title: {zh: 隐患整改率, en: Hazards closed}
            unit: "%"
            better: higher
            on: found_on
            part: count(*) filter (where state = 'closed')
            whole: count(*)
        list: [found_on, school]
        """

    static let rest = [
        "codes/lists.yaml": "hazard_kind: {title: {zh: 隐患类别, en: Kinds}, source: none}",
        "codes/hazard_kind.csv": "code,zh,en\n1,消防,Fire\n2,用电,Power\n",
        "roles.yaml": """
        - role: officer
          title: {zh: 安全员, en: Officer}
          levels: [school]
          may: {hazard: [read, write]}
        """,
    ]

    static func layer(_ files: [String: String]) -> [CatalogFile] {
        files.sorted { $0.key < $1.key }.map { CatalogFile(path: $0.key, bytes: Array($0.value.utf8)) }
    }

    static func shipped(_ changes: [String: String] = [:]) -> [CatalogFile] {
        let files = ["core/organisation.yaml": organisation, "support/hazard.yaml": hazard]
        return layer(files.merging(rest) { $1 }.merging(changes) { $1 })
    }

    static func faults(_ changes: [String: String]) -> [CatalogFault] {
        do {
            _ = try CatalogReader.read([shipped(changes)])
            return []
        } catch let error as CatalogError {
            return error.faults
        } catch { return [] }
    }

    @Test("become registers, codes, roles and indicators")
    func reads() throws {
        let catalog = try CatalogReader.read([Self.shipped()])
        let hazard = try #require(catalog.register("hazard"))
        #expect(hazard.entryFields.map(\.name) == ["school", "found_on", "due_on", "kind_code"])
        #expect(hazard.rules.first?.refuses == true)
        #expect(hazard.flow?.moves.first?.within == .workdays(3))
        #expect(hazard.columns.map(\.kind) == [.integer, .date, .date, .text])
        let rate = try #require(catalog.indicator("hazard_closed_rate"))
        #expect(rate.factor == 100 && rate.whole?.value == "count(*)" && rate.part.on == "found_on")
        #expect(catalog.codeLists["hazard_kind"]?.entry(written: "2 用电")?.code == "2")
        #expect(catalog.codeLists["hazard_kind"]?.entry(written: "Fire")?.code == "1")
        let officer = try #require(catalog.role("officer"))
        #expect(officer.allows(.write, on: hazard) && !officer.allows(.export, on: hazard))
    }

    @Test("of a bureau add to what is shipped, and say what they put in its place")
    func overlay() throws {
        let addition = """
            register: hazard
            fields:
              cost: {title: {zh: 资金, en: Cost}, type: money}
              due_on: {title: {zh: 限期, en: Due by}, type: date, required: true}
            """
        let catalog = try CatalogReader.read([Self.shipped(), Self.layer(["own/hazard.yaml": addition])])
        let hazard = try #require(catalog.register("hazard"))
        #expect(hazard.fields.map(\.name) == ["found_on", "due_on", "kind_code", "cost"])
        #expect(hazard.field("due_on")?.title.chinese == "限期")
        #expect(hazard.flow != nil && hazard.domain == "support")
        #expect(catalog.overrides.map(\.name) == ["register hazard"])
    }

    @Test(
        "are refused with file, line and key",
        arguments: [
            ("title: {zh: 隐患, en: Hazards}", "titel: {zh: 隐患, en: Hazards}", "catalog.fault.unknownKey", 2),
            ("kind: case", "kind: cases", "catalog.fault.unknownValue", 5),
            ("type: date, required: true", "type: dat, required: true", "catalog.fault.unknownValue", 9),
            ("codes: hazard_kind", "codes: hazard_kinds", "catalog.fault.unknown.codeList", 11),
            ("key: [school, found_on]", "key: [school, due_on]", "catalog.fault.unfit.optional", 1),
            ("list: [found_on, school]", "list: [found_at]", "catalog.fault.unknown.field", 1),
            ("{zh: 整改期限, en: Due}", "{zh: 整改期限}", "catalog.fault.missingKey", 10),
            ("by: officer", "by: nobody", "catalog.fault.unknown.role", 18),
            (
                "closed: {zh: 办结, en: Closed}", "closed: {zh: 办结, en: Closed}, lost: {zh: 失, en: Lost}",
                "catalog.fault.unreachable", 1
            ),
            ("due_on: {title", "order: {title", "catalog.fault.badName", 10),
            ("type: date}", "type: date, min: 3}", "catalog.fault.unfit.option", 10),
            ("fields:", "  fields:", "catalog.fault.unreadable", 8),
        ])
    func refuses(old: String, new: String, key: String, line: Int) throws {
        let text = Self.hazard.replacing(old, with: new)
        #expect(text != Self.hazard)
        let faults = Self.faults(["support/hazard.yaml": text])
        let fault = try #require(faults.first { $0.messageKey == key }, "\(faults)")
        #expect(fault.place == CatalogPlace(file: "support/hazard.yaml", line: line), "\(faults)")
        for language in Language.allCases {
            let message = fault.message(in: language)
            #expect(message.contains("support/hazard.yaml") && !message.contains("{"), "\(message)")
        }
    }

    /// By number, so that a report does not print them.
    static let strange = [
        "", "\u{0}", "[", String(repeating: "[", count: 5_000), String(repeating: "a: {", count: 5_000), "- - -", "~",
        "register: 3", "register: [a]", String(repeating: "#", count: 5 << 20), "&a [*a, *a]", "a: 1\na: 2",
    ]

    @Test("that are empty, huge, binary or deep are refused and harm nothing", arguments: strange.indices)
    func hostile(number: Int) {
        let text = Self.strange[number]
        _ = Self.faults(["support/strange.yaml": text])
        _ = Self.faults(["codes/hazard_kind.csv": text])
        _ = Self.faults(["roles.yaml": text])
        #expect(!Self.faults(["core/organisation.yaml": text]).isEmpty || text.isEmpty || text.hasPrefix("#"))
    }

    @Test("of codes must have code, zh and en, and no code twice")
    func codes() {
        let twice = Self.faults(["codes/hazard_kind.csv": "code,zh,en\n1,甲,A\n1,乙,B\n"])
        #expect(twice.map(\.messageKey) == ["catalog.fault.duplicate"] && twice.first?.place.line == 3)
        #expect(
            Self.faults(["codes/hazard_kind.csv": "a,b\n"]).map(\.messageKey).contains(
                "catalog.fault.expected.csvHeader"))
        #expect(
            Self.faults(["codes/hazard_kind.csv": "code,zh,en\n1,,A\n"]).map(\.messageKey) == [
                "catalog.fault.missingKey"
            ])
    }
}

@Suite("The shipped catalogue")
struct ShippedCatalogTests {
    @Test("is without fault")
    func isWhole() throws {
        do {
            let catalog = try ShippedCatalog.catalog()
            #expect(catalog.registers.count >= 20 && catalog.checks.count >= 60 && catalog.codeLists.count >= 40)
        } catch let error as CatalogError {
            Issue.record("\(error.faults.map { $0.message(in: .english) }.joined(separator: "\n"))")
        }
    }
}
