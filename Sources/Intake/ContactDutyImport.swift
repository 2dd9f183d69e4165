import Ledger
import Store

/// Contact duties from a spreadsheet or CSV file, all or nothing.
public enum ContactDutyImport {
    /// The titles of the columns, in any order: leader, place, year, visits a term.
    public static let titles = ["包联领导", "联系对象", "年度", "每学期走访次数"]
    /// Rows taken at once.
    public static let limit = 2000

    /// Reads a file and brings its rows in.
    ///
    /// - Returns: how many rows there were, and how many are new duties.
    /// - Throws: `DocumentError`; `IntakeError` with every cell that cannot be taken, nothing is changed then.
    public static func bring(
        _ bytes: [UInt8], named file: String, into ledger: PlanLedger, by principal: Principal
    ) throws -> (rows: Int, new: Int) {
        let table = try ImportTable.read(bytes, named: file, expecting: titles, knows: titles.contains)
        let places = titles.map { table.header.firstIndex(of: $0) }
        let missing = zip(titles, places).filter { $0.1 == nil }.map(\.0)
        guard missing.isEmpty else { throw IntakeError.missingColumns(file: file, columns: missing) }
        guard !table.rows.isEmpty else { throw IntakeError.noRows(file: file) }
        guard table.rows.count <= limit else { throw LedgerError.tooLong(field: "duties", limit: limit) }
        var faults: [ImportFault] = []
        var seen: [[String]: Int] = [:]
        var duties: [ContactDutyDetails] = []
        for row in table.rows {
            let cells = places.compactMap { $0.map { row.cells[$0] } }
            func fault(_ column: Int, _ expected: ImportFault.Expectation) {
                faults.append(
                    table.fault(row: row.number, column: titles[column], found: cells[column], expected: expected))
            }
            func number(_ column: Int, _ range: ClosedRange<Int>) -> Int {
                if let value = Int(cells[column]), range.contains(value) { return value }
                fault(column, .number)
                return 0
            }
            for (column, most) in [(0, 50), (1, 100)] {
                if cells[column].isEmpty { fault(column, .something) }
                if cells[column].count > most { fault(column, .keepable) }
            }
            let duty = ContactDutyDetails(
                leader: cells[0], object: cells[1], year: number(2, 2000...2100), required: number(3, 1...100))
            if let other = seen[Array(cells[..<3])] { fault(1, .unique(otherRow: other)) }
            seen[Array(cells[..<3])] = row.number
            duties.append(duty)
        }
        guard faults.isEmpty else { throw IntakeError.faults(faults) }
        return (duties.count, try ledger.importDuties(duties, by: principal))
    }
}
