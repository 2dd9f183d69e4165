import ArgumentParser
import Foundation
import Ledger
import Monitoring

/// `research`: leaders' contact duties and the problems found at their visits.
struct ResearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "research", abstract: say("research.cli.abstract"),
        subcommands: [ResearchListCommand.self, ResearchProblemsCommand.self])
}

/// `research list`: the duties with the visits made and required in each term.
struct ResearchListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: say("research.cli.list"))

    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let today = Day(of: Date())
        let duties = try store.open().contactDuties()
        guard !duties.isEmpty else { return report(say("research.cli.none")) }
        let table = TextTable(
            columns: [
                .init(say("cli.column.id"), isNumeric: true), .init(say("research.leader")),
                .init(say("research.object"), limit: 40), .init(say("cli.column.year")),
                .init(say("research.term.spring")), .init(say("research.term.autumn")),
            ],
            rows: duties.map { duty in
                ["\(duty.id)", duty.leader, duty.object, "\(duty.year)"]
                    + SchoolTerm.Season.allCases.map { season in
                        let term = duty.fulfilment(season, on: today)
                        return "\(term.made) / \(term.required)"
                    }
            })
        print(table.text)
    }
}

/// `research problems`: what was found at visits, the most urgent first.
struct ResearchProblemsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "problems", abstract: say("research.cli.problems"))

    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let problems = try store.open().contactProblems()
        guard !problems.isEmpty else { return report(say("research.problems.none")) }
        let table = TextTable(
            columns: [
                .init(say("cli.column.id"), isNumeric: true), .init(say("cli.column.state")),
                .init(say("research.problem"), limit: 40), .init(say("research.object"), limit: 30),
                .init(say("research.office")), .init(say("research.due")),
            ],
            rows: problems.map { problem in
                [
                    "\(problem.id)", say("research.state.\(problem.state.rawValue)"), problem.text, problem.object,
                    problem.officeName, problem.due.text,
                ]
            })
        print(table.text)
    }
}
