import AdmissionService
import ArgumentParser
import CatchmentPlanning
import Foundation
import Ledger
import Store

/// Options of every command.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say("cli.help.lang")))
    var lang: String?

    func validate() throws {
        if let lang, lang != "zh", lang != "en" { throw ValidationError(say("cli.error.lang", ["lang": lang])) }
    }
}

/// Options of the commands that use the kept ledger.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say("cli.help.data")), completion: .directory)
    var data = "data"

    /// The data directory.
    var directory: URL { URL(fileURLWithPath: data, isDirectory: true) }

    /// Opens the ledger, and makes it where there is none.
    func open() throws -> PlanLedger {
        try PlanLedger.open(directory: directory, more: AdmissionSchema.migrations + CatchmentSchema.migrations)
    }
}

/// Names a plan: its number, or words of its title.
struct PlanOptions: ParsableArguments {
    @Argument(help: ArgumentHelp(say("cli.help.plan")))
    var plan: String

    /// The plan meant.
    func find(in ledger: PlanLedger) throws -> Plan { try Self.find(plan, in: ledger) }

    /// The plan of a number or of words of its title; the latest where several fit.
    static func find(_ name: String, in ledger: PlanLedger) throws -> Plan {
        if let id = Int64(name) { return try ledger.plan(id) }
        guard let plan = try ledger.plans().first(where: { $0.title.contains(name) }) else {
            throw CommandFailure.notFound(what: say("cli.word.plan"), name: name)
        }
        return plan
    }
}
