import Catalog

/// How clean rows are: the share of what checks looked at without a finding, graver checks weighing more.
///
/// 100 × (1 − Σ weight × rows found ÷ Σ weight × rows looked at), over the checks that looked at any row. An error
/// weighs 1, a warning 0.5, a notice 0.2. Both sums are additive, so an area's score is no mean of its schools' scores.
public struct QualityScore: Hashable, Sendable {
    /// Σ weight × rows looked at.
    public private(set) var looked = 0.0
    /// Σ weight × rows found.
    public private(set) var faulty = 0.0
    /// Findings, unweighted.
    public private(set) var findings = 0

    /// Nothing looked at.
    public init() {}

    /// Adds what a check counted.
    public mutating func add(seen: Int, found: Int, _ severity: IntegrityCheck.Severity) {
        // A check may find rows beside those it counts as looked at: no score falls below 0.
        add(seen: seen, faulty: min(found, seen), findings: found, severity)
    }

    /// Adds what a check counted at several organisations; `faulty` is the sum of what each of them counts at most.
    mutating func add(seen: Int, faulty: Int, findings: Int, _ severity: IntegrityCheck.Severity) {
        looked += severity.weight * Double(seen)
        self.faulty += severity.weight * Double(faulty)
        self.findings += findings
    }

    /// 0…100; nil where no check looked at a row.
    public var value: Double? { looked > 0 ? 100 * (1 - faulty / looked) : nil }
}

extension IntegrityCheck.Severity {
    /// What a row found weighs in a score.
    public var weight: Double {
        switch self {
        case .error: 1
        case .warning: 0.5
        case .notice: 0.2
        }
    }
}
