import ArgumentParser
import Documents
import Foundation
import Ledger
import Monitoring
import Store

/// `task report TASK`: reports progress, or that the task is done.
struct TaskReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "report", abstract: say("cli.task-report.abstract"))

    @OptionGroup var task: TaskOptions
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.report-text")))
    var text: String
    @Option(help: ArgumentHelp(say("cli.help.percent")))
    var percent: Int?
    @Option(help: ArgumentHelp(say("cli.help.value")))
    var value: [String] = []
    @Option(help: ArgumentHelp(say("cli.help.done")))
    var done: [Int64] = []
    @Option(help: ArgumentHelp(say("cli.help.evidence")), completion: .file())
    var file: [String] = []
    @Flag(help: ArgumentHelp(say("cli.help.submit")))
    var submit = false
    @OptionGroup var actor: ActorOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        let row = try task.find(in: ledger)
        let report = ProgressReport(text, percent: percent, values: try value.map(Self.value), done: done)
        let move: TaskMove = submit ? .submit(report) : .report(report)
        let principal = try actor.principal(for: move.kind, of: row, in: ledger)
        let files = try file.map { try Self.keep($0, in: ledger) }
        let result = try ledger.move(move, task: row.id, files: files, by: principal)
        print(
            say(
                "cli.task-move.done",
                ["task": row.task.title.text, "state": say("work.state.\(result.record.state.rawValue)")]))
    }

    /// `12=36` or `12=36@2026-06-30`: the target's number, its value, the day it holds for.
    static func value(_ text: String) throws -> TargetReport {
        let pieces = text.split(separator: "=", maxSplits: 1)
        let parts = (pieces.last ?? "").split(separator: "@", maxSplits: 1)
        guard pieces.count == 2, let target = Int64(pieces[0]), let first = parts.first, let value = Double(first)
        else {
            throw ValidationError(say("cli.error.value", ["value": text]))
        }
        let day = try parts.count > 1 ? Typed.day(String(parts[1])) : nil
        return TargetReport(target: target, actual: TargetActual(value: value, day: day ?? Day(of: Date())))
    }

    private static func keep(_ path: String, in ledger: PlanLedger) throws -> NewEvidence {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure.unreadable(file: path)
        }
        let name = URL(fileURLWithPath: path).lastPathComponent
        let type = try EvidenceType.check(bytes: Array(data), name: name)
        return NewEvidence(
            digest: try ledger.store.files.keep(data), name: name, type: type.mediaType, size: data.count)
    }
}
