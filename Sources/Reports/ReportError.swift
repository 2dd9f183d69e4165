import Localisation

/// A report cannot be written.
public enum ReportError: Error, Hashable, Explained {
    /// The month is not written `yyyy-MM`, or there is no such month.
    case badMonth(String)
    /// What should be the figures of a summary cannot be read as such.
    case badFigures

    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch self {
        case .badMonth: "reports.error.month"
        case .badFigures: "reports.error.figures"
        }
    }
    /// What is filled into the message.
    public var messageArguments: [String: String] {
        switch self {
        case .badMonth(let month): ["month": month]
        case .badFigures: [:]
        }
    }
}
