import Catalog

/// The additive parts of an indicator for an organisation and category.
public struct IndicatorParts: Hashable, Sendable {
    /// The numerator, or the plain sum; nil where no row counted.
    public var part: Double?
    /// The denominator; nil where no row counted, or where there is none.
    public var whole: Double?

    /// Parts.
    public init(part: Double? = nil, whole: Double? = nil) {
        self.part = part
        self.whole = whole
    }

    /// Adds others' parts. What nobody counted stays missing.
    public mutating func add(_ other: IndicatorParts) {
        if let more = other.part { part = (part ?? 0) + more }
        if let more = other.whole { whole = (whole ?? 0) + more }
    }

    /// The value that an indicator makes of the parts: the ratio is taken last. Nil where there is none.
    public func value(_ indicator: Indicator) -> Double? {
        guard indicator.whole != nil else { return (part ?? missing(indicator)).map { $0 * indicator.factor } }
        guard let whole, whole != 0 else { return missing(indicator) }
        return indicator.factor * (part ?? 0) / whole
    }

    private func missing(_ indicator: Indicator) -> Double? { indicator.missing == .zero ? 0 : nil }
}

/// The values of the categories of a part, in the order of the indicator's `by`; nil for rows without one.
public struct IndicatorCategory: Hashable, Sendable {
    /// The values as they are kept: codes, or numbers as text.
    public let values: [String]

    /// A category. Rows without a value have the empty text.
    public init(_ values: [String]) { self.values = values }

    private static let separator = "\u{1F}"

    /// As it is kept.
    var text: String { values.joined(separator: Self.separator) }

    /// A category as it was kept.
    init(text: String, count: Int) {
        values = count == 0 ? [] : text.components(separatedBy: Self.separator)
    }
}

/// A value of an indicator.
public struct IndicatorValue: Hashable, Sendable {
    /// The indicator.
    public let indicator: String
    /// The organisation.
    public let organisation: Int64
    /// The period.
    public let period: Period
    /// The field by which it is split, and the value there; nil for all.
    public let category: Split?
    /// What it is made of.
    public let parts: IndicatorParts
    /// The value; nil where there is none.
    public let value: Double?
    /// Whether there is no value though the indicator must have one (`missing: refuse`).
    public let isRefused: Bool

    /// One value of one field.
    public struct Split: Hashable, Sendable {
        /// The field.
        public let field: String
        /// Its value; empty for rows without one.
        public let value: String

        /// One value of one field.
        public init(field: String, value: String) {
            self.field = field
            self.value = value
        }
    }

    init(
        _ indicator: Indicator, _ organisation: Int64, _ period: Period, _ parts: IndicatorParts,
        category: Split? = nil
    ) {
        self.indicator = indicator.name
        self.organisation = organisation
        self.period = period
        self.category = category
        self.parts = parts
        value = parts.value(indicator)
        isRefused = value == nil && indicator.missing == .refuse
    }
}
