import ArgumentParser
import Foundation
import Ledger
import Monitoring

/// `plan`: documents in and what is kept of them.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: say("cli.plan.abstract"),
        subcommands: [
            PlanReadCommand.self, PlanImportCommand.self, PlanListCommand.self, PlanShowCommand.self,
            PlanCompareCommand.self, PlanOpenCommand.self,
        ])
}

/// `plan list`: the plans that are kept.
struct PlanListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: say("cli.list.abstract"))

    @Flag(help: ArgumentHelp(say("cli.help.quiet")))
    var quiet = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let plans = try store.open().plans()
        if quiet {
            for plan in plans { print(plan.id) }
            return
        }
        guard !plans.isEmpty else { return report(say("cli.list.empty")) }
        let table = TextTable(
            columns: [
                .init(say("cli.column.id"), isNumeric: true), .init(say("cli.column.title"), limit: 60),
                .init(say("cli.column.year")), .init(say("cli.column.state")),
                .init(say("cli.column.tasks"), isNumeric: true), .init(say("cli.column.accepted"), isNumeric: true),
                .init(say("cli.column.unsure"), isNumeric: true),
            ],
            rows: plans.map { plan in
                [
                    "\(plan.id)", plan.title, plan.year.map(String.init) ?? "", say("cli.state.\(plan.state.rawValue)"),
                    "\(plan.counts.total)", "\(plan.counts.accepted)", "\(plan.counts.unsure)",
                ]
            })
        print(table.text)
    }
}

/// `plan show PLAN`: the tasks of a kept plan as they stand.
struct PlanShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: say("cli.show.abstract"))

    @OptionGroup var plan: PlanOptions
    @OptionGroup var result: ResultOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        let plan = try plan.find(in: ledger)
        let rows = try ledger.tasks(.review(of: plan.id)).rows.filter { $0.task.state != .rejected }
        let lines = try ledger.workLines(.review(of: plan.id), on: Day(of: Date()))
        if result.format == .table { print(plan.title + "\n") }
        try TaskOutput(rows: rows, lines: lines, format: result.format, output: result.output).write()
    }
}

/// `plan open PLAN`: makes a checked draft the ledger.
struct PlanOpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "open", abstract: say("cli.open.abstract"))

    @OptionGroup var plan: PlanOptions
    @Flag(name: .long, help: ArgumentHelp(say("cli.help.accept")))
    var acceptAll = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        let plan = try plan.find(in: ledger)
        if acceptAll {
            let pending = try ledger.tasks(.review(of: plan.id)).rows.map(\.task).filter { $0.state == .pending }
            if !pending.isEmpty {
                try ledger.apply(.accept(pending.map(\.id)), to: plan.id, by: .commandLine)
            }
        }
        let opened = try ledger.openPlan(plan.id, by: .commandLine)
        report(say("cli.open.done", ["title": opened.title, "tasks": "\(opened.counts.accepted)"]))
    }
}
