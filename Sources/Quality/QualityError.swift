import Localisation

/// What can go wrong with quality.
public enum QualityError: Error, Equatable, Explained {
    /// There is no such finding, or it is closed, or not for this account to see.
    case noFinding
    /// A finding is set aside without a reason.
    case reasonMissing
    /// The reason is too long.
    case tooLong(limit: Int)
    /// The account may not do this.
    case notAllowed
    /// The run was ended by somebody.
    case cancelled

    /// The key of its words in `Strings/quality.json`.
    public var messageKey: String {
        switch self {
        case .noFinding: "quality.error.noFinding"
        case .reasonMissing: "quality.error.reasonMissing"
        case .tooLong: "quality.error.tooLong"
        case .notAllowed: "quality.error.notAllowed"
        case .cancelled: "quality.error.cancelled"
        }
    }

    /// The limit.
    public var messageArguments: [String: String] {
        if case .tooLong(let limit) = self { ["limit": String(limit)] } else { [:] }
    }
}
