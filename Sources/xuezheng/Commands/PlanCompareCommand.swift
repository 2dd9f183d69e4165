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
    @Flag(help: ArgumentHelp(say("research.compare.help.summary")))
    var summary = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let (before, after) = (try reading(old), try reading(new))
        if summary { return try compareSummary(plan: before, summary: after) }
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

    /// Prints each target of the plan with what the summary says of it; `--exit-code` fails unless all are met.
    private func compareSummary(plan: PlanReading, summary: PlanReading) throws {
        let comparison = SummaryComparison.compare(plan: plan, summary: summary)
        let verdicts = TargetOutcome.Verdict.allCases
        print(
            say(
                "research.compare.cli.counts",
                Dictionary(uniqueKeysWithValues: verdicts.map { ($0.rawValue, "\(comparison.count($0))") })))
        for outcome in comparison.outcomes {
            print("\n[\(outcome.verdict(in: commandLanguage))] \(outcome.target.text)")
            if let statement = outcome.statement { print("  \(say("research.compare.statement")): \(statement.text)") }
            if let arithmetic = outcome.arithmetic(in: commandLanguage) { print("  \(arithmetic)") }
            if !outcome.doubts.isEmpty {
                print("  \(say("research.compare.doubts")): \(outcome.doubts(in: commandLanguage))")
            }
        }
        if exitCode, comparison.count(.met) != comparison.outcomes.count {
            throw CommandFailure.checkFailed(
                say("research.compare.verdict.missed") + " "
                    + "\(comparison.outcomes.count - comparison.count(.met))")
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
