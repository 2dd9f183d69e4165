import ArgumentParser
import Foundation
import Ledger
import Store

/// `backup FILE`: database and files in one file, while the site runs.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "backup", abstract: say("cli.backup.abstract"))

    @Argument(help: ArgumentHelp(say("cli.help.backup-file")), completion: .file())
    var file: String
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let done = try store.open().store.backUp(to: URL(fileURLWithPath: file), by: .commandLine)
        report(
            say(
                "cli.backup.done",
                ["file": done.path, "rows": "\(done.rows)", "files": "\(done.files)", "size": "\(done.size)"]))
    }
}

/// `restore FILE`: a backup back into the data directory.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: say("cli.restore.abstract"), discussion: say("cli.restore.discussion"))

    @Argument(help: ArgumentHelp(say("cli.help.backup-file")), completion: .file())
    var file: String
    @Flag(help: ArgumentHelp(say("cli.help.replace")))
    var replace = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let done = try Store.restore(from: URL(fileURLWithPath: file), to: store.directory, replacing: replace)
        report(
            say(
                "cli.restore.done", ["directory": done.path, "rows": "\(done.rows)", "files": "\(done.files)"]))
        if let previous = done.previous { report(say("cli.restore.previous", ["directory": previous])) }
    }
}
