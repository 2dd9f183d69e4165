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
        let plain = columns.map { ($0.name, $0.titles.map { $0.filter { !$0.isWhitespace } }) }
        let table = try ImportTable.read(
            bytes, named: file, expecting: templateTitles(.chinese), knows: Set(plain.flatMap(\.1)).contains)
        var places: [String: Int] = [:]
        for (name, titles) in plain {
            places[name] = titles.lazy.compactMap { table.header.firstIndex(of: $0) }.first
        }
        let missing = columns.filter { ["leader", "object", "perTerm"].contains($0.name) && places[$0.name] == nil }
        guard missing.isEmpty else {
            throw IntakeError.missingColumns(file: file, columns: missing.compactMap(\.titles.first))
        }
        guard !table.rows.isEmpty else { throw IntakeError.noRows(file: file) }
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

    /// Turns every row into a value, collecting all faults before refusing.
    private static func rows(
        of table: ImportTable, _ places: [String: Int], year: Int
    ) throws -> [DutyRow] {
        let kinds = [
            "学校": "school", "学区": "area", "街道": "street", "school": "school", "area": "area", "street": "street",
        ]
        var faults: [ImportFault] = [], rows: [DutyRow] = [], seen: [[String]: Int] = [:]
        for row in table.rows {
            var reader = RowReader(table: table, row: row, places: places)
            let leader = reader.needed("leader")
            let object = reader.needed("object")
            let kind = reader.word("kind", kinds)
            let rowYear = reader.number("year", in: SchoolTerm.years, fallback: year)
            let perTerm = reader.number("perTerm", in: PlanLedger.visitsPerTerm, fallback: nil)
            let key = [leader, kind ?? "", object, "\(rowYear)"]
            if !leader.isEmpty, !object.isEmpty {
                if let other = seen[key] {
                    reader.refuse("object", expected: .unique(otherRow: other))
                } else {
                    seen[key] = row.number
                }
            }
            faults += reader.faults
            rows.append(DutyRow(leader: leader, kind: kind, object: object, year: rowYear, perTerm: perTerm))
        }
        guard faults.isEmpty else { throw IntakeError.faults(faults) }
        return rows
    }
}

extension RowReader {
    /// A whole number in a range; a year may be written 2026年.
    fileprivate mutating func number(_ name: String, in range: ClosedRange<Int>, fallback: Int?) -> Int {
        guard let found = optional(name) else {
            if fallback == nil { _ = needed(name) }
            return fallback ?? 0
        }
        let digits = found.prefix { $0.isASCII && $0.isNumber }
        let rest = found.dropFirst(digits.count)
        let isYear = name == "year" && ["年", "年度"].contains(rest)
        guard let number = Int(digits), range.contains(number), rest.isEmpty || isYear || rest == "次" else {
            refuse(name, expected: .number)
            return 0
        }
        return number
    }
}
