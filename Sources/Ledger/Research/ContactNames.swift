import GRDB
import Monitoring
import Store

/// Finds the leaders, schools and areas that an imported list of contact duties names.
struct ContactNames {
    private var leaders: [String: ResearchLeader] = [:]
    private var schools: [String: Int64] = [:]
    private var areas: [String: Int64] = [:]
    /// Names that several schools or several accounts have: they name none.
    private var ambiguous: Set<String> = []

    init(_ db: Database) throws {
        var repeatedNames: Set<String> = []
        for row in try Row.fetchAll(db, sql: "SELECT id, login, display_name FROM account WHERE is_disabled = 0") {
            let leader = ResearchLeader(account: row[0], name: row[2])
            if leaders.updateValue(leader, forKey: row[2]) != nil { repeatedNames.insert(row[2]) }
            leaders[row[1]] = leader
        }
        // Two people of one name: the name is kept, and neither account is meant.
        for name in repeatedNames { leaders[name] = ResearchLeader(name: name) }
        for row in try Row.fetchAll(db, sql: "SELECT id, name, code FROM school") {
            if schools.updateValue(row[0], forKey: row[1]) != nil { ambiguous.insert(row[1]) }
            schools[row[2]] = row[0]
        }
        for row in try Row.fetchAll(db, sql: "SELECT id, name, code FROM area") {
            areas[row[1]] = row[0]
            areas[row[2]] = row[0]
        }
    }

    /// The duty that a row means. - Throws: `LedgerError.badRow`.
    func details(of row: DutyRow, number: Int) throws -> DutyDetails {
        func wrong(_ field: String, _ value: String) -> LedgerError {
            .badRow(row: number, field: field, value: String(value.prefix(40)))
        }
        guard let name = try? ResearchRows.words(row.leader, .leader, limit: 50, isNeeded: true) else {
            throw wrong("leader", row.leader)
        }
        guard let object = try? ResearchRows.words(row.object, .object, limit: 100, isNeeded: true) else {
            throw wrong("object", row.object)
        }
        guard SchoolTerm.years.contains(row.year) else { throw wrong("year", "\(row.year)") }
        guard PlanLedger.visitsPerTerm.contains(row.perTerm) else { throw wrong("perTerm", "\(row.perTerm)") }
        let school = ambiguous.contains(object) ? nil : schools[object].map(ContactObject.school)
        let area = areas[object].map(ContactObject.area)
        let found: ContactObject? =
            switch row.kind {
            case "school": school
            case "area": area
            case "street": .street(object)
            default: school ?? area
            }
        guard let found else { throw wrong("object", object) }
        return DutyDetails(
            leader: leaders[name] ?? ResearchLeader(name: name), object: found, year: row.year, perTerm: row.perTerm)
    }
}
