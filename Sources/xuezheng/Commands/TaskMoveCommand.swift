import ArgumentParser
import Foundation
import Ledger
import Monitoring
import Store

/// `task move TASK MOVE`: issue, accept, verify, send back, extend, suspend, end, follow up, ….
struct TaskMoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "move", abstract: say("cli.task-move.abstract"))

    @OptionGroup var task: TaskOptions
    @Argument(help: ArgumentHelp(say("cli.help.move")))
    var move: Move
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.move-text")))
    var text = ""
    @Option(help: ArgumentHelp(say("cli.help.move-day")))
    var day: String?
    @Option(help: ArgumentHelp(say("cli.help.follow-up")))
    var followUp: Int64?
    @OptionGroup var actor: ActorOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    /// The moves that the command line takes; reports have a command of their own.
    enum Move: String, ExpressibleByArgument, CaseIterable {
        case issue, recall, accept, decline, verify, suspend, resume, end, reopen, withdraw, comment, reply
        case sendBack = "send-back"
        case askExtension = "ask-extension"
        case grantExtension = "grant-extension"
        case refuseExtension = "refuse-extension"
        case orderFollowUp = "order-follow-up"
        case closeFollowUp = "close-follow-up"
    }

    func run() async throws {
        let ledger = try store.open()
        let row = try task.find(in: ledger)
        let move = try taskMove()
        let result = try ledger.move(
            move, task: row.id, by: try actor.principal(for: move.kind, of: row, in: ledger))
        print(
            say(
                "cli.task-move.done",
                ["task": row.task.title.text, "state": say("work.state.\(result.record.state.rawValue)")]))
    }

    private func taskMove() throws -> TaskMove {
        switch move {
        case .issue: .issue(due: try Typed.day(day), text: text)
        case .recall: .recall
        case .accept: .accept
        case .decline: .decline(text)
        case .verify: .verify(text)
        case .sendBack: .sendBack(text)
        case .suspend: .suspend(text)
        case .resume: .resume
        case .end: .end(text)
        case .reopen: .reopen(text)
        case .withdraw: .withdraw
        case .comment: .comment(text)
        case .askExtension: .askExtension(until: try neededDay(), text)
        case .grantExtension: .grantExtension(text: text)
        case .refuseExtension: .refuseExtension(text)
        case .orderFollowUp: .orderFollowUp(text, replyBy: try neededDay())
        case .reply: .reply(try neededOrder(), text)
        case .closeFollowUp: .closeFollowUp(try neededOrder())
        }
    }

    private func neededDay() throws -> Day {
        guard let day = try Typed.day(day) else { throw ValidationError(say("cli.error.day-missing")) }
        return day
    }

    private func neededOrder() throws -> Int64 {
        guard let followUp else { throw ValidationError(say("cli.error.follow-up-missing")) }
        return followUp
    }
}

/// `remind`: puts reminders 催办 into the inboxes; run once a day where no server does.
struct RemindCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "remind", abstract: say("cli.remind.abstract"))

    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let count = try store.open().remind(by: .commandLine)
        print(say("cli.remind.done", ["count": "\(count)"]))
    }
}
