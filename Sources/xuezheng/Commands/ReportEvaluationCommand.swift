import ArgumentParser
import Foundation
import Ledger
import Monitoring
import Reports

/// `report evaluation PROGRAMME`: the evaluation 评估 of a five-year plan or action programme.
struct EvaluationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "evaluation", abstract: say("cli.evaluation.abstract"))

    @Argument(help: ArgumentHelp(say("cli.help.programme")))
    var programme: String
    @Option(help: ArgumentHelp(say("cli.help.evaluation-kind")))
    var kind: KindName = .annual
    @Option(help: ArgumentHelp(say("cli.help.evaluation-year")))
    var year: Int?
    @Option(help: ArgumentHelp(say("programmes.cli.help.by")))
    var by: GroupName = .none
    @Option(help: ArgumentHelp(say("programmes.cli.help.domain")))
    var domain: String?
    @Option(help: ArgumentHelp(say("programmes.cli.help.office")))
    var office: String?
    @OptionGroup var paper: PaperOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    /// What the evaluation is for.
    enum KindName: String, ExpressibleByArgument, CaseIterable {
        case annual, midterm, final

        var kind: Evaluation.Kind { Evaluation.Kind(rawValue: rawValue) ?? .annual }
    }

    /// What its indicators are put together by.
    enum GroupName: String, ExpressibleByArgument, CaseIterable {
        case none, domain, office

        var grouping: Evaluation.Grouping { Evaluation.Grouping(rawValue: rawValue) ?? .none }
    }

    func run() async throws {
        let ledger = try store.open()
        let found = try ProgrammeCommand.find(programme, in: ledger)
        let offices = try ProgrammeCommand.offices(ledger)
        let chosen = try office.map { name in
            guard let row = try ledger.offices().first(where: { $0.name == name || $0.aliases.contains(name) }) else {
                throw CommandFailure.notFound(what: say("site.column.office"), name: name)
            }
            return row.id
        }
        try paper.write(
            try Evaluation.write(
                found, kind: kind.kind, year: year ?? found.latestYear(until: Day(of: Date()).year),
                grouping: by.grouping, domain: domain, office: chosen, offices: offices,
                tolerance: try ledger.lightRule().tolerance, language: commandLanguage))
    }
}
