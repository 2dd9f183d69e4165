import ArgumentParser
import Foundation
import Ledger
import Monitoring
import Reports

/// `task`: the rows of the ledger.
struct TaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task", abstract: say("cli.task.abstract"),
        subcommands: [TaskListCommand.self, TaskShowCommand.self, TaskReportCommand.self, TaskMoveCommand.self])
}

/// `task list`: the ledger, filtered and sorted.
struct TaskListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: say("cli.tasks.abstract"))

    @Option(help: ArgumentHelp(say("cli.help.plan-filter")))
    var plan: String?
    @Option(help: ArgumentHelp(say("cli.help.office")))
    var office: String?
    @Option(help: ArgumentHelp(say("cli.help.year")))
    var year: Int?
    @Option(help: ArgumentHelp(say("cli.help.due-until")))
    var dueUntil: String?
    @Option(help: ArgumentHelp(say("cli.help.light")))
    var light: LightName?
    @Option(help: ArgumentHelp(say("cli.help.text")))
    var text: String?
    @Flag(help: ArgumentHelp(say("cli.help.drafts")))
    var drafts = false
    @Option(help: ArgumentHelp(say("cli.help.sort")))
    var sort: SortColumn = .position
    @OptionGroup var result: ResultOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        var filter = LedgerFilter()
        if drafts {
            filter.planStates = [.draft, .open]
            filter.states = [.pending, .accepted]
        }
        filter.plan = try plan.map { try PlanOptions.find($0, in: ledger).id }
        filter.year = year
        filter.dueUntil = dueUntil
        filter.text = text ?? ""
        if let office {
            guard let found = try ledger.offices().first(where: { $0.name == office || $0.aliases.contains(office) })
            else { throw CommandFailure.notFound(what: say("cli.word.office"), name: office) }
            filter.office = found.id
        }
        let lines = try ledger.workLines(filter, on: Day(of: Date()))
        if let light { filter.ids = lines.filter { $0.finding.light == light.light }.map(\.id) }
        let page = try ledger.tasks(filter, sort: LedgerSort(sort.column))
        if page.rows.isEmpty, result.format == .table { return report(say("cli.tasks.empty")) }
        try TaskOutput(rows: page.rows, lines: lines, format: result.format, output: result.output).write()
    }

    /// A light to look for.
    enum LightName: String, ExpressibleByArgument, CaseIterable {
        case red, yellow, green, blue, off

        var light: Light { Light(rawValue: rawValue) ?? .off }
    }

    /// What to sort by.
    enum SortColumn: String, ExpressibleByArgument, CaseIterable {
        case position, title, office, due

        var column: LedgerSort.Column { LedgerSort.Column(rawValue: rawValue) ?? .position }
    }
}
