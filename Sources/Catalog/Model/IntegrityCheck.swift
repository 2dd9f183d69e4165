/// A check of the data's quality 质量核验: finds the rows of a register that look wrong.
public struct IntegrityCheck: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// What users call it.
    public let title: Words
    /// What kind of fault it finds.
    public let dimension: Dimension
    /// How grave a finding is.
    public let severity: Severity
    /// The register.
    public let register: String
    /// How the rows are found.
    public let finder: Finder
    /// Reference fields whose rows are joined under the field's name.
    public let joins: [String]
    /// Which rows it looks at; nil for all that count on the day.
    public let whole: String?
    /// What it looks for, and why it matters.
    public let intro: Words
    /// What to do about a finding.
    public let advice: Words
    /// Where it was defined.
    public let place: CatalogPlace

    /// A dimension of data quality.
    public enum Dimension: String, CaseIterable, Hashable, Sendable {
        case completeness, timeliness, validity, uniqueness, consistency, outlier
    }

    /// How grave a finding is. `weight` is what a faulty row costs in the score.
    public enum Severity: String, CaseIterable, Hashable, Sendable {
        case error, warning, notice
    }

    /// How a check finds its rows.
    public enum Finder: Hashable, Sendable {
        /// Rows that satisfy a condition.
        case condition(String)
        /// A whole SELECT that gives `id`.
        case select(String)
        /// Rows whose value lies far from the others of its group: robust z by the median absolute deviation.
        case outlier(value: String, by: [String], limit: Double)
        /// Organisations whose indicator moved by more than a share from one period to the next.
        case jump(indicator: String, limit: Double)
    }
}
