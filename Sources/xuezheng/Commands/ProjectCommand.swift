import ArgumentParser
import Documents
import Foundation
import Intake
import Ledger
import Monitoring
import Reports

/// `project`: lists of livelihood projects 民心工程.
struct ProjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project", abstract: say("projects.cli.abstract"),
        subcommands: [ProjectListCommand.self, ProjectShowCommand.self, ProjectImportCommand.self])
}

/// Names a list of projects: its number, or words of its name.
struct ProjectListOptions: ParsableArguments {
    @Argument(help: ArgumentHelp(say("projects.cli.help.list")))
    var list: String

    /// The list meant; one of just this name first, then the latest that fits.
    func find(in ledger: PlanLedger) throws -> ProjectList {
        let lists = try ledger.projectLists()
        let found =
            lists.first { "\($0.id)" == list || $0.name == list } ?? lists.first { $0.name.contains(list) }
        guard let found else { throw CommandFailure.notFound(what: say("projects.cli.word.list"), name: list) }
        return found
    }
}

/// `project list`: the lists with the lights of their projects.
struct ProjectListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: say("projects.cli.list"))

    @OptionGroup var result: ResultOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        let lists = try ledger.projectLists()
        guard !lists.isEmpty || result.format != .table else { return report(say("projects.cli.none")) }
        let sheet = ProjectTables(language: commandLanguage).lists(
            lists, rule: try ledger.lightRule(), on: Day(of: Date()))
        try result.write(sheet)
    }
}

/// `project show LIST`: the projects of a list; as .xlsx or .csv it can be imported again.
struct ProjectShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: say("projects.cli.show"))

    @OptionGroup var list: ProjectListOptions
    @OptionGroup var result: ResultOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        let offices = Dictionary(try ledger.offices().map { ($0.id, $0.name) }) { first, _ in first }
        let sheet = ProjectTables(language: commandLanguage).projects(
            of: try list.find(in: ledger), offices: offices, rule: try ledger.lightRule(), on: Day(of: Date()))
        try result.write(sheet)
    }
}

/// `project import LIST FILE`: projects from a spreadsheet, all or none.
struct ProjectImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "import", abstract: say("projects.cli.import"))

    @OptionGroup var list: ProjectListOptions
    @Argument(help: ArgumentHelp(say("cli.help.files")), completion: .file())
    var file: String
    @Option(help: ArgumentHelp(say("projects.cli.help.create")))
    var create: Int?
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw CommandFailure.unreadable(file: file)
        }
        // Read before a list is made, so that a file that is refused leaves none.
        if let create, try !ledger.projectLists().contains(where: { $0.name == list.list }) {
            let offices = try ledger.offices()
            _ = try ProjectSheet.read([UInt8](bytes), named: file) { name in
                offices.first { $0.name == name || $0.aliases.contains(name) }?.id
            }
            try ledger.createProjectList(list.list, year: create, by: .commandLine)
        }
        let found = try list.find(in: ledger)
        let count = try ProjectSheet.bring(
            [UInt8](bytes), named: file, to: found.id, into: ledger, by: .commandLine)
        report(say("projects.cli.imported", ["count": "\(count)", "name": found.name]))
    }
}

/// `report statement LIST`: the monthly statement 月报 of a list, as it was frozen.
struct StatementCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "statement", abstract: say("projects.cli.statement"))

    @OptionGroup var list: ProjectListOptions
    @Option(help: ArgumentHelp(say("projects.cli.help.month")))
    var month: String?
    @Flag(help: ArgumentHelp(say("projects.cli.help.freeze")))
    var freeze = false
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.paper-output")), completion: .file())
    var output: String?
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        let list = try list.find(in: ledger)
        if freeze {
            let frozen = try ledger.freezeStatement(of: list.id, month: month, by: .commandLine)
            report(
                say(
                    "projects.cli.frozen",
                    ["month": frozen.month, "version": "\(frozen.version)", "digest": frozen.digest]))
        }
        let found = try ledger.statements(of: list.id).first { month == nil || $0.month == month }
        guard let found else {
            throw CommandFailure.notFound(what: say("projects.cli.word.statement"), name: month ?? list.name)
        }
        if let output, output.lowercased().hasSuffix(".xlsx") {
            let sheet = ProjectTables(language: commandLanguage).statement(found.body)
            return try SheetOutput(sheet: sheet, format: .xlsx, output: output).write()
        }
        try PaperOptions.write(StatementPaper.write(found, withAnnex: true, language: commandLanguage), to: output)
    }
}
