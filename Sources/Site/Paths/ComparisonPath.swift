import Store

/// Addresses of two plans side by side, and a summary against its plan.
enum ComparisonPath: Hashable, Sendable {
    /// Two plans, `?old=1&new=2`.
    case plans
    /// A summary against its plan, `?old=1&new=2`.
    case summary
    /// The same as a file: `docx` or `xlsx`.
    case plansFile(String), summaryFile(String)
}

extension ComparisonPath: SubPath {
    static let home: SitePath? = .comparison(.plans)

    var pieces: [String] {
        switch self {
        case .plans: ["comparison"]
        case .summary: ["comparison", "summary"]
        case .plansFile(let format): ["comparison", "plans", format]
        case .summaryFile(let format): ["comparison", "summary", format]
        }
    }

    init?(pieces: [String]) {
        guard pieces.first == "comparison" else { return nil }
        let format = pieces.count == 3 && ["docx", "xlsx"].contains(pieces[2]) ? pieces[2] : nil
        switch (pieces.dropFirst().first, format, pieces.count) {
        case (nil, nil, 1): self = .plans
        case ("summary", nil, 2): self = .summary
        case ("plans", let format?, 3): self = .plansFile(format)
        case ("summary", let format?, 3): self = .summaryFile(format)
        default: return nil
        }
    }

    var access: SitePath.Access {
        switch self {
        case .plans, .summary: .needs(.viewLedger)
        case .plansFile, .summaryFile: .needs(.exportLedger)
        }
    }

    var postAccess: SitePath.Access? { nil }

    var takesFiles: Bool { false }

    static var samples: [ComparisonPath] { [.plans, .summary, .plansFile("docx"), .summaryFile("xlsx")] }

    func answer(_ visit: Visit) throws -> Answer {
        switch self {
        case .plans: try ComparisonPage.show(visit)
        case .summary: try SummaryComparisonPage.show(visit)
        case .plansFile(let format): try ComparisonPage.file(visit, format)
        case .summaryFile(let format): try SummaryComparisonPage.file(visit, format)
        }
    }
}
