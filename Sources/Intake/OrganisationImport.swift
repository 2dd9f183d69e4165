import Foundation
import Ledger
import Localisation
import Store

/// Lists of areas, schools and offices from a spreadsheet or CSV file, all or nothing.
///
/// Columns are found by their titles, in any order; others are left alone. An empty template has just these titles.
public enum OrganisationList: String, CaseIterable, Sendable {
    /// School district areas 学区.
    case areas
    /// Schools and kindergartens.
    case schools
    /// Offices of the bureau.
    case offices

    /// A column: the titles it may have, best first, and whether it must be there.
    struct Column {
        let titles: [String]
        let isNeeded: Bool
    }

    var columns: [String: Column] {
        switch self {
        case .areas:
            [
                "code": Column(titles: ["学区代码", "代码", "编码", "Area code", "Code"], isNeeded: true),
                "name": Column(titles: ["学区名称", "学区", "名称", "Area name", "Name"], isNeeded: true),
            ]
        case .schools:
            [
                "code": Column(titles: ["学校代码", "学校标识码", "代码", "编码", "School code", "Code"], isNeeded: true),
                "name": Column(titles: ["学校名称", "单位名称", "名称", "School name", "Name"], isNeeded: true),
                "area": Column(titles: ["学区", "学区名称", "学区代码", "Area"], isNeeded: false),
                "stages": Column(titles: ["学段", "办学类型", "类别", "Stages"], isNeeded: true),
                "owner": Column(titles: ["办学性质", "举办者", "性质", "Ownership"], isNeeded: false),
                "address": Column(titles: ["地址", "学校地址", "Address"], isNeeded: false),
            ]
        case .offices:
            [
                "name": Column(titles: ["科室名称", "科室", "名称", "部门", "Office", "Name"], isNeeded: true),
                "aliases": Column(titles: ["别名", "简称", "曾用名", "Aliases"], isNeeded: false),
                "kind": Column(titles: ["类别", "性质", "Kind"], isNeeded: false),
            ]
        }
    }

    /// The titles that a template shows, in order.
    public var templateTitles: [String] {
        let order: [String] =
            switch self {
            case .areas: ["code", "name"]
            case .schools: ["code", "name", "area", "stages", "owner", "address"]
            case .offices: ["name", "aliases", "kind"]
            }
        return order.compactMap { columns[$0]?.titles.first }
    }

    /// Reads a file and brings its rows in.
    ///
    /// - Throws: `DocumentError`; `IntakeError` with every cell that cannot be taken; nothing is changed then.
    public func bring(
        _ bytes: [UInt8], named file: String, into ledger: PlanLedger, by principal: Principal
    ) throws -> UpsertResult {
        let table = try OrganisationTable(self, bytes, named: file)
        do {
            switch self {
            case .areas: return try ledger.importAreas(try table.areas(), by: principal)
            case .schools: return try ledger.importSchools(try table.schools(), by: principal)
            case .offices: return try ledger.importOffices(try table.offices(), by: principal)
            }
        } catch LedgerError.badRow(let row, let field, let value) {
            throw IntakeError.faults([table.fault(row: row, field: field, value: value)])
        }
    }
}

/// The table of a list with its columns found.
struct OrganisationTable {
    private let list: OrganisationList
    private let table: ImportTable
    private let places: [String: Int]

    init(_ list: OrganisationList, _ bytes: [UInt8], named file: String) throws {
        self.list = list
        let known = Set(list.columns.values.flatMap(\.titles).map(ImportTable.bare))
        let table = try ImportTable.read(
            bytes, named: file, expecting: list.templateTitles, least: list == .offices ? 1 : 2, knows: known.contains)
        self.table = table
        places = try table.places(
            of: list.columns.map { ($0.key, $0.value.titles) }.sorted { $0.0 < $1.0 },
            needed: Set(list.columns.filter(\.value.isNeeded).keys))
    }

    func areas() throws -> [AreaDetails] {
        try rows { row in AreaDetails(code: row.needed("code"), name: row.needed("name")) }
    }

    func schools() throws -> [SchoolDetails] {
        try rows { row in
            SchoolDetails(
                code: row.needed("code"), name: row.needed("name"), stages: row.stages("stages"),
                isPublic: row.word("owner", ["公办": true, "民办": false, "public": true, "private": false]) ?? true,
                area: row.optional("area"), address: row.optional("address") ?? "")
        }
    }

    func offices() throws -> [OfficeDetails] {
        let kinds: [String: Office.Kind] = [
            "科室": .office, "直属单位": .affiliated, "外单位": .external, "集合": .collective, "office": .office,
            "affiliated": .affiliated, "external": .external, "collective": .collective,
        ]
        return try rows { row in
            OfficeDetails(
                name: row.needed("name"), kind: row.word("kind", kinds) ?? .office,
                aliases: (row.optional("aliases") ?? "").split { "、，,；;\n".contains($0) }.map { String($0).trimmed })
        }
    }

    private func rows<Value>(_ value: (inout RowReader) -> Value) throws -> [Value] {
        let key = list == .offices ? "name" : "code"
        return try table.values(at: places, unique: key, by: { reader, _ in reader.optional(key) }, value)
    }

    /// The cell that the ledger refused, by the number of the row among those read.
    func fault(row: Int, field: String, value: String) -> ImportFault {
        table.fault(
            row: table.rows.indices.contains(row - 1) ? table.rows[row - 1].number : row,
            column: places[field].map { table.header[$0] } ?? field, found: value, expected: .keepable)
    }
}

extension RowReader {
    /// 学段: one or several of 幼儿园, 小学, 初中, 高中, 职业, 特教, or a compound such as 九年一贯制.
    fileprivate mutating func stages(_ name: String) -> Set<Stage> {
        let words: [(String, Set<Stage>)] = [
            ("十二年一贯", [.primary, .junior, .senior]), ("九年一贯", [.primary, .junior]), ("完全中学", [.junior, .senior]),
            ("完中", [.junior, .senior]), ("幼儿园", [.preschool]), ("学前", [.preschool]), ("小学", [.primary]),
            ("初中", [.junior]), ("初级中学", [.junior]), ("高中", [.senior]), ("高级中学", [.senior]), ("职业", [.vocational]),
            ("中职", [.vocational]), ("特教", [.special]), ("特殊教育", [.special]), ("preschool", [.preschool]),
            ("primary", [.primary]), ("junior", [.junior]), ("senior", [.senior]), ("vocational", [.vocational]),
            ("special", [.special]),
        ]
        let found = needed(name)
        let stages = words.reduce(into: Set<Stage>()) { stages, word in
            if found.lowercased().contains(word.0) { stages.formUnion(word.1) }
        }
        if stages.isEmpty, !found.isEmpty {
            refuse(name, expected: .oneOf(["幼儿园", "小学", "初中", "高中", "九年一贯制", "完全中学", "职业学校", "特殊教育"]))
        }
        return stages
    }
}
