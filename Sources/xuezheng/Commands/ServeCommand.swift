import ArgumentParser
import Foundation
import Ledger
import Logging
import Registers
import ShippedCatalog
import Site

/// `serve`: the site on a data directory.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: say("cli.serve.abstract"))

    @Option(help: ArgumentHelp(say("cli.help.host")))
    var host = "127.0.0.1"
    @Option(help: ArgumentHelp(say("cli.help.port")))
    var port = 8080
    @Option(help: ArgumentHelp(say("cli.help.public-url")))
    var publicURL: String?
    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError(say("cli.error.port", ["port": "\(port)"])) }
        if let publicURL, URL(string: publicURL)?.host() == nil {
            throw ValidationError(say("cli.error.public-url", ["url": publicURL]))
        }
    }

    func run() async throws {
        let ledger = try registers.store.open()
        let rows = try registers.open()
        if let first = try ledger.store.accounts.createFirstAdministrator(displayName: say("cli.serve.administrator")) {
            print(say("cli.serve.first", ["login": first.account.login, "password": first.oneTimePassword]))
        }
        var logger = Logger(label: "xuezheng", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .notice
        let server = try SiteServer(
            ledger: ledger, registers: rows,
            configuration: SiteConfiguration(host: host, port: port, publicURL: publicURL.flatMap { URL(string: $0) }),
            logger: logger)
        let (host, publicURL) = (host, publicURL)
        try await server.run { port in
            print(say("cli.serve.address", ["address": publicURL ?? "http://\(host):\(port)"]))
            fflush(nil)
        }
    }
}
