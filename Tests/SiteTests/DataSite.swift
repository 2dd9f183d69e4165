import Catalog
import Registers
import ShippedCatalog
import Store

@testable import Site

/// A site with the shipped registers: a district with two areas and three schools, classes, pupils, staff.
struct DataSite {
    static let catalog = Result { try ShippedCatalog.catalog() }

    let site: SiteHarness
    var registers: RegisterStore { site.registers }

    init() throws {
        site = try SiteHarness(catalog: try Self.catalog.get())
        try organisation("D", "云岚区教育局", level: "district", kind: "10", parent: nil)
        try organisation("A1", "东片学区", level: "area", kind: "12", parent: "D")
        try organisation("A2", "西片学区", level: "area", kind: "12", parent: "D")
        try organisation("S1", "云岚第一小学", level: "school", kind: "20", parent: "A1")
        try organisation("S2", "云岚第二小学", level: "school", kind: "20", parent: "A1")
        try organisation("S3", "西山小学", level: "school", kind: "20", parent: "A2")
    }

    private func organisation(_ code: String, _ name: String, level: String, kind: String, parent: String?) throws {
        var cells = ["code": code, "name": name, "level": level, "kind": kind, "opened_on": "1990-09-01"]
        cells["parent"] = parent
        try add("organisation", cells)
    }

    /// Adds a row; its number.
    @discardableResult
    func add(_ name: String, _ cells: [String: String]) throws -> Int64 {
        let report = try registers.add(
            cells, to: registers.register(name), access: .commandLine, by: .commandLine)
        guard let row = report.row, report.isKept else { throw Refused(faults: report.faults) }
        return row
    }

    struct Refused: Error { let faults: [CellFault] }

    @discardableResult
    func pupil(_ school: String, _ number: String, _ name: String, sex: String = "1") throws -> Int64 {
        try add(
            "student",
            [
                "school": school, "registry_number": number, "name": name, "sex": sex, "birth_date": "2016-03-05",
                "kind": "21", "status": "01", "entered_on": "2022-09-01", "telephone": "13800000000",
            ])
    }

    func organisation(_ code: String) throws -> Int64 {
        try registers.organisations().nodes.values.first { $0.code == code }?.id ?? 0
    }

    /// Signs in an account with roles at organisations.
    @discardableResult
    func signIn(_ login: String, _ roles: Set<Role> = [.viewer], _ grants: [(String, String)]) throws -> Account {
        let account = try site.account(login, roles)
        for (role, code) in grants {
            try registers.assign(
                RoleAssignment(account: account.id, role: role, organisation: try organisation(code)),
                by: .commandLine)
        }
        try site.signIn(login)
        return account
    }
}
