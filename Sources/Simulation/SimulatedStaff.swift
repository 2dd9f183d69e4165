import Foundation
import Ledger
import Store

/// The people of the simulated year: a supervision office, a leader, a head and an officer for each office.
struct SimulatedStaff {
    private(set) var bureau = Principal.system("simulation")
    private(set) var leader = Principal.system("simulation")
    private var heads: [OfficeID: Principal] = [:]
    private var officers: [OfficeID: Principal] = [:]
    private var names: [OfficeID: String] = [:]

    private static let surnames = Array("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜")

    /// Makes the accounts. Their one-time passwords are thrown away: an administrator gives new ones.
    static func make(in ledger: PlanLedger) throws -> SimulatedStaff {
        let accounts = ledger.store.accounts
        let system = Principal.system("simulation")
        func make(_ login: String, _ name: String, _ role: Role, _ office: OfficeID? = nil) throws -> Principal {
            let details = AccountDetails(login: login, displayName: name, office: office, roles: [role])
            return try accounts.create(details, by: system).account.principal
        }
        var staff = SimulatedStaff()
        staff.bureau = try make("ducha", "督查室", .supervision)
        staff.leader = try make("juling", "局领导", .leader)
        for (number, office) in try ledger.offices().sorted(by: { $0.id < $1.id }).enumerated() {
            let surname = surnames[number % surnames.count]
            staff.heads[office.id] = try make(
                "head\(number + 1)", "\(surname)科长·\(office.name)", .officeHead, office.id)
            staff.officers[office.id] = try make("staff\(number + 1)", "\(office.name)经办", .officer, office.id)
            staff.names[office.id] = "\(surname)科长"
        }
        return staff
    }

    /// Head and officer of an office; the supervision office stands in where nobody knows the office.
    func people(of office: OfficeID?) -> (head: Principal, officer: Principal) {
        guard let office, let head = heads[office], let officer = officers[office] else { return (bureau, bureau) }
        return (head, officer)
    }

    /// Who is named as responsible.
    func personName(of office: OfficeID?) -> String { office.flatMap { names[$0] } ?? "" }
}
