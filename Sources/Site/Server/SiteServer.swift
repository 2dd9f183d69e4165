import AdmissionService
import Foundation
import Hummingbird
import Ledger
import Logging
import NIOCore
import Registers
import Store

/// The site on a socket.
public struct SiteServer: Sendable {
    private let responder: SiteResponder
    private let configuration: SiteConfiguration
    private let logger: Logger

    /// A server of a ledger and of the registers of the same data directory.
    ///
    /// - Throws: `RegisterError` where the tables of indicators cannot be made.
    public init(
        ledger: PlanLedger, registers: RegisterStore, configuration: SiteConfiguration = SiteConfiguration(),
        logger: Logger? = nil
    ) throws {
        self.configuration = configuration
        self.logger = logger ?? Logger(label: "xuezheng")
        responder = try SiteResponder(ledger: ledger, registers: registers, configuration: configuration)
        // Children whose entering a stop of the programme cut short are entered now, or not at all.
        try AdmissionStore(store: ledger.store, registers: registers).settleEnrolments()
    }

    /// Serves until the process is told to end (SIGTERM, SIGINT); requests under way are finished then.
    ///
    /// - Parameter onReady: called with the port once the site can be reached; port 0 lets the system choose one.
    /// - Throws: where the address cannot be had.
    public func run(onReady: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        var application = Application(
            responder: responder,
            // Connections that send nothing are closed; one whose answer is being made is left alone.
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: .init(address: .hostname(configuration.host, port: configuration.port), serverName: nil),
            onServerRunning: { await onReady($0.localAddress?.port ?? 0) },
            logger: logger)
        application.addServices(
            ReminderService(ledger: responder.parts.ledger, logger: logger),
            NightService(indicators: responder.parts.indicators, seats: responder.parts.seats, logger: logger))
        try await application.runService()
    }
}

/// What Hummingbird knows of a request beside its head and body.
struct SiteContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of the connection.
    let address: String

    init(source: Source) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? ""
    }
}
