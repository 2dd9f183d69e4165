/// An indicator 指标: a sum, or a ratio of two sums, by organisation and period.
///
/// Both parts are additive, so a ratio is taken last, anew at each level: no mean of means.
public struct Indicator: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// What users call it.
    public let title: Words
    /// How it is counted, in words.
    public let describe: Words?
    /// The row of the inventory of systems that it serves.
    public let system: String
    /// The libraries of indicators that it belongs to.
    public let sets: [String]
    /// The standard or document that defines it, with its clause.
    public let source: String
    /// Its unit: %, 人, 所, ….
    public let unit: String
    /// What the ratio is multiplied by: 100 for %.
    public let factor: Double
    /// Which way is better.
    public let better: Direction
    /// The period that it is taken for.
    public let period: PeriodKind
    /// The sum, or the numerator.
    public let part: Measure
    /// The denominator; nil for a plain sum.
    public let whole: Measure?
    /// The fields that it can be split by.
    public let categories: [String]
    /// What a missing denominator means.
    public let missing: MissingValue
    /// The published limit.
    public let standard: StandardValue?
    /// The levels that it is shown for.
    public let levels: [Level]
    /// Where it was defined.
    public let place: CatalogPlace

    /// Which way is better.
    public enum Direction: String, CaseIterable, Hashable, Sendable {
        case higher, lower, neither
    }

    /// What no rows, or a denominator of 0, mean.
    public enum MissingValue: String, CaseIterable, Hashable, Sendable {
        /// No value.
        case skip
        /// The value 0.
        case zero
        /// An error: the value must be there.
        case refuse
    }
}

/// A published limit of an indicator.
public struct StandardValue: Hashable, Sendable {
    /// The limit.
    public let value: Double
    /// The standard and clause.
    public let source: String
}

/// The kind of period that an indicator is taken for.
public enum PeriodKind: String, CaseIterable, Hashable, Sendable {
    case schoolYear = "school_year"
    case year, term, month, day
}

/// An additive figure over the rows of a register.
public struct Measure: Hashable, Sendable {
    /// The register.
    public let register: String
    /// `count(*)` or `sum(…)`.
    public let value: String
    /// Which rows count; nil for all.
    public let condition: String?
    /// Reference fields whose rows are joined under the field's name.
    public let joins: [String]
    /// The field whose date puts a row into the period; nil for the register's own time.
    public let on: String?
}
