import ArgumentParser
import Foundation

/// The command line of Xuezheng: one file a command under `Commands/`.
@main
struct Xuezheng: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "xuezheng",
        abstract: say("cli.abstract"),
        discussion: say("cli.discussion"),
        version: "0.1.0",
        subcommands: [
            PlanCommand.self, TaskCommand.self, ReportCommand.self, OfficeCommand.self, AccountCommand.self,
            AuditCommand.self, RemindCommand.self, ServeCommand.self, BackupCommand.self, RestoreCommand.self,
            DemoCommand.self, ResearchCommand.self, ProgrammeCommand.self,
            CatalogCommand.self, RegisterCommand.self, ProjectCommand.self, IndicatorCommand.self,
            QualityCommand.self, CollectionCommand.self, TokenCommand.self, AdmissionsCommand.self,
            CatchmentCommand.self,
            SeatsCommand.self,
        ])

    static func main() async {
        do {
            var command = try Xuezheng.parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            ExitReport(error).leave()
        }
    }
}
