import ArgumentParser
import Catalog
import Documents
import Foundation
import Quality
import Registers
import Store

/// `quality`: the checks of the registers' rows and what they find.
struct QualityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quality", abstract: say("quality.cli.abstract"),
        subcommands: [QualityRunCommand.self, QualityListCommand.self])
}

/// `quality run`: runs all checks.
struct QualityRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: say("quality.cli.run"))

    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let quality = try QualityStore(try registers.open())
        let run = try quality.run(by: .commandLine)
        let scores = try quality.scores(in: run.id, access: .commandLine)
        let roots = try quality.registers.organisations().nodes.values.filter { $0.parent == nil }
        let total = roots.reduce(0) { $0 + (scores[$1.id]?[nil]?.findings ?? 0) }
        report(
            say(
                "quality.cli.ran",
                ["checks": "\(quality.catalog.checks.count)", "findings": "\(total)", "day": run.day.text]))
    }
}

/// `quality list`: what an organisation has to put right.
struct QualityListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: say("quality.cli.list"))

    @Argument(help: ArgumentHelp(say("quality.cli.help.organisation")))
    var organisation: String
    @OptionGroup var result: ResultOptions
    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let quality = try QualityStore(try registers.open())
        let nodes = try quality.registers.organisations().nodes.values
        guard let node = nodes.first(where: { $0.code == organisation || $0.name == organisation }) else {
            throw CommandFailure.notFound(what: say("quality.cli.word.organisation"), name: organisation)
        }
        let tasks = try quality.worklist(of: node.id, access: .commandLine)
        if let score = try quality.scores(access: .commandLine)[node.id]?[nil]?.value {
            report(say("quality.cli.score", ["name": node.name, "score": String(format: "%.1f", score)]))
        }
        guard !tasks.isEmpty || result.format != .table else { return report(say("quality.cli.clean")) }
        let columns = ["severity", "check", "register", "rows", "advice"].map { say("quality.cli.column.\($0)") }
        let sheet = Sheet(
            name: node.name, columns: columns.map { .init($0, width: 20) },
            rows: tasks.map { task in
                [
                    .text(say("quality.severity.\(task.check.severity.rawValue)")),
                    .text(task.check.title.text(commandLanguage)),
                    .text(quality.catalog.register(task.check.register)?.title.text(commandLanguage) ?? ""),
                    .number(Double(task.count)), .text(task.check.advice.text(commandLanguage)),
                ]
            })
        try result.write(sheet)
    }
}
