import Foundation
import GRDB
import Monitoring
import PlanModel

@testable import Ledger
@testable import Store

/// An opened ledger at work with an account of every role; office accounts for the office that leads the first task,
/// for the one that helps with it, and for one that has no part in it.
struct WorkFixture {
    let base: LedgerFixture
    let plan: Plan
    let tasks: [LedgerTask]
    let bureau, administrator, leader, viewer: Account
    let head, officer, helper, stranger: Account
    /// The office that leads the first two tasks; the one that helps with the first.
    let lead, help: OfficeID

    var ledger: PlanLedger { base.ledger }
    var task: LedgerTask { tasks[0] }
    var everybody: [Account] { [bureau, administrator, leader, viewer, head, officer, helper, stranger] }

    init() throws {
        let base = try LedgerFixture()
        self.base = base
        let ledger = base.ledger
        let draft = try base.keep(.small)
        try ledger.apply(.accept(try base.tasks(draft).map(\.id)), to: draft.id, by: .commandLine)
        plan = try ledger.openPlan(draft.id, by: .commandLine)
        tasks = try base.tasks(plan)
        lead = tasks[0].leads.compactMap(\.office)[0]
        help = tasks[0].owners.filter { $0.role == .co }.compactMap(\.office)[0]
        let other = tasks[4].leads.compactMap(\.office)[0]
        func account(_ login: String, _ roles: Set<Role>, _ office: OfficeID? = nil) throws -> Account {
            let made = try ledger.store.accounts.create(
                AccountDetails(login: login, displayName: login, office: office, roles: roles), by: .commandLine
            ).account
            // As after the first sign-in.
            try ledger.store.change(by: .commandLine) {
                try $0.db.execute(
                    sql: "UPDATE account SET must_change_password = 0 WHERE id = ?", arguments: [made.id])
                try $0.audit("account.test", "account", made.id)
            }
            return try ledger.store.accounts.account(made.id)
        }
        bureau = try account("duchashi", [.supervision])
        administrator = try account("admin1", [.administrator])
        leader = try account("juling", [.leader])
        viewer = try account("chakan", [.viewer])
        head = try account("kezhang", [.officeHead], lead)
        officer = try account("keyuan", [.officer], lead)
        helper = try account("peihe", [.officer], help)
        stranger = try account("renshi", [.officeHead], other)
    }

    /// The day by the ledger's clock.
    var today: Day {
        get { Day(of: base.ledger.store.environment.now()) }
    }

    @discardableResult
    func make(_ move: TaskMove, _ task: Int64? = nil, by account: Account? = nil) throws -> WorkRecord {
        try ledger.move(move, task: task ?? self.task.id, by: (account ?? bureau).principal).record
    }

    func record(_ task: Int64? = nil) throws -> WorkRecord {
        try ledger.store.read { try WorkRows.record(of: task ?? self.task.id, $0) }
    }

    func replayed(_ task: Int64? = nil, until day: Day = Day(number: 100_000)) throws -> WorkRecord {
        try ledger.replayedRecord(of: task ?? self.task.id, until: day)
    }

    /// Every row of every table, as text: two equal answers are two equal databases.
    func content(_ ledger: PlanLedger? = nil) throws -> [String] {
        try (ledger ?? self.ledger).store.read { db in
            let tables = try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
                        AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
                    """)
            return try tables.flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"").map { "\(table) \($0)" }
            }
        }
    }
}
