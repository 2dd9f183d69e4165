import Localisation

/// What can go wrong with indicators.
public enum IndicatorError: Error, Equatable, Explained {
    /// There is no indicator of the name.
    case noIndicator(String)
    /// The text is no period.
    case noPeriod(String)
    /// The indicator is taken for periods of another kind.
    case wrongPeriod(String, String)
    /// The period has not begun.
    case periodToCome(String)
    /// The account may not see the value.
    case notAllowed

    /// The key of its words in `Strings/indicators.json`.
    public var messageKey: String {
        switch self {
        case .noIndicator: "indicators.error.noIndicator"
        case .noPeriod: "indicators.error.noPeriod"
        case .wrongPeriod: "indicators.error.wrongPeriod"
        case .periodToCome: "indicators.error.periodToCome"
        case .notAllowed: "indicators.error.notAllowed"
        }
    }

    /// Names and periods.
    public var messageArguments: [String: String] {
        switch self {
        case .noIndicator(let name): ["name": name]
        case .noPeriod(let text), .periodToCome(let text): ["period": text]
        case .wrongPeriod(let name, let period): ["name": name, "period": period]
        case .notAllowed: [:]
        }
    }
}
