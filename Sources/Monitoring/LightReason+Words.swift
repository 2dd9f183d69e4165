import Localisation

extension LightReason: Explained {
    /// The key of its words in `Strings/work.json`.
    public var messageKey: String {
        switch self {
        case .verified: "work.light.verified"
        case .notIssued: "work.light.notIssued"
        case .suspended: "work.light.suspended"
        case .ended: "work.light.ended"
        case .awaitingVerification: "work.light.awaitingVerification"
        case .overdue: "work.light.overdue"
        case .stepOverdue: "work.light.stepOverdue"
        case .replyOverdue: "work.light.replyOverdue"
        case .farBehind: "work.light.farBehind"
        case .behind: "work.light.behind"
        case .dueSoon: "work.light.dueSoon"
        case .stepDueSoon: "work.light.stepDueSoon"
        case .unmeasured: "work.light.unmeasured"
        case .notAccepted: "work.light.notAccepted"
        case .quiet: "work.light.quiet"
        case .onCourse: "work.light.onCourse"
        }
    }

    /// What is filled into them.
    public var messageArguments: [String: String] {
        switch self {
        case .overdue(let days), .replyOverdue(let days), .dueSoon(let days), .notAccepted(let days), .quiet(let days):
            ["days": "\(days)"]
        case .stepOverdue(let name, let days), .stepDueSoon(let name, let days): ["name": name, "days": "\(days)"]
        case .farBehind(let name, let actual, let expected, let shortfall),
            .behind(let name, let actual, let expected, let shortfall):
            [
                "name": name, "actual": Figure.text(actual), "expected": Figure.text(expected),
                "shortfall": shortfall.isFinite ? Figure.text(shortfall * 100, decimals: 1) + "%" : "100%",
            ]
        case .unmeasured(let name): ["name": name]
        default: [:]
        }
    }
}
