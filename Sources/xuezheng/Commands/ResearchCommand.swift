import ArgumentParser
import Documents
import Foundation
import Ledger
import Monitoring
import Reports

/// `research`: leaders' contact duties and the problems found at their visits.
struct ResearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "research", abstract: say("research.cli.abstract"),
        subcommands: [ResearchListCommand.self, ResearchProblemsCommand.self])
}

/// `research list`: the duties with the visits made and required in each term.
struct ResearchListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: say("research.cli.list"))

    @Option(help: ArgumentHelp(say("cli.help.year")))
    var year: Int?
    @OptionGroup var result: ResultOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let duties = try store.open().duties(year: year)
        guard !duties.isEmpty || result.format != .table else { return report(say("research.cli.none")) }
        let sheet = ResearchTables(language: commandLanguage, day: Day(of: Date())).duties(duties)
        try result.write(sheet)
    }
}

/// `research problems`: what was found at visits and by topics, the most urgent first.
struct ResearchProblemsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "problems", abstract: say("research.cli.problems"))

    @OptionGroup var result: ResultOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let today = Day(of: Date())
        let problems = try store.open().problems(on: today)
        guard !problems.isEmpty || result.format != .table else { return report(say("research.problems.none")) }
        let sheet = ResearchTables(language: commandLanguage, day: today).problems(problems)
        try result.write(sheet)
    }
}
