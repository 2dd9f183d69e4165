import Catalog
import Documents
import Foundation
import Intake
import Registers

/// A file of pupils with fifteen typed columns, parsed, checked and stored in an empty register with its history and
/// audit, names encrypted.
enum PupilImport {
    /// Imports the file into a new store and removes it: the rows kept.
    ///
    /// - Parameter elapsed: told how long the import alone took.
    static func run(_ file: URL, elapsed: (Duration) -> Void) throws -> Int {
        let directory = FileManager.default.temporaryDirectory.appending(path: "measure-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let store = try RegisterStore.open(directory: directory, catalog: try catalog())
        let intake = RegisterIntake(store: store, access: .commandLine, principal: .commandLine)
        func take(_ source: TableSource, _ name: String, _ register: String) throws -> Int {
            let register = try store.register(register)
            let table = try intake.open(source, named: name, for: register)
            let report = try intake.take(table, into: register, mode: .all)
            guard report.isKept else { throw Refused(faults: report.faults.prefix(3).map { "\($0)" }) }
            return report.added
        }
        let schools = (0..<300).map { "S\(String(format: "%04d", $0)),school \($0),school" }
        let list = "code,name,level\n" + schools.joined(separator: "\n")
        _ = try take(.bytes(Array(list.utf8)), "schools.csv", "organisation")
        var rows = 0
        let duration = try ContinuousClock().measure { rows = try take(.file(file), "pupils.csv", "pupil") }
        elapsed(duration)
        store.settle()
        return rows
    }

    /// Rows were refused: the measurement would be of something else.
    struct Refused: Error { let faults: [String] }

    private static func catalog() throws -> Catalog {
        func field(_ title: String, _ rest: String) -> String {
            "  p_\(title): {title: {zh: \(title), en: \(title)}, \(rest)}\n"
        }
        let fields = [
            field("id", "type: text, required: true, max: 30"),
            field("name", "type: person, required: true, personal: true, max: 36"),
            field("sex", "type: code, codes: sex, required: true"), field("birth", "type: date, required: true"),
            field("grade", "type: integer, min: 1, max: 12"), field("class", "type: integer, min: 1, max: 60"),
            field("height", "type: decimal, min: 30, max: 260"), field("weight", "type: decimal, min: -20, max: 200"),
            field("vital", "type: integer, min: 0, max: 9999"), field("run50", "type: decimal, min: 0, max: 60"),
            field("chinese", "type: integer, min: 0, max: 150"), field("maths", "type: integer, min: 0, max: 150"),
            field("english", "type: integer, min: 0, max: 150"), field("score", "type: decimal, min: -100, max: 200"),
        ]
        let files = [
            "core/organisation.yaml": """
            register: organisation
            title: {zh: 机构, en: Organisations}
            domain: core
            system: none
            kind: entity
            key: [code]
            label: [name]
            fields:
              code: {title: {zh: code, en: code}, type: text, required: true}
              name: {title: {zh: name, en: name}, type: text, required: true}
              level: {title: {zh: level, en: level}, type: code, codes: organisation_level, required: true}
              parent: {title: {zh: parent, en: parent}, type: ref, ref: organisation}
            list: [code]
            """,
            "core/pupil.yaml": """
            register: pupil
            title: {zh: 学生, en: Pupils}
            domain: core
            system: none
            kind: entity
            belongs_to: school
            key: [p_id]
            label: [p_name]
            fields:
            \(fields.joined())
            rules:
              born: {check: "p_birth < '2030-01-01'", says: {zh: 出生日期过晚, en: Born too late}}
            list: [p_id, p_name]
            """,
            "codes/lists.yaml": """
            organisation_level: {title: {zh: 层级, en: Level}, source: none}
            sex: {title: {zh: 性别, en: Sex}, source: GB/T 2261.1}
            """,
            "codes/organisation_level.csv": "code,zh,en\nschool,学校,School\n",
            "codes/sex.csv": "code,zh,en\n1,男,Male\n2,女,Female\n",
        ]
        return try CatalogReader.read([files.map { CatalogFile(path: $0.key, bytes: Array($0.value.utf8)) }])
    }
}
