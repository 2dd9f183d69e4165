import ArgumentParser
import Foundation
import Ledger
import Localisation
import Registers
import Store

/// `office list`: the offices and their aliases.
struct OfficeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "office", abstract: say("cli.office.abstract"), subcommands: [List.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: say("cli.offices.abstract"))
        @OptionGroup var store: StoreOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let offices = try store.open().offices()
            guard !offices.isEmpty else { return report(say("cli.offices.empty")) }
            print(
                TextTable(
                    columns: [
                        .init(say("cli.column.id"), isNumeric: true), .init(say("cli.column.name")),
                        .init(say("cli.column.aliases")),
                    ],
                    rows: offices.map { ["\($0.id)", $0.name, $0.aliases.joined(separator: "、")] }
                ).text)
        }
    }
}

/// `account`: who may sign in.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: say("cli.account.abstract"), subcommands: [List.self, Reset.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: say("cli.accounts.abstract"))
        @OptionGroup var store: StoreOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let ledger = try store.open()
            let offices = Dictionary(uniqueKeysWithValues: try ledger.offices().map { ($0.id, $0.name) })
            print(
                TextTable(
                    columns: [
                        .init(say("cli.column.login")), .init(say("cli.column.name")), .init(say("cli.column.roles")),
                        .init(say("cli.column.office")),
                    ],
                    rows: try ledger.store.accounts.all().map { account in
                        [
                            account.login, account.displayName,
                            account.roles.map { say("cli.account-role.\($0.rawValue)") }.sorted().joined(
                                separator: "、"),
                            account.office.flatMap { offices[$0] } ?? "",
                        ]
                    }
                ).text)
        }
    }

    /// A new one-time password for someone who cannot sign in, the administrator included.
    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset-password", abstract: say("cli.reset.abstract"))
        @Argument(help: ArgumentHelp(say("cli.help.login")))
        var login: String
        @OptionGroup var store: StoreOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let accounts = try store.open().store.accounts
            guard let account = try accounts.all().first(where: { $0.login == login }) else {
                throw CommandFailure.notFound(what: say("cli.word.account"), name: login)
            }
            print(try accounts.resetPassword(account.id, by: .commandLine).oneTimePassword)
            report(say("cli.reset.done", ["login": login]))
        }
    }
}

/// `audit verify`: recomputes the chains of changes of ledger and registers, and checks the ledger's database file.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: say("cli.audit.abstract"), subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "verify", abstract: say("cli.verify.abstract"))
        @OptionGroup var registers: RegisterOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let kept = try registers.store.open().store
            do {
                try kept.checkIntegrity()
                let result = try kept.audit.verify()
                print(say("cli.verify.done", ["entries": "\(result.entries)", "head": result.head]))
                guard registers.isThere else { return }
                let found = try registers.open().verifyAudit()
                print(say("cli.register.verified", ["entries": String(found.entries), "head": found.head]))
            } catch let error as any Error & Explained {
                throw CommandFailure.checkFailed(error.message(in: commandLanguage))
            }
        }
    }
}
