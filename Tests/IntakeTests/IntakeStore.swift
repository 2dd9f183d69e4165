import Catalog
import Documents
import Foundation
import Intake
import Localisation
import Registers
import Testing

/// A store whose register `thing` has a field of every type that a table can carry.
final class IntakeStore {
    let store: RegisterStore
    let thing: Register
    private let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "intake-\(UUID().uuidString)")
        store = try RegisterStore.open(directory: directory, catalog: Self.catalog.get())
        thing = try store.register("thing")
        try take(
            Array("编码,名称,层级,上级\nD,区,district,\nS1,一小,school,D\nS2,二小,school,D\n".utf8), "o.csv", into: "organisation")
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    var intake: RegisterIntake { RegisterIntake(store: store, access: .commandLine, principal: .commandLine) }

    @discardableResult
    func take(
        _ bytes: [UInt8], _ name: String, into register: String = "thing", mode: ImportMode = .all
    ) throws -> ImportReport {
        let register = try store.register(register)
        return try intake.take(try intake.open(.bytes(bytes), named: name, for: register), into: register, mode: mode)
    }

    func rows() throws -> [RegisterRow] { try store.rows(of: thing, access: .commandLine, limit: 100_000).rows }

    /// The register as a file, as pages and commands export it.
    func exported(_ language: Language, asCSV: Bool) throws -> [UInt8] {
        let sheet = RegisterSheet(catalog: store.catalog, language: language).sheet(thing, try rows())
        return asCSV ? CSVWriter().write(sheet) : try SheetWriter().xlsx([sheet])
    }

    private static let catalog = Result {
        try CatalogReader.read([files.map { CatalogFile(path: $0.key, bytes: Array($0.value.utf8)) }])
    }

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
        "core/thing.yaml": """
        register: thing
        title: {zh: 物品, en: Things}
        domain: core
        system: none
        kind: entity
        belongs_to: school
        key: [school, number]
        label: [words]
        fields:
          number: {title: {zh: 编号, en: Number}, type: text, required: true, max: 40}
          words: {title: {zh: 文字, en: Words}, type: text, max: 200}
          remarks: {title: {zh: 备注, en: Remarks}, type: note, max: 400}
          person: {title: {zh: 保管人, en: Keeper}, type: person, personal: true, search: true, max: 36}
          pieces: {title: {zh: 件数, en: Pieces}, type: integer}
          weight: {title: {zh: 重量, en: Weight}, type: decimal, decimals: 3}
          price: {title: {zh: 价格, en: Price}, type: money}
          part: {title: {zh: 占比, en: Share}, type: percent}
          bought: {title: {zh: 购入日期, en: Bought}, type: date}
          year: {title: {zh: 年份, en: Year}, type: year}
          lent: {title: {zh: 外借, en: Lent}, type: bool}
          colour: {title: {zh: 颜色, en: Colour}, type: code, codes: colour}
          uses: {title: {zh: 用途, en: Uses}, type: code, codes: colour, many: true}
          place: {title: {zh: 位置, en: Place}, type: point}
        list: [school, number]
        """,
        "codes/lists.yaml": """
        organisation_level: {title: {zh: 层级, en: Level}, source: none}
        colour: {title: {zh: 颜色, en: Colour}, source: none}
        """,
        "codes/organisation_level.csv": "code,zh,en\ndistrict,区县,District\nschool,学校,School\n",
        // Two codes share a name, one name looks like another's code.
        "codes/colour.csv": "code,zh,en\n01,红,Red\n02,蓝,Blue\n03,红,Red\n1,02,02\n",
    ]
}
