import ArgumentParser
import Documents
import Foundation
import Intake
import Registers

/// `collection`: what organisations are asked to fill in.
struct CollectionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collection", abstract: say("cli.collection.abstract"),
        subcommands: [CollectionListCommand.self, CollectionShowCommand.self])
}

/// `collection list`: the tasks with how far they are.
struct CollectionListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: say("cli.collection.list"))

    @OptionGroup var result: ResultOptions
    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let store = try registers.open()
        let keys = ["number", "task", "register", "due", "asked", "handedIn", "approved", "late"]
        let sheet = Sheet(
            name: say("cli.collection.name"),
            columns: keys.map { .init(say("cli.collection.column.\($0)"), width: 14) },
            rows: try store.collections().map { task in
                [
                    .number(Double(task.id)), .text(task.title), .text(task.register), .day(task.due),
                    .number(Double(task.parts.count)), .number(Double(task.count(.handedIn))),
                    .number(Double(task.count(.approved))),
                    .number(Double(task.parts.count { task.isLate($0, on: store.today) })),
                ]
            })
        try result.write(sheet)
    }
}

/// `collection show NUMBER`: the answers of a task.
struct CollectionShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: say("cli.collection.show"))

    @Argument(help: ArgumentHelp(say("cli.collection.help.number")))
    var number: Int64
    @OptionGroup var result: ResultOptions
    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let store = try registers.open()
        let task = try store.collection(number)
        let nodes = try store.organisations().nodes
        let keys = ["code", "organisation", "state", "rows"]
        let sheet = Sheet(
            name: task.title, columns: keys.map { .init(say("cli.collection.column.\($0)"), width: 14) },
            rows: task.parts.map { part in
                let node = nodes[part.organisation]
                return [
                    .text(node?.code ?? ""), .text(node?.name ?? ""),
                    .text(say("collect.state.\(part.state.rawValue)")), .number(Double(part.rows)),
                ]
            })
        try result.write(sheet)
    }
}
