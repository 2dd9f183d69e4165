import ArgumentParser
import Documents
import Foundation
import Intake
import Ledger
import Localisation
import Monitoring
import Reports

/// `programme`: five-year plans and action programmes 规划监测.
struct ProgrammeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "programme", abstract: say("programmes.cli.abstract"),
        subcommands: [ProgrammeImportCommand.self, ProgrammeListCommand.self, ProgrammeShowCommand.self])

    /// The programme of a number, of a name, or of words of one. - Throws: `CommandFailure.notFound`.
    static func find(_ words: String, in ledger: PlanLedger) throws -> Programme {
        let all = try ledger.programmes()
        let found =
            all.first { "\($0.id)" == words || $0.details.name == words }
            ?? all.first { $0.details.name.contains(words) }
        guard let found else { throw CommandFailure.notFound(what: say("cli.word.programme"), name: words) }
        return found
    }

    static func offices(_ ledger: PlanLedger) throws -> [Int64: String] {
        Dictionary(try ledger.offices().map { ($0.id, $0.name) }) { first, _ in first }
    }
}

/// `programme import FILE --name NAME`: indicators and values by year.
struct ProgrammeImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "import", abstract: say("programmes.cli.import"))

    @Argument(help: ArgumentHelp(say("programmes.cli.help.file")), completion: .file())
    var file: String
    @Option(help: ArgumentHelp(say("programmes.cli.help.name")))
    var name: String
    @Option(help: ArgumentHelp(say("programmes.cli.help.years")))
    var years: String?
    @Flag(help: ArgumentHelp(say("programmes.cli.help.action")))
    var action = false
    @Flag(help: ArgumentHelp(say("programmes.cli.help.dry")))
    var dryRun = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        let known = try ledger.programmes().first { "\($0.id)" == name || $0.details.name == name }
        let update = try ProgrammeImport.read(
            try DocumentReader().bytes(ofFileAt: file), named: URL(fileURLWithPath: file).lastPathComponent,
            beside: known?.indicators ?? [], offices: try ledger.offices(), thisYear: Day(of: Date()).year)
        let details = try known?.details ?? newDetails()
        if !dryRun {
            if let known {
                try ledger.apply(update, to: known.id, by: .commandLine)
            } else {
                try ledger.createProgramme(details, with: update, by: .commandLine)
            }
        }
        let counts = update.counts.merging(["name": details.name]) { $1 }
        report(say("programmes.cli.importDone", counts))
    }

    /// - Throws: `CommandFailure.notFound` without years, `ProgrammeError.badYears`.
    private func newDetails() throws -> ProgrammeDetails {
        guard let years else { throw CommandFailure.notFound(what: say("cli.word.programme"), name: name) }
        let ends = years.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2, let start = ends[0], let end = ends[1] else { throw ProgrammeError.badYears }
        return ProgrammeDetails(name: name, kind: action ? .action : .fiveYear, startYear: start, endYear: end)
    }
}

/// `programme list`: the programmes with the lights of their latest year.
struct ProgrammeListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: say("programmes.cli.list"))

    @OptionGroup var result: ResultOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        let (programmes, rule) = (try ledger.programmes(), try ledger.lightRule())
        guard !programmes.isEmpty || result.format != .table else { return report(say("programmes.cli.none")) }
        let tables = ProgrammeTables(language: commandLanguage, tolerance: rule.tolerance)
        let sheet = tables.programmes(programmes, thisYear: Day(of: Date()).year)
        try result.write(sheet)
    }
}

/// `programme show PROGRAMME`: its indicators.
struct ProgrammeShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: say("programmes.cli.show"))

    @Argument(help: ArgumentHelp(say("cli.help.programme")))
    var programme: String
    @Option(help: ArgumentHelp(say("programmes.cli.help.showYear")))
    var year: Int?
    @OptionGroup var result: ResultOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        let found = try ProgrammeCommand.find(programme, in: ledger)
        let offices = try ProgrammeCommand.offices(ledger)
        let sheet: Sheet
        switch result.format {
        case .csv, .xlsx:
            sheet = ProgrammeSheet(language: commandLanguage, offices: offices).sheet(
                found, name: say("programmes.indicators"))
        case .table, .json:
            let year = year ?? found.latestYear(until: Day(of: Date()).year)
            let tables = ProgrammeTables(language: commandLanguage, tolerance: try ledger.lightRule().tolerance)
            sheet = tables.indicators(found, year: year, offices: offices)
        }
        try result.write(sheet)
    }
}
