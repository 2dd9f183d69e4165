import ArgumentParser
import Foundation
import Intake
import Ledger

/// `plan import FILE …`: reads plans and keeps them as drafts to be checked.
struct PlanImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: say("cli.import.abstract"), discussion: say("cli.import.discussion"))

    @Argument(help: ArgumentHelp(say("cli.help.files")), completion: .file())
    var files: [String]
    @Option(help: ArgumentHelp(say("cli.help.revises")))
    var revises: String?
    @Flag(help: ArgumentHelp(say("cli.help.again")))
    var again = false
    @Flag(help: ArgumentHelp(say("cli.help.show")))
    var show = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        let earlier = try revises.map { try PlanOptions.find($0, in: ledger).id }
        let intake = PlanIntake(ledger: ledger)
        for file in files {
            let kept = try intake.keep(fileAt: file, revises: earlier, evenIfKept: again, by: .commandLine)
            for warning in kept.warnings { report("\(file): \(warning.message(in: commandLanguage))") }
            let counts = kept.draft.plan.counts
            report(
                say(
                    kept.draft.isNew ? "cli.import.kept" : "cli.import.known",
                    [
                        "file": file, "id": "\(kept.draft.plan.id)", "title": kept.draft.plan.title,
                        "tasks": "\(counts.total)", "unsure": "\(counts.unsure)",
                    ]))
            if show { print(ReadingTable(reading: try ledger.reading(of: kept.draft.plan.id)).text + "\n") }
        }
    }
}
