import ArgumentParser
import Documents
import Foundation
import Ledger
import Monitoring
import Reports

/// `report`: papers written from the ledger.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: say("cli.report.abstract"),
        subcommands: [
            BulletinCommand.self, SummaryCommand.self, ArchiveCommand.self, EvaluationCommand.self,
            StatementCommand.self,
        ])
}

/// Options that both papers share.
struct PaperOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.paper-output")), completion: .file())
    var output: String?
    @Option(help: ArgumentHelp(say("cli.help.on")))
    var on: String?

    /// The day that the paper is written for; today in China by default.
    func day() throws -> Day {
        guard let on else { return Day(of: Date()) }
        guard let day = Day(on) else { throw ValidationError(say("cli.error.day", ["day": on])) }
        return day
    }

    /// Writes a paper: .docx or .pdf where the file is named so, else plain text.
    func write(_ paper: WordDocument) throws { try Self.write(paper, to: output) }

    /// Writes a paper to a file, or as text to standard output.
    static func write(_ paper: WordDocument, to output: String?) throws {
        let result = ResultFile(path: output)
        if let output, output.lowercased().hasSuffix(".docx") {
            try result.write(Data(try DocxWriter().docx(paper)))
        } else if let output, output.lowercased().hasSuffix(".pdf") {
            try result.write(Data(try PaperPDF.convert(docx: try DocxWriter().docx(paper), name: output)))
        } else {
            try result.write(paper.text)
        }
    }
}

/// `report bulletin PLAN`: the bulletin 通报 of how the ledger stands.
struct BulletinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "bulletin", abstract: say("cli.bulletin.abstract"))

    @OptionGroup var plan: PlanOptions
    @OptionGroup var paper: PaperOptions
    @Option(help: ArgumentHelp(say("cli.help.month")))
    var month: String?
    @Flag(help: ArgumentHelp(say("cli.help.ranked")))
    var ranked = false
    @Flag(help: ArgumentHelp(say("cli.help.issue")))
    var issue = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        let plan = try plan.find(in: ledger)
        let day = try month.map { try Bulletin.day(ofMonth: $0, today: Day(of: Date())) } ?? paper.day()
        let written = try Bulletin.write(
            plan: plan, in: ledger, on: day, language: commandLanguage, isRanked: ranked)
        if issue {
            let bytes = try DocxWriter().docx(written)
            let issued = try ledger.issueBulletin(plan.id, on: day, bytes, by: .commandLine)
            report(say("cli.bulletin.issued", ["day": day.text, "digest": issued.digest]))
        }
        try paper.write(written)
    }
}

/// `report summary PLAN`: a draft of the year's summary 总结 along the plan's own structure.
struct SummaryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "summary", abstract: say("cli.summary.abstract"))

    @OptionGroup var plan: PlanOptions
    @OptionGroup var paper: PaperOptions
    @Flag(help: ArgumentHelp(say("cli.help.summary-json")))
    var json = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        let plan = try plan.find(in: ledger)
        if json {
            let figures = try Summary.figures(plan: plan, in: ledger, on: try paper.day())
            return try ResultFile(path: paper.output).write(Data(try figures.json()))
        }
        try paper.write(try Summary.write(plan: plan, in: ledger, on: try paper.day(), language: commandLanguage))
    }
}

/// `report archive PLAN`: everything of a plan as one workbook or JSON file.
struct ArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "archive", abstract: say("cli.archive.abstract"))

    @OptionGroup var plan: PlanOptions
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.archive-output")), completion: .file())
    var output: String?
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        let archive = try LedgerArchive(
            plan: try plan.find(in: ledger), in: ledger, on: Day(of: Date()), language: commandLanguage)
        let isWorkbook = output?.lowercased().hasSuffix(".xlsx") ?? false
        try ResultFile(path: output).write(Data(isWorkbook ? archive.xlsx() : archive.json()))
    }
}
