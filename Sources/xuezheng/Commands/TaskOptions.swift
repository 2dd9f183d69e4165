import ArgumentParser
import Foundation
import Ledger
import Monitoring
import Store

/// Names a task: its number, or its key `t-…`.
struct TaskOptions: ParsableArguments {
    @Argument(help: ArgumentHelp(say("cli.help.task")))
    var task: String

    /// The task meant.
    func find(in ledger: PlanLedger) throws -> TaskRow {
        if let id = Int64(task) { return try ledger.task(id) }
        return try ledger.task(key: task)
    }
}

/// Who makes a move: an account with its rights, or else the operator of the machine.
struct ActorOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: ArgumentHelp(say("cli.help.as")))
    var login: String?

    /// Who it is. - Throws: `WorkError.notAllowed` for an account that may not make the move with this task.
    func principal(for move: WorkMove, of row: TaskRow, in ledger: PlanLedger) throws -> Principal {
        guard let login else { return .commandLine }
        guard let account = try ledger.store.accounts.all().first(where: { $0.login == login }) else {
            throw CommandFailure.notFound(what: say("cli.word.account"), name: login)
        }
        let leads = row.task.leads.compactMap(\.office), helpers = row.task.coOwners.compactMap(\.office)
        guard move.isAllowed(to: account, leads: leads, helpers: helpers) else {
            throw WorkError.notAllowed(move: move)
        }
        return account.principal
    }
}

/// Days and other values as people type them.
enum Typed {
    /// A day, `yyyy-MM-dd`.
    static func day(_ text: String?) throws -> Day? {
        guard let text else { return nil }
        guard let day = Day(text) else { throw ValidationError(say("cli.error.day", ["day": text])) }
        return day
    }
}
