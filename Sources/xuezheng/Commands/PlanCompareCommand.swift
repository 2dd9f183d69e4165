import ArgumentParser
import Documents
import Foundation
import Ledger
import PlanModel
import PlanReading
import Reports

/// `plan compare OLD NEW`: what continued, what is new, what is gone, which targets moved.
struct PlanCompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: say("cli.compare.abstract"), discussion: say("cli.compare.discussion"))

    @Argument(help: ArgumentHelp(say("cli.help.old")), completion: .file())
    var old: String
    @Argument(help: ArgumentHelp(say("cli.help.new")), completion: .file())
    var new: String
    @Flag(help: ArgumentHelp(say("cli.help.exit-code")))
    var exitCode = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let (before, after) = (try reading(old), try reading(new))
        let comparison = PlanComparison.compare(old: before, new: after)
        let kinds: [TaskMatch.Kind] = [.new, .gone, .changed, .unchanged]
        print(
            say(
                "cli.compare.counts",
                Dictionary(uniqueKeysWithValues: kinds.map { ($0.rawValue, "\(comparison.count($0))") })))
        for kind in kinds where kind != .unchanged {
            let matches = comparison.tasks.filter { $0.kind == kind }
            guard !matches.isEmpty else { continue }
            print("\n" + say("cli.compare.\(kind.rawValue)"))
            for match in matches {
                let task = match.new.map { after.tasks[$0] } ?? match.old.map { before.tasks[$0] }
                print("  \(task?.label ?? "")\(task?.title.text ?? "")")
                for difference in match.differences {
                    print("    \(say("cli.field.\(difference.field.rawValue)")): \(difference.old) → \(difference.new)")
                }
            }
        }
        if !comparison.targets.isEmpty {
            print("\n" + say("cli.compare.targets"))
            for move in comparison.targets {
                let (old, new) = (move.old?.statement(in: commandLanguage), move.new?.statement(in: commandLanguage))
                print("  \(old ?? "—") → \(new ?? "—")")
            }
        }
        if exitCode, comparison.count(.unchanged) != comparison.tasks.count {
            throw CommandFailure.checkFailed(say("cli.compare.differ"))
        }
    }

    /// A file's reading, or that of a kept plan where the name is no file.
    private func reading(_ name: String) throws -> PlanReading {
        if FileManager.default.fileExists(atPath: name) {
            return PlanReader().read(try DocumentReader().read(fileAt: name).text)
        }
        let ledger = try store.open()
        return try ledger.reading(of: PlanOptions.find(name, in: ledger).id)
    }
}
