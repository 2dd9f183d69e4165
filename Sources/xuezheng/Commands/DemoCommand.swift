import AdmissionService
import ArgumentParser
import CatchmentPlanning
import Foundation
import Intake
import Ledger
import Monitoring
import Simulation
import Store

/// `demo --year`: a data directory with a simulated year of a fictional district, to look around in.
/// `demo --region`: the registers of a simulated region, with the totals of published plans.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "demo", abstract: say("cli.demo.abstract"))

    @Flag(name: .customLong("year"), help: ArgumentHelp(say("cli.help.demo-year")))
    var lives = false
    @Option(help: ArgumentHelp(say("cli.help.demo-region")), completion: .list(RegionProfile.all.map(\.name)))
    var region: String?
    @Option(help: ArgumentHelp(say("cli.help.demo-scale")))
    var scale = 1.0
    @Option(help: ArgumentHelp(say("cli.help.demo-admissions")))
    var admissions: Int?
    @Flag(help: ArgumentHelp(say("cli.help.demo-catchments")))
    var catchments = false
    @Flag(help: ArgumentHelp(say("cli.help.demo-drawn")))
    var drawn = false
    @Option(help: ArgumentHelp(say("cli.help.demo-plan")), completion: .file())
    var plan = "Examples/云岚区教育局2026年工作要点.docx"
    @Option(help: ArgumentHelp(say("cli.help.demo-seed")))
    var seed: UInt64 = 2026
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.demo-output")), completion: .directory)
    var output: String?
    @Option(help: ArgumentHelp(say("cli.help.data")), completion: .directory)
    var data = "data-demo"
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let region, RegionProfile.named(region) == nil {
            let names = RegionProfile.all.map(\.name).joined(separator: ", ")
            throw ValidationError(say("cli.error.region", ["region": region, "names": names]))
        }
        if let admissions, !(1...AdmissionSeason.mostFamilies).contains(admissions) {
            throw ValidationError(say("cli.error.demo-admissions", ["found": "\(admissions)"]))
        }
        guard scale > 0, scale <= 4 else { throw ValidationError(say("cli.error.scale")) }
    }

    func run() async throws {
        if let profile = region.flatMap(RegionProfile.named) {
            return try RegionDemo(profile: profile, scale: scale, seed: seed, folder: output ?? data).run()
        }
        // Points and schools with their places first: families then apply for the same schools.
        if catchments { try CatchmentDemo(seed: seed, folder: output ?? data).run() }
        if let admissions {
            return try AdmissionDemo(families: admissions, seed: seed, folder: output ?? data, isDrawn: drawn).run()
        }
        guard !catchments else { return }
        let directory = URL(fileURLWithPath: data, isDirectory: true)
        guard !FileManager.default.fileExists(atPath: directory.path) else { throw StoreError.exists(path: data) }
        guard let start = Day(year: 2026, month: 1, day: 5) else { return }
        let clock = SimulatedClock(start)
        let ledger = try PlanLedger.open(
            directory: directory, more: AdmissionSchema.migrations + CatchmentSchema.migrations,
            environment: clock.environment(seed: seed))
        let kept = try PlanIntake(ledger: ledger).keep(fileAt: plan, by: .system("simulation"))
        let draft = kept.draft.plan
        let undecided = try ledger.tasks(.review(of: draft.id)).rows.filter { $0.task.state == .pending }.map(\.id)
        try ledger.apply(.accept(undecided), to: draft.id, by: .system("simulation"))
        let opened = try ledger.openPlan(draft.id, by: .system("simulation"))
        report(say("cli.demo.opened", ["plan": opened.name, "tasks": "\(opened.counts.accepted)"]))
        if lives { try live(ledger, clock, opened) }
        try giveAccounts(directory)
    }

    private func live(_ ledger: PlanLedger, _ clock: SimulatedClock, _ plan: Plan) throws {
        let papers = try output.map { try YearPapers(ledger: ledger, plan: plan, folder: $0) }
        var year = YearSimulation(
            ledger: ledger, clock: clock, plan: plan, year: plan.year ?? 2026, seed: seed)
        try year.run { day in
            let lines = try ledger.workLines(.ledger(of: plan.id), on: day)
            let standing = PlanLedger.standing(lines, on: day)
            try papers?.writeBulletin(day)
            report(
                say(
                    "cli.demo.month",
                    [
                        "month": day.monthText, "done": "\(standing.done)", "tasks": "\(standing.tasks)",
                        "red": "\(standing[.red])", "yellow": "\(standing[.yellow])", "green": "\(standing[.green])",
                    ]))
        }
        try Self.reconcile(ledger, plan)
        if let tasks = try papers?.writeSummary(Day(of: clock.now)) {
            report(say("cli.demo.summary", ["tasks": "\(tasks)"]))
        }
        let moves = year.counts.values.reduce(0, +)
        report(say("cli.demo.reconciled", ["moves": "\(moves)"]))
        _ = try ledger.store.audit.verify()
    }

    /// What is kept of each task has to be what its events say.
    private static func reconcile(_ ledger: PlanLedger, _ plan: Plan) throws {
        guard let end = Day(year: 9999, month: 12, day: 31) else { return }
        for line in try ledger.workLines(.ledger(of: plan.id), on: end)
        where try ledger.replayedRecord(of: line.id, until: end) != line.record {
            throw CommandFailure.checkFailed(line.key)
        }
    }

    /// Fresh passwords, by real chance, for those who want to look around.
    private func giveAccounts(_ directory: URL) throws {
        let ledger = try PlanLedger.open(
            directory: directory, more: AdmissionSchema.migrations + CatchmentSchema.migrations)
        let accounts = ledger.store.accounts
        let administrator = try accounts.create(
            AccountDetails(login: "admin", displayName: say("cli.serve.administrator"), roles: [.administrator]),
            by: .commandLine)
        var lines = ["  admin  \(administrator.oneTimePassword)"]
        for account in try accounts.all() where ["ducha", "juling", "head1", "staff1"].contains(account.login) {
            let fresh = try accounts.resetPassword(account.id, by: .commandLine)
            lines.append("  \(account.login)  \(fresh.oneTimePassword)  \(account.displayName)")
        }
        print(say("cli.demo.accounts", ["data": data]) + "\n" + lines.joined(separator: "\n"))
    }
}
