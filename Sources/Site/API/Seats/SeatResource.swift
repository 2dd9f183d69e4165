import Hummingbird

/// What programmes can ask of the forecast of seats, below `/api/v1/seats`.
enum SeatResource: String, CaseIterable, Hashable, Sendable {
    /// Pupils expected; posting forecasts from rows that are sent.
    case forecast
    /// Pupils against seats, as things stand and with each option.
    case gaps
    /// How well earlier forecasts would have been.
    case backtest

    /// What can be done there.
    var methods: [HTTPRequest.Method] { self == .forecast ? [.get, .head, .post] : [.get, .head] }
}
