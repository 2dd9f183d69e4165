import ArgumentParser
import Foundation
import Store

/// `token`: lets programmes use the programming interface as an account.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: say("api.command.token"),
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: say("api.command.create"))
        @Argument(help: ArgumentHelp(say("cli.help.login")))
        var login: String
        @Option(help: ArgumentHelp(say("api.help.name")))
        var name: String
        @Option(help: ArgumentHelp(say("api.help.days")))
        var days = 90
        @OptionGroup var store: StoreOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let store = try store.open().store
            guard let account = try store.accounts.all().first(where: { $0.login == login }) else {
                throw CommandFailure.notFound(what: say("cli.word.account"), name: login)
            }
            let new = try store.apiTokens.create(name: name, account: account.id, days: days, by: .commandLine)
            // The secret alone goes to standard output, so that it can be piped into a safe place.
            print(new.secret)
            report(
                say(
                    "api.command.created",
                    ["id": "\(new.token.id)", "login": login, "day": TokenCommand.time(new.token.expiresAt)]))
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: say("api.command.list"))
        @OptionGroup var store: StoreOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let store = try store.open().store
            let tokens = try store.apiTokens.all()
            guard !tokens.isEmpty else { return report(say("api.command.none")) }
            let logins = Dictionary(uniqueKeysWithValues: try store.accounts.all().map { ($0.id, $0.login) })
            let now = store.environment.now()
            print(
                TextTable(
                    columns: [
                        .init(say("cli.column.id"), isNumeric: true), .init(say("cli.column.login")),
                        .init(say("cli.column.name")), .init(say("api.column.expires")),
                        .init(say("api.column.used")), .init(say("api.column.state")),
                    ],
                    rows: tokens.map { token in
                        [
                            "\(token.id)", logins[token.account] ?? "", token.name, TokenCommand.time(token.expiresAt),
                            token.lastUsedAt.map(TokenCommand.time) ?? "", TokenCommand.state(token, now),
                        ]
                    }
                ).text)
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "revoke", abstract: say("api.command.revoke"))
        @Argument(help: ArgumentHelp(say("api.help.id")))
        var id: Int64
        @OptionGroup var store: StoreOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let token = try store.open().store.apiTokens.revoke(id, by: .commandLine)
            report(say("api.command.revoked", ["id": "\(token.id)", "name": token.name]))
        }
    }

    private static func state(_ token: APIToken, _ now: Date) -> String {
        if token.revokedAt != nil { return say("api.state.revoked") }
        return say(token.isValid(at: now) ? "api.state.valid" : "api.state.expired")
    }

    /// Minutes in China.
    private static func time(_ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 8 * 3600)
        formatter.dateFormat = "yyyy-MM-dd HH:mm"
        return formatter.string(from: date)
    }
}
