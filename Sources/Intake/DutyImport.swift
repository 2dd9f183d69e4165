import Ledger
import Localisation
import Monitoring
import Store

/// A list of contact duties from a spreadsheet or CSV file, all or nothing.
public enum DutyImport {
    /// The columns by name: the titles each may have, best first.
    private static let columns: [(name: String, titles: [String])] = [
        ("leader", ["领导", "联系领导", "包联领导", "责任领导", "Leader"]),
        ("kind", ["对象类别", "类别", "Kind"]),
        ("object", ["联系对象", "联系学校", "包联学校", "学校", "学区", "街道", "School, area or street", "Object"]),
        ("year", ["年度", "学年", "年份", "Year"]),
        ("perTerm", ["每学期走访次数", "每学期次数", "走访次数", "Visits per term"]),
    ]

    /// The titles that a template shows, in order.
    public static func templateTitles(_ language: Language) -> [String] {
        columns.compactMap { language == .chinese ? $0.titles.first : $0.titles.last { $0.allSatisfy(\.isASCII) } }
    }

    /// Reads a file and brings its rows in.
    ///
    /// - Parameter year: the year of rows that name none.
    /// - Throws: `DocumentError`; `IntakeError` with every cell that cannot be taken; nothing is changed then.
    public static func bring(
        _ bytes: [UInt8], named file: String, year: Int, into ledger: PlanLedger, by principal: Principal
    ) throws -> UpsertResult {
        let table = try ImportTable.read(
            bytes, named: file, expecting: templateTitles(.chinese),
            knows: Set(columns.flatMap(\.titles).map(ImportTable.bare)).contains)
        let places = try table.places(of: columns, needed: ["leader", "object", "perTerm"])
        let rows = try rows(of: table, places, year: year)
        let refusals = try ledger.refusals(ofDuties: rows)
        guard refusals.isEmpty else {
            throw IntakeError.faults(
                refusals.map { row, field, value in
                    table.fault(
                        row: table.rows[row - 1].number, column: places[field].map { table.header[$0] } ?? field,
                        found: value, expected: field == "object" ? .known : .keepable)
                })
        }
        return try ledger.importDuties(rows, by: principal)
    }

    private static func rows(
        of table: ImportTable, _ places: [String: Int], year: Int
    ) throws -> [DutyRow] {
        let kinds = [
            "学校": "school", "学区": "area", "街道": "street", "school": "school", "area": "area", "street": "street",
        ]
        return try table.values(
            at: places, unique: "object",
            by: { _, row in
                row.leader.isEmpty || row.object.isEmpty
                    ? nil : [row.leader, row.kind ?? "", row.object, "\(row.year)"]
            }
        ) { reader in
            DutyRow(
                leader: reader.needed("leader"), kind: reader.word("kind", kinds), object: reader.needed("object"),
                year: reader.number("year", in: SchoolTerm.years, units: ["年", "年度"], fallback: year) ?? 0,
                perTerm: reader.number("perTerm", in: PlanLedger.visitsPerTerm, units: ["次"]) ?? 0)
        }
    }
}
