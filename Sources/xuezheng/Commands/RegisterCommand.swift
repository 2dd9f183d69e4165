import ArgumentParser
import Catalog
import Documents
import Foundation
import Intake
import Localisation
import Registers
import Store

/// `register`: the rows that the bureau keeps.
struct RegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: say("cli.register.abstract"),
        subcommands: [
            RegisterImportCommand.self, RegisterExportCommand.self, RegisterTemplateCommand.self,
            RegisterVerifyCommand.self,
        ])
}

/// `register import REGISTER FILE`: checks a file and takes it in.
struct RegisterImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "import", abstract: say("cli.register.import"))

    @Argument(help: ArgumentHelp(say("cli.help.register")))
    var register: String
    @Argument(help: ArgumentHelp(say("cli.register.help.file")), completion: .file())
    var file: String
    @Flag(help: ArgumentHelp(say("cli.register.help.preview")))
    var preview = false
    @Flag(help: ArgumentHelp(say("cli.register.help.good")))
    var goodRows = false
    @Option(help: ArgumentHelp(say("cli.register.help.map")))
    var map: [String] = []
    @Option(help: ArgumentHelp(say("cli.register.help.faults")), completion: .file())
    var faults: String?
    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let store = try registers.open()
        let register = try store.register(register)
        let intake = RegisterIntake(store: store, access: .commandLine, principal: .commandLine)
        let url = URL(fileURLWithPath: file)
        var table = try intake.open(.file(url), named: url.lastPathComponent, for: register)
        for pair in map {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let column = table.mapping.titles.firstIndex(of: parts[0]),
                register.field(parts[1]) != nil
            else { throw CommandFailure.notFound(what: say("cli.word.column"), name: pair) }
            table.mapping.fields[column] = parts[1]
        }
        let mode: ImportMode = preview ? .preview : goodRows ? .goodRows : .all
        let digest = try FileStore.digest(ofFileAt: url)
        let showsProgress = isatty(STDERR_FILENO) == 1
        let found = try intake.take(table, into: register, mode: mode, digest: digest) { rows in
            if showsProgress, rows % 65_536 < 4_096 {
                reportProgress(say("cli.register.progress", ["rows": String(rows)]))
            }
            return true
        }
        try tell(found, FaultSheet(register: register, file: table, language: commandLanguage))
        store.settle()
    }

    private func tell(_ found: ImportReport, _ sheet: FaultSheet) throws {
        if !found.faults.isEmpty {
            if let faults {
                let isWorkbook = faults.lowercased().hasSuffix(".xlsx")
                let bytes =
                    isWorkbook
                    ? try SheetWriter().xlsx([sheet.marked(found.faults), sheet.list(found.faults)])
                    : CSVWriter().write(sheet.list(found.faults))
                try ResultFile(path: faults).write(Data(bytes))
            } else {
                let first = Array(found.faults.prefix(20))
                try SheetOutput(sheet: sheet.list(first), format: .table, output: nil).write()
            }
        }
        let counts = [
            "rows": String(found.rows), "added": String(found.added), "changed": String(found.changed),
            "unchanged": String(found.unchanged), "refused": String(found.refused),
        ]
        report(
            say(
                found.isKept ? "cli.register.kept" : preview ? "cli.register.previewed" : "cli.register.notKept", counts
            ))
        if !found.isKept, !preview, found.refused > 0 {
            throw CommandFailure.checkFailed(say("cli.register.refused", ["count": String(found.refused)]))
        }
    }
}

/// `register export REGISTER`: every row, as a file that can be taken in again.
struct RegisterExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "export", abstract: say("cli.register.export"))

    @Argument(help: ArgumentHelp(say("cli.help.register")))
    var register: String
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.format")))
    var format: ResultFormat = .csv
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.output")), completion: .file())
    var output: String?
    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let store = try registers.open()
        let register = try store.register(register)
        let sheets = RegisterSheet(catalog: store.catalog, language: commandLanguage)
        var sheet = sheets.sheet(register, [])
        try store.each(of: register, access: .commandLine) { rows in
            sheet.rows += rows.map { sheets.cells($0, register) }
        }
        try SheetOutput(sheet: sheet, format: format, output: output).write()
    }
}

/// `register template REGISTER -o FILE.xlsx`: a form to be filled in, with lists to choose from.
struct RegisterTemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "template", abstract: say("cli.register.template"))

    @Argument(help: ArgumentHelp(say("cli.help.register")))
    var register: String
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.output")), completion: .file())
    var output: String
    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let catalog = try registers.catalog()
        guard let register = catalog.register(register) else { throw RegisterError.noRegister(register) }
        let sheets = RegisterSheet(catalog: catalog, language: commandLanguage).template(register)
        try ResultFile(path: output).write(Data(SheetWriter().xlsx(sheets)))
    }
}

/// `register verify`: recomputes the chain of changes.
struct RegisterVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "verify", abstract: say("cli.register.verify"))

    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let found = try registers.open().verifyAudit()
        print(say("cli.register.verified", ["entries": String(found.entries), "head": found.head]))
    }
}
